"""Whether a rule that was changed is at least as strict as it was, told from its parts alone."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from screenkit.assessment import LEVELS
from screenkit.models.base import Modality
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
)
from screenkit.models.ruleset import Effect, Rule

STRENGTH: dict[Effect, int] = {"exclude": 3, "hold": 2, "caution": 1, "benefit": 0, "note": 0}
"""How much a rule of each effect weighs."""


@dataclass(frozen=True, slots=True)
class Softer:
    """In which way a rule is softer than it was; `needs_proof`: only a solver can tell whether it is."""

    what: str
    needs_proof: bool = False


def softer(old: Rule, new: Rule, forms: tuple[Modality, ...]) -> Iterator[Softer]:
    """Yield each way in which a rule is, or may be, softer than it was; `forms` are its rule set's."""
    if old.domain == "safety" and new.domain != "safety":
        yield Softer(f"its domain is {new.domain} and was safety")
    if STRENGTH[new.effect] < STRENGTH[old.effect]:
        yield Softer(f"its effect is {new.effect} and was {old.effect}")
    lost = [
        form for form in old.modalities or forms if form in forms and form not in (new.modalities or forms)
    ]
    if lost:
        yield Softer(f"it no longer speaks of {', '.join(lost)}")
    if LEVELS.index(new.alert or "none") < LEVELS.index(old.alert or "none"):
        yield Softer(f"its alert is {new.alert or 'none'} and was {old.alert}")
    if old.alert and (old.released_by, old.assessed_when) != (new.released_by, new.assessed_when):
        yield Softer("another assessment settles its alert")
    if STRENGTH[old.effect] and old.counts_when_unknown and not new.counts_when_unknown:
        yield Softer("it no longer counts while it is unknown")
    if new.when is not None and (old.when is None or not implies(old.when, new.when)):
        yield Softer("its condition may be narrower", needs_proof=old.when is not None)


def implies(one: Condition, other: Condition) -> bool:  # noqa: C901 - one case for each pair of kinds
    """Say whether the first is plainly never truer than the second, unknown standing between no and yes.

    It may say no where it is so, and never yes where it is not: a solver sees more.
    """
    if one == other:
        return True
    match one, other:
        case Named(_, inner), _:
            return implies(inner, other)
        case _, Named(_, inner):
            return implies(one, inner)
        case AnyOf(parts), _:
            return all(implies(part, other) for part in parts)
        case _, AllOf(parts):
            return all(implies(one, part) for part in parts)
        case Not(inner), Not(outer):
            return implies(outer, inner)
        case AllOf(parts), AnyOf(others):
            return any(implies(part, other) for part in parts) or any(implies(one, each) for each in others)
        case AllOf(parts), _:
            return any(implies(part, other) for part in parts)
        case _, AnyOf(others):
            return any(implies(one, each) for each in others)
        case AtLeast(count, parts), AtLeast(fewer, others):
            return count >= fewer and Counter(parts) <= Counter(others)
        case _:
            return _asks_more(one, other)


def _asks_more(one: Condition, other: Condition) -> bool:
    match one, other:
        case Is(name, values), Is(same, more):
            return name == same and set(values) <= set(more)
        case IsNot(name, values), IsNot(same, fewer):
            return name == same and set(values) >= set(fewer)
        case Compare(name, ">=" | ">" as asked, number), Compare(same, ">=" | ">" as asks, limit):
            return name == same and _order(asked, number) >= _order(asks, limit)
        case Compare(name, "<=" | "<" as asked, number), Compare(same, "<=" | "<" as asks, limit):
            return name == same and _order(asked, -number) >= _order(asks, -limit)
        case IsSilent(), _:
            return False
        case _:
            return False


def _order(comparison: str, number: Fraction) -> tuple[Fraction, bool]:
    return number, comparison in {">", "<"}
