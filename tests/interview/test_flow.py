"""What comes next in an interview, over random content and over the shipped one."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from interviews import Journal, possible, recorded
from interviews import answered as after_answers
from strategies import Dice, contents

from screenkit.assessment import Truth
from screenkit.case.events import Alerted, Answered, GrownOld, SetAside
from screenkit.engine.ask import is_held_back
from screenkit.engine.assess import assess
from screenkit.engine.decide import decide
from screenkit.engine.written import Total
from screenkit.interview import flow
from screenkit.interview.changes import alarms, answering, settling, stopping, taking, uncalled, unheard
from screenkit.interview.state import after
from screenkit.models.answers import NoAnswer, read_answer
from screenkit.models.questionnaire import Item, Questionnaire

THOUGHTS = "suicidal-thoughts-reported"


def begun(dice, content, **more):
    instruments = content.ruleset.instruments
    return flow.begin(content, dice.some_of(instruments, 0, len(instruments)), **more)


def step(dice, interview):
    """The interview after some way to deal with what is due, and the answer that was given."""
    if isinstance(interview.due, Questionnaire):
        how = dice.one_of(["items", "items", "total", "skipped"])
        return after(interview, taking(interview, interview.due, how)), None
    answer = dice.one_of(possible(interview))
    return recorded(interview, answer), answer


def answered_to_the_end(dice, interview):
    """The interview at its end, and what was asked and answered on the way."""
    said = []
    while interview.due:
        question = interview.due
        interview, answer = step(dice, interview)
        said.append((question, answer))
    return interview, said


def wandered(dice, interview, steps):
    """The interview after answers, steps back and kept answers; and the last answer to each item."""
    said = {}
    for _ in range(steps):
        match dice.one_of(["answer", "answer", "answer", "back", "keep", "ask left", "jump"]):
            case "answer" if interview.due:
                name = interview.due.id
                interview, answer = step(dice, interview)
                if answer is not None:
                    said[name] = answer
            case "back":
                interview = flow.back(interview)
            case "keep":
                interview = flow.keep(interview)
            case "ask left":
                interview = flow.visit(interview, interview.left)
            case "jump":
                part = dice.one_of([each for each in flow.parts(interview) if each.is_taken])
                interview = after(flow.onward(interview), flow.jump(interview, part) if part.open else ())
    return interview, said


def may_be_asked(interview, item):
    """Whether nothing says that an item is not to be asked."""
    if is_held_back(item, interview.states):
        return False
    return item.ask_when is None or decide(item.ask_when, interview.states) is not Truth.NO


WALKS = [{}, {"only_safety": True}, {"until_settled": True}]


@pytest.mark.parametrize("how", WALKS)
@settings(max_examples=25)
@given(contents(), st.data())
def test_no_question_comes_up_twice_and_none_that_is_ruled_out_or_held_back(how, content, data):
    dice = Dice(data.draw)
    interview = begun(dice, content, **how)
    asked = []
    while interview.due:
        if isinstance(interview.due, Item):
            assert may_be_asked(interview, interview.due)
        asked.append((type(interview.due), interview.due.id))
        interview, _ = step(dice, interview)
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("how", WALKS)
@settings(max_examples=25)
@given(contents(), st.data())
def test_every_gate_item_that_may_be_asked_is_asked(how, content, data):
    dice = Dice(data.draw)
    interview, said = answered_to_the_end(dice, begun(dice, content, **how))
    asked = {question.id for question, _ in said}
    gates = [item for item in interview.every_question if isinstance(item, Item) and item.gate]
    assert [item.id for item in gates if item.id not in asked and may_be_asked(interview, item)] == []


@settings(max_examples=25)
@given(contents(), st.data())
def test_every_item_that_is_to_be_asked_is_asked(content, data):
    dice = Dice(data.draw)
    interview, said = answered_to_the_end(dice, begun(dice, content))
    asked = {question.id for question, _ in said}
    for item in interview.every_question:
        if isinstance(item, Item):
            called_for = item.ask_when is None or decide(item.ask_when, interview.states) is Truth.YES
            assert item.id in asked or not called_for or is_held_back(item, interview.states)


@settings(max_examples=25)
@given(contents(), st.data())
def test_asking_what_was_left_out_after_all_changes_no_settled_recommendation(content, data):
    dice = Dice(data.draw)
    short, _ = answered_to_the_end(dice, begun(dice, content, until_settled=True))
    whole, said = answered_to_the_end(dice, replace(short, until_settled=False))
    asked = {each.id for each, _ in said}
    always = [each for each in short.left_out if isinstance(each, Item) and not each.ask_when]
    assert [each.id for each in always if each.id not in asked and not whole.is_held_back(each.id)] == []
    for form, result in short.assessment.modalities.items():
        if result.settled:
            assert whole.assessment.modalities[form].recommendation == result.recommendation


@settings(max_examples=25)
@given(contents(), st.data())
def test_what_is_left_out_when_settled_is_no_gate_and_changes_nothing(content, data):
    dice = Dice(data.draw)
    interview = begun(dice, content, until_settled=True)
    for _ in range(8):
        if not interview.due:
            break
        gates = {item.id for item in interview.every_question if isinstance(item, Item) and item.gate}
        left_out = {each.id for each in interview.left_out}
        assert not left_out & gates
        assert not left_out & set(interview.assessment.ask_next)
        interview, _ = step(dice, interview)


@settings(max_examples=25)
@given(contents(), st.data())
def test_what_is_recorded_is_what_was_said_last(content, data):
    dice = Dice(data.draw)
    interview, said = wandered(dice, begun(dice, content), 12)
    assert set(interview.kept) <= set(said)
    for name, answer in interview.kept.items():
        assert said[name] == answer


@settings(max_examples=25)
@given(contents(), st.data())
def test_nothing_said_is_lost_other_than_by_saying_so(content, data):
    dice = Dice(data.draw)
    interview, said = wandered(dice, begun(dice, content), 12)
    assert {name: {**interview.set_aside, **interview.kept}.get(name) for name in said} == said


@settings(max_examples=25)
@given(contents(), st.data())
def test_only_answers_of_closed_branches_are_set_aside_and_never_those_about_safety(content, data):
    dice = Dice(data.draw)
    interview, _ = wandered(dice, begun(dice, content), 12)
    aside = [name for name in interview.set_aside if name in content.items]
    values = [name for name in aside if interview.set_aside[name] is not NoAnswer.NOT_ASKED]
    assert not [name for name in values if content.items[name].is_safety]
    assert not set(interview.set_aside) & set(interview.kept)
    for name in interview.given:
        item = content.items.get(name)
        if item and item.ask_when and not item.is_safety:
            assert decide(item.ask_when, interview.states) is not Truth.NO


@settings(max_examples=25)
@given(contents(), st.data())
def test_going_back_and_keeping_the_answer_changes_nothing(content, data):
    dice = Dice(data.draw)
    interview, _ = wandered(dice, begun(dice, content), 8)
    returned = interview
    for _ in range(1 + dice.up_to(3)):
        returned = flow.back(returned)
    assert flow.onward(returned) == flow.onward(interview)


@settings(max_examples=25)
@given(contents(), st.data())
def test_going_back_after_an_answer_leads_to_that_item_with_its_answer(content, data):
    dice = Dice(data.draw)
    interview, _ = wandered(dice, begun(dice, content), 8)
    interview = flow.onward(interview)
    if interview.due is None or isinstance(interview.due, Questionnaire):
        return
    question, answer = interview.due, dice.one_of(possible(interview))
    now = recorded(interview, answer)
    if now.is_held_back(question.id):
        return
    returned = flow.back(now)
    assert (returned.due, returned.recorded) == (question, answer)
    assert flow.keep(returned) == now


@settings(max_examples=25)
@given(contents(), st.data())
def test_back_leads_to_the_first_item_and_stays_there(content, data):
    dice = Dice(data.draw)
    interview, _ = wandered(dice, begun(dice, content), 8)
    for _ in range(len(interview.trail) + 2):
        interview = flow.back(interview)
    shown = [name for name in interview.trail if not interview.is_held_back(name)]
    assert not shown or interview.due.id == shown[0]


@settings(max_examples=25)
@given(contents(), st.data())
def test_every_alert_that_rises_is_on_record_and_stays_there(content, data):
    dice = Dice(data.draw)
    interview = begun(dice, content)
    told = set()
    stood = set()
    for _ in range(12):
        before = {each.rule for each in stopping(interview.assessment)}
        interview = flow.back(interview) if dice.once_in(4) else interview
        if interview.due is None:
            break
        interview, _ = step(dice, interview)
        now = {each.rule for each in stopping(interview.assessment)}
        told |= now - before
        stood |= now
        assert told <= {each.rule for each in interview.alerts} <= stood


@settings(max_examples=25)
@given(contents(), st.data())
def test_progress_counts_up_to_the_number_of_questions(content, data):
    dice = Dice(data.draw)
    interview = begun(dice, content)
    while interview.due:
        so_far = flow.progress(interview)
        assert 1 <= so_far.question <= so_far.questions
        assert 1 <= so_far.section <= so_far.sections
        interview, _ = step(dice, interview)
    assert flow.progress(interview).questions == len(interview.kept)


@settings(max_examples=25)
@given(contents(), st.data())
def test_going_to_a_section_leads_there_and_nothing_is_forgotten(content, data):
    dice = Dice(data.draw)
    interview, _ = wandered(dice, begun(dice, content), 6)
    parts = [each for each in flow.parts(interview) if each.open]
    if not parts:
        return
    part = dice.one_of(parts)
    there = after(flow.onward(interview), flow.jump(interview, part))
    assert flow.belongs(there, there.due, part)
    assert there.open_questions == interview.open_questions
    ended, said = answered_to_the_end(dice, there)
    assert ended.open_questions == ()
    asked = {each.id for each, _ in said}
    sure = [each for each in interview.open_questions if isinstance(each, Item) and not each.ask_when]
    missed = [each for each in sure if each.id not in asked and not ended.is_held_back(each.id)]
    assert [each.id for each in missed if each in ended.every_question] == []


@pytest.mark.parametrize("answer", [NoAnswer.NOT_APPLICABLE, NoAnswer.DECLINED, "maybe", "Yes", ""])
def test_an_answer_that_the_item_does_not_offer_is_refused(online_group, answer):
    interview = answered(flow.begin(online_group), {}, until="consent_capacity")
    with pytest.raises(ValueError, match="does not offer"):
        answering(interview, interview.due, answer)


# The shipped interview

QUIET = {
    "alone_and_free_to_talk": "yes",
    "suicidal_ideation": "none",
    "dissociation": "none",
    "private_space": "yes",
    "tech_skill": "adequate",
}
INTENT = {
    "suicidal_ideation": "plan",
    "suicidal_intent": "yes",
    **dict.fromkeys(["suicide_attempt_past_3m", "suicide_attempt_lifetime", "self_harm_past_3m"], "no"),
}


def answered(interview, answers, until=None):
    """The interview after answers by the item's name; whatever is not named was not asked."""
    return after_answers(interview, {**QUIET, **answers}, until)


