"""What comes next in an interview, over random content and over the shipped one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Dice, contents, values_of

from screenkit.assessment import Truth
from screenkit.engine.ask import is_held_back
from screenkit.engine.assess import assess
from screenkit.engine.decide import decide
from screenkit.interview import flow
from screenkit.models.answers import NoAnswer, read_answer

SILENCES = (NoAnswer.DECLINED, NoAnswer.DONT_KNOW, NoAnswer.NOT_ASKED)


def possible(interview):
    """Every answer the item asked now takes."""
    answers = [*values_of(interview.content, interview.item.id), *SILENCES]
    return [each for each in answers if flow.offers(interview.item, each)]


def begun(dice, content):
    instruments = content.ruleset.instruments
    return flow.begin(content, dice.some_of(instruments, 0, len(instruments)))


def answered_to_the_end(dice, interview):
    """The interview at its end, and what was asked and answered on the way."""
    said = []
    while interview.item:
        answer = dice.one_of(possible(interview))
        said.append((interview.item, answer))
        interview = flow.record(interview, answer)
    return interview, said


def wandered(dice, interview, steps):
    """The interview after answers, steps back and kept answers; and the last answer to each item."""
    said = {}
    for _ in range(steps):
        match dice.one_of(["answer", "answer", "answer", "back", "keep", "ask left"]):
            case "answer" if interview.item:
                answer = dice.one_of(possible(interview))
                said[interview.item.id] = answer
                interview = flow.record(interview, answer)
            case "back":
                interview = flow.back(interview)
            case "keep":
                interview = flow.keep(interview)
            case "ask left":
                interview = flow.ask_left(interview)
    return interview, said


def may_be_asked(interview, item):
    """Whether nothing says that an item is not to be asked."""
    if is_held_back(item, interview.states):
        return False
    return item.ask_when is None or decide(item.ask_when, interview.states) is not Truth.NO


@given(contents(), st.data())
def test_no_item_comes_up_twice_unless_somebody_goes_back(content, data):
    dice = Dice(data.draw)
    _, said = answered_to_the_end(dice, begun(dice, content))
    asked = [item.id for item, _ in said]
    assert len(asked) == len(set(asked))


@given(contents(), st.data())
def test_every_gate_item_that_may_be_asked_is_asked(content, data):
    dice = Dice(data.draw)
    interview, said = answered_to_the_end(dice, begun(dice, content))
    asked = {item.id for item, _ in said}
    gates = [item for each in interview.asked for item in each.items if item.gate]
    assert [item.id for item in gates if item.id not in asked and may_be_asked(interview, item)] == []


@given(contents(), st.data())
def test_every_item_that_is_to_be_asked_is_asked(content, data):
    dice = Dice(data.draw)
    interview, said = answered_to_the_end(dice, begun(dice, content))
    asked = {item.id for item, _ in said}
    for item in (item for each in interview.asked for item in each.items):
        called_for = item.ask_when is None or decide(item.ask_when, interview.states) is Truth.YES
        if called_for and not is_held_back(item, interview.states):
            assert item.id in asked


@given(contents(), st.data())
def test_nothing_is_asked_that_the_answers_rule_out_or_hold_back(content, data):
    dice = Dice(data.draw)
    interview = begun(dice, content)
    while interview.item:
        assert may_be_asked(interview, interview.item)
        interview = flow.record(interview, dice.one_of(possible(interview)))


@given(contents(), st.data())
def test_what_is_recorded_is_what_was_said_last(content, data):
    dice = Dice(data.draw)
    interview, said = wandered(dice, begun(dice, content), 12)
    assert set(interview.given) | interview.left <= set(said)
    for name, answer in said.items():
        if name in interview.given:
            assert interview.given[name] == answer
        elif name in interview.left:
            assert answer is NoAnswer.NOT_ASKED


@given(contents(), st.data())
def test_nothing_said_is_lost_other_than_by_saying_so(content, data):
    dice = Dice(data.draw)
    interview, said = wandered(dice, begun(dice, content), 12)
    values = {name: answer for name, answer in said.items() if answer is not NoAnswer.NOT_ASKED}
    kept = {**interview.set_aside, **interview.given}
    assert {name: kept.get(name) for name in values} == values


@given(contents(), st.data())
def test_only_answers_of_closed_branches_are_set_aside_and_never_those_about_safety(content, data):
    dice = Dice(data.draw)
    interview, _ = wandered(dice, begun(dice, content), 12)
    assert not [name for name in interview.set_aside if content.items[name].is_safety]
    assert not set(interview.set_aside) & set(interview.given)
    for name in interview.given:
        item = content.items[name]
        if item.ask_when and not item.is_safety:
            assert decide(item.ask_when, interview.states) is not Truth.NO


@given(contents(), st.data())
def test_going_back_and_keeping_the_answer_changes_nothing(content, data):
    dice = Dice(data.draw)
    interview, _ = wandered(dice, begun(dice, content), 8)
    returned = interview
    for _ in range(1 + dice.up_to(3)):
        returned = flow.back(returned)
    assert flow.keep(returned) == flow.keep(interview)


@given(contents(), st.data())
def test_going_back_after_an_answer_leads_to_that_item_with_its_answer(content, data):
    dice = Dice(data.draw)
    interview, _ = wandered(dice, begun(dice, content), 8)
    if interview.item is None:
        return
    item, answer = interview.item, dice.one_of(possible(interview))
    after = flow.record(interview, answer)
    returned = flow.back_to(after, item) if interview.returned_to else flow.back(after)
    assert (returned.item, returned.recorded) == (item, answer)
    assert flow.record(returned, answer) == after


@given(contents(), st.data())
def test_back_leads_to_the_first_item_and_stays_there(content, data):
    dice = Dice(data.draw)
    interview, _ = wandered(dice, begun(dice, content), 8)
    for _ in range(len(interview.trail) + 2):
        interview = flow.back(interview)
    assert interview.returned_to == (interview.trail[0] if interview.trail else None)


@settings(max_examples=50)
@given(contents(), st.data())
def test_every_alert_that_rises_is_told_once_and_stays_remembered(content, data):
    dice = Dice(data.draw)
    interview = begun(dice, content)
    while interview.item:
        after = flow.record(interview, dice.one_of(possible(interview)))
        raised = flow.newly_raised(interview, after)
        assert set(flow.stopping(after.assessment)) - set(flow.stopping(interview.assessment)) >= set(raised)
        told = {each.rule for each in raised} | {each.rule for each in flow.stopping(interview.assessment)}
        assert {each.rule for each in flow.stopping(after.assessment)} <= told
        interview = flow.remember(after, raised)
        assert {each.rule for each in raised} <= {each.rule for each in interview.raised}


@given(contents(), st.data())
def test_progress_counts_up_to_the_number_of_questions(content, data):
    dice = Dice(data.draw)
    interview = begun(dice, content)
    asked = 0
    while interview.item:
        so_far = flow.progress(interview)
        assert 1 <= so_far.question <= so_far.questions
        assert 1 <= so_far.section <= so_far.sections
        interview = flow.record(interview, dice.one_of(possible(interview)))
        asked += 1
    assert flow.progress(interview).questions == len(interview.given) + len(interview.left) <= asked


@pytest.mark.parametrize("answer", [NoAnswer.NOT_APPLICABLE, NoAnswer.DECLINED, "maybe", "Yes", ""])
def test_an_answer_that_the_item_does_not_offer_is_refused(online_group, answer):
    interview = answered(flow.begin(online_group), {}, until="consent_capacity")
    with pytest.raises(ValueError, match="does not offer"):
        flow.record(interview, answer)


# The shipped interview

QUIET = {
    "alone_and_free_to_talk": "yes",
    "suicidal_ideation": "none",
    "dissociation": "none",
    "private_space": "yes",
    "tech_skill": "adequate",
}


def answered(interview, answers, until=None):
    """The interview after answers by the item's name; whatever is not named was not asked."""
    while interview.item and interview.item.id != until:
        written = {**QUIET, **answers}.get(interview.item.id, NoAnswer.NOT_ASKED)
        answer = written if isinstance(written, NoAnswer) else read_answer(interview.item, written)
        interview = flow.record(interview, answer)
    assert until is None or interview.item, f"{until} never came up"
    return interview


