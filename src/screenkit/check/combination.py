"""Which combinations of answers may be declared impossible: none that could hide somebody.

Whoever a proof leaves out is seen by nobody but the engine. So a combination is made of values that were
given, of two answers or more, and of none that safety hangs on.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from screenkit.assessment import Truth
from screenkit.check.breaks import values_of
from screenkit.check.safety import Hanging
from screenkit.engine.decide import decide
from screenkit.engine.states import States
from screenkit.models.answers import Answers
from screenkit.models.condition import (
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    IsSilent,
    Named,
    Not,
    leaves,
    names,
)
from screenkit.models.content import Content
from screenkit.models.ruleset import Impossible


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a combination may not be declared impossible, and what to do."""

    what: str
    do: str


def unfit(content: Content, combination: Impossible) -> Iterator[Unfit]:
    """Yield why a combination may not be declared impossible: it could hide somebody."""
    asked = combination.when
    if any(isinstance(leaf, IsSilent) for leaf in leaves(asked)):
        yield Unfit(
            "to decline, or not to know, is never impossible", "ask for values, such as 'item is value'"
        )
    if _turns_round(asked):
        what = "'not (…)' is also so of what was never asked"
        yield Unfit(what, "ask for values, such as 'item is not value'")
    for name in dict.fromkeys(_assumed(content, asked)):
        what = f"'{name}' is assumed to have this value while nobody has answered it"
        yield Unfit(what, "ask for a value that is not assumed")
    hanging = content.once(Hanging)
    for name in names(asked):
        why = hanging.why(name)
        if why:
            what = f"'{name}' {why}: whoever gives this answer is to be seen, not left out"
            yield Unfit(what, "declare nothing impossible about it")
    if _one_is_enough(content, asked):
        what = "one answer alone, or none, makes it so: that is no combination"
        yield Unfit(what, "name two answers that contradict each other, with 'and'")


def _turns_round(condition: Condition) -> bool:
    match condition:
        case Not():
            return True
        case Named(_, inner):
            return _turns_round(inner)
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            return any(_turns_round(part) for part in parts)
        case _:
            return False


def _assumed(content: Content, condition: Condition) -> Iterator[str]:
    for leaf in leaves(condition):
        item = content.items.get(leaf.name)
        if item and item.assumed and decide(leaf, {item.id: item.assumed}) is Truth.YES:
            yield item.id


def _one_is_enough(content: Content, condition: Condition) -> bool:
    every = dict.fromkeys(each for name in names(condition) for each in (name, *content.behind(name)))
    alone = ({}, *({name: value} for name in every for value in values_of(content, name)))
    return any(decide(condition, States(content, Answers(given))) is Truth.YES for given in alone)
