"""The laws over the shipped rule sets, with people close to the clear candidate and with people at random."""

import functools
import os
import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import SILENT, Dice, contradicts, open_items, values_of, with_answer

from screenkit.assessment import LEVELS, Recommendation, Truth
from screenkit.content.load import load
from screenkit.engine.assess import assess
from screenkit.engine.decide import decide
from screenkit.engine.recommend import recommend
from screenkit.engine.states import States, is_unanswered
from screenkit.models.answers import Answers, NoAnswer
from screenkit.report.json import json

GREEN = {Recommendation.SUITABLE, Recommendation.CONDITIONAL}
RULE_SETS = ["online-group", "usual-group-criteria", "leader-readiness"]
RANK = list(Recommendation).index

loaded = functools.cache(load)
every_rule_set = pytest.mark.parametrize("ruleset", RULE_SETS)


@pytest.fixture(scope="module")
def clear(clear_candidate, online_group):
    """The clear candidate's answers as the engine takes them."""
    return {
        name: Fraction(answer) if online_group.items[name].number else answer
        for name, answer in clear_candidate.items()
    }


def some_answer(dice, content, name):
    return dice.one_of([*values_of(content, name), *SILENT]) if name in content.items else None


def near(dice, content, clear):
    """The clear candidate with a handful of answers changed, taken away, or given to instruments."""
    given = {name: answer for name, answer in clear.items() if content.home[name] in content.asked}
    names = [item.id for each in content.asked for item in each.items]
    for name in dice.some_of(names, 1, 8):
        if dice.once_in(4):
            given.pop(name, None)
        else:
            given[name] = some_answer(dice, content, name)
    return given


def anywhere(dice, content):
    """Any answers at all, most instruments not taken."""
    given = {}
    for each in content.asked:
        if each.id in content.ruleset.instruments and not dice.once_in(4):
            continue
        share = 1 + dice.up_to(3)
        for item in each.items:
            if dice.up_to(4) < share:
                given[item.id] = some_answer(dice, content, item.id)
        for scale in each.scales:
            if dice.once_in(6):
                given[scale.id] = dice.one_of(values_of(content, scale.id))
    return given


def draw_answers(dice, content, clear):
    return Answers(near(dice, content, clear) if dice.once_in(2) else anywhere(dice, content))


def reached(assessment):
    return {form: set(result.reachable) for form, result in assessment.modalities.items()}


def is_within(narrow, wide):
    return all(narrow[form] <= wide[form] for form in wide)


# L1


@every_rule_set
@settings(max_examples=40)
@given(data=st.data())
def test_a_value_more_never_adds_to_what_is_reachable(ruleset, clear, data):
    content, dice = loaded(ruleset), Dice(data.draw)
    answers = draw_answers(dice, content, clear)
    assume(not contradicts(content, answers))
    before = reached(assess(content, answers))
    names = open_items(content, answers)
    for name in dice.some_of(names, 0, min(4, len(names))):
        for value in values_of(content, name):
            more = with_answer(answers, name, value)
            if not contradicts(content, more):
                assert is_within(reached(assess(content, more)), before), (name, value)


@pytest.mark.slow
@every_rule_set
@settings(max_examples=8)
@given(data=st.data())
def test_answers_given_until_nothing_is_open_narrow_at_each_step_and_settle(ruleset, clear, data):
    content, dice = loaded(ruleset), Dice(data.draw)
    answers = draw_answers(dice, content, clear)
    assume(not contradicts(content, answers))
    now = assess(content, answers)
    while left := open_items(content, answers):
        name = left[0] if dice.once_in(2) else dice.one_of(left)
        answers = with_answer(answers, name, dice.one_of(values_of(content, name)))
        assume(not contradicts(content, answers))
        then = assess(content, answers)
        assert is_within(reached(then), reached(now)), name
        now = then
    assert all(result.settled for result in now.modalities.values())


# L3


@every_rule_set
@settings(max_examples=80)
@given(data=st.data())
def test_an_open_gate_leaves_nothing_suitable_or_conditional_where_it_concerns(ruleset, clear, data):
    content = loaded(ruleset)
    answers = draw_answers(Dice(data.draw), content, clear)
    found = assess(content, answers)
    states = States(content, answers)
    for item in content.gates:
        allowed = item.gate.released_by and decide(item.gate.released_by, states) is Truth.YES
        if is_unanswered(states, item.id) and not (allowed and states[item.id] in SILENT):
            concerned = set(item.gate.modalities or found.modalities) & set(found.modalities)
            assert all(found.modalities[form].recommendation not in GREEN for form in concerned), item.id
            assert found.safety.level != "none" or not concerned


# Alerts


