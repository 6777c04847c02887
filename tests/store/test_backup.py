"""Backups: the whole store in one encrypted file, and back again."""

import sys

import pyrage
import pytest
from stores import PASSPHRASE, answer, everything, fill

from screenkit.errors import StoreDamagedError, StoreError, WrongPassphraseError
from screenkit.store.access import open_by_recovery_code, open_store, restore

IDENTITY = pyrage.x25519.Identity.generate()
RECIPIENT = str(IDENTITY.to_public())


def test_what_was_backed_up_comes_back_with_its_passphrase_code_and_heads(made, tmp_path):
    with made.open() as store:
        fill(store)
        before = everything(store)
        kept = store.backup(recipients=[RECIPIENT])
        answer(store, store.case_ids()[0], "after the backup")
        assert sorted(path.name for path in made.folder.iterdir()) == ["cases.db", "cases.key"]

    restore(tmp_path / "back", kept, identity=str(IDENTITY))
    with open_store(tmp_path / "back", lambda: PASSPHRASE) as store:
        assert (everything(store), store.verify().problems, store.notices) == (before, (), ())
        answer(store, store.case_ids()[0], "yes")
    if made.recovery_code:
        open_by_recovery_code(tmp_path / "back", lambda: made.recovery_code).close()


@pytest.mark.slow
def test_a_backup_for_a_passphrase_opens_with_that_passphrase_only(unencrypted, tmp_path):
    with unencrypted.open() as store:
        fill(store)
        before = everything(store)
        kept = store.backup(passphrase="words for the backup")
    with pytest.raises(
        WrongPassphraseError, match="another passphrase or identity made it, or the file is damaged"
    ):
        restore(tmp_path / "back", kept, passphrase=lambda: "other words")
    assert not (tmp_path / "back").exists()
    restore(tmp_path / "back", kept, passphrase=lambda: "words for the backup")
    with open_store(tmp_path / "back", lambda: PASSPHRASE) as store:
        assert everything(store) == before


def test_a_damaged_backup_is_never_restored(made, tmp_path):
    with made.open() as store:
        kept = store.backup(recipients=[RECIPIENT])
    for place in (0, 40, 200, len(kept) // 2, len(kept) - 1):
        hurt = bytearray(kept)
        hurt[place] ^= 4
        for damaged in (bytes(hurt), kept[:place]):
            with pytest.raises(StoreError):
                restore(tmp_path / "back", damaged, identity=str(IDENTITY))
    other = pyrage.encrypt(b"something else", [IDENTITY.to_public()])
    with pytest.raises(StoreError, match="it is no backup of a store"):
        restore(tmp_path / "back", other, identity=str(IDENTITY))
    assert not (tmp_path / "back").exists()


def test_a_backup_is_never_put_over_a_store(made):
    with made.open() as store:
        kept = store.backup(recipients=[RECIPIENT])
    before = made.database.read_bytes()
    with pytest.raises(StoreError, match="there is a store here already"):
        restore(made.folder, kept, identity=str(IDENTITY))
    assert made.database.read_bytes() == before


def test_a_store_that_does_not_verify_is_not_backed_up(unencrypted):
    with unencrypted.open() as store:
        fill(store)
        store._records.connection.execute("DELETE FROM events WHERE sequence = 2")
        with pytest.raises(StoreDamagedError, match="event 2 is missing"):
            store.backup(recipients=[RECIPIENT])


@pytest.mark.parametrize(
    "chosen", [{}, {"passphrase": "a" * 12, "recipients": [RECIPIENT]}, {"recipients": ["age1x"]}]
)
def test_how_a_backup_opens_is_chosen_once_and_rightly(unencrypted, chosen):
    with unencrypted.open() as store, pytest.raises(StoreError, match="the backup: "):
        store.backup(**chosen)


def test_an_identity_that_is_none_is_told_so(tmp_path):
    with pytest.raises(StoreError, match="an identity begins with AGE-SECRET-KEY-1"):
        restore(tmp_path / "back", b"", identity="no identity")


def test_without_the_extra_the_message_says_how_to_get_it(unencrypted, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyrage", None)
    with unencrypted.open() as store, pytest.raises(StoreError, match=r"pip install 'screenkit\[backup\]'"):
        store.backup(passphrase="a" * 12)
