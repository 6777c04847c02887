"""Purge a case: remove every byte of it, and leave a tombstone."""

from datetime import datetime

from screenkit.case.events import Purged
from screenkit.errors import StoreError
from screenkit.store.append import stamp
from screenkit.store.records import NOTHING, Records, contents_named, stamped, unknown


def bury(records: Records, case_id: str, *, who: str, at: datetime, reason: str) -> None:
    """Take out the events of a case, and the contents no other case speaks of. A change is under way.

    Raises:
        StoreError: when there is no such case.

    """
    after = records.last(case_id)
    if after == NOTHING:
        raise StoreError([unknown(case_id)])
    speaks_of = "SELECT 1 FROM events WHERE case_id != ? AND instr(body, ?) LIMIT 1"
    for content in contents_named(stamped(records.rows(case_id))):
        if records.connection.execute(speaks_of, (case_id, content)).fetchone() is None:
            records.connection.execute("DELETE FROM contents WHERE sha256 = ?", (content,))
    records.connection.execute("DELETE FROM events WHERE case_id = ?", (case_id,))
    tombstone = stamp([Purged(reason=reason)], after, who=who, at=at)
    records.add(case_id, tombstone, after=after)
