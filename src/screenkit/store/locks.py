"""What opens a store: passphrase, recovery code, keyring; each is replaced without touching the cases."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from screenkit.errors import Problem, StoreDamagedError, StoreError, WrongPassphraseError
from screenkit.store import system_keyring
from screenkit.store.codes import read_recovery_code
from screenkit.store.folder import key_file_of
from screenkit.store.keyfile import (
    KeyFile,
    KeyringSlot,
    OpenSlot,
    Slot,
    TypedSlot,
    is_of,
    opened_by_typing,
    read_key_file,
    sealed,
    write_key_file,
)
from screenkit.store.keys import Keys, keys_of, new_secret, unwrapped, wrapped

SHORTEST = 10
"""How many characters a passphrase has at least."""

Means = Literal["passphrase", "recovery", "keyring", "open"]
"""What a store was opened with; `open` is a store without encryption."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The keys of a store, what opened it, and what did not work on the way."""

    file: KeyFile
    held: Keys = field(repr=False)
    means: Means
    notices: tuple[Problem, ...] = ()


def refuse_weak(passphrase: str) -> None:
    """Refuse a passphrase that could be guessed by hand.

    Raises:
        StoreError: when it is too short.

    """
    if len(passphrase.strip()) < SHORTEST:
        what, do = f"it has fewer than {SHORTEST} characters", "four or five unrelated words are good"
        raise StoreError([Problem("the new passphrase", what, do)])


def unlock(folder: Path, passphrase: Callable[[], str]) -> Unlocked:
    """Open the key file: in the open, by the keyring where it was put there, else by the passphrase.

    Raises:
        WrongPassphraseError: when the passphrase is another one.
        StoreDamagedError: when the key file is damaged.

    """
    path = key_file_of(folder)
    file = read_key_file(path)
    in_the_open, by_keyring = file.slot("open"), file.slot("keyring")
    notices: tuple[Problem, ...] = ()
    if isinstance(in_the_open, OpenSlot):
        return _held(path, file, bytes.fromhex(in_the_open.key), "open")
    if isinstance(by_keyring, KeyringSlot):
        master, notices = _from_keyring(by_keyring)
        if master is not None:
            return _held(path, file, master, "keyring")
    master = _typed(file, "passphrase", passphrase())
    return _held(path, file, master, "passphrase", notices)


def unlock_by_code(folder: Path, code: Callable[[], str]) -> Unlocked:
    """Open the key file by the printed recovery code.

    Raises:
        StoreError: when the code is mistyped, naming the groups.
        WrongPassphraseError: when it is the code of another store, or was replaced by a newer one.
        StoreDamagedError: when the key file is damaged.

    """
    path = key_file_of(folder)
    file = read_key_file(path)
    master = _typed(file, "recovery", read_recovery_code(code()))
    return _held(path, file, master, "recovery")


def relock(folder: Path, held: Keys, kind: Means, slot: Slot | None) -> None:
    """Put a slot in the place of the one of its kind, or only take that out.

    Raises:
        NotSavedError: when the key file cannot be written; the old one is still there.
        StoreDamagedError: when the key file is damaged, or is no longer the one of this store.

    """
    path = key_file_of(folder)
    file = read_key_file(path)
    if not is_of(file, held):
        raise StoreDamagedError([_other(path)])
    others = tuple(each for each in file.slots if each.kind != kind)
    slots = others if slot is None else (*others, slot)
    made = sealed(held, file.store, slots, encrypted=file.encrypted)
    write_key_file(path, made, overwrite=True)


def keyring_slot(store_id: str, held: Keys) -> KeyringSlot:
    """Put a key for the store into the system's keyring, and return the slot it opens.

    Raises:
        StoreError: when there is no keyring here, or it refuses.

    """
    secret = new_secret()
    system_keyring.keep(store_id, secret)
    return KeyringSlot(entry=store_id, wrapped=wrapped(held.master, secret).hex())


def _from_keyring(slot: KeyringSlot) -> tuple[bytes | None, tuple[Problem, ...]]:
    try:
        master = unwrapped(bytes.fromhex(slot.wrapped), system_keyring.kept(slot.entry))
    except StoreError as error:
        return None, tuple(error.problems)
    what, do = "the key it holds is not the one of this store", "put the store into the keyring anew"
    return master, () if master else (Problem("the system's keyring", what, do),)


def _typed(file: KeyFile, kind: Literal["passphrase", "recovery"], secret: str) -> bytes:
    slot = file.slot(kind)
    master = opened_by_typing(slot, secret) if isinstance(slot, TypedSlot) else None
    if master is None:
        raise WrongPassphraseError([_WRONG[kind]])
    return master


def _held(
    path: Path, file: KeyFile, master: bytes, means: Means, notices: tuple[Problem, ...] = ()
) -> Unlocked:
    held = keys_of(master, file.store)
    if not is_of(file, held) or file.encrypted == (means == "open"):
        raise StoreDamagedError([_other(path)])
    return Unlocked(file, held, means, notices)


_WRONG = {
    "passphrase": Problem(
        "the passphrase",
        "it is not the one of this store, whose key file is whole; nothing in the cases was looked at",
        "try again (mind capitals and the keyboard's language), or use the printed recovery code",
    ),
    "recovery": Problem(
        "the recovery code",
        "it belongs to another store, or a newer code took its place; the key file is whole",
        "look for the code that was printed last",
    ),
}


def _other(path: Path) -> Problem:
    what = "the key file was changed by something other than screenkit"
    return Problem(str(path), what, "put a copy of cases.key back from a backup")
