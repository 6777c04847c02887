"""Decide one condition — yes, no or unknown — by Kleene's strong logic."""

from collections.abc import Iterable, Mapping
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
    Silence,
)

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN

States = Mapping[str, State]
"""What is known of each item and score that a condition may read."""


def decide(condition: Condition, states: States) -> Truth:
    """Return the truth of a condition on what is known."""
    match condition:
        case Is(name, values):
            return _is(states[name], values)
        case IsNot(name, values):
            state = states[name]
            return opposite(_is(state, values)) if not isinstance(state, NoAnswer) else _without_value(state)
        case IsSilent(name, how):
            return _is_silent(states[name], how)
        case Compare(name, comparison, number):
            return _compare(states[name], comparison, number)
        case Not(inner):
            return opposite(decide(inner, states))
        case AllOf(parts):
            return all_of(decide(part, states) for part in parts)
        case AnyOf(parts):
            return any_of(decide(part, states) for part in parts)
        case AtLeast(count, parts):
            return at_least(count, [decide(part, states) for part in parts])
        case Named(_, inner):
            return decide(inner, states)
        case _:
            assert_never(condition)


def opposite(truth: Truth) -> Truth:
    """Return the truth of `not`."""
    if truth is UNKNOWN:
        return UNKNOWN
    return NO if truth is YES else YES


def all_of(truths: Iterable[Truth]) -> Truth:
    """Return the truth of `and`: one no decides it."""
    result = YES
    for truth in truths:
        if truth is NO:
            return NO
        if truth is UNKNOWN:
            result = UNKNOWN
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """Return the truth of `or`: one yes decides it."""
    result = NO
    for truth in truths:
        if truth is YES:
            return YES
        if truth is UNKNOWN:
            result = UNKNOWN
    return result


def at_least(count: int, truths: list[Truth]) -> Truth:
    """Return whether `count` of these are yes, counting what could still become yes."""
    yes = sum(truth is YES for truth in truths)
    if yes >= count:
        return YES
    unknown = sum(truth is UNKNOWN for truth in truths)
    return UNKNOWN if yes + unknown >= count else NO


def _is(state: State, values: tuple[str, ...]) -> Truth:
    if isinstance(state, NoAnswer):
        return _without_value(state)
    return YES if state in values else NO


def _is_silent(state: State, how: Silence) -> Truth:
    match state:
        case NoAnswer.NOT_ASKED:
            return UNKNOWN
        case NoAnswer.DECLINED:
            return YES if how == "declined" else NO
        case NoAnswer.DONT_KNOW:
            return YES if how == "dont_know" else NO
        case _:
            return NO


def _compare(state: State, comparison: Comparison, number: Fraction) -> Truth:
    match state:
        case Interval(low, high):
            return _between(low, high, comparison, number)
        case Fraction():
            return _between(state, state, comparison, number)
        case NoAnswer():
            return _without_value(state)
        case str():
            return NO  # a word is never compared: content that does is refused when it is loaded
        case _:
            assert_never(state)


def _between(low: Fraction, high: Fraction, comparison: Comparison, number: Fraction) -> Truth:
    match comparison:
        case ">=":
            sure, ruled_out = low >= number, high < number
        case ">":
            sure, ruled_out = low > number, high <= number
        case "<=":
            sure, ruled_out = high <= number, low > number
        case "<":
            sure, ruled_out = high < number, low >= number
        case "==":
            sure, ruled_out = low == high == number, not low <= number <= high
        case _:
            assert_never(comparison)
    if sure:
        return YES
    return NO if ruled_out else UNKNOWN


def _without_value(reason: NoAnswer) -> Truth:
    """Return what every question about a value comes to where there is none."""
    return NO if reason is NoAnswer.NOT_APPLICABLE else UNKNOWN
