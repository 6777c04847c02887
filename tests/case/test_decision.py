"""A decision says why it differs, and a safety matter is not set aside by one alone."""

from dataclasses import replace
from datetime import date

import pytest
from stories import OPENED, alerted, answered, case, changed, stands

from screenkit.case.decision import CHOICES, Setting, check_decision, set_aside
from screenkit.case.events import Assessed, Consultation, Decided
from screenkit.case.reasons import REASONS
from screenkit.errors import Problem

SETTING = Setting("Dr. Adeyemi", date(2026, 3, 4), date(2026, 3, 2), solo_practice=False)
ALONE = Setting("Dr. Adeyemi", date(2026, 3, 4), date(2026, 3, 2), solo_practice=True)
VIDEO = {"online_video": "offer"}
TALKED = Consultation(on=date(2026, 3, 3), with_whom="Prof. Lind", reason="She agreed to a trial session.")
NEEDS_SECOND = Problem(
    "second", "a safety matter is set aside (online_video)", "name a second clinician who agrees"
)


@pytest.fixture
def found(online_group, clear_candidate):
    """What is found after some answers of the clear candidate changed; an alert is on record if named."""

    def stood(changes=None, *more):
        written = {
            name: each for name, each in {**clear_candidate, **(changes or {})}.items() if each is not None
        }
        return stands(online_group, case(OPENED, *answered(written), *more))

    return stood


def decided(choices=None, **more):
    return Decided(
        choices=choices or VIDEO, **{"code": "known_otherwise", "reason": "Known for years.", **more}
    )


def test_following_the_recommendation_needs_no_more_than_that(found):
    choices = dict.fromkeys(found().modalities, "offer")
    follows = Decided(choices=choices, code="as_recommended", review_on=date(2026, 3, 4))

    assert check_decision(follows, found(), SETTING) == ()


@pytest.mark.parametrize("choice", ["offer_once_arranged", "wait", "do_not_offer"])
def test_a_decision_that_differs_says_why_also_where_it_is_more_careful(found, choice):
    bare = Decided(choices={"online_video": choice}, code="as_recommended")
    problems = check_decision(bare, found(), SETTING)

    assert [problem.where for problem in problems] == ["code", "reason"]
    assert {problem.what for problem in problems} == {"the decision differs from what is recommended"}
    assert check_decision(decided({"online_video": choice}, code="more_caution"), found(), SETTING) == ()


@pytest.mark.parametrize(
    ("changes", "form"),
    [
        ({"suicidal_ideation": "passive"}, "online_video"),
        ({"suicidal_ideation": "passive"}, "in_person"),
        ({"suicidal_ideation": None}, "in_person"),
        ({"easily_dysregulated": "yes"}, "online_video"),
        ({"unsafe_home": "yes"}, "online_text"),
        ({"harm_to_others": "declined"}, "in_person"),
        ({"mania_now": "yes"}, "online_forum"),
    ],
    ids=str,
)
def test_setting_aside_a_safety_matter_needs_a_second_clinician(found, changes, form):
    opened = decided({form: "offer_once_arranged"})
    with_second = decided({form: "offer_once_arranged"}, second="Dr. Brandt")

    assert set_aside(opened.choices, found(changes)) == (form,)
    assert [problem.where for problem in check_decision(opened, found(changes), SETTING)] == ["second"]
    assert check_decision(with_second, found(changes), SETTING) == ()


@pytest.mark.parametrize("changes", [{"private_space": "no"}, {"accepts_group_agreement": "no"}], ids=str)
def test_setting_aside_what_is_no_safety_matter_needs_a_reason_only(found, changes):
    assert found(changes).modalities["online_video"].recommendation in {"hold", "not_recommended"}
    assert check_decision(decided(), found(changes), SETTING) == ()


def test_even_waiting_in_place_of_not_offering_sets_a_safety_matter_aside(found):
    waits = decided({"online_video": "wait"})

    assert check_decision(waits, found({"easily_dysregulated": "yes"}), SETTING) == (NEEDS_SECOND,)


def test_an_alert_on_record_counts_as_a_safety_matter_although_no_finding_does(online_group, found):
    record = [
        alerted(online_group, "acute-crisis-reported", ("acute_crisis",)),
        changed("acute_crisis", "yes", "no"),
    ]
    settled = [*record, Assessed(rules=("acute-crisis-reported",), reason="Over.")]

    assert check_decision(decided(), found({}, *record), SETTING) == (NEEDS_SECOND,)
    assert check_decision(Decided(choices=VIDEO, code="as_recommended"), found({}, *settled), SETTING) == ()


