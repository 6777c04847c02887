"""Two screenings side by side: what differs, why a recommendation moved, and what does not carry over."""

import pytest
from stories import OPENED, alerted, answered, case, changed, stands

from screenkit.assessment import Recommendation, Truth
from screenkit.case.compare import AnswerChange, FindingChange, Side, compare
from screenkit.models.answers import NoAnswer


@pytest.fixture
def sides(online_group, clear_candidate):
    """Compare the clear candidate after some changes with the same after others."""

    def side(changes, *more):
        written = {name: each for name, each in {**clear_candidate, **changes}.items() if each is not None}
        return Side(online_group, stands(online_group, case(OPENED, *answered(written), *more)))

    return lambda before, after: compare(side(*before), side(*after))


def moved(comparison):
    return {
        each.modality: (each.before, each.after) for each in comparison.forms if each.before is not each.after
    }


def test_the_same_answers_differ_in_nothing(sides):
    same = sides(({},), ({},))

    assert (same.answers, same.findings, moved(same), same.moves_online) == ((), (), {}, False)


def test_an_answer_that_moves_a_recommendation_is_told_with_the_finding_responsible(sides):
    found = sides(({"private_space": "no", "private_space_plan": "no"},), ({},))
    video = next(form for form in found.forms if form.modality == "online_video")

    assert AnswerChange("private_space", "no", "yes") in found.answers
    assert (video.before, video.after) == (Recommendation.HOLD, Recommendation.SUITABLE)
    assert video.because == (FindingChange("no-private-room", "hold", Truth.YES, Truth.NO),)
    assert "in_person" not in moved(found)


def test_a_safety_question_left_open_is_told_as_the_reason(sides):
    found = sides(({},), ({"acute_crisis": None},))
    person = next(form for form in found.forms if form.modality == "in_person")

    assert AnswerChange("acute_crisis", "no", NoAnswer.NOT_ASKED) in found.answers
    assert FindingChange("safety-screen-incomplete", "hold", Truth.NO, Truth.UNKNOWN) in person.because


def test_an_alert_on_record_is_told_as_the_reason(online_group, sides):
    record = (
        alerted(online_group, "acute-crisis-reported", ("acute_crisis",)),
        changed("acute_crisis", "yes", "no"),
    )
    found = sides(({},), ({}, *record))

    assert found.answers == ()
    assert {form.because for form in found.forms} == {
        (FindingChange("alert-not-assessed", "hold", Truth.NO, Truth.YES),)
    }


def test_another_total_is_told(sides):
    found = sides(({"phq9_total": "3", "phq9_9": "0"},), ({"phq9_total": "14", "phq9_9": "0"},))

    assert [each.item for each in found.answers] == ["phq9_total"]


def test_what_changed_and_moved_nothing_is_told_without_being_a_reason(sides):
    found = sides(({"travel_barrier": "no"},), ({"travel_barrier": "yes"},))

    assert [each.item for each in found.answers] == ["travel_barrier"]
    assert moved(found) == {}


def test_a_group_that_moves_online_takes_no_consent_privacy_or_place_along(sides):
    then = {"candidate_status": "new_candidate", "private_space": None, "online_consent_signed": "yes"}
    now = {
        "candidate_status": "current_in_person_member",
        "online_consent_signed": None,
        "location_each_session_agreed": "yes",
    }
    found = sides((then,), (now,))

    assert found.moves_online
    assert "online_consent_signed" in found.not_yet
    assert {"location_each_session_agreed", "platform_compliant_with_baa"} <= set(found.anew)
    assert "private_space" not in {*found.anew, *found.not_yet}  # nobody had answered it
    assert {"age_years", "suicidal_ideation", "motivation"} & {*found.anew, *found.not_yet} == set()
    assert {"asked-afresh-for-online"} <= {each.rule for each in found.findings}
