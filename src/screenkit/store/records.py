"""Read and add rows of a store, always together with the ledger that vouches for them."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from sqlcipher3.dbapi2 import Connection

from screenkit.case.events import Opened, Stamped
from screenkit.errors import Problem, StoreDamagedError, StoreError
from screenkit.store.chain import START, Entry, Row, event_of, is_sound, link_of, mac_of, rows_of, seal_of
from screenkit.store.connection import damaged

_EVENTS = "SELECT case_id, sequence, at, who, kind, body, nonce, mac FROM events WHERE case_id = ?"
NOTHING = Entry(0, START)
"""What stands before the first event of a case."""


@dataclass(frozen=True, slots=True)
class Records:
    """The rows of a store: its connection, the file they lie in, and the key of its chains."""

    connection: Connection
    path: Path
    key: bytes = field(repr=False)

    def case_ids(self) -> tuple[str, ...]:
        """Return every case that the events or the ledger speak of, purged ones too."""
        found = self.connection.execute("SELECT case_id FROM events UNION SELECT case_id FROM ledger")
        ids = [row[0] for row in found]
        if not all(isinstance(each, str) for each in ids):
            raise StoreDamagedError([damaged(self.path, "the list of cases is damaged")])
        return tuple(sorted(ids))

    def purged_ids(self) -> frozenset[str]:
        """Return the cases of which a tombstone is left."""
        found = self.connection.execute("SELECT case_id FROM events WHERE kind = 'purged'")
        return frozenset(str(row[0]) for row in found)

    def rows(self, case_id: str) -> tuple[Row, ...]:
        """Return the rows of a case as they stand.

        Raises:
            StoreDamagedError: when one of them is not even of the right shape.

        """
        found = self.connection.execute(f"{_EVENTS} ORDER BY sequence", (case_id,)).fetchall()
        if not all(is_sound(values) for values in found):
            raise StoreDamagedError([Problem(case_id, "an event is damaged", _RESTORE)])
        return tuple(Row(*values) for values in found)

    def entries(self, case_id: str) -> tuple[Entry, ...]:
        """Return what the ledger says of a case, in order."""
        asked = "SELECT sequence, mac FROM ledger WHERE case_id = ? ORDER BY sequence"
        return tuple(_entry(case_id, values) for values in self.connection.execute(asked, (case_id,)))

    def last(self, case_id: str) -> Entry:
        """Return the last event of a case by the ledger, or NOTHING."""
        asked = "SELECT sequence, mac FROM ledger WHERE case_id = ? ORDER BY sequence DESC LIMIT 1"
        found = self.connection.execute(asked, (case_id,)).fetchone()
        return NOTHING if found is None else _entry(case_id, found)

    def last_row(self, case_id: str) -> Row | None:
        """Return the last event of a case.

        Raises:
            StoreDamagedError: when the ledger says that it is another one.

        """
        values = self.connection.execute(f"{_EVENTS} ORDER BY sequence DESC LIMIT 1", (case_id,)).fetchone()
        row = Row(*values) if values is not None and is_sound(values) else None
        last = NOTHING if row is None else Entry(row.sequence, row.mac)
        if last != self.last(case_id):
            raise StoreDamagedError([_fault(case_id, "its last event is missing, or not what was written")])
        return row

    def end(self) -> tuple[int, bytes]:
        """Return the number of the ledger's last entry, and its link.

        Raises:
            StoreDamagedError: when the ledger does not end where its seal says.

        """
        sealed = self.connection.execute("SELECT number, seal FROM head").fetchall()
        asked = "SELECT number, link FROM ledger ORDER BY number DESC LIMIT 1"
        number, link = self.connection.execute(asked).fetchone() or (0, START)
        if not isinstance(link, bytes) or sealed != [(number, seal_of(self.key, number, link))]:
            what = "events are missing at the end of the ledger, or its seal was changed"
            raise StoreDamagedError([damaged(self.path, what)])
        return number, link

    def checked(self, case_id: str) -> tuple[Row, ...]:
        """Return the rows of a case, none where there is no such case.

        Raises:
            StoreDamagedError: when any of it is not as it was written, with every fault.

        """
        number, _ = self.end()
        rows = self.rows(case_id)
        if self.connection.execute("SELECT count(*) FROM ledger").fetchone() != (number,):
            raise StoreDamagedError([damaged(self.path, "entries of the ledger are missing")])
        problems = list(faults(self.key, case_id, rows, self.entries(case_id)))
        if problems:
            raise StoreDamagedError(problems)
        return rows

    def known(self, case_id: str) -> tuple[Row, ...]:
        """Return the rows of a case that there is.

        Raises:
            StoreError: when there is none.
            StoreDamagedError: when any of it is not as it was written.

        """
        rows = self.checked(case_id)
        if not rows:
            raise StoreError([unknown(case_id)])
        return rows

    def kept(self, sha256: str) -> bytes | None:
        """Return a content snapshot as it stands, or None where it is not kept."""
        asked = "SELECT body FROM contents WHERE sha256 = ?"
        found = self.connection.execute(asked, (sha256,)).fetchone()
        return found[0] if found is not None and isinstance(found[0], bytes) else None

    def content(self, sha256: str) -> bytes:
        """Return a content snapshot as it was kept.

        Raises:
            StoreDamagedError: when it is not there, or not what was kept.

        """
        body = self.kept(sha256)
        if body is None or hashlib.sha256(body).hexdigest() != sha256:
            what = "the rules of a screening are missing, or not what was kept"
            raise StoreDamagedError([damaged(self.path, what)])
        return body

    def keep(self, sha256: str, body: bytes) -> None:
        """Keep a content snapshot, also where a damaged one stands. A change is under way."""
        if self.kept(sha256) != body:
            self.connection.execute("INSERT OR REPLACE INTO contents VALUES (?, ?)", (sha256, body))

    def add(self, case_id: str, events: Sequence[Stamped], *, after: Entry) -> None:
        """Write events after the last of their case, and enter them in the ledger. A change is under way."""
        number, link = self.end()
        rows = rows_of(self.key, case_id, after, events)
        for row in rows:
            number, entry = number + 1, Entry(row.sequence, row.mac)
            link = link_of(self.key, link, number, case_id, entry)
            told = (row.case_id, row.sequence, row.at, row.who, row.kind, row.body, row.nonce, row.mac)
            self.connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", told)
            entered = (number, case_id, row.sequence, row.mac, link)
            self.connection.execute("INSERT INTO ledger VALUES (?, ?, ?, ?, ?)", entered)
        self.seal(number, link)

    def seal(self, number: int, link: bytes) -> None:
        """Seal the end of the ledger."""
        sealed = (number, seal_of(self.key, number, link))
        self.connection.execute("INSERT OR REPLACE INTO head VALUES (1, ?, ?)", sealed)


def stamped(rows: Iterable[Row]) -> tuple[Stamped, ...]:
    """Return the events that checked rows keep."""
    return tuple(event for event in map(event_of, rows) if event is not None)


def contents_named(events: Iterable[Stamped]) -> set[str]:
    """Return the content snapshots that events speak of."""
    return {each.event.content for each in events if isinstance(each.event, Opened)}


def unknown(case_id: str) -> Problem:
    """Return the problem of a case that there is not."""
    return Problem(case_id, "there is no such case in this store", "look at the list of cases")


def faults(key: bytes, case_id: str, rows: Sequence[Row], entries: Sequence[Entry]) -> Iterator[Problem]:
    """Hold the events of a case against the ledger, and each against the one before it."""
    macs = {entry.sequence: entry.mac for entry in (NOTHING, *entries)}
    if [*macs] != list(range(len(macs))):
        yield _fault(case_id, "its entries in the ledger have gaps")
    first = rows[0].sequence if is_purged(rows) else 1
    written = {row.sequence for row in rows}
    missing = [number for number in macs if number >= first and number not in written]
    if missing:
        yield _fault(case_id, f"{_named(missing)} missing")
    for row in rows:
        yield from _row_faults(key, row, macs.get(row.sequence), macs.get(row.sequence - 1))


def is_purged(rows: Sequence[Row]) -> bool:
    """Return whether all that is left of a case is its tombstone."""
    return len(rows) == 1 and rows[0].kind == "purged"


def _row_faults(key: bytes, row: Row, mac: bytes | None, before: bytes | None) -> Iterator[Problem]:
    where = f"{row.case_id}, event {row.sequence}"
    if mac is None or before is None:
        yield _fault(where, "the ledger knows of no such event")
    elif row.mac != mac or row.mac != mac_of(key, before, row):
        yield _fault(where, "it is not what was written")
    elif event_of(row) is None:
        yield Problem(where, "this screenkit does not know this kind of event", "update screenkit")


def _entry(case_id: str, values: tuple[object, ...]) -> Entry:
    match values:
        case (int() as sequence, bytes() as mac) if len(mac) == len(START):
            return Entry(sequence, mac)
        case _:
            raise StoreDamagedError([_fault(case_id, "an entry of the ledger is damaged")])


def _named(numbers: Sequence[int]) -> str:
    """Return "event 3 is", or "events 3 to 5 and 7 are"."""
    if len(numbers) == 1:
        return f"event {numbers[0]} is"
    runs = [list(run) for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    ends = [(run[0][1], run[-1][1]) for run in runs]
    told = [str(first) if first == last else f"{first} to {last}" for first, last in ends]
    return f"events {' and '.join(told)} are"


_RESTORE = "keep a copy of the folder as it is, then restore the latest backup"


def _fault(where: str, what: str) -> Problem:
    return Problem(where, what, _RESTORE)
