"""From the truths of rules to a recommendation, to whether it is settled, and to which rules still matter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from screenkit.assessment import Recommendation
from screenkit.batch.plan.sheet import Bit, Sheet
from screenkit.batch.plan.view import Kleene
from screenkit.models.ruleset import Effect, Rule

Barrier = tuple[Rule, Kleene]
"""An exclude, hold or caution, and its truth."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Whether a barrier of each effect is yes, and whether one is undecided."""

    yes: dict[Effect, Bit]
    unknown: dict[Effect, Bit]


def tally(sheet: Sheet, barriers: Sequence[Barrier], *, gate_open: Bit) -> Tally:
    """Return which effects are present; an open gate is an undecided hold."""
    unknown = {effect: _unknown(sheet, _of(barriers, effect)) for effect in _EFFECTS}
    return Tally(
        yes={effect: sheet.any_of(truth.surely for _, truth in _of(barriers, effect)) for effect in _EFFECTS},
        unknown=unknown | {"hold": sheet.any_of([unknown["hold"], gate_open])},
    )


def recommended(sheet: Sheet, barriers: Sequence[Barrier], *, gate_open: Bit) -> dict[Recommendation, Bit]:
    """Return whether each is recommended; for everybody exactly one is."""
    counting = [each for each in barriers if each[0].counts_when_unknown]
    known = tally(sheet, barriers, gate_open=False)
    counts = tally(sheet, counting, gate_open=gate_open)
    held = sheet.any_of([known.yes["hold"], counts.unknown["exclude"], counts.unknown["hold"]])
    lowered = sheet.any_of([known.yes["caution"], counts.unknown["caution"]])
    return _first(sheet, [known.yes["exclude"], held, lowered])


def settled(sheet: Sheet, now: dict[Recommendation, Bit], reachable: Tally) -> Bit:
    """Return whether what is recommended is all that can be reached (`reachable` is the open-ended view)."""
    yes, unknown = reachable.yes, reachable.unknown
    worst = _first(sheet, [yes["exclude"], yes["hold"], yes["caution"]])
    left: dict[Recommendation, tuple[Effect, ...]] = {
        Recommendation.NOT_RECOMMENDED: (),
        Recommendation.HOLD: ("exclude",),
        Recommendation.CONDITIONAL: ("exclude", "hold"),
        Recommendation.SUITABLE: ("exclude", "hold", "caution"),
    }
    return sheet.any_of(
        sheet.all_of([now[each], worst[each], *(sheet.negation(unknown[effect]) for effect in effects)])
        for each, effects in left.items()
    )


def matters(sheet: Sheet, reachable: Tally) -> dict[Effect, Bit]:
    """Return for each effect whether deciding an undecided rule of it would change what is reachable.

    It would unless a barrier of that effect or of a graver one is yes already: a yes would take away what is
    reachable without it.
    """
    open_ = {effect: sheet.negation(reachable.yes[effect]) for effect in _EFFECTS}
    return {
        effect: sheet.all_of(open_[each] for each in _EFFECTS[: n + 1]) for n, effect in enumerate(_EFFECTS)
    }


_EFFECTS: tuple[Effect, ...] = ("exclude", "hold", "caution")
"""The effects that weigh on a recommendation, the gravest first."""


def _of(barriers: Iterable[Barrier], effect: Effect) -> list[Barrier]:
    return [each for each in barriers if each[0].effect == effect]


def _unknown(sheet: Sheet, barriers: Iterable[Barrier]) -> Bit:
    return sheet.any_of(sheet.all_of([truth.possibly, sheet.negation(truth.surely)]) for _, truth in barriers)


def _first(sheet: Sheet, graver: Sequence[Bit]) -> dict[Recommendation, Bit]:
    """Return for each recommendation, the most closed first, whether it is the first whose bit is yes."""
    found: dict[Recommendation, Bit] = {}
    not_yet: list[Bit] = []
    for each, bit in zip(reversed(Recommendation), (*graver, True), strict=True):
        found[each] = sheet.all_of([*not_yet, bit])
        not_yet.append(sheet.negation(bit))
    return found
