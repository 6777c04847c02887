"""The laws over random questionnaires, rule sets and answers."""

import copy
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import (
    SILENT,
    Dice,
    contradicts,
    open_items,
    people,
    values_of,
    with_answer,
)

from screenkit.assessment import Interval, Recommendation, Truth
from screenkit.engine.assess import assess
from screenkit.engine.decide import decide
from screenkit.engine.recommend import reachable
from screenkit.engine.states import States, is_unanswered
from screenkit.models.answers import Answers, NoAnswer
from screenkit.models.condition import names
from screenkit.report.json import json

GREEN = {Recommendation.SUITABLE, Recommendation.CONDITIONAL}
MOST_COMPLETIONS = 400


def reached(assessment):
    return {form: set(result.reachable) for form, result in assessment.modalities.items()}


def is_within(narrow, wide):
    return all(narrow[form] <= wide[form] for form in wide)


def has_a_value(answers, name):
    return not isinstance(answers.given.get(name, NoAnswer.NOT_ASKED), NoAnswer)


def held_back(content, answers, name):
    item = content.items.get(name)
    view = States(content, answers, open_ended=True)
    return bool(item and item.hold_back_unless and decide(item.hold_back_unless, view) is not Truth.YES)


# L1


@settings(max_examples=250)
@given(people(most_items=4))
def test_a_value_more_never_adds_to_what_is_reachable(person):
    content, answers = person
    assume(not contradicts(content, answers))
    before = reached(assess(content, answers))
    for name in open_items(content, answers):
        for value in values_of(content, name):
            more = with_answer(answers, name, value)
            if not contradicts(content, more):
                assert is_within(reached(assess(content, more)), before), (name, value)


@settings(max_examples=100)
@given(people(most_items=4))
def test_a_total_its_items_allow_never_adds_to_what_is_reachable(person):
    content, answers = person
    assume(not contradicts(content, answers))
    before = reached(assess(content, answers))
    taken = States(content, answers).taken
    for questionnaire in content.asked:
        for scale in questionnaire.scales if questionnaire.id in taken else ():
            for total in values_of(content, scale.id) if scale.id not in answers.given else ():
                more = with_answer(answers, scale.id, total)
                if not contradicts(content, more):
                    assert is_within(reached(assess(content, more)), before), (scale.id, total)


@settings(max_examples=150)
@given(people(most_items=4), st.data())
def test_answers_given_one_by_one_until_nothing_is_open_narrow_at_each_step_and_settle(person, data):
    content, answers = person
    assume(not contradicts(content, answers))
    now = assess(content, answers)
    while left := open_items(content, answers):
        dice = Dice(data.draw)
        name = dice.one_of(left)
        answers = with_answer(answers, name, dice.one_of(values_of(content, name)))
        assume(not contradicts(content, answers))
        then = assess(content, answers)
        assert is_within(reached(then), reached(now)), name
        now = then
    assert all(result.settled for result in now.modalities.values())


def completions(content, answers):
    """Every way to answer whatever is open, in the order it is asked; what closes on the way stays closed."""
    left = open_items(content, answers)
    if not left:
        yield answers
        return
    for value in values_of(content, left[0]):
        yield from completions(content, with_answer(answers, left[0], value))


def how_many(content, answers):
    """At most how many completions there are."""
    count = 1
    for name in open_items(content, answers):
        count *= len(values_of(content, name))
    return count


@settings(max_examples=120)
@given(people(most_items=2, most_rules=4))
def test_what_any_completion_comes_to_was_reachable_before(person):
    content, answers = person
    assume(not contradicts(content, answers) and how_many(content, answers) <= MOST_COMPLETIONS)
    before = reached(assess(content, answers))
    for complete in completions(content, answers):
        if contradicts(content, complete):
            continue
        after = assess(content, complete)
        for form, result in after.modalities.items():
            assert result.reachable == (result.recommendation,)
            assert result.recommendation in before[form], (form, complete.given)


# L3


@settings(max_examples=250)
@given(people(most_items=4))
def test_an_open_gate_leaves_nothing_suitable_or_conditional_where_it_concerns(person):
    content, answers = person
    found = assess(content, answers)
    states = States(content, answers)
    for item in content.gates:
        released_by = item.gate.released_by
        released = (
            answers.given.get(item.id) in SILENT
            and released_by is not None
            and decide(released_by, states) is Truth.YES
        )
        if is_unanswered(states, item.id) and not released:
            concerned = item.gate.modalities or content.ruleset.modalities
            assert all(
                result.recommendation not in GREEN
                for form, result in found.modalities.items()
                if form in concerned
            ), item.id
            if set(concerned) & set(content.ruleset.modalities):
                assert found.safety.level != "none"