def asked_after(content, answers, taken=()):
    return list(answered(flow.begin(content, taken), answers).trail)


def test_the_clear_candidate_is_asked_everything_that_applies(online_group, clear_candidate):
    ended = answered(flow.begin(online_group), clear_candidate)
    assert {name: str(answer) for name, answer in ended.given.items()} == clear_candidate
    assert ended.left == ()
    assert all(result.settled for result in ended.assessment.modalities.values())


@pytest.mark.parametrize("silence", [NoAnswer.DECLINED, NoAnswer.DONT_KNOW])
def test_a_follow_up_of_something_declined_or_not_known_is_asked(online_group, silence):
    assert "can_self_ground" in asked_after(online_group, {"dissociation": silence})
    assert "private_space_plan" in asked_after(online_group, {"private_space": silence})


def test_a_follow_up_of_something_passed_over_waits_until_that_is_asked(online_group):
    passed_over = answered(flow.begin(online_group), {"private_space": NoAnswer.NOT_ASKED})
    assert "private_space_plan" not in passed_over.trail
    again = flow.back_to(passed_over, "private_space")
    assert recorded(again, "no").due.id == "private_space_plan"


def test_what_was_passed_over_is_gone_through_in_order_and_may_stay_open(online_group):
    ended = answered(flow.begin(online_group), dict.fromkeys(QUIET, NoAnswer.NOT_ASKED))
    again = flow.visit(ended, ended.left[:3])
    assert [again.due.id, again.recorded] == [ended.left[0], NoAnswer.NOT_ASKED]
    again = flow.keep(recorded(again, "yes"))
    assert again.due.id == ended.left[2]
    assert flow.keep(again).due.id != ended.left[2]


