"""Law L4: the rule set as columns and the engine agree on every row and every field."""

import functools
import random
from fractions import Fraction
from pathlib import Path

import pytest
from coded import agree, only
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import SILENT, answers_to, contents, values_of

from screenkit.batch.codes import TOTAL
from screenkit.content.load import load
from screenkit.engine.score import ROUNDING, extent, from_items
from screenkit.models.answers import Answers, NoAnswer

RULE_SETS = ["online-group", "usual-group-criteria", "leader-readiness"]

BENCH = Path(__file__).parents[3] / "bench" / "peers" / "content"

loaded = functools.cache(load)


@st.composite
def tables(draw):
    """A random rule set, all columns or some, and the answers of a few people."""
    content = draw(contents(most_items=4, most_rules=8))
    names = sorted(content.order)
    ids = set(draw(st.sets(st.sampled_from(names))) if draw(st.booleans()) else names)
    dice = random.Random(draw(st.integers(0, 1 << 30)))
    people = [draw(answers_to(content)).given for _ in range(draw(st.integers(1, 3)))]
    people += [at_random(dice, content) for _ in range(draw(st.integers(0, 20)))]
    return content, ids, [only(content, ids, Answers(each)) for each in people]


@settings(max_examples=150)
@given(tables())
def test_random_rule_sets_mean_the_same_in_columns(table):
    agree(*table)


@pytest.mark.parametrize("ruleset", RULE_SETS)
def test_shipped_rule_sets_mean_the_same_in_columns_for_answers_of_every_kind(ruleset):
    content, dice = loaded(ruleset), random.Random(20)
    every = set(content.order)
    agree(content, every, [only(content, every, Answers(at_random(dice, content))) for _ in range(250)])


@pytest.mark.parametrize("ruleset", RULE_SETS)
def test_shipped_rule_sets_mean_the_same_in_columns_near_people_of_whom_nothing_is_in_doubt(
    ruleset, clear_candidate, online_group
):
    content, dice = loaded(ruleset), random.Random(21)
    clear = {n: Fraction(a) if online_group.items[n].number else a for n, a in clear_candidate.items()}
    every = set(content.order)
    agree(content, every, [only(content, every, Answers(near(dice, content, clear))) for _ in range(250)])


@pytest.mark.parametrize("ruleset", RULE_SETS)
def test_shipped_rule_sets_mean_the_same_in_columns_for_tables_with_few_of_them(ruleset):
    content, dice = loaded(ruleset), random.Random(22)
    for columns in (0, 1, 10, 60):
        few = set(dice.sample(sorted(content.order), columns))
        agree(content, few, [only(content, few, Answers(at_random(dice, content))) for _ in range(30)])


def test_the_invented_rules_of_the_benchmark_mean_the_same_in_columns():
    content, dice = load(str(BENCH / "rules.yaml"), [str(BENCH / "intake.yaml")]), random.Random(23)
    ids = {name for name, each in content.home.items() if each.id == "bench-intake"}
    assert ids
    agree(content, ids, [only(content, ids, Answers(at_random(dice, content))) for _ in range(200)])


# People


def at_random(dice, content):
    """Answers of any kind: some people gave none, most have holes, silence and totals."""
    share, silent, taken = dice.choice([0, 0.1, 0.5, 0.9, 1]), dice.choice([0, 0.1, 0.5]), dice.random()
    given = {}
    for each in content.in_order:
        if each.id not in content.ruleset.questionnaires and dice.random() > taken:
            continue
        for item in each.items:
            if dice.random() < share:
                is_silent = dice.random() < silent
                given[item.id] = dice.choice(SILENT if is_silent else values_of(content, item.id))
        for scale in each.scales:
            if dice.random() < 0.2:
                given[scale.id] = total(dice, content, scale, given)
    return given


def total(dice, content, scale, given):
    """A total the score can have: often at an edge of what the items allow, or just beyond it."""
    reach = extent(scale, content.items)
    items = from_items(scale, content.items, {n: given.get(n, NoAnswer.NOT_ASKED) for n in scale.items})
    smallest = Fraction(1) if scale.is_whole else Fraction(1, TOTAL)
    places = [
        dice.choice(values_of(content, scale.id)),
        reach.low + (reach.high - reach.low) * Fraction(dice.randrange(1001), 1000),
        *(end + sign * by for end in (items.low, items.high) for sign in (1, -1) for by in (0, ROUNDING)),
    ]
    place = dice.choice(places) + dice.choice([0, smallest, -smallest])
    rounded = Fraction(round(place / smallest)) * smallest
    return rounded if reach.low <= rounded <= reach.high else dice.choice(places[:1])


def near(dice, content, clear):
    """The clear candidate with a handful of answers changed, taken away, or given besides."""
    given = dict(clear)
    for name in dice.sample(sorted(content.items), dice.randrange(12)):
        given[name] = dice.choice([*values_of(content, name), *SILENT])
    for name in dice.sample(sorted(given), dice.randrange(4)):
        del given[name]
    for name in dice.sample(sorted(content.scales), dice.randrange(3)):
        given[name] = total(dice, content, content.scales[name], given)
    return given
