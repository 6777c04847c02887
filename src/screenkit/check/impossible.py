"""Combinations of answers declared impossible: which may be, and which a proof of a property may leave out.

Whoever a proof leaves out is seen by nobody but the engine. So a combination is made of values that were
given, of two answers or more, and of none that safety hangs on.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from screenkit.assessment import Truth
from screenkit.check.breaks import Change, breaks, values_of, with_change
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
from screenkit.models.property import Property
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
    for name, why in _about_safety(content, asked):
        what = f"'{name}' {why}: whoever gives this answer is to be seen, not left out"
        yield Unfit(what, "declare nothing impossible about it")
    if _one_is_enough(content, asked):
        what = "one answer alone, or none, makes it so: that is no combination"
        yield Unfit(what, "name two answers that contradict each other, with 'and'")


def left_out(content: Content, stated: Property) -> tuple[Impossible, ...]:
    """Return what a proof of a property may leave out.

    That is what the rule set declares that states it, or a parent of that one: a rule set that extends
    another proves what its parent states without any help of its own.
    """
    declared: list[Impossible] = []
    for ruleset in content.chain:
        declared += ruleset.impossible
        if any(each.id == stated.id for each in ruleset.properties):
            return tuple(declared)
    return content.ruleset.impossible


def met(content: Content, combinations: tuple[Impossible, ...], answers: Answers) -> tuple[str, ...]:
    """Return the ids of the combinations that answers surely meet."""
    if not combinations:
        return ()
    states = States(content, answers)
    return tuple(each.id for each in combinations if decide(each.when, states) is Truth.YES)


def broken_by(
    content: Content, stated: Property, without: tuple[Impossible, ...], answers: Answers, change: Change
) -> bool:
    """Say whether somebody breaks a property who meets no combination, neither before a change nor after."""
    if any(met(content, without, each) for each in (answers, with_change(answers, change))):
        return False
    return breaks(content, stated, answers, change)


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


def _about_safety(content: Content, condition: Condition) -> Iterator[tuple[str, str]]:
    """Yield what a condition reads that safety hangs on, and why it does."""
    raising = _read(content, [rule.when for rule in content.ruleset.rules if rule.alert])
    gates = [item.gate.released_by for item in content.gates if item.gate]
    rules = [each for rule in content.ruleset.rules for each in (rule.assessed_when, rule.released_by)]
    settling = _read(content, [*gates, *rules])
    for name in names(condition):
        behind = _behind(content, name)
        if any(content.items[each].gate for each in behind if each in content.items):
            yield name, "is a gate, or counts one"
        elif behind & raising:
            yield name, "raises an alert"
        elif any(content.items[each].is_safety for each in behind if each in content.items):
            yield name, "is a safety question, or counts one"
        elif behind & settling:
            yield name, "settles an alert or a gate"


def _read(content: Content, conditions: list[Condition | None]) -> frozenset[str]:
    read = (name for each in conditions if each is not None for name in names(each))
    return frozenset().union(*(_behind(content, name) for name in read))


def _behind(content: Content, name: str) -> frozenset[str]:
    """Return an item or score, and the items a score is made of."""
    return frozenset({name, *(content.scales[name].items if name in content.scales else ())})


def _one_is_enough(content: Content, condition: Condition) -> bool:
    every = dict.fromkeys(each for name in names(condition) for each in (name, *_behind(content, name)))
    alone = ({}, *({name: value} for name in every for value in values_of(content, name)))
    return any(decide(condition, States(content, Answers(given))) is Truth.YES for given in alone)