RAISING = {
    "suicidal_ideation": {"plan": "immediate", "active": "immediate", "passive": "same_day"},
    "suicidal_intent": {"yes": "immediate"},
    "asq_5": {"yes": "immediate"},
    "asq_1": {"yes": "same_day"},
    "asq_2": {"yes": "same_day"},
    "asq_3": {"yes": "same_day"},
    "asq_4": {"yes": "same_day"},
    "phq9_9": {Fraction(1): "same_day", Fraction(2): "same_day", Fraction(3): "same_day"},
    "suicide_attempt_past_3m": {"yes": "same_day"},
    "self_harm_past_3m": {"yes": "same_day"},
    "harm_to_others": {"yes": "immediate"},
    "acute_crisis": {"yes": "same_day"},
    "psychosis": {"acute": "same_day"},
    "intoxicated_at_interview": {"yes": "same_day"},
    "withdrawal_risk": {"yes": "same_day"},
    "mania_now": {"yes": "same_day"},
    "medical_instability": {"yes": "same_day"},
    "unsafe_home": {"yes": "same_day"},
    "suicide_assessment_conclusion": {"urgent_care_needed": "immediate", "not_this_group_now": "same_day"},
}
SILENCE_RAISES = (
    "suicidal_ideation",
    "suicidal_intent",
    "suicide_attempt_past_3m",
    "suicide_attempt_lifetime",
    "self_harm_past_3m",
    "phq9_9",
    "asq_1",
    "asq_2",
    "asq_3",
    "asq_4",
    "asq_5",
    "harm_to_others",
)
ALERTS = [
    *((name, answer, level) for name, answers in RAISING.items() for answer, level in answers.items()),
    *((name, silence, "same_day") for name in SILENCE_RAISES for silence in SILENT),
]


@pytest.mark.parametrize("ruleset", ["online-group", "usual-group-criteria"])
@settings(max_examples=150)
@given(data=st.data())
def test_no_other_answer_and_no_total_lowers_an_alert(ruleset, clear, data):
    content, dice = loaded(ruleset), Dice(data.draw)
    name, answer, level = dice.one_of(ALERTS)
    answers = with_answer(draw_answers(dice, content, clear), name, answer)
    assert LEVELS.index(assess(content, answers).safety.level) >= LEVELS.index(level)


@settings(max_examples=60)
@given(data=st.data())
def test_giving_more_answers_never_lowers_an_alert(clear, data):
    content, dice = loaded("online-group"), Dice(data.draw)
    answers = draw_answers(dice, content, clear)
    level = assess(content, answers).safety.level
    names = [name for name in content.order if name not in answers.given]
    for name in dice.some_of(names, 0, 5):
        answers = with_answer(answers, name, dice.one_of(values_of(content, name)))
    if level != "complete_screen":  # that is unfinished work, which answers finish
        assert LEVELS.index(assess(content, answers).safety.level) >= LEVELS.index(level)


# Forms


@settings(max_examples=120)
@given(data=st.data())
def test_on_safety_a_forum_is_never_better_than_text_nor_text_than_video(clear, data):
    content = loaded("online-group")
    found = assess(content, draw_answers(Dice(data.draw), content, clear))
    ranks = [
        RANK(
            recommend(
                [(f.rule, f.truth) for f in found.modalities[form].findings if f.rule.domain == "safety"],
                gate_open=bool(found.gate.open_for(form)),
            )
        )
        for form in ("online_video", "online_text", "online_forum")
    ]
    assert ranks == sorted(ranks)


@settings(max_examples=80)
@given(data=st.data())
def test_what_the_usual_criteria_bar_is_never_better_under_the_rules_that_extend_them(clear, data):
    usual, online = loaded("usual-group-criteria"), loaded("online-group")
    answers = draw_answers(Dice(data.draw), usual, clear)
    before, after = assess(usual, answers), assess(online, answers)
    for form, result in before.modalities.items():
        assert RANK(after.modalities[form].recommendation) >= RANK(result.recommendation)


# Benefits


@settings(max_examples=80)
@given(data=st.data())
def test_without_its_benefits_and_notes_a_rule_set_recommends_the_same(clear, data):
    content = loaded("online-group")
    found = assess(content, draw_answers(Dice(data.draw), content, clear))
    for form, result in found.modalities.items():
        barriers = [(f.rule, f.truth) for f in result.findings if f.rule.effect not in {"benefit", "note"}]
        assert recommend(barriers, gate_open=bool(found.gate.open_for(form))) == result.recommendation


# L6


@every_rule_set
@settings(max_examples=40)
@given(data=st.data())
def test_content_loaded_afresh_gives_the_same_assessment_byte_for_byte(ruleset, clear, data):
    content, afresh = loaded(ruleset), loaded(ruleset, ())
    assert content is not afresh
    answers = draw_answers(Dice(data.draw), content, clear)
    other_order = Answers(dict(reversed(answers.given.items())))
    first, second = assess(content, answers), assess(afresh, other_order)
    assert first == second
    assert json(first) == json(second)


ASSESSED = """
import screenkit
from screenkit.report.json import json
content = screenkit.load()
answers = screenkit.read_answers(b"suicidal_ideation: passive\\nphq9_1: 2\\nasq_1: declined\\n", "a", content)
print(json(screenkit.assess(content, answers)))
"""


def test_two_runs_of_the_program_give_the_same_assessment_byte_for_byte():
    outputs = [
        subprocess.run(
            [sys.executable, "-c", ASSESSED],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert len(outputs[0]) > 1000


# What the walk above rests on


def test_nothing_is_open_once_everything_has_a_value(clear):
    content = loaded("online-group")
    assert open_items(content, Answers(clear)) == []
    assert NoAnswer.NOT_ASKED not in clear.values()
