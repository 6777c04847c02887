"""An entry in error takes back the raising it was said of, and nothing that was said before."""

from datetime import timedelta

import pytest
from interviews import DESK, NOON, Clinician, Journal
from stories import OPENED, alerted, answered, case, changed, recommended, stands

from screenkit.case.age import grown_old
from screenkit.case.alerts import counting, items_of, state_of
from screenkit.case.athome import may_be_read_at_home, may_be_taken_home
from screenkit.case.events import (
    Acknowledged,
    Alerted,
    Assessed,
    Changed,
    EnteredInError,
    GrownOld,
    Resumed,
    Screened,
)
from screenkit.case.standing import raised_before
from screenkit.case.waiting import waiting
from screenkit.engine.assess import assess
from screenkit.interview import flow, words
from screenkit.interview.keys import Give, Move, Said
from screenkit.interview.saved import answers_that_count
from screenkit.interview.session.lead import lead

ACTIVE, THOUGHTS = "active-suicidal-thoughts-reported", "suicidal-thoughts-reported"
VIOLENCE = "violence-at-home-reported"
MAY_PROCEED = {
    "suicide_safety_assessment_done": "yes",
    "suicide_assessment_conclusion": "group_may_proceed_with_plan",
}
HOLD = ["hold"] * 4
SLIP = "slip of the key"


def in_error(*rules):
    return EnteredInError(rules=rules, reason=SLIP)


@pytest.mark.parametrize(
    ("steps", "count", "state"),
    [
        (["open"], [0], "open"),
        (["open", "entered_in_error"], [], "entered_in_error"),
        (["open", "acknowledged", "open", "entered_in_error"], [0, 1], "acknowledged"),
        (["open", "assessed", "open", "acknowledged", "entered_in_error"], [0, 1], "assessed"),
        (["open", "open", "entered_in_error", "entered_in_error"], [], "entered_in_error"),
        (["open", "open", "entered_in_error", "assessed"], [0, 3], "assessed"),
        (["open", "entered_in_error", "open"], [2], "open"),
    ],
)
def test_an_error_takes_back_the_last_raising_and_what_was_done_about_it(steps, count, state):
    assert (list(counting(steps)), state_of(steps)) == (count, state)


def test_the_answers_behind_an_alert_are_those_of_every_raising_that_counts():
    named = [("suicidal_ideation",), (), ("asq_1",), ()]
    steps = ["open", "acknowledged", "open", "entered_in_error"]

    assert items_of(steps[:3], named) == ("suicidal_ideation", "asq_1")
    assert items_of(steps, named) == ("suicidal_ideation",)


def test_a_slip_of_today_does_not_undo_what_was_said_yesterday(online_group, clear_candidate):
    journal, first = Journal(flow.begin(online_group)), Clinician(online_group, clear_candidate)
    first.once["suicidal_ideation"] = [Give("passive")]
    first.once["suicide_attempt_past_3m"] = [Move.SECTIONS]
    first.meanwhile["Sections"] = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        lead(flow.begin(online_group), first.prompt, journal.keep, DESK)
    old = grown_old(journal.screening(), online_group, NOON + timedelta(days=1), 12)
    journal.keep([Resumed(), GrownOld(items=old)])
    second = Clinician(online_group, clear_candidate)
    second.once["suicidal_ideation"] = [Give("passive"), Give("none")]
    second.meanwhile[words.STAY] = [Move.ERROR, Said(SLIP)]
    lead(flow.resume(online_group, journal.screening()), second.prompt, journal.keep, DESK)
    stood = stands(online_group, case(*journal.events))

    assert recommended(stood) == HOLD
    assert [(each.rule, each.state) for each in waiting(stood)] == [(THOUGHTS, "acknowledged")]


def test_an_answer_that_stands_is_no_entry_in_error_whatever_is_said_of_it(online_group, clear_candidate):
    told = {**clear_candidate, "suicidal_ideation": "passive"}
    screened = Screened(recommendations={}, level="same_day", complete=True, assessment="{}")
    events = [OPENED, *answered(told), alerted(online_group, THOUGHTS), *answered(MAY_PROCEED), screened]
    graver = [changed("suicidal_ideation", "passive", "active"), alerted(online_group, ACTIVE)]
    stood = stands(online_group, case(*events, *graver, in_error(ACTIVE)))

    assert recommended(stood) == HOLD
    assert (ACTIVE, "open") in [(each.rule, each.state) for each in waiting(stood)]


