"""Keep what happens in an interview in the store, each part of it committed before it returns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screenkit.cli.clock import now
from screenkit.errors import ChangedMeanwhileError, Problem, StoreError

if TYPE_CHECKING:
    from screenkit.case.events import Event
    from screenkit.store.cases import Store

_BESIDE_THE_INTERVIEW = frozenset({"acknowledged", "assessed", "noted", "decided", "exported"})
"""What may be added to a case from elsewhere while its interview goes on."""


@dataclass(slots=True)
class Keeper:
    """Keeps what happens in an interview, each part of it committed before it returns.

    `seen` is the sequence of the last event known here: another program that writes into the same case in
    between is told of, and never written over. `unsaved` is what the store has not taken.
    """

    store: "Store"
    case_id: str
    who: str
    seen: int
    unsaved: "tuple[Event, ...]" = ()

    def keep(self, events: "Sequence[Event]") -> None:
        """Add events to the case.

        Where another program has gone on with the case, that is said first; the same events, kept again, are
        added after what it wrote.

        Raises:
            StoreError: when the store does not take them; nothing of them is kept then.

        """
        self.unsaved = tuple(events)
        try:
            made = self.store.append(self.case_id, events, who=self.who, at=now(), expecting=self.seen)
        except ChangedMeanwhileError as error:
            raise self._caught_up(error) from None
        self.seen, self.unsaved = made[-1].sequence, ()

    def _caught_up(self, error: ChangedMeanwhileError) -> StoreError:
        """Return what is said of another program.

        Where it only added a step or a note, that is seen from now on. Where it went on with the interview
        itself, nothing more is added here: an answer given there would be lost behind one given here.
        """
        others = {each.event.kind for each in self.store.events(self.case_id)[self.seen :]}
        if others <= _BESIDE_THE_INTERVIEW:
            self.seen = error.sequence
            what = f"another program has written in this case: {error.who}, at {error.at:%H:%M}"
            return StoreError([Problem(self.case_id, what, "try again: this is added after it")])
        what = f"another program has gone on with this interview: {error.who} wrote in it at {error.at:%H:%M}"
        do = "write this down on paper, stop here with Ctrl-C, and record it there"
        return StoreError([Problem(self.case_id, what, do)])