def asked_after(content, answers, taken=()):
    return list(answered(flow.begin(content, taken), answers).trail)


def test_the_clear_candidate_is_asked_everything_that_applies(online_group, clear_candidate):
    ended = answered(flow.begin(online_group), clear_candidate)
    assert {name: str(answer) for name, answer in ended.given.items()} == clear_candidate
    assert ended.left == frozenset()
    assert all(result.settled for result in ended.assessment.modalities.values())


@pytest.mark.parametrize("silence", [NoAnswer.DECLINED, NoAnswer.DONT_KNOW])
def test_a_follow_up_of_something_declined_or_not_known_is_asked(online_group, silence):
    assert "can_self_ground" in asked_after(online_group, {"dissociation": silence})
    assert "private_space_plan" in asked_after(online_group, {"private_space": silence})


def test_a_follow_up_of_something_passed_over_waits_until_that_is_asked(online_group):
    passed_over = answered(flow.begin(online_group), {"private_space": NoAnswer.NOT_ASKED})
    assert "private_space_plan" not in passed_over.trail
    again = answered(flow.ask_left(passed_over), {}, until="private_space")
    assert flow.record(again, "no").item.id == "private_space_plan"


def test_violence_at_home_is_asked_only_of_somebody_free_to_talk(online_group):
    assert "unsafe_home" in asked_after(online_group, {})
    for overheard in ("no", "unsure", NoAnswer.DECLINED, NoAnswer.NOT_ASKED):
        assert "unsafe_home" not in asked_after(online_group, {"alone_and_free_to_talk": overheard})


