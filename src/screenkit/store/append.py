"""Add events to a case: only after what the writer has seen, and never to a case that was purged."""

from collections.abc import Iterable
from datetime import datetime

from screenkit.case.events import Event, Stamped
from screenkit.errors import ChangedMeanwhileError, Problem, StoreError
from screenkit.store.chain import Entry, Row
from screenkit.store.codes import is_case_id
from screenkit.store.records import NOTHING, Records, contents_named, unknown


def last_seen(records: Records, case_id: str, expecting: int | None) -> Entry:
    """Return what new events of a case come after, where they may be added.

    Raises:
        ChangedMeanwhileError: when that is not the event the writer has seen last.
        StoreError: when there is no such case, it was purged, or its name is none.

    """
    last = records.last_row(case_id)
    _refuse(case_id, last, expecting)
    return NOTHING if last is None else Entry(last.sequence, last.mac)


def stamp(events: Iterable[Event], after: Entry, *, who: str, at: datetime) -> tuple[Stamped, ...]:
    """Give events their place in a case, their moment, and who saw to them."""
    numbered = enumerate(events, after.sequence + 1)
    return tuple(Stamped(sequence=number, at=at, who=who, event=event) for number, event in numbered)


def refuse_unkept(records: Records, case_id: str, events: Iterable[Stamped]) -> None:
    """Refuse to begin a screening that could not be replayed.

    Raises:
        StoreError: when the contents it names are not in the store.

    """
    if any(records.kept(name) is None for name in contents_named(events)):
        what = "the rules it is screened with are not in the store"
        raise StoreError([Problem(case_id, what, "keep them first")])


def _refuse(case_id: str, last: Row | None, expecting: int | None) -> None:
    if not is_case_id(case_id):
        raise StoreError([Problem("the case", "this is no name of a case", "copy it from the list of cases")])
    if last is None and expecting:
        raise StoreError([unknown(case_id)])
    if last is not None and last.kind == "purged":
        raise StoreError([Problem(case_id, "this case was purged", "begin a new case")])
    if last is not None and expecting not in {None, last.sequence}:
        what = f"changed meanwhile by {last.who} at {last.at}; nothing was added"
        do = "read the case again, then decide what still holds"
        at = datetime.fromisoformat(last.at)
        problem = Problem(case_id, what, do)
        raise ChangedMeanwhileError([problem], sequence=last.sequence, who=last.who, at=at)
