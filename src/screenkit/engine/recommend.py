"""From the truths of rules to a recommendation, and to what can still be recommended: no netting."""

from collections.abc import Iterable
from dataclasses import dataclass

from screenkit.assessment import Recommendation, Truth
from screenkit.models.ruleset import Effect, Rule

YES, UNKNOWN = Truth.YES, Truth.UNKNOWN

Barrier = tuple[Rule, Truth]
"""An exclude, hold or caution, and its truth."""


@dataclass(frozen=True, slots=True)
class _Tally:
    """Which effects are present: as yes, and as unknown."""

    yes: frozenset[Effect]
    unknown: frozenset[Effect]


def recommend(barriers: Iterable[Barrier], *, gate_open: bool) -> Recommendation:
    """Return the recommendation for one modality.

    `gate_open` says that a gate item that concerns it has no value and is not released.
    """
    counting = [(rule.effect, truth) for rule, truth in barriers if truth is YES or _counts(rule, truth)]
    if ("exclude", YES) in counting:
        return Recommendation.NOT_RECOMMENDED
    effects = {effect for effect, _ in counting}
    if gate_open or effects & {"exclude", "hold"}:
        return Recommendation.HOLD
    return Recommendation.CONDITIONAL if "caution" in effects else Recommendation.SUITABLE


def reachable(barriers: Iterable[Barrier], *, gate_open: bool) -> tuple[Recommendation, ...]:
    """Return every recommendation still possible, each undecided rule being free to become yes or no.

    The truths are those of the open-ended view. It may list too many, never too few.
    """
    tally = _tally(barriers)
    unknown = tally.unknown | ({"hold"} if gate_open else frozenset())
    if "exclude" in tally.yes:
        return (Recommendation.NOT_RECOMMENDED,)
    found = []
    if "hold" not in tally.yes:
        if "caution" not in tally.yes:
            found.append(Recommendation.SUITABLE)
        if "caution" in tally.yes | unknown:
            found.append(Recommendation.CONDITIONAL)
    if "hold" in tally.yes | unknown:
        found.append(Recommendation.HOLD)
    if "exclude" in unknown:
        found.append(Recommendation.NOT_RECOMMENDED)
    return tuple(found)


def _counts(rule: Rule, truth: Truth) -> bool:
    return truth is UNKNOWN and rule.counts_when_unknown


def _tally(barriers: Iterable[Barrier]) -> _Tally:
    yes: set[Effect] = set()
    unknown: set[Effect] = set()
    for rule, truth in barriers:
        if truth is YES:
            yes.add(rule.effect)
        elif truth is UNKNOWN:
            unknown.add(rule.effect)
    return _Tally(frozenset(yes), frozenset(unknown))
