"""Somebody writes into an unencrypted store by plain SQL: a check finds it, case by case."""

import re
from contextlib import closing

import pytest
from sqlcipher3 import dbapi2 as sqlcipher
from stores import MORNING, answer, everything, fill

from screenkit.errors import StoreDamagedError
from screenkit.store.verify import Verified


def tampered(made, *statements):
    """Write into the file behind the store's back."""
    with closing(sqlcipher.connect(str(made.database), isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def hurt_first(made, *statements):
    """Fill a store, hurt its first case, and say what a check finds of it (as CASE) and of the file."""
    with made.open() as store:
        case_id = fill(store)[0]
    tampered(made, *(statement.replace("CASE", case_id) for statement in statements))
    with made.open() as store:
        found = [str(each).replace(case_id, "CASE") for each in store.verify().problems]
    told = [re.sub(r"^.*/cases\.db: ", "the store: ", each).split(" — ")[0] for each in found]
    return [each for each in told if not each.startswith("C-")]


EVENT = "WHERE case_id = 'CASE' AND sequence ="
SWAP = (
    f"UPDATE events SET sequence = 90 {EVENT} 2",
    f"UPDATE events SET sequence = 2 {EVENT} 3",
    f"UPDATE events SET sequence = 3 {EVENT} 90",
)
NOT_WRITTEN = "it is not what was written"
NOT_KNOWN = "the ledger knows of no such event"
END = "the store: events are missing at the end of the ledger, or its seal was changed"
LEDGER = "DELETE FROM ledger WHERE case_id = 'CASE'"

TAMPERED = {
    "an answer edited": (
        [f"UPDATE events SET body = replace(body, 'declined', 'no') {EVENT} 4"],
        [f"CASE, event 4: {NOT_WRITTEN}"],
    ),
    "a name edited": ([f"UPDATE events SET who = 'Dr No' {EVENT} 2"], [f"CASE, event 2: {NOT_WRITTEN}"]),
    "a time edited": (
        [f"UPDATE events SET at = '2020-01-01T00:00:00+00:00' {EVENT} 2"],
        [f"CASE, event 2: {NOT_WRITTEN}"],
    ),
    "a mac edited": ([f"UPDATE events SET mac = zeroblob(32) {EVENT} 2"], [f"CASE, event 2: {NOT_WRITTEN}"]),
    "a mac of another shape": (
        [f"UPDATE events SET mac = zeroblob(9) {EVENT} 2"],
        ["CASE: an event is damaged"],
    ),
    "the last event removed": ([f"DELETE FROM events {EVENT} 6"], ["CASE: event 6 is missing"]),
    "an event in the middle removed": ([f"DELETE FROM events {EVENT} 3"], ["CASE: event 3 is missing"]),
    "several removed": (
        ["DELETE FROM events WHERE case_id = 'CASE' AND sequence IN (1, 3, 4, 5)"],
        ["CASE: events 1 and 3 to 5 are missing"],
    ),
    "two events swapped": (SWAP, [f"CASE, event 2: {NOT_WRITTEN}", f"CASE, event 3: {NOT_WRITTEN}"]),
    "the whole case removed": (
        ["DELETE FROM events WHERE case_id = 'CASE'"],
        ["CASE: events 1 to 6 are missing"],
    ),
    "an event added": (
        [
            f"INSERT INTO events SELECT case_id, 7, at, who, kind, body, nonce, mac FROM events {EVENT} 6",
        ],
        [f"CASE, event 7: {NOT_KNOWN}"],
    ),
    "a tombstone made up": (
        [
            "DELETE FROM events WHERE case_id = 'CASE' AND sequence < 6",
            (
                'UPDATE events SET kind = \'purged\', body = \'{"kind":"purged","reason":"x"}\''
                " WHERE case_id = 'CASE'"
            ),
        ],
        [f"CASE, event 6: {NOT_WRITTEN}"],
    ),
    "the seal removed": (["DELETE FROM head"], [END]),
    "the seal moved": (["UPDATE head SET number = number - 1"], [END]),
    "the end of the ledger removed": (
        ["DELETE FROM ledger WHERE number > 12", "UPDATE head SET number = 12"],
        [END],
    ),
    "the ledger removed and its seal too": (
        ["DELETE FROM ledger", "DELETE FROM head"],
        [END, *(f"CASE, event {number}: {NOT_KNOWN}" for number in range(1, 7))],
    ),
    "a ledger entry edited": (
        ["UPDATE ledger SET mac = zeroblob(32) WHERE case_id = 'CASE' AND sequence = 2"],
        [
            "the store: entry 2 of the ledger is not what was written",
            f"CASE, event 2: {NOT_WRITTEN}",
            f"CASE, event 3: {NOT_WRITTEN}",
        ],
    ),
    "a ledger entry of another shape": (
        ["UPDATE ledger SET mac = zeroblob(3) WHERE case_id = 'CASE' AND sequence = 2"],
        [
            "the store: entry 2 of the ledger is not what was written",
            "CASE: an entry of the ledger is damaged",
        ],
    ),
    "the case removed, and from the ledger too": (
        ["DELETE FROM events WHERE case_id = 'CASE'", LEDGER],
        ["the store: entry 1 of the ledger is missing"],
    ),
    "the last event removed, and from the ledger too": (
        [f"DELETE FROM events {EVENT} 6", f"{LEDGER} AND sequence = 6"],
        ["the store: entry 6 of the ledger is missing"],
    ),
    "the rules edited": (
        ["UPDATE contents SET body = CAST('other' AS BLOB) WHERE body = CAST('the rules' AS BLOB)"],
        [
            "the store: a snapshot of the rules is not what was kept",
            "CASE: the rules it was screened with are missing from the store",
        ],
    ),
    "the rules removed": (
        ["DELETE FROM contents"],
        ["CASE: the rules it was screened with are missing from the store"],
    ),
}
"""What was done behind the store's back, and what the check says."""


@pytest.mark.parametrize(("statements", "told"), TAMPERED.values(), ids=TAMPERED)
def test_a_check_finds_it(unencrypted, statements, told):
    assert hurt_first(unencrypted, *statements) == told


@pytest.mark.parametrize("statements", [each for each, _ in TAMPERED.values()], ids=TAMPERED)
def test_nothing_tampered_with_is_read_as_if_it_were_whole(unencrypted, statements):
    with unencrypted.open() as store:
        case_id = fill(store)[0]
        before = everything(store)
    tampered(unencrypted, *(statement.replace("CASE", case_id) for statement in statements))
    with unencrypted.open() as store:
        try:
            cases, contents, _, _ = everything(store)
        except StoreDamagedError:
            return
        assert all(before[0][each] == events for each, events in cases.items())
        assert contents == before[1]
        assert store.verify().problems


def test_a_sound_store_is_told_with_what_no_check_can_show(made):
    with made.open() as store:
        fill(store)
        holder = (
            "Whoever can open the store — with the passphrase, the recovery code, or at a computer where it"
            " is open — can write a history that fits."
            if store.is_encrypted
            else "This store is not encrypted and its key stands in cases.key: whoever can write both files"
            " can write a history that fits."
        )
        wrong = "What was entered wrongly, by mistake or on purpose, reads like anything else."
        older = (
            "An older copy of the whole store, put back in its place, fits as well: only a head printed on a"
            " report since then tells the two apart."
        )
        assert store.verify() == Verified(cases=3, events=18, problems=(), cannot_show=(holder, wrong, older))


def test_a_printed_head_shows_that_an_older_copy_was_put_back(made):
    with made.open() as store:
        case_id = fill(store)[0]
        older = made.database.read_bytes()
        answer(store, case_id, "yes")
        printed = str(store.head(case_id))
        early = [(case_id, printed)]
        assert store.verify(early).problems == ()
        answer(store, case_id, "no")
        assert store.verify(early).problems == ()
    made.database.write_bytes(older)
    with made.open() as store:
        assert store.verify().problems == ()
        found = store.verify(early)
        assert [str(each) for each in found.problems] == [
            (
                f"{case_id}: a report printed event 7 of it, and the store has no such event"
                " — this may be an older copy of the store: look for the newer one"
            )
        ]
        assert (
            found.cannot_show[-1]
            == "Events written after the printed heads that were compared could still be missing."
        )


def test_a_printed_head_shows_that_history_was_rewritten_by_a_holder_of_the_key(made):
    with made.open() as store:
        case_id = fill(store)[0]
        older = made.database.read_bytes()
        answer(store, case_id, "yes")
        printed = str(store.head(case_id))
    made.database.write_bytes(older)
    with made.open() as store:
        answer(store, case_id, "no")
        assert [str(each) for each in store.verify([(case_id, printed), (case_id, "nonsense")]).problems] == [
            (
                f"{case_id}: its history up to event 7 is not the one the report was made from"
                " — this is another store, or its history was rewritten"
            ),
            (
                f"{case_id}: what was given is not how a printed head is written"
                " — copy it from the report; it looks like 17-K7QM-3RTW-9XDF"
            ),
        ]


def test_a_printed_head_still_fits_after_its_case_was_purged(made):
    with made.open() as store:
        case_id = fill(store)[0]
        printed = str(store.head(case_id))
        store.purge(case_id, who="Dr Ada", at=MORNING, reason="asked for")
        assert store.verify([(case_id, printed)]).problems == ()
