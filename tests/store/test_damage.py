"""Damage to the files of a store: every flipped bit and every cut is found, or changes nothing."""

import random

import pytest
from stores import MORNING, PASSPHRASE, answer, everything, fill

from screenkit.errors import StoreDamagedError, StoreError, WrongPassphraseError
from screenkit.store.access import _opened, open_store
from screenkit.store.keyfile import parse_key_file, read_key_file
from screenkit.store.locks import unlock

FLIPS = 600


def filled(made):
    """A store with three cases, one of them purged: how it opens without scrypt, and all that is in it."""
    with made.open() as store:
        ids = fill(store)
        for case_id in ids:
            answer(store, case_id, *["no", "not_asked", "declined", "several_days"] * 6)
        store.purge(ids[1], who="Dr Ada", at=MORNING, reason="asked for")
        return unlock(made.folder, lambda: PASSPHRASE), everything(store)


def found_in(made, unlocked):
    """All that can be read, and the problems a check finds; or the error, where the store says no."""
    try:
        with _opened(made.folder, unlocked) as store:
            problems = store.verify().problems
            return everything(store), problems
    except StoreError as error:
        return None, error.problems


@pytest.mark.slow
def test_every_flipped_bit_of_the_cases_is_found_or_without_effect(made):
    unlocked, before = filled(made)
    whole = made.database.read_bytes()
    dice = random.Random(3)
    found = 0
    for place in sorted(dice.sample(range(len(whole) * 8), FLIPS)):
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        made.database.write_bytes(flipped)
        read, problems = found_in(made, unlocked)
        assert read in (None, before), f"bit {place} changed what is read"
        assert read is not None or problems
        found += bool(problems)

    made.database.write_bytes(whole)
    assert found_in(made, unlocked) == (before, ())
    assert found > FLIPS // 3


def test_a_cut_at_every_512th_byte_is_found(made):
    unlocked, before = filled(made)
    whole = made.database.read_bytes()
    for length in range(0, len(whole), 512):
        made.database.write_bytes(whole[:length])
        with pytest.raises(StoreDamagedError):
            _opened(made.folder, unlocked)
    made.database.write_bytes(whole + bytes(512))
    with pytest.raises(StoreDamagedError, match="the file is shorter or longer than it should be"):
        _opened(made.folder, unlocked)
    made.database.write_bytes(whole)
    assert found_in(made, unlocked) == (before, ())


def test_every_flipped_bit_of_the_key_file_is_found_before_a_passphrase_is_blamed(made):
    whole = made.key_file.read_bytes()
    before = read_key_file(made.key_file)
    for place in range(len(whole) * 8):
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        try:
            read = parse_key_file(made.key_file, bytes(flipped))
        except StoreDamagedError:
            continue
        assert read == before


def test_a_cut_key_file_is_damage(made):
    whole = made.key_file.read_bytes()
    for length in range(0, len(whole) - 1, 7):
        made.key_file.write_bytes(whole[:length])
        with pytest.raises(StoreDamagedError, match="the key file is damaged"):
            made.open()


def test_a_wrong_passphrase_a_damaged_key_file_and_damaged_cases_are_told_apart(encrypted):
    with pytest.raises(
        WrongPassphraseError, match="it is not the one of this store, whose key file is whole"
    ):
        open_store(encrypted.folder, lambda: "another passphrase")

    whole = encrypted.database.read_bytes()
    encrypted.database.write_bytes(bytes(4096) + whole[4096:])
    with pytest.raises(
        StoreDamagedError, match=r"cases\.db: the file is damaged, or belongs to another key file"
    ):
        encrypted.open()

    encrypted.key_file.write_bytes(encrypted.key_file.read_bytes().replace(b'"passphrase"', b'"passphrasE"'))
    with pytest.raises(StoreDamagedError, match=r"cases\.key: the key file is damaged"):
        encrypted.open()


def test_a_store_of_which_a_part_is_missing_is_never_a_new_store(made):
    kept = made.database.read_bytes()
    made.database.unlink()
    with pytest.raises(StoreDamagedError, match="the cases of this store are missing"):
        made.open()
    made.database.write_bytes(b"")
    with pytest.raises(StoreDamagedError, match="the file is empty, which no store ever is"):
        made.open()
    made.database.write_bytes(kept)
    made.key_file.unlink()
    with pytest.raises(StoreDamagedError, match="the key file of this store is missing"):
        made.open()
    made.database.unlink()
    with pytest.raises(StoreError, match="there is no store of cases here"):
        made.open()
    assert list(made.folder.iterdir()) == []
