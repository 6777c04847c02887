"""Which answers make a condition yes: what an alert or an explanation names."""

from collections.abc import Iterator
from typing import assert_never

from screenkit.assessment import Truth
from screenkit.engine.decide import States, decide
from screenkit.models.condition import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    Is,
    IsNot,
    IsSilent,
    Named,
    Not,
    names,
)


def supporting(condition: Condition, states: States) -> tuple[str, ...]:
    """Return the items and scores that make a condition yes, each once; none when it is not."""
    return tuple(dict.fromkeys(_supporting(condition, states)))


def _supporting(condition: Condition, states: States) -> Iterator[str]:
    if decide(condition, states) is not Truth.YES:
        return
    match condition:
        case Is(name) | IsNot(name) | IsSilent(name) | Compare(name):
            yield name
        case Not(inner):
            yield from names(inner)
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            for part in parts:
                yield from _supporting(part, states)
        case Named(_, inner):
            yield from _supporting(inner, states)
        case _:
            assert_never(condition)