def test_violence_at_home_is_asked_only_of_somebody_free_to_talk(online_group):
    assert "unsafe_home" in asked_after(online_group, {})
    for overheard in ("no", "unsure", NoAnswer.DECLINED, NoAnswer.NOT_ASKED):
        assert "unsafe_home" not in asked_after(online_group, {"alone_and_free_to_talk": overheard})


def test_what_was_held_back_comes_up_once_the_person_is_free_to_talk(online_group):
    held_back = answered(flow.begin(online_group), {"alone_and_free_to_talk": "no"}, until="device_watched")
    returned = flow.back_to(held_back, "alone_and_free_to_talk")
    assert recorded(returned, "yes").due.id == "unsafe_home"


def test_nobody_goes_back_to_a_question_that_is_held_back_now(online_group):
    asked = answered(flow.begin(online_group), {"unsafe_home": "no"}, until="device_watched")
    assert flow.back(asked).due.id == "unsafe_home"
    overheard = recorded(flow.back_to(asked, "alone_and_free_to_talk"), "no")
    assert flow.back(overheard).due.id == "harm_to_others"
    assert flow.visit(overheard, ["unsafe_home"]).due.id == "device_watched"


def test_instruments_come_last_and_item_nine_opens_what_it_calls_for(online_group):
    at_nine = answered(flow.begin(online_group, ["phq9"]), {}, until="phq9_9")
    assert "suicidal_intent" not in at_nine.trail
    answer = read_answer(at_nine.due, "1")
    assert recorded(at_nine, answer).due.id == "suicidal_intent"
    assert "phq9_1" not in asked_after(online_group, {})


