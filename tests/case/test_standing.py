"""What is on record stays: levels, states, and the hold of an alert that nobody has assessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import (
    OPENED,
    alerted,
    answered,
    bare,
    case,
    changed,
    recommended,
    stands,
)

from screenkit.assessment import LEVELS, Recommendation
from screenkit.case.decision import set_aside
from screenkit.case.events import (
    Acknowledged,
    Answered,
    Assessed,
    Decided,
    EnteredInError,
    Exported,
    GrownOld,
    Noted,
    Placed,
    Resumed,
    Settled,
    Told,
)

ACTIVE = "active-suicidal-thoughts-reported"
THOUGHTS = "suicidal-thoughts-reported"
CRISIS = "acute-crisis-reported"
ASKED = {
    "suicide_safety_assessment_done": "yes",
    "suicide_assessment_conclusion": "group_may_proceed_with_plan",
}
ASKED_URGENT = {**ASKED, "suicide_assessment_conclusion": "urgent_care_needed"}
HOLD, SUITABLE = ["hold"] * 4, ["suitable"] * 4


@pytest.fixture(scope="session")
def misheard(online_group, clear_candidate):
    """Active thoughts were reported, and a minute later the answer was changed to none."""
    told = {**clear_candidate, "suicidal_ideation": "active"}
    return [
        OPENED,
        *answered(told),
        alerted(online_group, ACTIVE),
        changed("suicidal_ideation", "active", "none"),
    ]


@pytest.fixture(scope="session")
def calmed(online_group, clear_candidate):
    """A crisis was reported, and a minute later the answer was changed to no."""
    told = {**clear_candidate, "acute_crisis": "yes"}
    return [
        OPENED,
        *answered(told),
        alerted(online_group, CRISIS, ("acute_crisis",)),
        changed("acute_crisis", "yes", "no"),
    ]


def test_the_clear_candidate_alone_is_suitable(online_group, clear_candidate):
    stood = stands(online_group, case(OPENED, *answered(clear_candidate)))

    assert recommended(stood) == SUITABLE
    assert (stood.safety.level, stood.safety.state, stood.safety.alerts) == ("none", "none", ())


@pytest.mark.parametrize(
    ("more", "state", "forms"),
    [
        ([], "open", HOLD),
        ([Acknowledged(rules=(ACTIVE,))], "acknowledged", HOLD),
        ([Assessed(rules=(ACTIVE,), reason="Spoken with at length.")], "assessed", HOLD),
        (answered(ASKED), "assessed", SUITABLE),
        ([*answered(ASKED), Assessed(rules=(ACTIVE,), reason="Plan agreed.")], "assessed", SUITABLE),
        (answered(ASKED_URGENT), "open", HOLD),  # the conclusion raises an alert of its own
        (answered({"suicide_safety_assessment_done": "yes"}), "open", HOLD),
        (answered({"suicide_safety_assessment_done": "no"}), "open", HOLD),
        ([EnteredInError(rules=(ACTIVE,), reason="Wrong line.")], "entered_in_error", SUITABLE),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_an_alert_of_suicide_holds_until_the_answers_say_that_the_group_may_proceed_or_nobody_gave_it(
    online_group, misheard, more, state, forms
):
    stood = stands(online_group, case(*misheard, *more))

    assert (stood.safety.level, stood.safety.state) == ("immediate", state)
    assert recommended(stood) == forms


@pytest.mark.parametrize(
    ("more", "state", "forms"),
    [
        ([], "open", HOLD),
        ([Acknowledged(rules=(CRISIS,), reason="On it.")], "acknowledged", HOLD),
        (answered(ASKED), "open", HOLD),
        ([Assessed(rules=(CRISIS,), reason="The crisis is over.")], "assessed", SUITABLE),
        ([EnteredInError(rules=(CRISIS,), reason="Wrong person.")], "entered_in_error", SUITABLE),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_another_alert_holds_until_somebody_has_assessed_it_or_nobody_gave_it(
    online_group, calmed, more, state, forms
):
    stood = stands(online_group, case(*calmed, *more))

    assert (stood.safety.level, stood.safety.state) == ("same_day", state)
    assert recommended(stood) == forms


def test_an_assessment_made_before_an_alert_does_not_settle_it(online_group, clear_candidate):
    told = {**clear_candidate, **ASKED}
    later = [alerted(online_group, ACTIVE), changed("suicidal_ideation", "active", "none")]
    before = case(OPENED, *answered(told), Answered(item="suicidal_ideation", answer="active"), *later)
    again = [changed(name, answer, answer) for name, answer in ASKED.items()]
    after = case(*(each.event for each in before.events), *again)

    assert (recommended(stands(online_group, before)), recommended(stands(online_group, after))) == (
        HOLD,
        SUITABLE,
    )


def test_an_alert_whose_answer_was_changed_is_still_listed_with_its_marks(online_group, misheard):
    stood = stands(online_group, case(*misheard, Acknowledged(rules=(ACTIVE,), reason="I call now.")))
    (alert,) = stood.safety.alerts

    assert (alert.rule, alert.state, alert.is_changed, alert.holds) == (ACTIVE, "acknowledged", True, True)
    assert [(mark.state, mark.who, mark.reason) for mark in alert.marks] == [
        ("open", "Dr. Adeyemi", None),
        ("acknowledged", "Dr. Adeyemi", "I call now."),
    ]


def test_the_assessment_in_the_answers_stands_as_a_mark_with_name_and_time(online_group, clear_candidate):
    told = {**clear_candidate, "suicidal_ideation": "active"}
    stood = stands(
        online_group, case(OPENED, *answered(told), alerted(online_group, ACTIVE), *answered(ASKED))
    )
    marks = next(alert.marks for alert in stood.safety.alerts if alert.rule == ACTIVE)

    assert [mark.state for mark in marks] == ["open", "assessed"]
    assert marks[1].at > marks[0].at


def test_of_several_alerts_the_one_that_is_least_settled_says_the_state(online_group, clear_candidate):
    told = {**clear_candidate, "suicidal_ideation": "active", "acute_crisis": "yes"}
    begun = [OPENED, *answered(told), alerted(online_group, ACTIVE), alerted(online_group, CRISIS)]
    states = [
        stands(online_group, case(*begun, *more)).safety.state
        for more in (
            [],
            [EnteredInError(rules=(ACTIVE,), reason="x")],
            [EnteredInError(rules=(ACTIVE,), reason="x"), Assessed(rules=(CRISIS,), reason="x")],
            [EnteredInError(rules=(ACTIVE, CRISIS), reason="x")],
            [Acknowledged(rules=(ACTIVE,)), Assessed(rules=(CRISIS,), reason="x")],
        )
    ]

    assert states == ["open", "open", "open", "open", "acknowledged"]


def test_an_alert_raised_again_after_it_was_assessed_is_open_again(online_group, calmed):
    again = [alerted(online_group, CRISIS, ("acute_crisis",))]
    stood = stands(online_group, case(*calmed, Assessed(rules=(CRISIS,), reason="Over."), *again))

    assert (stood.safety.state, recommended(stood)) == ("open", HOLD)


def test_a_new_screening_does_not_shed_an_alert_that_nobody_has_assessed(
    online_group, calmed, clear_candidate
):
    anew = [OPENED, *answered(clear_candidate)]
    unsettled = case(*calmed, *anew)
    settled = case(*calmed, *anew, Assessed(rules=(CRISIS,), reason="Over for weeks.", screening=1))

    assert recommended(stands(online_group, unsettled)) == HOLD
    assert stands(online_group, unsettled).safety.level == "same_day"
    assert recommended(stands(online_group, settled)) == SUITABLE
    assert stands(online_group, settled, 1).safety.level == "same_day"


def test_an_earlier_alert_of_suicide_is_settled_by_an_assessment_in_a_later_screening(
    online_group, misheard, clear_candidate
):
    anew = [OPENED, *answered(clear_candidate)]
    marked = case(*misheard, *anew, Assessed(rules=(ACTIVE,), reason="Spoken with.", screening=1))
    answers = case(*misheard, OPENED, *answered({**clear_candidate, **ASKED}))
    third = case(*(each.event for each in answers.events), *anew)

    assert [recommended(stands(online_group, each)) for each in (marked, answers, third)] == [
        HOLD,
        SUITABLE,
        SUITABLE,
    ]


def test_a_recommendation_that_is_held_says_that_it_can_still_become_what_it_was(online_group, calmed):
    held = stands(online_group, case(*calmed)).modalities["online_video"]

    assert (held.recommendation.value, [each.value for each in held.reachable], held.settled) == (
        "hold",
        ["suitable", "hold"],
        False,
    )


@pytest.mark.parametrize("is_acknowledged", [True, False])
def test_a_graver_disclosure_after_an_assessment_holds_until_it_is_assessed_anew(
    online_group, clear_candidate, is_acknowledged
):
    told = {**clear_candidate, "suicidal_ideation": "passive"}
    active = [changed("suicidal_ideation", "passive", "active"), alerted(online_group, ACTIVE)]
    seen = [Acknowledged(rules=(ACTIVE,))] if is_acknowledged else []
    begun = [OPENED, *answered(told), alerted(online_group, THOUGHTS), *answered(ASKED), *active, *seen]
    again = [changed(name, answer, answer) for name, answer in ASKED.items()]
    before, after = stands(online_group, case(*begun)), stands(online_group, case(*begun, *again))
    held = [alert.rule for alert in before.safety.holding]

    assert (recommended(before), ACTIVE in held) == (HOLD, True)
    assert before.safety.state == ("acknowledged" if is_acknowledged else "open")
    assert set_aside({"online_video": "offer"}, before) == ("online_video",)
    assert (after.safety.holding, after.safety.state) == ((), "assessed")


def test_an_alert_raised_again_by_another_answer_holds_although_it_was_assessed(
    online_group, clear_candidate
):
    told = {**clear_candidate, "suicidal_ideation": "passive"}
    begun = [OPENED, *answered(told), alerted(online_group, THOUGHTS), *answered(ASKED)]
    more = [changed("asq_3", "no", "yes"), alerted(online_group, THOUGHTS, ("suicidal_ideation", "asq_3"))]

    assert stands(online_group, case(*begun)).safety.holding == ()
    assert recommended(stands(online_group, case(*begun, *more))) == HOLD


def test_an_earlier_alert_that_a_later_assessment_settles_stays_in_sight_with_its_level(
    online_group, misheard, clear_candidate
):
    later = case(*misheard, OPENED, *answered({**clear_candidate, **ASKED}))
    third = case(*(each.event for each in later.events), OPENED, *answered(clear_candidate))

    for each in (later, third):
        stood = stands(online_group, each)
        (alert,) = stood.safety.alerts

        assert (stood.safety.level, stood.safety.state) == ("immediate", "assessed")
        assert (alert.rule, alert.screening, alert.holds) == (ACTIVE, 1, False)
        assert [mark.state for mark in alert.marks] == ["open", "assessed"]


# Laws

OTHER_EVENTS = st.sampled_from(
    [
        Resumed(),
        Placed(place="US-NV"),
        Noted(text="A note."),
        Told(prompt="location_now", text="at home"),
        Acknowledged(rules=(ACTIVE, CRISIS)),
        Exported(what="a report"),
        Decided(choices={"online_video": "offer"}, code="other", reason="A decision."),
        GrownOld(items=("suicidal_ideation", "acute_crisis")),
        Settled(item="suicidal_intent", before="no", reason="Not called for."),
        changed("motivation", "high", "low"),
        changed("suicidal_ideation", "none", "passive"),
        changed("suicidal_ideation", "passive", "none"),
        changed("acute_crisis", "no", "yes"),
        changed("acute_crisis", "yes", "no"),
        Answered(item="suicide_safety_assessment_done", answer="yes"),
        Answered(item="suicide_assessment_conclusion", answer="not_this_group_now"),
        Answered(item="suicide_assessment_conclusion", answer="urgent_care_needed"),
    ]
)
SETTLING = st.sampled_from(
    [
        Assessed(rules=(ACTIVE, CRISIS), reason="Seen."),
        EnteredInError(rules=(ACTIVE,), reason="Nobody said so."),
        EnteredInError(rules=(CRISIS,), reason="Nobody said so."),
        *answered(ASKED),
    ]
)
OPEN = {Recommendation.SUITABLE, Recommendation.CONDITIONAL}


@settings(max_examples=40)
@given(st.lists(OTHER_EVENTS, max_size=8))
def test_nothing_but_an_assessment_or_an_entry_in_error_lifts_the_hold(
    online_group, misheard, calmed, events
):
    for begun in (misheard, calmed):
        stood = stands(online_group, case(*begun, *events))

        assert {result.recommendation for result in stood.modalities.values()} & OPEN == set()


@settings(max_examples=40)
@given(st.lists(OTHER_EVENTS | SETTLING, max_size=8))
def test_what_is_on_record_never_makes_a_recommendation_better_and_the_level_never_falls(
    online_group, misheard, calmed, events
):
    for begun in (misheard, calmed):
        whole = case(*begun, *events)
        answers, stood = bare(online_group, whole.latest), stands(online_group, whole)
        order = list(Recommendation)
        better = [
            form
            for form, result in stood.modalities.items()
            if order.index(result.recommendation) < order.index(answers.modalities[form].recommendation)
        ]
        before = stands(online_group, case(*begun)).safety.level

        assert better == []
        assert LEVELS.index(stood.safety.level) >= LEVELS.index(before)
        assert LEVELS.index(stood.safety.level) >= LEVELS.index(answers.safety.level)
        assert {alert.rule for alert in stood.safety.alerts} >= {alert.rule for alert in whole.latest.alerts}
        assert all(
            set(answers.modalities[form].reachable) <= set(result.reachable)
            for form, result in stood.modalities.items()
        )


def test_an_unfinished_safety_screen_does_not_speak_for_the_state_of_alerts_that_were_seen(
    online_group, clear_candidate
):
    written = {name: each for name, each in clear_candidate.items() if name != "harm_to_others"}
    raised = (
        OPENED,
        *answered({**written, "acute_crisis": "yes"}),
        alerted(online_group, CRISIS, ("acute_crisis",)),
    )
    before = stands(online_group, case(*raised)).safety
    after = stands(online_group, case(*raised, Acknowledged(rules=(CRISIS,)))).safety

    assert {alert.level for alert in after.alerts} == {"same_day", "complete_screen"}
    assert (before.level, before.state) == ("same_day", "open")
    assert (after.level, after.state) == ("same_day", "acknowledged")
