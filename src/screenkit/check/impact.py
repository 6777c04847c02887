"""Whose recommendation another reading of the rules would change, counted by direction."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Result = Mapping[str, str]
"""What a person comes to: each form of group → its recommendation, and `safety` → the alert."""

ABSENT = "not weighed"
"""What a form of group comes to that one of the rule sets does not have."""

_OPEN = ("suitable", "conditional", "hold", "not_recommended", ABSENT)
_ALERT = ("none", "complete_screen", "same_day", "immediate")


@dataclass(frozen=True, slots=True)
class Change:
    """What changed for one person in one form of group, or in `safety`."""

    case_id: str
    what: str
    before: str
    after: str

    @property
    def is_looser(self) -> bool:
        """Whether the new rules let through what the old ones held, or raise a lower alert."""
        order = _ALERT if self.what == "safety" else _OPEN
        return order.index(self.after) < order.index(self.before)


@dataclass(slots=True)
class Impact:
    """How many people were looked at and how many could not be, and every change there was.

    `not_read` counts people of whom some answers could not be read by one of the rule sets.
    """

    people: int = 0
    left_out: int = 0
    not_read: int = 0
    changes: list[Change] = field(default_factory=list)

    @property
    def changed(self) -> int:
        """For how many people something changed."""
        return len({change.case_id for change in self.changes})

    @property
    def counts(self) -> Mapping[tuple[str, str, str], int]:
        """How often each change was found: form or `safety`, before, after."""
        return Counter((each.what, each.before, each.after) for each in self.changes)

    @property
    def looser(self) -> int:
        """How many changes go in the direction that has to be looked at first."""
        return sum(change.is_looser for change in self.changes)


def impact(pairs: Iterable[tuple[str, Result, Result]]) -> Impact:
    """Return what changes between two results of each person: case id, before, after."""
    found = Impact()
    for case_id, before, after in pairs:
        found.people += 1
        found.changes += [
            Change(case_id, what, before.get(what, ABSENT), after.get(what, ABSENT))
            for what in {**before, **after}
            if before.get(what, ABSENT) != after.get(what, ABSENT)
        ]
    return found