def test_an_answer_about_safety_stays_when_its_branch_is_closed(online_group):
    opened = answered(flow.begin(online_group), INTENT, until="harm_to_others")
    closed = recorded(flow.back_to(opened, "suicidal_ideation"), "none")
    assert closed.given["suicidal_intent"] == "yes"
    assert closed.assessment.safety.level == "immediate"
    assert [item.id for item in uncalled(closed)] == ["suicidal_intent"]


def test_a_safety_answer_that_nothing_asks_for_counts_until_it_is_settled(online_group):
    opened = answered(flow.begin(online_group), INTENT, until="harm_to_others")
    closed = recorded(flow.back_to(opened, "suicidal_ideation"), "none")
    settled = after(closed, settling(closed, uncalled(closed)[0], "a slip of the pen"))
    assert uncalled(settled) == ()
    assert "suicidal_intent" not in settled.kept
    assert settled.set_aside["suicidal_intent"] == "yes"
    assert {each.rule for each in settled.alerts} == {each.rule for each in closed.alerts}


def test_another_answer_is_set_aside_when_its_branch_is_closed(online_group):
    opened = answered(
        flow.begin(online_group), {"private_space": "no", "private_space_plan": "yes"}, until="stigma_barrier"
    )
    closed = recorded(flow.back_to(opened, "private_space"), "yes")
    assert "private_space_plan" not in closed.given
    assert closed.set_aside == {"private_space_plan": "yes"}
    reopened = recorded(flow.back_to(closed, "private_space"), "no")
    assert reopened.due.id == "private_space_plan"
    assert "private_space_plan" not in reopened.given