@settings(max_examples=150)
@given(people(most_items=4))
def test_an_unknown_barrier_that_counts_leaves_nothing_more_open_than_itself(person):
    content, answers = person
    found = assess(content, answers)
    for result in found.modalities.values():
        for finding in result.findings:
            if finding.truth is Truth.UNKNOWN and finding.rule.counts_when_unknown:
                match finding.rule.effect:
                    case "exclude" | "hold":
                        assert result.recommendation not in GREEN
                    case "caution":
                        assert result.recommendation is not Recommendation.SUITABLE


# What to ask next


@settings(max_examples=250)
@given(people(most_items=4))
def test_nothing_is_asked_next_that_is_answered_not_applicable_or_held_back(person):
    content, answers = person
    view = States(content, answers, open_ended=True)
    for name in assess(content, answers).ask_next:
        assert not isinstance(answers.given.get(name), Fraction)
        if name in content.items:
            assert is_unanswered(view, name), name
            assert not held_back(content, answers, name), name
        else:
            assert content.home[name].id in view.taken
            parts = content.scales[name].items
            assert not any(has_a_value(answers, each) for each in parts), name


def undecided(content, answers):
    """The undecided rules of each form whose truth would change what is reachable there, one by one."""
    view = States(content, answers, open_ended=True)
    found = set()
    for form in content.ruleset.modalities:
        truths = [(rule, decide(rule.when, view)) for rule in content.barriers[form]]
        gate_open = form in _forms_with_an_open_gate(content, answers, view)
        now = reachable(truths, gate_open=gate_open)
        for n, (rule, truth) in enumerate(truths):
            for settled in (Truth.YES, Truth.NO) if truth is Truth.UNKNOWN else ():
                if reachable([*truths[:n], (rule, settled), *truths[n + 1 :]], gate_open=gate_open) != now:
                    found.add(rule.id)
    return found


def _forms_with_an_open_gate(content, answers, view):
    return {
        form
        for item in content.gates
        for form in content.concerns(item)
        if is_unanswered(view, item.id)
        and not (
            answers.given.get(item.id) in SILENT
            and item.gate.released_by
            and decide(item.gate.released_by, view) is Truth.YES
        )
    }


def to_ask(content, answers, names_read):
    """What to ask about some items and scores, word for word as the design says."""
    view = States(content, answers, open_ended=True)
    found = set()
    for name in names_read:
        if name in content.scales:
            state = view[name]
            parts = content.scales[name].items
            unanswered = {each for each in parts if is_unanswered(view, each)}
            if isinstance(state, Interval) and state.low != state.high:
                found |= to_ask(content, answers, unanswered) if unanswered != set(parts) else {name}
        elif is_unanswered(view, name) and held_back(content, answers, name):
            found |= to_ask(content, answers, names(content.items[name].hold_back_unless))
        elif is_unanswered(view, name):
            found.add(name)
    return found


@settings(max_examples=250)
@given(people(most_items=4))
def test_asked_next_are_open_gates_and_what_undecided_rules_that_matter_read_and_nothing_else(person):
    content, answers = person
    gates = {item.id for item in content.gates}
    read = {name for rule in undecided(content, answers) for name in content.reads[rule]}
    expected = to_ask(content, answers, gates) | to_ask(content, answers, read)
    assert set(assess(content, answers).ask_next) == expected


@settings(max_examples=150)
@given(people(most_items=4))
def test_where_nothing_is_undecided_only_gates_without_a_value_are_asked_next(person):
    content, answers = person
    view = States(content, answers, open_ended=True)
    assume(all(decide(rule.when, view) is not Truth.UNKNOWN for rule in content.ruleset.rules))
    gates = {item.id for item in content.gates}
    assert set(assess(content, answers).ask_next) == to_ask(content, answers, gates)


# L6


@settings(max_examples=100)
@given(people(most_items=4))
def test_the_same_answers_under_the_same_content_give_the_same_assessment_byte_for_byte(person):
    content, answers = person
    again = copy.deepcopy(content)
    other_order = Answers(dict(reversed(answers.given.items())))
    first, second = assess(content, answers), assess(again, other_order)
    assert first == second
    assert json(first) == json(second)
