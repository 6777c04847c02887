"""Law L4: the rule set as columns and the engine agree on every row and every field."""

import functools
import random
from dataclasses import replace
from fractions import Fraction

import pytest
from coded import codes_of, fits, one_by_one
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import SILENT, answers_to, contents, values_of

from screenkit.batch.plan.plan import plan_of
from screenkit.content.load import load
from screenkit.models.answers import Answers

loaded = functools.cache(load)


def agree(content, ids, people):
    plan, codes = plan_of(content, ids), codes_of(content, ids, people)
    header, rows, remarks = one_by_one(content, ids, people)
    screened = plan.screen(codes)
    assert screened.columns == header
    assert [dict(zip(header, row, strict=True)) for row in screened.rows()] == [
        dict(zip(header, row, strict=True)) for row in rows
    ]
    assert plan.remarks(codes) == remarks
    both, counted = plan.screen_and_count(codes)
    assert both.equals(screened)
    assert counted == remarks


def only(content, ids, answers):
    return Answers(
        {n: a for n, a in answers.given.items() if n in ids and fits(content, n, a)}, answers.case_id
    )


@st.composite
def tables(draw):
    """A random rule set, a choice of columns, and the answers of a few people."""
    content = draw(contents(most_items=4, most_rules=8))
    names = sorted(content.order)
    ids = set(names) if draw(st.booleans()) else draw(st.sets(st.sampled_from(names), min_size=1))
    people = [only(content, ids, draw(answers_to(content))) for _ in range(draw(st.integers(1, 4)))]
    return content, ids, people


@settings(max_examples=300)
@given(tables())
def test_random_rule_sets_mean_the_same_in_columns(table):
    agree(*table)


def a_person(dice, content, ids):
    """Answers at random: a few people without any, most with holes, silence and totals."""
    share, silent = dice.choice([0, 0.1, 0.5, 0.9, 1]), dice.choice([0, 0.1, 0.5])
    given = {}
    for each in content.in_order:
        if dice.random() < 0.4 and each.id not in content.ruleset.questionnaires:
            continue
        for item in each.items:
            if dice.random() < share:
                is_silent = dice.random() < silent
                given[item.id] = dice.choice(SILENT if is_silent else values_of(content, item.id))
        for scale in each.scales:
            if dice.random() < 0.2:
                given[scale.id] = dice.choice(values_of(content, scale.id))
    return only(content, ids, Answers(given))


def near(dice, content, clear):
    """The clear candidate with a handful of answers changed or taken away."""
    given = dict(clear)
    for name in dice.sample(sorted(content.items), dice.randrange(12)):
        given[name] = dice.choice([*values_of(content, name), *SILENT])
    for name in dice.sample(sorted(given), dice.randrange(4)):
        del given[name]
    return only(content, set(content.order), Answers(given))


@pytest.fixture(scope="module")
def clear(clear_candidate, online_group):
    return {n: Fraction(a) if online_group.items[n].number else a for n, a in clear_candidate.items()}


@pytest.mark.parametrize("ruleset", ["online-group", "usual-group-criteria", "leader-readiness"])
def test_shipped_rule_sets_mean_the_same_in_columns(ruleset, clear):
    content, dice = loaded(ruleset), random.Random(20)
    every = set(content.order)
    agree(content, every, [a_person(dice, content, every) for _ in range(150)])
    agree(content, every, [near(dice, content, clear) for _ in range(150)])
    few = set(dice.sample(sorted(every), 40))
    agree(content, few, [a_person(dice, content, few) for _ in range(50)])