def test_an_alert_whose_answer_was_changed_is_still_on_record(online_group):
    asked = answered(flow.begin(online_group), {}, until="suicidal_ideation")
    said = recorded(asked, "passive")
    changed = recorded(flow.back(said), "none")
    assert stopping(changed.assessment) == ()
    assert [each.rule for each in flow.withdrawn(changed)] == ["suicidal-thoughts-reported"]
    assert assess(online_group, changed.answers).safety == changed.assessment.safety


def test_an_alert_that_rises_again_is_raised_again(online_group):
    asked = answered(flow.begin(online_group), {}, until="suicidal_ideation")
    said = recorded(asked, "passive")
    changed = recorded(flow.back(said), "none")
    events = answering(flow.back(changed), changed.question("suicidal_ideation"), "passive")
    assert [each.rule for each in events if isinstance(each, Alerted)] == ["suicidal-thoughts-reported"]
    assert alarms(said, said) == ()


def test_another_answer_behind_an_alert_raises_it_again(online_group):
    content = online_group
    begun = answered(flow.begin(content), {}, until="suicidal_ideation")
    before = after(begun, [Answered(item="phq9_9", answer="1")])
    first = after(before, alarms(begun, before))
    events = answering(first, first.question("suicidal_ideation"), "passive")
    now = after(first, [each for each in events if not isinstance(each, Alerted)])
    raised = [each.rule for each in events if isinstance(each, Alerted)]

    assert ([each.rule for each in first.alerts], raised) == ([THOUGHTS], [THOUGHTS])
    assert (unheard(first), [each.rule for each in unheard(now)]) == ((), [THOUGHTS])


ASSESSMENT = {
    "suicidal_ideation": "passive",
    "suicidal_intent": "no",
    "suicide_safety_assessment_done": "yes",
    "suicide_assessment_conclusion": "group_may_proceed_with_plan",
}


def test_an_assessment_older_than_a_graver_disclosure_is_asked_for_anew(online_group):
    begun = flow.begin(online_group)
    for name, answer in ASSESSMENT.items():
        begun = after(begun, answering(begun, begun.question(name), answer))
    events = answering(begun, begun.question("suicidal_ideation"), "active")
    now = after(begun, events)

    assert [each.state for each in begun.alerts] == ["assessed"]
    assert [each.items for each in events if isinstance(each, GrownOld)] == [
        ("suicide_safety_assessment_done", "suicide_assessment_conclusion")
    ]
    assert "suicide_safety_assessment_done" not in now.given
    assert {each.recommendation for each in now.assessment.modalities.values()} == {"hold"}


# Instruments


def at_instrument(content, name, **more):
    return answered(flow.begin(content, [name], **more), {}, until=name)


def test_an_instrument_begins_with_how_it_is_taken(online_group):
    asked = at_instrument(online_group, "phq9")
    assert asked.due is online_group.questionnaires["phq9"]
    taken = after(asked, taking(asked, asked.due, "items"))
    assert taken.due.id == "phq9_1"


