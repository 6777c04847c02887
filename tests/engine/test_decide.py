"""Conditions: Kleene's tables, what each kind of question comes to on each kind of answer, and intervals."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenkit.assessment import Interval, Truth
from screenkit.engine.decide import all_of, any_of, at_least, decide, opposite
from screenkit.models.answers import NoAnswer
from screenkit.models.condition import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Is,
    IsNot,
    IsSilent,
    Named,
    Not,
)

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
HELD_BY = {"y": YES, "n": NO, "u": UNKNOWN}
STATES = {"y": "a", "n": "b", "u": NoAnswer.NOT_ASKED}
PART = {name: Is(name, ("a",)) for name in STATES}

truths = st.sampled_from([YES, NO, UNKNOWN])


def read(table):
    """Rows such as `y u -> u`, as pairs of inputs and outcome."""
    rows = [line.split(" -> ") for line in table.split("; ")]
    return [(inputs.split(), HELD_BY[outcome]) for inputs, outcome in rows]


AND = read("y y -> y; y n -> n; y u -> u; n y -> n; n n -> n; n u -> n; u y -> u; u n -> n; u u -> u")
OR = read("y y -> y; y n -> y; y u -> y; n y -> y; n n -> n; n u -> u; u y -> y; u n -> u; u u -> u")
NOT = read("y -> n; n -> y; u -> u")
TWO_OF_THREE = read(
    "y y y -> y; y y n -> y; y y u -> y; y n y -> y; y n n -> n; y n u -> u; "
    "y u y -> y; y u n -> u; y u u -> u; n y y -> y; n y n -> n; n y u -> u; "
    "n n y -> n; n n n -> n; n n u -> n; n u y -> u; n u n -> n; n u u -> u; "
    "u y y -> y; u y n -> u; u y u -> u; u n y -> u; u n n -> n; u n u -> u; "
    "u u y -> u; u u n -> u; u u u -> u"
)


# Kleene


@pytest.mark.parametrize(("inputs", "expected"), AND)
def test_and_follows_kleenes_table(inputs, expected):
    assert all_of(HELD_BY[each] for each in inputs) is expected
    assert decide(AllOf(tuple(PART[each] for each in inputs)), STATES) is expected


@pytest.mark.parametrize(("inputs", "expected"), OR)
def test_or_follows_kleenes_table(inputs, expected):
    assert any_of(HELD_BY[each] for each in inputs) is expected
    assert decide(AnyOf(tuple(PART[each] for each in inputs)), STATES) is expected


@pytest.mark.parametrize(("inputs", "expected"), NOT)
def test_not_follows_kleenes_table(inputs, expected):
    assert opposite(HELD_BY[inputs[0]]) is expected
    assert decide(Not(PART[inputs[0]]), STATES) is expected


@pytest.mark.parametrize(("inputs", "expected"), TWO_OF_THREE)
def test_at_least_two_of_three_follows_kleenes_logic(inputs, expected):
    assert at_least(2, [HELD_BY[each] for each in inputs]) is expected
    assert decide(AtLeast(2, tuple(PART[each] for each in inputs)), STATES) is expected


@given(st.lists(truths, min_size=1, max_size=5))
def test_at_least_one_is_or_and_at_least_all_is_and(each):
    assert at_least(1, each) is any_of(each)
    assert at_least(len(each), each) is all_of(each)


@given(st.lists(truths, min_size=1, max_size=4))
def test_de_morgan_holds(each):
    assert opposite(all_of(each)) is any_of(opposite(one) for one in each)
    assert opposite(any_of(each)) is all_of(opposite(one) for one in each)


@given(st.lists(truths, min_size=1, max_size=4), st.integers(1, 4))
def test_each_connective_is_unknown_exactly_where_deciding_the_unknown_could_go_both_ways(each, count):
    count = min(count, len(each))
    ways = product(*[(one,) if one is not UNKNOWN else (YES, NO) for one in each])
    outcomes = {
        "and": set(),
        "or": set(),
        "at least": set(),
    }
    for way in ways:
        outcomes["and"].add(all_of(way))
        outcomes["or"].add(any_of(way))
        outcomes["at least"].add(at_least(count, list(way)))
    found = {"and": all_of(each), "or": any_of(each), "at least": at_least(count, each)}
    assert found == {kind: of.pop() if len(of) == 1 else UNKNOWN for kind, of in outcomes.items()}


def test_a_definition_is_what_it_stands_for():
    for name, expected in HELD_BY.items():
        assert decide(Named("known", PART[name]), STATES) is expected


# The table of what answers mean


VALUE_QUESTIONS = {
    "is": Is("item", ("a",)),
    "is not": IsNot("item", ("b",)),
    "is one of": Is("item", ("a", "c")),
    "is not one of": IsNot("item", ("b", "c")),
    "at or above": Compare("item", ">=", Fraction(0)),
    "above": Compare("item", ">", Fraction(-1)),
    "at or below": Compare("item", "<=", Fraction(9)),
    "below": Compare("item", "<", Fraction(9)),
    "equal": Compare("item", "==", Fraction(2)),
}
ABSENT = {
    NoAnswer.NOT_ASKED: UNKNOWN,
    NoAnswer.DONT_KNOW: UNKNOWN,
    NoAnswer.DECLINED: UNKNOWN,
    NoAnswer.NOT_APPLICABLE: NO,
}


@pytest.mark.parametrize("question", VALUE_QUESTIONS.values(), ids=VALUE_QUESTIONS)
@pytest.mark.parametrize(("reason", "expected"), ABSENT.items(), ids=str)
def test_a_question_about_a_value_is_unknown_without_one_and_no_where_none_applies(
    question, reason, expected
):
    assert decide(question, {"item": reason}) is expected


@pytest.mark.parametrize(
    ("question", "value", "expected"),
    [
        (Is("item", ("a",)), "a", YES),
        (Is("item", ("a",)), "b", NO),
        (Is("item", ("a", "c")), "c", YES),
        (Is("item", ("a", "c")), "b", NO),
        (IsNot("item", ("a",)), "a", NO),
        (IsNot("item", ("a",)), "b", YES),
        (IsNot("item", ("a", "c")), "c", NO),
        (IsNot("item", ("a", "c")), "b", YES),
        (IsSilent("item", "declined"), "a", NO),
        (IsSilent("item", "dont_know"), "a", NO),
        (IsSilent("item", "declined"), Fraction(2), NO),
        (IsSilent("item", "dont_know"), Fraction(0), NO),
    ],
)
def test_what_a_question_comes_to_on_a_value(question, value, expected):
    assert decide(question, {"item": value}) is expected


@pytest.mark.parametrize(
    ("how", "state", "expected"),
    [
        ("declined", NoAnswer.NOT_ASKED, UNKNOWN),
        ("declined", NoAnswer.DONT_KNOW, NO),
        ("declined", NoAnswer.DECLINED, YES),
        ("declined", NoAnswer.NOT_APPLICABLE, NO),
        ("dont_know", NoAnswer.NOT_ASKED, UNKNOWN),
        ("dont_know", NoAnswer.DONT_KNOW, YES),
        ("dont_know", NoAnswer.DECLINED, NO),
        ("dont_know", NoAnswer.NOT_APPLICABLE, NO),
    ],
)
def test_what_a_question_about_silence_comes_to(how, state, expected):
    assert decide(IsSilent("item", how), {"item": state}) is expected


def test_is_not_differs_from_not_is_where_the_item_does_not_apply():
    states = {"item": NoAnswer.NOT_APPLICABLE}
    assert decide(IsNot("item", ("a",)), states) is NO
    assert decide(Not(Is("item", ("a",))), states) is YES


# Numbers


@pytest.mark.parametrize(
    ("comparison", "below", "at", "above"),
    [
        (">=", NO, YES, YES),
        (">", NO, NO, YES),
        ("<=", YES, YES, NO),
        ("<", YES, NO, NO),
        ("==", NO, YES, NO),
    ],
)
def test_a_number_is_compared_exactly(comparison, below, at, above):
    asked = Compare("item", comparison, Fraction(5, 2))
    assert decide(asked, {"item": Fraction(249, 100)}) is below
    assert decide(asked, {"item": Fraction(5, 2)}) is at
    assert decide(asked, {"item": Fraction(251, 100)}) is above


@pytest.mark.parametrize(
    ("comparison", "number", "expected"),
    [
        # the interval runs from 10 to 16, both ends possible
        (">=", 9, YES),
        (">=", 10, YES),
        (">=", 11, UNKNOWN),
        (">=", 16, UNKNOWN),
        (">=", 17, NO),
        (">", 9, YES),
        (">", 10, UNKNOWN),
        (">", 15, UNKNOWN),
        (">", 16, NO),
        ("<=", 16, YES),
        ("<=", 15, UNKNOWN),
        ("<=", 10, UNKNOWN),
        ("<=", 9, NO),
        ("<", 17, YES),
        ("<", 16, UNKNOWN),
        ("<", 11, UNKNOWN),
        ("<", 10, NO),
        ("==", 9, NO),
        ("==", 10, UNKNOWN),
        ("==", 16, UNKNOWN),
        ("==", 17, NO),
    ],
)
def test_a_score_that_is_not_settled_is_compared_by_both_its_ends(comparison, number, expected):
    states = {"score": Interval(Fraction(10), Fraction(16))}
    assert decide(Compare("score", comparison, Fraction(number)), states) is expected


def test_a_settled_score_is_compared_like_a_number():
    point = {"score": Interval(Fraction(35, 6), Fraction(35, 6))}
    assert decide(Compare("score", ">=", Fraction("5.83")), point) is YES
    assert decide(Compare("score", "==", Fraction("5.83")), point) is NO
    assert decide(Compare("score", "==", Fraction(35, 6)), point) is YES
    assert decide(Compare("score", "<", Fraction("5.84")), point) is YES


@given(
    st.fractions(0, 9, max_denominator=4),
    st.fractions(0, 9, max_denominator=4),
    st.sampled_from([">=", ">", "<=", "<", "=="]),
    st.fractions(0, 9, max_denominator=4),
)
def test_an_interval_is_yes_or_no_only_where_every_number_in_it_is(one, other, comparison, number):
    low, high = sorted((one, other))
    asked = Compare("score", comparison, number)
    inside = {low, high, (low + high) / 2, min(max(number, low), high)}
    found = {decide(asked, {"score": each}) for each in inside}
    expected = found.pop() if len(found) == 1 else UNKNOWN
    assert decide(asked, {"score": Interval(low, high)}) is expected
