"""Decide one condition — yes, no or unknown — by Kleene's strong logic."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import assert_never

from screenkit.assessment import Interval, State, Truth
from screenkit.models.answers import NoAnswer
from screenkit.models.condition import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Comparison,
    Condition,
    Is,
    IsNot,
    IsSilent,
    Named,
    Not,
)

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN

States = Mapping[str, State]
"""What is known of each item and score that a condition may read."""

_WITHOUT_VALUE: Mapping[State, Truth] = {**dict.fromkeys(NoAnswer, UNKNOWN), NoAnswer.NOT_APPLICABLE: NO}
"""What every question about a value comes to where there is none, by the reason."""

Decide = Callable[[States], Truth]
"""One condition, as it is asked of somebody."""


def decide(condition: Condition, states: States) -> Truth:
    """Return the truth of a condition on what is known."""
    return decider(condition)(states)


def decider(condition: Condition) -> Decide:
    """Return what decides a condition, again and again and for whomever: made once, it is quick to ask."""
    match condition:
        case Is(name, values):
            return _looked_up(name, {**_WITHOUT_VALUE, **dict.fromkeys(values, YES)}, NO)
        case IsNot(name, values):
            return _looked_up(name, {**_WITHOUT_VALUE, **dict.fromkeys(values, NO)}, YES)
        case IsSilent(name, how):
            return _looked_up(name, {NoAnswer.NOT_ASKED: UNKNOWN, how: YES}, NO)
        case Compare(name, comparison, number):
            return lambda states: _compare(states[name], comparison, number)
        case Not(inner):
            of_inner = decider(inner)
            return lambda states: opposite(of_inner(states))
        case AllOf(parts):
            return _first_decides(parts, NO, otherwise=YES)
        case AnyOf(parts):
            return _first_decides(parts, YES, otherwise=NO)
        case AtLeast(count, parts):
            each = tuple(map(decider, parts))
            return lambda states: at_least(count, [of_part(states) for of_part in each])
        case Named(_, inner):
            return decider(inner)
        case _:
            assert_never(condition)


def opposite(truth: Truth) -> Truth:
    """Return the truth of `not`."""
    if truth is UNKNOWN:
        return UNKNOWN
    return NO if truth is YES else YES


def all_of(truths: Iterable[Truth]) -> Truth:
    """Return the truth of `and`: one no decides it."""
    found = set(truths)
    return NO if NO in found else UNKNOWN if UNKNOWN in found else YES


def any_of(truths: Iterable[Truth]) -> Truth:
    """Return the truth of `or`: one yes decides it."""
    found = set(truths)
    return YES if YES in found else UNKNOWN if UNKNOWN in found else NO


def at_least(count: int, truths: list[Truth]) -> Truth:
    """Return whether `count` of these are yes, counting what could still become yes."""
    yes = sum(truth is YES for truth in truths)
    if yes >= count:
        return YES
    unknown = sum(truth is UNKNOWN for truth in truths)
    return UNKNOWN if yes + unknown >= count else NO


def _looked_up(name: str, truths: Mapping[State, Truth], otherwise: Truth) -> Decide:
    """Return what decides by the state of an item; the kinds of no answer are no item's value."""
    return lambda states: truths.get(states[name], otherwise)


def _first_decides(conditions: Iterable[Condition], decisive: Truth, *, otherwise: Truth) -> Decide:
    """Return what decides `and`, where one no is decisive, and `or`, where one yes is."""
    parts = tuple(map(decider, conditions))

    def decided(states: States) -> Truth:
        result = otherwise
        for part in parts:
            truth = part(states)
            if truth is decisive:
                return decisive
            if truth is UNKNOWN:
                result = UNKNOWN
        return result

    return decided


def _compare(state: State, comparison: Comparison, number: Fraction) -> Truth:
    match state:
        case Interval(low, high):
            return _between(low, high, comparison, number)
        case Fraction():
            return _between(state, state, comparison, number)
        case NoAnswer():
            return _WITHOUT_VALUE[state]
        case str():
            return NO  # a word is never compared: content that does is refused when it is loaded
        case _:
            assert_never(state)


def _between(low: Fraction, high: Fraction, comparison: Comparison, number: Fraction) -> Truth:
    (low_end, at_low), (high_end, at_high) = _cleared(low, number), _cleared(high, number)
    match comparison:
        case ">=":
            sure, ruled_out = low_end >= at_low, high_end < at_high
        case ">":
            sure, ruled_out = low_end > at_low, high_end <= at_high
        case "<=":
            sure, ruled_out = high_end <= at_high, low_end > at_low
        case "<":
            sure, ruled_out = high_end < at_high, low_end >= at_low
        case "==":
            sure = low_end == at_low and high_end == at_high
            ruled_out = low_end > at_low or high_end < at_high
        case _:
            assert_never(comparison)
    if sure:
        return YES
    return NO if ruled_out else UNKNOWN


def _cleared(one: Fraction, other: Fraction) -> tuple[int, int]:
    """Return two whole numbers that compare as these fractions do, at a tenth of the time."""
    return one.numerator * other.denominator, other.numerator * one.denominator
