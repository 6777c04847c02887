"""A name typed into every free text stands in no byte outside, and after a purge nowhere at all."""

import re
import traceback

import pyrage
import pytest
from stores import MORNING, PASSPHRASE, begin

from screenkit.case.events import Acknowledged, Alerted, Answered, Changed, Decided, Noted, Told
from screenkit.errors import ScreenkitError
from screenkit.store.connection import writing

CANARY = "Zebedee Quillfeather"
NEEDLES = [CANARY.encode(form) for form in ("utf-8", "utf-16-le", "utf-16-be")] + [b"Quillfeather"]


def tell_all(store):
    """A case in which every free text names the person."""
    case_id = begin(store, who=CANARY)
    events = [
        Answered(item="item_0", answer=CANARY),
        Changed(item="item_0", before=CANARY, answer="yes", reason=CANARY),
        Noted(item=None, text=CANARY * 900),
        Alerted(rule="suicidal-thoughts", level="immediate", message=CANARY, items=("item_0",)),
        Told(prompt="location_now", text=CANARY),
        Acknowledged(rules=("suicidal-thoughts",), reason=CANARY),
        Decided(choices={"in_person": "wait"}, code="patient-preference", reason=CANARY, second=CANARY),
    ]
    store.append(case_id, events, who=CANARY, at=MORNING, expecting=1)
    return case_id


def told_in(folder):
    """The files below a folder that hold the name."""
    return sorted(
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(needle in path.read_bytes() for needle in NEEDLES)
    )


def test_the_name_stands_in_no_byte_of_an_encrypted_store_or_of_what_it_leaves_about(
    encrypted, tmp_path, monkeypatch
):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    with encrypted.open() as store:
        tell_all(store)
        with writing(store._records.connection, encrypted.database):
            store._records.connection.execute("UPDATE events SET who = who || 'x'")
            store._records.connection.execute("CREATE TEMP TABLE apart AS SELECT * FROM events")
            assert (encrypted.folder / "cases.db-journal").stat().st_size > 4096
            assert told_in(tmp_path) == []
            store._records.connection.execute("UPDATE events SET who = substr(who, 1, length(who) - 1)")
            store._records.connection.execute("DROP TABLE apart")
        kept = store.backup(recipients=[str(pyrage.x25519.Identity.generate().to_public())])
        assert not any(needle in kept for needle in NEEDLES)
        assert store.verify().problems == ()
    assert told_in(tmp_path) == []


def test_after_a_purge_the_name_is_gone_from_every_byte_of_an_unencrypted_store(unencrypted):
    with unencrypted.open() as store:
        other = begin(store, rules=b"other rules")
        case_id = tell_all(store)
        assert told_in(unencrypted.folder) == ["cases.db"]
        (unencrypted.folder / "cases.db.before-1").write_bytes(unencrypted.database.read_bytes())
        store.purge(case_id, who="Dr Ada", at=MORNING, reason="asked for")
        assert told_in(unencrypted.folder) == []
        assert (store.case_ids(), store.verify().problems) == ((other,), ())
    assert sorted(path.name for path in unencrypted.folder.iterdir()) == ["cases.db", "cases.key"]
    assert b"the rules" not in unencrypted.database.read_bytes().replace(b"other rules", b"")


@pytest.mark.parametrize(
    "hurt",
    [
        "UPDATE events SET body = replace(body, 'kind', 'kimd')",
        "UPDATE events SET body = CAST(x'ff' || body AS TEXT)",
        "UPDATE events SET at = who",
        "DROP TABLE ledger",
        "UPDATE events SET nonce = CAST(who AS BLOB)",
    ],
)
def test_no_error_or_traceback_repeats_what_was_typed(unencrypted, hurt):
    with unencrypted.open() as store:
        case_id = tell_all(store)
        store._records.connection.execute(hurt)
        for read in (
            lambda: store.events(case_id),
            lambda: store.head(case_id),
            lambda: list(store.export([case_id])),
        ):
            with pytest.raises(ScreenkitError) as error:
                read()
            assert not re.search("Zebedee|Quillfeather", "".join(traceback.format_exception(error.value)))
        assert not re.search("Zebedee|Quillfeather", str(store.verify()))


def test_what_an_export_cannot_read_is_not_repeated(unencrypted):
    with unencrypted.open() as store:
        case_id = tell_all(store)
        lines = [line.replace(b'"kind":"told"', b'"kind":"tell"') for line in store.export([case_id])]
        with pytest.raises(ScreenkitError) as error:
            store.import_lines(lines, who="Dr Ada", at=MORNING)
    assert "line 8: this is no line that screenkit exports" in str(error.value)
    assert not re.search("Zebedee|Quillfeather", "".join(traceback.format_exception(error.value)))


def test_secrets_stand_in_no_printed_form_of_what_holds_them(made):
    with made.open() as store:
        held = store._unlocked.held
        printed = f"{store!r} {store._unlocked!r} {store._records!r}"
        for secret in (held.master, held.database, held.chain, held.key_file):
            assert repr(secret) not in printed
            assert secret.hex() not in printed
    assert PASSPHRASE not in made.key_file.read_text()