@pytest.mark.parametrize("name", ["Dr. Adeyemi", "dr adeyemi", " DR.  ADEYEMI ", "Dr.\u200b Adeyemi", "..."])
def test_the_second_name_is_somebody_elses(found, name):
    problems = check_decision(decided(second=name), found({"suicidal_ideation": "active"}), SETTING)

    assert [problem.where for problem in problems] == ["second"]


LEADERS = {"leader-1": "Dr Anna Reed", "leader-2": "Dr Anne Reed"}


@pytest.mark.parametrize(
    ("name", "is_refused"),
    [
        ("Reed", True),
        ("Prof. Anna Reeed", True),
        ("Reed, Anna", True),
        ("LEADER-1", True),
        ("leader-2", False),
        ("Anne Reed", False),
        ("Dr. Brandt", False),
    ],
)
def test_the_second_name_is_no_other_spelling_of_whoever_decides(found, name, is_refused):
    setting = replace(SETTING, who="Dr Anna Reed", leaders=LEADERS)
    problems = check_decision(decided(second=name), found(), setting)

    assert [problem.what for problem in problems] == ["this is the name of whoever decides"] * is_refused


def test_a_consultation_stands_in_for_the_second_name_only_where_a_clinician_works_alone(found):
    held = found({"suicidal_ideation": "active"})

    assert check_decision(decided(consultation=TALKED), held, ALONE) == ()
    assert [each.where for each in check_decision(decided(consultation=TALKED), held, SETTING)] == [
        "consultation"
    ]
    assert [each.where for each in check_decision(decided(), held, ALONE)] == ["second"]


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 5)])
def test_a_consultation_lies_between_the_screening_and_the_decision(found, day):
    early = decided(consultation=TALKED.model_copy(update={"on": day}))
    problems = check_decision(early, found({"suicidal_ideation": "active"}), ALONE)

    assert [problem.where for problem in problems] == ["consultation.on"]


def test_everything_that_is_wrong_is_said_at_once(found):
    wrong = Decided(
        choices={"online_video": "offer"},
        code="as_recomended",
        second="Dr Adeyemi",
        consultation=TALKED.model_copy(update={"on": date(2020, 1, 1), "with_whom": "Dr. Adeyemi"}),
        review_on=date(2026, 3, 3),
    )
    problems = check_decision(wrong, found({"suicidal_ideation": "active"}), SETTING)

    assert [problem.where for problem in problems] == [
        "code",
        "reason",
        "second",
        "consultation",
        "consultation.with_whom",
        "consultation.on",
        "review_on",
    ]
    assert problems[0].do == "did you mean 'as_recommended'?"


def test_what_is_decided_is_a_form_that_something_was_recommended_for(found):
    stood = found()
    in_a_room = replace(stood, modalities={"in_person": stood.modalities["in_person"]})

    assert check_decision(Decided(choices=VIDEO, code="as_recommended"), in_a_room, SETTING) == (
        Problem(
            "choices.online_video",
            "nothing was recommended for this form",
            "the rule set speaks of in_person",
        ),
    )
    assert check_decision(Decided(choices={}, code="as_recommended"), stood, SETTING) == (
        Problem("choices", "nothing is decided", "decide for one form of group or more"),
    )


def test_what_can_be_decided_follows_what_can_be_recommended_from_open_to_closed():
    assert list(CHOICES.values()) == ["suitable", "conditional", "hold", "not_recommended"]
    assert [name for name, each in REASONS.items() if each.follows] == ["as_recommended"]


@pytest.mark.parametrize(("name", "what"), [("x", "this is no name"), ("leader-9", "no leader has this id")])
def test_a_second_or_consulted_name_must_read_as_one(found, name, what):
    alone = replace(ALONE, leaders=LEADERS)
    talked = TALKED.model_copy(update={"with_whom": name})
    second = check_decision(decided(second=name), found(), alone)
    consulted = check_decision(decided(consultation=talked), found(), alone)

    assert [(each.where, each.what) for each in second] == [("second", what)]
    assert [(each.where, each.what) for each in consulted] == [("consultation.with_whom", what)]
