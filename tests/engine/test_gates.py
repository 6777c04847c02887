"""Gates of the shipped content: unknown is never safe, and only a recorded assessment releases silence."""

import pytest
from strategies import CRITERIA, a_rule

from screenkit.assessment import GateFinding, Recommendation
from screenkit.engine.assess import assess
from screenkit.models.answers import Answers, NoAnswer
from screenkit.models.condition import Is, IsSilent, write
from screenkit.models.content import Content
from screenkit.models.questionnaire import Gate, Item, Questionnaire, Section
from screenkit.models.ruleset import Gates, RuleSet

FORMS = ("in_person", "online_video", "online_text", "online_forum")
ONLINE = FORMS[1:]
GREEN = {Recommendation.SUITABLE, Recommendation.CONDITIONAL}
FOR_ALL = (
    "intoxicated_at_interview",
    "acute_crisis",
    "suicidal_ideation",
    "suicide_attempt_past_3m",
    "suicide_attempt_lifetime",
    "self_harm_past_3m",
    "harm_to_others",
    "severe_depression",
    "easily_dysregulated",
    "psychosis",
)
INTERVIEW_GATES = {**dict.fromkeys(FOR_ALL, FORMS), "unsafe_home": ONLINE}
RELEASABLE = ("suicidal_ideation", "suicide_attempt_past_3m", "suicide_attempt_lifetime", "self_harm_past_3m")
FOLLOW_UP = {"suicidal_intent": "no", "means_access": "no", "safety_plan": "yes"}
MAY_PROCEED = {
    **FOLLOW_UP,
    "suicide_safety_assessment_done": "yes",
    "suicide_assessment_conclusion": "group_may_proceed_with_plan",
}


def recommended(found):
    return [result.recommendation for result in found.modalities.values()]


# Which items


def test_the_gates_and_the_forms_they_concern_are_those_of_the_vocabulary(online_group):
    found = {item.id: online_group.concerns(item) for item in online_group.gates}
    assert found == {**INTERVIEW_GATES, "phq9_9": FORMS}


def test_only_suicide_items_are_released_and_only_by_a_conclusion_that_lets_the_group_proceed(online_group):
    released = {item.id: write(item.gate.released_by) for item in online_group.gates if item.gate.released_by}
    condition = (
        "suicide_safety_assessment_done is yes "
        "and suicide_assessment_conclusion is group_may_proceed_with_plan"
    )
    assert released == dict.fromkeys((*RELEASABLE, "phq9_9"), condition)


# Nobody asked, nobody answered


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({}, "complete_screen"),
        ({"suicidal_ideation": "passive"}, "same_day"),
        ({"suicidal_ideation": "declined"}, "same_day"),
        ({"suicidal_ideation": "dont_know"}, "same_day"),
    ],
)
def test_hardly_any_answers_hold_every_form(screen, answers, level):
    found = screen(answers, of={})
    assert (found.safety.level, *recommended(found)) == (level, *["hold"] * 4)


def test_the_empty_file_asks_for_every_gate_first_in_the_order_of_the_interview(screen):
    found = screen({}, of={})
    expected = [name for name in found.states if name in INTERVIEW_GATES]
    expected[expected.index("unsafe_home")] = "alone_and_free_to_talk"  # home is held back until then
    assert list(found.ask_next[: len(expected)]) == expected


def test_the_gates_finding_names_its_items_the_forms_and_what_it_rests_on(screen):
    found = screen({}, of={}).gate
    assert found == GateFinding(
        items=INTERVIEW_GATES,
        used={**dict.fromkeys(INTERVIEW_GATES, NoAnswer.NOT_ASKED), "phq9_9": NoAnswer.NOT_APPLICABLE},
        rests_on=("X-UNKNOWN-SAFETY",),
        evidence=found.evidence,
        binding=False,
    )
    assert found.open_for("in_person") == tuple(name for name in found.items if name != "unsafe_home")


# One at a time


@pytest.mark.parametrize("reason", [None, "declined", "dont_know"])
@pytest.mark.parametrize(("item", "concerned"), INTERVIEW_GATES.items(), ids=INTERVIEW_GATES)
def test_a_gate_without_a_value_holds_what_it_concerns_and_nothing_else(screen, item, concerned, reason):
    found = screen({item: reason})
    for form, result in found.modalities.items():
        if form in concerned:
            assert result.recommendation not in GREEN
        else:
            assert result.recommendation == Recommendation.SUITABLE
    assert found.safety.level != "none"
    assert found.gate.items == {item: concerned}
    assert item in found.ask_next


def test_item_nine_is_a_gate_once_the_phq9_is_taken(screen):
    for begun in ({"phq9_1": "0"}, {"phq9_total": "3"}, {"phq9_10": "0"}, {"phq9_2": "declined"}):
        found = screen(begun)
        assert (found.safety.level, *recommended(found)) == ("complete_screen", *["hold"] * 4), begun
        assert found.ask_next[0] == "phq9_9"


