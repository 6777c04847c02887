"""Verify a store: find every edit, removal, reordering and truncation, and say what cannot be found."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from screenkit.case.events import Imported
from screenkit.errors import Problem, StoreDamagedError
from screenkit.store.chain import START, Entry, link_of
from screenkit.store.codes import Head, head_of, read_head
from screenkit.store.connection import damaged, in_our_words
from screenkit.store.records import Records, contents_named, faults, stamped

_KEY_HOLDER = (
    "Whoever can open the store — with the passphrase, the recovery code, or at a computer where it is open —"
    " can write a history that fits."
)
_KEY_IN_THE_OPEN = (
    "This store is not encrypted and its key stands in cases.key: whoever can write both files can write a"
    " history that fits."
)
_WRONG_ENTRY = "What was entered wrongly, by mistake or on purpose, reads like anything else."
_OLDER_COPY = (
    "An older copy of the whole store, put back in its place, fits as well: only a head printed on a report"
    " since then tells the two apart."
)
_ONLY_COMPARED = "Events written after the printed heads that were compared could still be missing."


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of the whole store found: how much was read, every problem, and what no check can show."""

    cases: int
    events: int
    problems: tuple[Problem, ...]
    cannot_show: tuple[str, ...]


def verify(records: Records, *, encrypted: bool, heads: Iterable[tuple[str, str]] = ()) -> Verified:
    """Check every page, event, content snapshot and ledger entry, and compare heads printed on reports.

    `heads` are pairs of a case id and a head as it was printed.
    """
    printed = tuple(heads)
    counted: dict[str, int] = {}
    problems = [
        *_guarded(_file_faults(records, encrypted=encrypted)),
        *_guarded(_ledger_faults(records)),
        *_guarded(_case_faults(records, counted)),
        *_guarded(_content_faults(records, counted)),
        *_guarded(_head_faults(records, printed)),
    ]
    limits = (
        _KEY_HOLDER if encrypted else _KEY_IN_THE_OPEN,
        _WRONG_ENTRY,
        _ONLY_COMPARED if printed else _OLDER_COPY,
    )
    return Verified(len(counted), sum(counted.values()), tuple(dict.fromkeys(problems)), limits)


def _guarded(problems: Iterator[Problem]) -> Iterator[Problem]:
    """Turn damage that stops one check into its problems, so that the others still run."""
    try:
        yield from problems
    except StoreDamagedError as error:
        yield from error.problems


def _file_faults(records: Records, *, encrypted: bool) -> Iterator[Problem]:
    with in_our_words(records.path):
        if encrypted:
            pages = records.connection.execute("PRAGMA cipher_integrity_check").fetchall()
            if pages:
                yield damaged(records.path, f"damaged pages: {len(pages)}")
        if records.connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            yield damaged(records.path, "the database does not pass its own check")


def _ledger_faults(records: Records) -> Iterator[Problem]:
    with in_our_words(records.path):
        records.end()
        link = START
        rows = records.connection.execute("SELECT * FROM ledger NOT INDEXED ORDER BY number")
        for number, (found, case_id, sequence, mac, kept) in enumerate(rows, 1):
            if found != number:
                yield damaged(records.path, f"entry {number} of the ledger is missing")
                return
            if isinstance(case_id, str) and isinstance(sequence, int) and isinstance(mac, bytes):
                link = link_of(records.key, link, number, case_id, Entry(sequence, mac))
            if link != kept:
                yield damaged(records.path, f"entry {number} of the ledger is not what was written")
                return


def _case_faults(records: Records, counted: dict[str, int]) -> Iterator[Problem]:
    with in_our_words(records.path):
        case_ids = records.case_ids()
    for case_id in case_ids:
        counted[case_id] = 0
        yield from _guarded(_faults_of(records, case_id, counted))


def _faults_of(records: Records, case_id: str, counted: dict[str, int]) -> Iterator[Problem]:
    with in_our_words(records.path):
        rows = records.rows(case_id)
        counted[case_id] = len(rows)
        yield from faults(records.key, case_id, rows, records.entries(case_id))


def _content_faults(records: Records, case_ids: Iterable[str]) -> Iterator[Problem]:
    with in_our_words(records.path):
        kept = set()
        for sha256, body in records.connection.execute("SELECT sha256, body FROM contents NOT INDEXED"):
            if isinstance(body, bytes) and hashlib.sha256(body).hexdigest() == sha256:
                kept.add(sha256)
            else:
                yield damaged(records.path, "a snapshot of the rules is not what was kept")
        for case_id in case_ids:
            if not contents_named(stamped(records.rows(case_id))) <= kept:
                do = "restore the latest backup; the answers themselves are here"
                yield Problem(case_id, "the rules it was screened with are missing from the store", do)


def _head_faults(records: Records, printed: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    with in_our_words(records.path):
        for case_id, text in printed:
            head = read_head(text)
            if head is None:
                do = "copy it from the report; it looks like 17-K7QM-3RTW-9XDF"
                yield Problem(case_id, "what was given is not how a printed head is written", do)
                continue
            yield from _head_fault(records, case_id, head)


def _head_fault(records: Records, case_id: str, head: Head) -> Iterator[Problem]:
    macs = {entry.sequence: entry.mac for entry in records.entries(case_id)}
    is_there = head.sequence in macs
    if is_there and head_of(head.sequence, macs[head.sequence]) == head:
        return
    arrival = _arrival(records, case_id)
    if arrival is not None:
        yield _from_elsewhere(case_id, head, *arrival)
    elif is_there:
        what = f"its history up to event {head.sequence} is not the one the report was made from"
        yield Problem(case_id, what, "this is another store, or its history was rewritten")
    else:
        what = f"a report printed event {head.sequence} of it, and the store has no such event"
        yield Problem(case_id, what, "this may be an older copy of the store: look for the newer one")


def _arrival(records: Records, case_id: str) -> tuple[int, str] | None:
    """Return which event of a case says last that it came from another store, and the head it had there."""
    found = [
        (each.sequence, each.event.head)
        for each in stamped(records.rows(case_id))
        if isinstance(each.event, Imported)
    ]
    return found[-1] if found else None


def _from_elsewhere(case_id: str, head: Head, sequence: int, there: str) -> Problem:
    """Return what is to be said of a head that does not fit a case that was imported."""
    came = f"it came from another store (event {sequence}), and an import begins a chain of its own"
    if str(head) == there:
        what = f"this is the head it had in the store it came from, as event {sequence} says; {came}"
    elif head.sequence < sequence:
        what = f"no head printed before its import can be compared here: {came}"
    else:
        what = f"this head was not printed from this chain: {came}"
    do = (
        "give a head printed here since, such as the one the import showed; an older one is compared in the "
        "store it came from. One that was printed here and does not fit: its history was rewritten"
    )
    return Problem(case_id, what, do)
