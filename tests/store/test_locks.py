"""Passphrase, recovery code, keyring: each opens the store, and each is replaced without touching cases."""

import hashlib
import json
import sys

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from keyrings import in_memory
from stores import PASSPHRASE, everything, fill

from screenkit.errors import NotSavedError, StoreDamagedError, StoreError, WrongPassphraseError
from screenkit.store import keyfile
from screenkit.store.access import create, open_by_recovery_code, open_store
from screenkit.store.keyfile import read_key_file


@pytest.fixture
def in_keyring():
    with in_memory() as held:
        yield held


def never():
    raise AssertionError("nobody is asked")


def test_another_passphrase_opens_the_store_and_the_old_one_no_longer_does(encrypted):
    with encrypted.open() as store:
        fill(store)
        before, cases = everything(store), encrypted.database.read_bytes()
        store.change_passphrase("an other set of words")
    with pytest.raises(WrongPassphraseError):
        encrypted.open()
    with open_store(encrypted.folder, lambda: "an other set of words") as store:
        assert everything(store) == before
        assert store.means == "passphrase"
    assert encrypted.database.read_bytes() == cases


def test_a_passphrase_is_the_same_on_every_keyboard_that_can_type_it(tmp_path):
    create(tmp_path / "store", passphrase="Käse und Brötchen").store.close()

    open_store(tmp_path / "store", lambda: "Ka\u0308se und Bro\u0308tchen").close()


@pytest.mark.parametrize("weak", ["", "short", "         a         "])
def test_a_passphrase_that_is_too_short_is_refused_before_anything_is_made(tmp_path, encrypted, weak):
    with pytest.raises(StoreError, match="it has fewer than 10 characters — four or five unrelated words"):
        create(tmp_path / "new", passphrase=weak)
    assert not (tmp_path / "new").exists()
    with encrypted.open() as store, pytest.raises(StoreError):
        store.change_passphrase(weak)
    encrypted.open().close()


def test_the_recovery_code_opens_the_store_so_that_a_passphrase_can_be_set(encrypted):
    with encrypted.open() as store:
        fill(store)
        before = everything(store)
    with open_by_recovery_code(encrypted.folder, encrypted.recovery_code.lower) as store:
        assert (everything(store), store.means) == (before, "recovery")
        store.change_passphrase("an other set of words")
    with open_store(encrypted.folder, lambda: "an other set of words") as store:
        assert everything(store) == before
    open_by_recovery_code(encrypted.folder, lambda: encrypted.recovery_code).close()


def test_a_new_recovery_code_takes_the_place_of_the_old_one(encrypted):
    with encrypted.open() as store:
        code = store.renew_recovery_code()
    with pytest.raises(WrongPassphraseError, match="a newer code took its place; the key file is whole"):
        open_by_recovery_code(encrypted.folder, lambda: encrypted.recovery_code)
    open_by_recovery_code(encrypted.folder, lambda: code).close()
    encrypted.open().close()


def test_the_keyring_opens_the_store_without_a_question_until_it_is_told_to_forget(encrypted, in_keyring):
    with encrypted.open() as store:
        store.remember_in_keyring()
    with open_store(encrypted.folder, never) as store:
        assert (store.means, store.notices) == ("keyring", ())
        store.change_passphrase("an other set of words")
    with open_store(encrypted.folder, never) as store:
        store.forget_in_keyring()
    assert in_keyring == {}
    with open_store(encrypted.folder, lambda: "an other set of words") as store:
        assert store.means == "passphrase"


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (None, "the system's keyring: it holds no key for this store — open the store by its passphrase"),
        (
            "nonsense",
            "the system's keyring: it holds no key for this store — open the store by its passphrase",
        ),
        (
            "00" * 32,
            (
                "the system's keyring: the key it holds is not the one of this store"
                " — put the store into the keyring anew"
            ),
        ),
    ],
)
def test_a_keyring_without_the_key_leads_to_the_passphrase_and_is_reported(encrypted, in_keyring, held, told):
    with encrypted.open() as store:
        store.remember_in_keyring()
    name = in_keyring.popitem()[0]
    if held:
        in_keyring[name] = held
    with encrypted.open() as store:
        assert store.means == "passphrase"
        assert [str(each) for each in store.notices] == [told]


def test_a_computer_without_a_keyring_or_its_package_is_told_so(encrypted, monkeypatch):
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    with encrypted.open() as store:
        with pytest.raises(StoreError, match="this computer has none that screenkit can use"):
            store.remember_in_keyring()
        keyring.set_keyring(before)
        monkeypatch.setitem(sys.modules, "keyring", None)
        with pytest.raises(StoreError, match=r"pip install 'screenkit\[keyring\]'"):
            store.remember_in_keyring()
    assert [each.kind for each in read_key_file(encrypted.key_file).slots] == ["passphrase", "recovery"]


def test_a_store_without_encryption_asks_nobody_and_has_nothing_to_change(unencrypted):
    with open_store(unencrypted.folder, never) as store:
        assert (store.is_encrypted, store.means) == (False, "open")
        for change in (
            lambda: store.change_passphrase("a" * 20),
            store.renew_recovery_code,
            store.remember_in_keyring,
        ):
            with pytest.raises(StoreError, match="it is not encrypted, so nothing opens or closes it"):
                change()


def test_a_key_file_of_another_store_is_damage_not_a_wrong_passphrase(encrypted, tmp_path):
    create(tmp_path / "other", passphrase=PASSPHRASE).store.close()
    encrypted.key_file.write_bytes((tmp_path / "other" / "cases.key").read_bytes())

    with pytest.raises(StoreDamagedError, match="the file is damaged, or belongs to another key file"):
        encrypted.open()


def test_a_key_file_put_together_from_parts_is_refused_though_its_checksum_fits(encrypted):
    file = read_key_file(encrypted.key_file)
    forged = file.model_copy(update={"slots": file.slots[:1]})
    forged = forged.model_copy(update={"checksum": keyfile._checksum(forged)})
    encrypted.key_file.write_bytes(keyfile.written(forged))

    with pytest.raises(StoreDamagedError, match="the key file was changed by something other than screenkit"):
        encrypted.open()


def test_a_key_file_of_a_newer_screenkit_is_refused_by_name(encrypted):
    said = json.loads(encrypted.key_file.read_bytes()) | {"schema": "screenkit.key/2", "more": True}
    del said["checksum"]
    summed = hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    encrypted.key_file.write_text(json.dumps(said | {"checksum": summed}))

    with pytest.raises(StoreError, match=r"made by a newer screenkit \(screenkit\.key/2\); this one reads"):
        encrypted.open()


def test_a_key_file_that_cannot_be_written_stays_as_it_was(encrypted, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with encrypted.open() as store:
        before = encrypted.key_file.read_bytes()
        monkeypatch.setattr("tempfile.mkstemp", full)
        with pytest.raises(NotSavedError, match="No space left on device"):
            store.change_passphrase("an other set of words")
        assert encrypted.key_file.read_bytes() == before
