"""Which combinations of answers may be declared impossible: none that could hide somebody.

Whoever a proof leaves out is seen by nobody but the engine. So a combination is made of values that were
given, of two answers or more, and of none that safety hangs on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from screenkit.assessment import State, Truth
from screenkit.check.breaks import values_of
from screenkit.check.safety import Hanging
from screenkit.engine.decide import decide
from screenkit.engine.score import extent
from screenkit.engine.states import States
from screenkit.models.answers import Answers, Value
from screenkit.models.condition import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    IsSilent,
    Named,
    Not,
    leaves,
    names,
)
from screenkit.models.content import Content
from screenkit.models.ruleset import Impossible

_MOST_READ = 6
"""How many answers a combination may read: every way to give them is looked at."""


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
    for name, counted in _counts_assumed(content, asked):
        what = f"'{name}' counts '{counted}', which is assumed while nobody has answered it"
        yield Unfit(what, "ask for answers that are not assumed")
    hanging = content.once(Hanging)
    for name in names(asked):
        why = hanging.why(name)
        if why:
            what = f"'{name}' {why}: whoever gives this answer is to be seen, not left out"
            yield Unfit(what, "declare nothing impossible about it")
    for name in dict.fromkeys(_always_so(content, asked)):
        what = f"a part of it is so whatever the answer to '{name}' is: whoever has answered is left out"
        yield Unfit(what, "name only the values that contradict the other answer")
    if len(names(asked)) > _MOST_READ:
        yield Unfit(
            "it reads too many answers to be looked through", "name the few that contradict each other"
        )
    elif _one_is_enough(content, asked):
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


def _counts_assumed(content: Content, condition: Condition) -> Iterator[tuple[str, str]]:
    for name in names(condition):
        for counted in content.scales[name].items if name in content.scales else ():
            if content.items[counted].assumed:
                yield name, counted


def _always_so(content: Content, condition: Condition) -> Iterator[str]:
    """Yield the answers and scores of which some part of a condition is so, whatever value they have."""
    for part in _parts(condition):
        for name in names(part):
            alone = _about_only(part, name)
            if alone is not None and all(
                decide(alone, {name: value}) is Truth.YES for value in _tried(content, condition, name)
            ):
                yield name


def _parts(condition: Condition) -> Iterator[Condition]:
    """Yield a condition, and every condition in it."""
    yield condition
    match condition:
        case Not(inner) | Named(_, inner):
            yield from _parts(inner)
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            for part in parts:
                yield from _parts(part)
        case _:
            return


def _about_only(part: Condition, name: str) -> Condition | None:
    """Return what of a part reads one answer alone and is enough for all of it; None where nothing is."""
    match part:
        case AnyOf(parts) | AtLeast(_, parts):
            alone = tuple(each for each in parts if names(each) == (name,))
            kept: Condition = AtLeast(part.count, alone) if isinstance(part, AtLeast) else AnyOf(alone)
            return kept if alone else None
        case _:
            return part if names(part) == (name,) else None


def _one_is_enough(content: Content, condition: Condition) -> bool:
    """Say whether a combination reads one answer only, or one answer meets it whatever else is so."""
    read = names(condition)
    if len(read) == 1:
        return True
    every = dict.fromkeys(each for name in read for each in (name, *content.behind(name)))
    tried = {name: _tried(content, condition, name) for name in every}
    alone = ({}, *({name: value} for name, values in tried.items() for value in values))
    if any(decide(condition, States(content, Answers(given))) is Truth.YES for given in alone):
        return True
    return any(_decides(condition, {name: tried[name] for name in read}, name) for name in read)


def _decides(condition: Condition, tried: Mapping[str, Sequence[Value]], name: str) -> bool:
    """Say whether some value of one answer makes a combination so whatever values the others have."""
    others = {other: _told_apart(condition, other, tried[other]) for other in tried if other != name}
    return any(
        all(
            decide(condition, {name: value, **dict(zip(others, values, strict=True))}) is Truth.YES
            for values in product(*others.values())
        )
        for value in tried[name]
    )


def _told_apart(condition: Condition, name: str, values: Sequence[Value]) -> list[State]:
    """Return one of each kind of values that no part of a condition tells apart."""
    asking = [leaf for leaf in leaves(condition) if leaf.name == name]
    kinds: dict[tuple[Truth, ...], State] = {
        tuple(decide(leaf, {name: value}) for leaf in asking): value for value in values
    }
    return list(kinds.values())


def _tried(content: Content, condition: Condition, name: str) -> list[Value]:
    """Return values at, between and beside the cut-offs of a condition, and all others that are tried."""
    values = values_of(content, name)
    scale = content.scales.get(name)
    if scale is None:
        return values
    cut_offs = {leaf.number for leaf in leaves(condition) if isinstance(leaf, Compare) and leaf.name == name}
    reach = extent(scale, content.items)
    within = sorted({reach.low, reach.high, *(each for each in cut_offs if reach.low <= each <= reach.high)})
    return [*values, *within, *((one + next_) / 2 for one, next_ in pairwise(within))]
