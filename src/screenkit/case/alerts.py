"""An alert on record: raised, seen, settled, raised again, and what of that counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from screenkit.assessment import Mark, SafetyState
from screenkit.models.ruleset import AlertLevel


@dataclass(frozen=True, slots=True)
class CaseAlert:
    """An alert on record, and the screening that raised it; its marks say how it stands.

    It may be raised more than once; `named` holds, mark by mark, the answers behind a raising, and nothing
    for any other step.
    """

    rule: str
    level: AlertLevel
    message: str
    marks: tuple[Mark, ...]
    named: tuple[tuple[str, ...], ...]
    screening: int

    @property
    def counting(self) -> tuple[Mark, ...]:
        """The marks without the raisings that were entered in error."""
        return tuple(self.marks[n] for n in counting([mark.state for mark in self.marks]))

    @property
    def state(self) -> SafetyState:
        """How the alert stands now."""
        return state_of([mark.state for mark in self.marks])

    @property
    def items(self) -> tuple[str, ...]:
        """The answers behind it."""
        return items_of([mark.state for mark in self.marks], self.named)

    def marked(self, mark: Mark, items: tuple[str, ...] = ()) -> "CaseAlert":
        """Return the alert after one more step; `items` are the answers behind a raising."""
        return replace(self, marks=(*self.marks, mark), named=(*self.named, items))


def counting(steps: Sequence[SafetyState]) -> tuple[int, ...]:
    """Return the places of the steps of an alert that count.

    "Entered in error" takes back the last raising before it and what was done about that one, and no other:
    what was said earlier is not undone by a slip of today.
    """
    raisings: list[list[int]] = []
    for place, step in enumerate(steps):
        if step == "open":
            raisings.append([place])
        elif step == "entered_in_error":
            raisings = raisings[:-1]
        elif raisings:
            raisings[-1].append(place)
    return tuple(place for raising in raisings for place in raising)


def state_of(steps: Sequence[SafetyState]) -> SafetyState:
    """Return how an alert stands after some steps."""
    count = counting(steps)
    return steps[count[-1]] if count else "entered_in_error"


def items_of(steps: Sequence[SafetyState], named: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the answers behind an alert: of every raising that counts, of all where none does."""
    places = counting(steps) or range(len(steps))
    return tuple(dict.fromkeys(name for place in places for name in named[place]))
