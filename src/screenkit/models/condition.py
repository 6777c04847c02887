"""Conditions: the yes/no questions a rule puts to answers and scores, as a closed union."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, assert_never

Comparison = Literal[">=", ">", "<=", "<", "=="]
Silence = Literal["declined", "dont_know"]


@dataclass(frozen=True, slots=True)
class Is:
    """The item has one of these values."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IsNot:
    """The item has a value, and it is none of these: a condition of its own, not the negation of `Is`."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IsSilent:
    """The person declined the item, or does not know."""

    name: str
    how: Silence


@dataclass(frozen=True, slots=True)
class Compare:
    """The number an item or a score has, held against a fixed one."""

    name: str
    comparison: Comparison
    number: Fraction


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of these."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these, or more."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """As many of these as `count`, or more."""

    count: int
    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A definition, with the condition it stands for."""

    name: str
    condition: "Condition"


Condition = Is | IsNot | IsSilent | Compare | Not | AllOf | AnyOf | AtLeast | Named

RESERVED = frozenset(
    "is not one of and or at least declined dont_know not_asked not_applicable".split()  # noqa: SIM905 - reads aloud
)
"""The grammar's own words, and the kinds of no answer: never an id, never a value."""


def write(condition: Condition) -> str:
    """Return the one canonical form of a condition, as an author would write it."""
    match condition:
        case Is(name, values):
            return f"{name} is {_one_of(values)}"
        case IsNot(name, values):
            return f"{name} is not {_one_of(values)}"
        case IsSilent(name, how):
            return f"{name} is {how}"
        case Compare(name, comparison, number):
            return f"{name} {comparison} {_decimal(number)}"
        case Not(inner):
            return f"not ({write(inner)})"
        case AllOf(parts):
            return " and ".join(_in_brackets(part) for part in parts)
        case AnyOf(parts):
            return " or ".join(_in_brackets(part) for part in parts)
        case AtLeast(count, parts):
            return f"at least {count} of ({'; '.join(write(part) for part in parts)})"
        case Named(name):
            return name
        case _:
            assert_never(condition)


def leaves(condition: Condition) -> Iterator[Is | IsNot | IsSilent | Compare]:
    """Yield every question the condition puts, definitions included, left to right."""
    match condition:
        case Is() | IsNot() | IsSilent() | Compare():
            yield condition
        case Not(inner) | Named(_, inner):
            yield from leaves(inner)
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            for part in parts:
                yield from leaves(part)
        case _:
            assert_never(condition)


def definitions_in(condition: Condition) -> frozenset[str]:
    """Return the definitions a condition uses, and those that these use."""
    match condition:
        case Named(name, inner):
            return definitions_in(inner) | {name}
        case Not(inner):
            return definitions_in(inner)
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            return frozenset().union(*(definitions_in(part) for part in parts))
        case Is() | IsNot() | IsSilent() | Compare():
            return frozenset()
        case _:
            assert_never(condition)


def names(condition: Condition) -> tuple[str, ...]:
    """Return the items and scores a condition reads, each once, in the order it reads them."""
    return tuple(dict.fromkeys(leaf.name for leaf in leaves(condition)))


def _one_of(values: tuple[str, ...]) -> str:
    return values[0] if len(values) == 1 else f"one of {', '.join(values)}"


def _in_brackets(part: Condition) -> str:
    return f"({write(part)})" if isinstance(part, AllOf | AnyOf) else write(part)


def _decimal(number: Fraction) -> str:
    """Return a number as the grammar reads it back; conditions hold decimals only, so this is exact."""
    whole, rest = divmod(abs(number), 1)
    digits = ""
    while rest:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"