def test_what_was_held_back_comes_up_once_the_person_is_free_to_talk(online_group):
    held_back = answered(flow.begin(online_group), {"alone_and_free_to_talk": "no"}, until="device_watched")
    returned = flow.back_to(held_back, online_group.items["alone_and_free_to_talk"])
    assert flow.record(returned, "yes").item.id == "unsafe_home"


def test_instruments_come_last_and_item_nine_opens_what_it_calls_for(online_group):
    at_nine = answered(flow.begin(online_group, ["phq9"]), {}, until="phq9_9")
    assert "suicidal_intent" not in at_nine.trail
    answer = read_answer(at_nine.item, "1")
    assert flow.record(at_nine, answer).item.id == "suicidal_intent"
    assert "phq9_1" not in asked_after(online_group, {})


def test_an_answer_about_safety_stays_when_its_branch_is_closed(online_group):
    opened = answered(
        flow.begin(online_group),
        {"suicidal_ideation": "plan", "suicidal_intent": "yes"},
        until="harm_to_others",
    )
    returned = flow.back_to(opened, online_group.items["suicidal_ideation"])
    closed = flow.record(returned, "none")
    assert closed.given["suicidal_intent"] == "yes"
    assert closed.assessment.safety.level == "immediate"


def test_another_answer_is_set_aside_when_its_branch_is_closed(online_group):
    opened = answered(
        flow.begin(online_group), {"private_space": "no", "private_space_plan": "yes"}, until="stigma_barrier"
    )
    returned = flow.back_to(opened, online_group.items["private_space"])
    closed = flow.record(returned, "yes")
    assert "private_space_plan" not in closed.given
    assert closed.set_aside == {"private_space_plan": "yes"}
    reopened = flow.record(flow.back_to(closed, online_group.items["private_space"]), "no")
    assert reopened.item.id == "private_space_plan"
    assert "private_space_plan" not in reopened.given


def test_an_alert_whose_answer_was_changed_is_still_told(online_group):
    asked = answered(flow.begin(online_group), {}, until="suicidal_ideation")
    said = flow.record(asked, "passive")
    said = flow.remember(said, flow.newly_raised(asked, said))
    changed = flow.record(flow.back(said), "none")
    assert flow.stopping(changed.assessment) == ()
    assert [each.rule for each in flow.withdrawn(changed)] == ["suicidal-thoughts-reported"]
    assert assess(online_group, changed.answers).safety == changed.assessment.safety
