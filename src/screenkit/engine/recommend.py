"""From the truths of rules to a recommendation, and to what can still be recommended: no netting."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from screenkit.assessment import Recommendation, Truth
from screenkit.models.ruleset import Effect, Rule

YES, UNKNOWN = Truth.YES, Truth.UNKNOWN

Barrier = tuple[Rule, Truth]
"""An exclude, hold or caution, and its truth."""


@dataclass(frozen=True, slots=True)
class _Tally:
    """Which effects are present: as yes, and as unknown of how many rules; an open gate is one of them."""

    yes: set[Effect]
    unknown: dict[Effect, int]


def recommend(barriers: Iterable[Barrier], *, gate_open: bool) -> Recommendation:
    """Return the recommendation for one modality.

    `gate_open` says that a gate item that concerns it has no value and is not released.
    """
    effects: set[Effect] = set()
    for rule, truth in barriers:
        if truth is YES and rule.effect == "exclude":
            return Recommendation.NOT_RECOMMENDED
        if truth is YES or (truth is UNKNOWN and rule.counts_when_unknown):
            effects.add(rule.effect)
    if gate_open or effects & {"exclude", "hold"}:
        return Recommendation.HOLD
    return Recommendation.CONDITIONAL if "caution" in effects else Recommendation.SUITABLE


def reachable(barriers: Iterable[Barrier], *, gate_open: bool) -> tuple[Recommendation, ...]:
    """Return every recommendation still possible, each undecided rule being free to become yes or no.

    The truths are those of the open-ended view. It may list too many, never too few.
    """
    tally = _tally(barriers, gate_open=gate_open)
    return _reachable(frozenset(tally.yes), frozenset(tally.unknown))


def matter(barriers: Iterable[Barrier], *, gate_open: bool) -> frozenset[Effect]:
    """Return the effects of which deciding one undecided rule, either way, would change what is reachable."""
    tally = _tally(barriers, gate_open=gate_open)
    yes, unknown = frozenset(tally.yes), frozenset(tally.unknown)
    now = _reachable(yes, unknown)
    found = set()
    for effect, rules in tally.unknown.items():
        others = unknown if rules > 1 else unknown - {effect}
        if now != _reachable(yes | {effect}, others) or now != _reachable(yes, others):
            found.add(effect)
    return frozenset(found)


@cache
def _reachable(yes: frozenset[Effect], unknown: frozenset[Effect]) -> tuple[Recommendation, ...]:
    if "exclude" in yes:
        return (Recommendation.NOT_RECOMMENDED,)
    found = []
    if "hold" not in yes:
        if "caution" not in yes:
            found.append(Recommendation.SUITABLE)
        if "caution" in yes | unknown:
            found.append(Recommendation.CONDITIONAL)
    if "hold" in yes | unknown:
        found.append(Recommendation.HOLD)
    if "exclude" in unknown:
        found.append(Recommendation.NOT_RECOMMENDED)
    return tuple(found)


def _tally(barriers: Iterable[Barrier], *, gate_open: bool) -> _Tally:
    yes: set[Effect] = set()
    unknown: dict[Effect, int] = {"hold": 1} if gate_open else {}
    for rule, truth in barriers:
        if truth is YES:
            yes.add(rule.effect)
        elif truth is UNKNOWN:
            unknown[rule.effect] = unknown.get(rule.effect, 0) + 1
    return _Tally(yes, unknown)
