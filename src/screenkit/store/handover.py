"""Hand cases over to another store, and take them over from one."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from screenkit.case.events import Imported
from screenkit.errors import Problem, StoreError
from screenkit.store.append import refuse_unkept, stamp
from screenkit.store.chain import START, Entry
from screenkit.store.lines import Arrived, lines_of
from screenkit.store.records import NOTHING, Records, contents_named, is_purged, stamped


def exported(records: Records, case_ids: Sequence[str]) -> Iterator[bytes]:
    """Return the lines of an export.

    Raises:
        StoreError: when there is no such case, or it was purged.

    """
    cases = {case_id: records.known(case_id) for case_id in case_ids}
    buried = [case_id for case_id, rows in cases.items() if is_purged(rows)]
    if buried:
        raise StoreError([Problem(case_id, "this case was purged", "leave it out") for case_id in buried])
    named = sorted({name for rows in cases.values() for name in contents_named(stamped(rows))})
    return lines_of(cases, {name: records.content(name) for name in named})


def take_over(records: Records, arrived: Arrived, *, who: str, at: datetime) -> None:
    """Add the cases of an export, chained anew, each with its arrival. A change is under way.

    Raises:
        StoreError: when a case of that name exists or was purged here, or contents are missing.

    """
    known = set(records.case_ids()) & set(arrived.cases)
    if known:
        what, do = "a case of this name is or was in this store", "leave it out of the import"
        raise StoreError([Problem(case_id, what, do) for case_id in sorted(known)])
    for sha256, body in arrived.contents.items():
        records.keep(sha256, body)
    for case_id, events in arrived.cases.items():
        refuse_unkept(records, case_id, events)
        imported = Imported(head=str(arrived.heads[case_id]))
        arrival = stamp([imported], Entry(len(events), START), who=who, at=at)
        records.add(case_id, (*events, *arrival), after=NOTHING)
