"""Decide one condition for the solver: the same walk over conditions that the engine makes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, assert_never

from screenkit.assessment import Truth
from screenkit.check.smt.terms import NO, Number, Term, Three, at_least, both, every, opposite, some
from screenkit.engine.decide import decide
from screenkit.models.answers import Value
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


@dataclass(frozen=True)
class Known:
    """What is known of an item: exactly one of its values, or one of the reasons why it has none, is so."""

    values: Mapping[Value, Term]
    has_value: Term
    declined: Term
    dont_know: Term
    not_asked: Term
    absent: Term

    @property
    def unanswered(self) -> Term:
        """The item applies, and has no value."""
        return some([self.declined, self.dont_know, self.not_asked])


@dataclass(frozen=True)
class Range:
    """How low and how high a score can be, in parts; where it does not apply it has no value."""

    applies: Term
    low: Number
    high: Number
    parts: Callable[[Fraction], int]


class States(Protocol):
    """What a condition can be held against."""

    def item(self, name: str, *, open_ended: bool = False) -> Known | None:
        """Return what is known of an item; None for a score."""

    def range(self, name: str, *, open_ended: bool = False) -> Range:
        """Return what is known of a score."""

    def truth(self, condition: Condition, *, open_ended: bool = False) -> Three:
        """Return the truth of a part of a condition."""


def decided(condition: Condition, states: States, *, open_ended: bool) -> Three:
    """Return the truth of a condition on what is known."""

    def truth(part: Condition) -> Three:
        return states.truth(part, open_ended=open_ended)

    match condition:
        case Is(name) | IsNot(name) | IsSilent(name) | Compare(name):
            known = states.item(name, open_ended=open_ended)
            return (
                _of_score(condition, states.range(name, open_ended=open_ended))
                if known is None
                else _of_item(condition, known)
            )
        case Not(inner):
            found = truth(inner)
            return Three(found.no, found.yes)
        case AllOf(parts):
            each = [truth(part) for part in parts]
            return Three(every(one.yes for one in each), some(one.no for one in each))
        case AnyOf(parts):
            each = [truth(part) for part in parts]
            return Three(some(one.yes for one in each), every(one.no for one in each))
        case AtLeast(count, parts):
            each = [truth(part) for part in parts]
            possible = at_least(count, [opposite(one.no) for one in each])
            return Three(at_least(count, [one.yes for one in each]), opposite(possible))
        case Named(_, inner):
            return truth(inner)
        case _:
            assert_never(condition)


def _of_item(leaf: Is | IsNot | IsSilent | Compare, known: Known) -> Three:
    """Ask about an item: each of its values and reasons makes the question yes, no or unknown."""
    if isinstance(leaf, IsSilent):
        mine, other = (
            (known.declined, known.dont_know) if leaf.how == "declined" else (known.dont_know, known.declined)
        )
        return Three(mine, some([known.has_value, other, known.absent]))
    yes = [term for value, term in known.values.items() if decide(leaf, {leaf.name: value}) is Truth.YES]
    no = [term for value, term in known.values.items() if decide(leaf, {leaf.name: value}) is Truth.NO]
    return Three(some(yes), some([*no, known.absent]))


def _of_score(leaf: Is | IsNot | IsSilent | Compare, known: Range) -> Three:
    if not isinstance(leaf, Compare):
        return NO  # content that asks a score for words, or for silence, is refused when it is loaded
    sure, ruled_out = _between(known, leaf.comparison, known.parts(leaf.number))
    return Three(both(known.applies, sure), some([opposite(known.applies), ruled_out]))


def _between(known: Range, comparison: Comparison, number: int) -> tuple[Term, Term]:
    low, high = known.low, known.high
    match comparison:
        case ">=":
            return low >= number, high < number
        case ">":
            return low > number, high <= number
        case "<=":
            return high <= number, low > number
        case "<":
            return high < number, low >= number
        case "==":
            return every([low == number, high == number]), some([low > number, high < number])
        case _:
            assert_never(comparison)