def test_item_nine_is_no_gate_while_the_phq9_is_not_taken(screen):
    assert screen({"phq9_1": "not_asked"}).gate.items == {}
    assert screen({"phq9_total": ""}).gate.items == {}


# Release


@pytest.mark.parametrize("silence", ["declined", "dont_know"])
@pytest.mark.parametrize("item", [*RELEASABLE, "phq9_9"])
def test_a_conclusion_that_the_group_may_proceed_releases_silence(screen, item, silence):
    found = screen({**MAY_PROCEED, item: silence})
    assert found.gate.items == {}
    assert recommended(found)[0] == Recommendation.CONDITIONAL


@pytest.mark.parametrize("item", [*RELEASABLE, "phq9_9"])
def test_nothing_releases_a_gate_that_was_never_asked(screen, item):
    beside = {"phq9_1": "0"} if item == "phq9_9" else {"self_harm_past_3m": "yes"}
    changed = {**MAY_PROCEED, **beside, item: None}
    if item == "self_harm_past_3m":
        changed["suicidal_ideation"] = "passive"
    found = screen(changed)
    assert list(found.gate.items) == [item]
    assert recommended(found) == ["hold"] * 4


@pytest.mark.parametrize(
    "changed",
    [
        {"suicide_safety_assessment_done": "no"},
        {"suicide_safety_assessment_done": None},
        {"suicide_safety_assessment_done": "declined"},
        {"suicide_assessment_conclusion": None},
        {"suicide_assessment_conclusion": "dont_know"},
        {"suicide_assessment_conclusion": "not_this_group_now"},
        {"suicide_assessment_conclusion": "urgent_care_needed"},
    ],
)
@pytest.mark.parametrize("item", [*RELEASABLE, "phq9_9"])
def test_anything_less_than_both_leaves_the_gate_shut(screen, item, changed):
    found = screen({**MAY_PROCEED, item: "declined", **changed})
    assert list(found.gate.items) == [item]
    assert recommended(found) == ["hold"] * 4


@pytest.mark.parametrize("item", [name for name in INTERVIEW_GATES if name not in RELEASABLE])
def test_no_assessment_releases_the_other_gates(screen, item):
    found = screen({**MAY_PROCEED, "suicidal_ideation": "passive", item: "declined"})
    assert list(found.gate.items) == [item]


def test_a_released_gate_is_still_asked_for_since_a_value_may_still_come(screen):
    found = screen({**MAY_PROCEED, "suicidal_ideation": "declined"})
    assert "suicidal_ideation" in found.ask_next
    assert not found.modalities["in_person"].settled


# A gate of one's own


def one_item(gate, **more):
    item = Item(id="item", text="An item", help="Help", values={"yes": "Yes", "no": "No"}, gate=gate, **more)
    other = Item(id="other", text="Another", help="Help", values={"yes": "Yes", "no": "No"})
    section = Section(id="all", title="All", items=(item, other))
    asked = Questionnaire(
        id="asked",
        version="1.0.0",
        title="Asked",
        kind="interview",
        about="Two items",
        source="invented",
        sections=(section,),
    )
    ruleset = RuleSet(
        id="rules",
        version="1.0.0",
        title="Rules",
        questionnaires=("asked",),
        modalities=("in_person", "online_video"),
        gates=Gates(),
        rules=(a_rule("told", "note", rests_on=("X-ONE",)),),
    )
    return Content(ruleset, (ruleset,), {"asked": asked}, (CRITERIA,))


def test_a_gate_for_some_forms_holds_those_alone():
    found = assess(one_item(Gate(**{"for": ("online_video", "online_text")})), Answers({}))
    assert recommended(found) == ["suitable", "hold"]
    assert found.gate.items == {"item": ("online_video",)}
    assert found.safety.level == "complete_screen"


def test_a_gate_for_no_form_of_the_rule_set_holds_nothing():
    found = assess(one_item(Gate(**{"for": ("online_forum",)})), Answers({}))
    assert recommended(found) == ["suitable", "suitable"]
    assert (found.gate.items, found.safety.level) == ({}, "none")


def test_a_gate_that_is_not_to_be_asked_holds_nothing():
    content = one_item(Gate(), ask_when=Is("other", ("yes",)))
    assert recommended(assess(content, Answers({}))) == ["hold", "hold"]
    assert recommended(assess(content, Answers({"other": "yes"}))) == ["hold", "hold"]
    assert recommended(assess(content, Answers({"other": "no"}))) == ["suitable", "suitable"]
    assert recommended(assess(content, Answers({"other": NoAnswer.DECLINED}))) == ["hold", "hold"]


def test_silence_that_releases_itself_does_so_for_the_recommendation_and_stays_open_for_what_is_reachable():
    content = one_item(Gate(released_by=IsSilent("item", "declined")))
    found = assess(content, Answers({"item": NoAnswer.DECLINED}))
    assert recommended(found) == ["suitable", "suitable"]
    assert found.modalities["in_person"].reachable == (Recommendation.SUITABLE, Recommendation.HOLD)
    assert recommended(assess(content, Answers({"item": NoAnswer.DONT_KNOW}))) == ["hold", "hold"]
