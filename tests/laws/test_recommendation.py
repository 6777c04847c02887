"""L2, no netting: what a recommendation comes to over the truths of rules alone."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import a_rule

from screenkit.assessment import Recommendation, Truth
from screenkit.engine.recommend import matter, reachable, recommend
from screenkit.models.condition import Is

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
SUITABLE, CONDITIONAL, HOLD, NOT_RECOMMENDED = Recommendation
RANK = list(Recommendation).index
ASKED = Is("item", ("a",))
RULES = {
    (effect, if_unknown): a_rule(f"{effect}-{if_unknown}", effect, ASKED, if_unknown=if_unknown)
    for effect in ("exclude", "hold", "caution")
    for if_unknown in ("counts", "asks")
}
TOLD = {effect: a_rule(effect, effect, ASKED) for effect in ("benefit", "note")}

truths = st.sampled_from([YES, NO, UNKNOWN])
barriers = st.lists(st.tuples(st.sampled_from(list(RULES.values())), truths), max_size=8)
told = st.lists(st.tuples(st.sampled_from(list(TOLD.values())), truths), max_size=4)


def as_designed(rules, *, gate_open):
    """The four steps of the design, read aloud."""
    if any(rule.effect == "exclude" and truth is YES for rule, truth in rules):
        return NOT_RECOMMENDED
    counting = [
        (rule.effect, truth) for rule, truth in rules if truth is YES or (truth is UNKNOWN and counts(rule))
    ]
    if gate_open or any(effect in {"exclude", "hold"} for effect, _ in counting):
        return HOLD
    return CONDITIONAL if any(effect == "caution" for effect, _ in counting) else SUITABLE


def counts(rule):
    if rule.if_unknown is None:
        return rule.effect in {"exclude", "hold"}
    return rule.if_unknown == "counts"


@given(barriers, st.booleans())
def test_the_recommendation_follows_the_four_steps(rules, gate_open):
    assert recommend(rules, gate_open=gate_open) == as_designed(rules, gate_open=gate_open)


@given(barriers, told, st.booleans(), st.randoms(use_true_random=False))
def test_benefits_and_notes_change_nothing_wherever_they_stand(rules, more, gate_open, random):
    mixed = [*rules, *more]
    random.shuffle(mixed)
    assert recommend(mixed, gate_open=gate_open) == recommend(rules, gate_open=gate_open)
    assert reachable(mixed, gate_open=gate_open) == reachable(rules, gate_open=gate_open)


@given(barriers, told, st.booleans())
def test_a_benefit_or_note_turned_yes_changes_nothing(rules, more, gate_open):
    before = recommend([*rules, *more], gate_open=gate_open)
    after = recommend([*rules, *((rule, YES) for rule, _ in more)], gate_open=gate_open)
    assert after == before


@given(barriers, st.booleans())
def test_a_barrier_turned_from_yes_or_unknown_to_no_never_makes_it_worse(rules, gate_open):
    before = recommend(rules, gate_open=gate_open)
    for n, (rule, _) in enumerate(rules):
        after = recommend([*rules[:n], (rule, NO), *rules[n + 1 :]], gate_open=gate_open)
        assert RANK(after) <= RANK(before)


@given(barriers, st.booleans())
def test_an_open_gate_never_makes_it_better_and_leaves_nothing_green(rules, gate_open):
    closed, opened = recommend(rules, gate_open=False), recommend(rules, gate_open=True)
    assert RANK(opened) >= max(RANK(closed), RANK(HOLD))
    assert recommend(rules, gate_open=gate_open) in {closed, opened}


@given(barriers, barriers, st.booleans())
def test_more_barriers_never_make_it_better(rules, more, gate_open):
    fewer = recommend(rules, gate_open=gate_open)
    assert RANK(recommend([*rules, *more], gate_open=gate_open)) >= RANK(fewer)


@given(barriers, st.booleans())
def test_everything_that_freely_decided_rules_come_to_is_reachable(rules, gate_open):
    undecided = [n for n, (_, truth) in enumerate(rules) if truth is UNKNOWN]
    found = set()
    for settled in product((YES, NO), repeat=len(undecided)):
        decided = dict(zip(undecided, settled, strict=True))
        for still_open in {gate_open, False}:
            each = [(rule, decided.get(n, truth)) for n, (rule, truth) in enumerate(rules)]
            found.add(recommend(each, gate_open=still_open))
    assert set(reachable(rules, gate_open=gate_open)) == found


@given(barriers, st.booleans())
def test_reachable_stands_in_order_each_once(rules, gate_open):
    found = reachable(rules, gate_open=gate_open)
    assert list(found) == sorted(set(found), key=RANK)


@pytest.mark.parametrize(
    ("effect", "if_unknown", "expected"),
    [
        ("exclude", "counts", HOLD),
        ("exclude", "asks", SUITABLE),
        ("hold", "counts", HOLD),
        ("hold", "asks", SUITABLE),
        ("caution", "counts", CONDITIONAL),
        ("caution", "asks", SUITABLE),
    ],
)
def test_what_a_single_unknown_barrier_comes_to(effect, if_unknown, expected):
    assert recommend([(RULES[effect, if_unknown], UNKNOWN)], gate_open=False) == expected


@pytest.mark.parametrize(("effect", "expected"), [("exclude", HOLD), ("hold", HOLD), ("caution", SUITABLE)])
def test_what_an_unknown_does_where_the_rule_does_not_say(effect, expected):
    rule = a_rule("unsaid", effect, ASKED)
    assert recommend([(rule, UNKNOWN)], gate_open=False) == expected


@pytest.mark.parametrize(
    ("effect", "truth", "expected"),
    [
        ("exclude", YES, (NOT_RECOMMENDED,)),
        ("exclude", NO, (SUITABLE,)),
        ("exclude", UNKNOWN, (SUITABLE, NOT_RECOMMENDED)),
        ("hold", YES, (HOLD,)),
        ("hold", NO, (SUITABLE,)),
        ("hold", UNKNOWN, (SUITABLE, HOLD)),
        ("caution", YES, (CONDITIONAL,)),
        ("caution", NO, (SUITABLE,)),
        ("caution", UNKNOWN, (SUITABLE, CONDITIONAL)),
    ],
)
def test_what_a_single_barrier_leaves_reachable(effect, truth, expected):
    assert reachable([(RULES[effect, "counts"], truth)], gate_open=False) == expected


def test_nothing_at_all_is_suitable():
    assert recommend([], gate_open=False) == SUITABLE
    assert reachable([], gate_open=False) == (SUITABLE,)


def test_an_open_gate_alone_leaves_suitable_and_hold_reachable():
    assert recommend([], gate_open=True) == HOLD
    assert reachable([], gate_open=True) == (SUITABLE, HOLD)


@given(barriers, st.booleans())
def test_an_effect_matters_when_one_undecided_rule_of_it_could_change_what_is_reachable(rules, gate_open):
    now = reachable(rules, gate_open=gate_open)
    changing = {
        rule.effect
        for n, (rule, truth) in enumerate(rules)
        for told in (YES, NO)
        if truth is UNKNOWN
        and reachable([*rules[:n], (rule, told), *rules[n + 1 :]], gate_open=gate_open) != now
    }
    undecided = {rule.effect for rule, truth in rules if truth is UNKNOWN}
    assert matter(rules, gate_open=gate_open) & undecided == changing