def test_an_entered_total_still_asks_the_gate_item_and_no_other(online_group):
    asked = at_instrument(online_group, "phq9")
    asked = after(asked, taking(asked, asked.due, "total"))
    assert isinstance(asked.due, Total)
    asked = recorded(asked, read_answer(asked.question("phq9_9"), "3") * 4)
    assert asked.given["phq9_total"] == 12
    assert asked.due.id == "phq9_9"
    assert recorded(asked, NoAnswer.NOT_ASKED).due is None


@pytest.mark.parametrize("written", ["28", "-1", "3.5"])
def test_a_total_outside_its_range_is_refused(online_group, written):
    asked = at_instrument(online_group, "phq9")
    asked = after(asked, taking(asked, asked.due, "total"))
    with pytest.raises(ValueError, match="does not offer"):
        answering(asked, asked.due, Fraction(written))


def test_skipping_an_instrument_sets_its_answers_aside_but_not_those_about_safety(online_group):
    asked = at_instrument(online_group, "phq9")
    asked = after(asked, taking(asked, asked.due, "items"))
    said = after_answers(asked, {f"phq9_{n}": "1" for n in range(1, 10)}, until="phq9_10")
    said = flow.onward(said)
    skipped = after(said, taking(said, online_group.questionnaires["phq9"], "skipped"))
    assert set(skipped.set_aside) == {f"phq9_{n}" for n in range(1, 9)}
    assert skipped.given["phq9_9"] == 1
    assert [item.id for item in uncalled(skipped)] == ["phq9_9"]


def test_going_from_a_total_to_items_sets_the_total_aside(online_group):
    asked = at_instrument(online_group, "phq9")
    asked = after(asked, taking(asked, asked.due, "total"))
    asked = recorded(asked, asked.due.reach[1])
    events = taking(asked, online_group.questionnaires["phq9"], "items")
    assert SetAside(answers={"phq9_total": "27"}) in events
    assert after(asked, events).due.id == "phq9_1"


# Only safety


def test_only_safety_asks_safety_items_and_what_they_depend_on(online_group, clear_candidate):
    ended = answered(flow.begin(online_group, only_safety=True), clear_candidate)
    items = online_group.questionnaires["pregroup-interview"].items
    wanted = {item.id for item in items if item.is_safety}
    asked = set(ended.trail)
    assert asked <= wanted
    assert {item.id for item in items if item.gate} <= asked


def test_until_settled_a_clear_no_ends_the_interview_early_but_never_before_the_gates(
    online_group, clear_candidate
):
    answers = {**clear_candidate, "age_years": "45"}
    whole = answered(flow.begin(online_group), answers)
    short = answered(flow.begin(online_group, until_settled=True), answers)
    assert set(short.trail) < set(whole.trail)
    assert {item.id for item in online_group.gates if item.id in whole.trail} <= set(short.trail)
    assert short.assessment.modalities.keys() == whole.assessment.modalities.keys()
    for form, result in short.assessment.modalities.items():
        assert result.settled
        assert result.recommendation == whole.assessment.modalities[form].recommendation
    assert len(short.left_out) > 0


# Resumed


@settings(max_examples=25)
@given(contents(), st.data())
def test_an_interview_resumed_from_its_events_is_the_one_that_was_left(content, data):
    dice = Dice(data.draw)
    interview = begun(dice, content)
    journal = Journal(interview)
    for _ in range(10):
        interview = flow.back(interview) if dice.once_in(4) else interview
        if interview.due is None:
            break
        events = (
            taking(interview, interview.due, dice.one_of(["items", "total", "skipped"]))
            if isinstance(interview.due, Questionnaire)
            else answering(interview, interview.due, dice.one_of(possible(interview)))
        )
        journal.keep(events)
        interview = flow.keep(after(interview, events)) if not events else after(interview, events)
        resumed = flow.resume(content, journal.screening())
        assert resumed == flow.onward(interview)
        assert resumed.trail == interview.trail
        assert resumed.due == flow.onward(interview).due