def test_the_reason_of_an_entry_in_error_stands_for_the_one_change_that_mends_it(
    online_group, clear_candidate
):
    clinician = Clinician(online_group, clear_candidate)
    clinician.once["suicidal_ideation"] = [Give("passive"), Give("none"), Give("active")]
    clinician.once["suicide_attempt_past_3m"] = [Move.BACK]
    clinician.meanwhile[words.STAY] = [Move.ERROR, Said(SLIP), Move.SEEN]
    clinician.meanwhile["A change with a reason"] = [Said("now says so")] * 3
    journal = Journal(flow.begin(online_group))
    lead(flow.begin(online_group), clinician.prompt, journal.keep, DESK)
    reasons = [each.reason for each in journal.of(Changed) if each.item == "suicidal_ideation"]

    assert (reasons[0], SLIP in reasons[1:]) == (SLIP, False)


def test_without_a_case_an_assessment_against_the_group_holds_after_the_answer_is_taken_back(
    online_group, clear_candidate
):
    answers = {
        **clear_candidate,
        "suicidal_intent": "no",
        "means_access": "no",
        "suicide_safety_assessment_done": "yes",
        "suicide_assessment_conclusion": "not_this_group_now",
    }
    clinician = Clinician(online_group, answers)
    clinician.once["suicidal_ideation"] = [Give("active"), Give("none")]
    clinician.once["suicide_attempt_past_3m"] = [Move.BACK]
    clinician.meanwhile["A change with a reason"] = [Said("takes it back")] * 9
    journal = Journal(flow.begin(online_group))
    ended = lead(flow.begin(online_group), clinician.prompt, journal.keep, DESK)

    assert recommended(assess(online_group, answers_that_count(ended))) == HOLD


def test_rules_that_do_not_know_an_earlier_alert_open_nothing(online_group, clear_candidate):
    told = {**clear_candidate, "suicidal_ideation": "active"}
    foreign = Alerted(rule="foreign", level="immediate", message="Active thoughts.", items=())
    judged = Assessed(rules=("foreign",), reason="Not now.")
    before = [OPENED, *answered(told), foreign, judged, OPENED]
    again = judged.model_copy(update={"screening": 1})

    assert [each.holds for each in raised_before(online_group, case(*before), 2)] == [True]
    assert [each.holds for each in raised_before(online_group, case(*before, again), 2)] == [False]


@pytest.mark.parametrize("again", ["amended", "screened anew"])
def test_nothing_goes_home_while_a_report_of_violence_there_is_not_settled(
    online_group, clear_candidate, again
):
    told = {**clear_candidate, "unsafe_home": "yes"}
    raised = [
        OPENED, *answered(told), alerted(online_group, VIOLENCE, ("unsafe_home",)),
        Acknowledged(rules=(VIOLENCE,)),
    ]  # fmt: skip
    since = {
        "amended": [changed("unsafe_home", "yes", "no")],
        "screened anew": [OPENED, *answered(clear_candidate)],
    }
    stood = stands(online_group, case(*raised, *since[again]))
    clear = stands(online_group, case(OPENED, *answered(clear_candidate)))

    assert (may_be_taken_home(clear), may_be_read_at_home(clear)) == (True, False)
    assert (may_be_taken_home(stood), may_be_read_at_home(stood)) == (False, True)


def test_a_question_that_is_held_back_is_not_asked_to_mend_an_entry_in_error(online_group, clear_candidate):
    held = flow.resume(
        online_group,
        case(
            OPENED, *answered({**clear_candidate, "unsafe_home": "yes"}),
            alerted(online_group, VIOLENCE, ("unsafe_home",)), in_error(VIOLENCE),
            GrownOld(items=("alone_and_free_to_talk",)),
        ).latest,
    )  # fmt: skip
    assert flow.back_to(held, "unsafe_home").due.id == "alone_and_free_to_talk"
