"""The doors of a store: make one, open one, bring one back from a backup."""

import secrets
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlcipher3.dbapi2 import Connection

from screenkit.errors import NotSavedError, OutputError, Problem, StoreDamagedError, StoreError
from screenkit.files import write_whole
from screenkit.store import backup
from screenkit.store.cases import Store
from screenkit.store.chain import START
from screenkit.store.codes import new_recovery_code
from screenkit.store.connection import connect, damaged, in_our_words, refuse_short, writing
from screenkit.store.folder import (
    database_of,
    empty_file,
    key_file_of,
    make_folder,
    refuse_links,
    refuse_missing,
    tighten,
)
from screenkit.store.keyfile import KeyFile, OpenSlot, Slot, parse_key_file, sealed, typed_slot, written
from screenkit.store.keys import Keys, keys_of, new_secret
from screenkit.store.locks import Unlocked, refuse_weak, unlock, unlock_by_code
from screenkit.store.records import Records
from screenkit.store.schema import make_tables, migrate


@dataclass(frozen=True, slots=True)
class Created:
    """A new store, open, and its recovery code, which is to be shown once and kept nowhere."""

    store: Store
    recovery_code: str = field(repr=False)


def create(folder: Path, *, passphrase: str) -> Created:
    """Make an encrypted store in a folder, which is made too where there is none.

    Raises:
        StoreError: when the passphrase is too short, or there is a store already.
        NotSavedError: when the folder or the disk does not take it; nothing of the store is left then.

    """
    refuse_weak(passphrase)
    code, master = new_recovery_code(), new_secret()
    slots = (typed_slot("passphrase", passphrase, master), typed_slot("recovery", code, master))
    return Created(_made(folder, master, slots, encrypted=True), code)


def create_unencrypted(folder: Path) -> Store:
    """Make a store that anybody who gets at its files can read: the explicit `--no-encryption`.

    Raises:
        StoreError: when there is a store already.
        NotSavedError: when the folder or the disk does not take it; nothing of the store is left then.

    """
    master = new_secret()
    return _made(folder, master, (OpenSlot(key=master.hex()),), encrypted=False)


def open_store(folder: Path, passphrase: Callable[[], str]) -> Store:
    """Open a store; `passphrase` is called only where one is needed.

    Raises:
        StoreError: when there is no store, a link stands in its place, or a newer screenkit made it.
        WrongPassphraseError: when the passphrase is another one.
        StoreDamagedError: when a part of the store is missing, short, or not what screenkit wrote.
        NotSavedError: when another program holds it, or a step to a new version cannot be written.

    """
    place = _fit(folder)
    return _opened(place, unlock(place, passphrase))


def open_by_recovery_code(folder: Path, code: Callable[[], str]) -> Store:
    """Open a store by its printed recovery code, so that `Store.change_passphrase` can set a new passphrase.

    Raises:
        StoreError: when the code is mistyped, naming the groups; else as `open_store`.

    """
    place = _fit(folder)
    return _opened(place, unlock_by_code(place, code))


def restore(
    folder: Path,
    sealed_backup: bytes,
    *,
    passphrase: Callable[[], str] | None = None,
    identity: str | None = None,
) -> None:
    """Put the store of a backup into a folder that holds none; it opens as it did when the backup was made.

    Raises:
        StoreError: when there is a store already, or the file is no backup.
        WrongPassphraseError: when neither passphrase nor identity opens the backup.
        NotSavedError: when the folder or the disk does not take it; nothing of it is left then.

    """
    typed = passphrase() if passphrase is not None else None
    database, key_file = backup.unseal(sealed_backup, passphrase=typed, identity=identity)
    parse_key_file(Path("the key file in the backup"), key_file)
    make_folder(folder)
    _put(folder, database, key_file)


def _made(folder: Path, master: bytes, slots: tuple[Slot, ...], *, encrypted: bool) -> Store:
    store_id = secrets.token_hex(8)
    held = keys_of(master, store_id)
    file = sealed(held, store_id, slots, encrypted=encrypted)
    make_folder(folder)
    _put(folder, _new_database(folder, held, file), written(file))
    return _opened(folder.absolute(), Unlocked(file, held, "passphrase" if encrypted else "open"))


def _new_database(folder: Path, held: Keys, file: KeyFile) -> bytes:
    key = held.database if file.encrypted else None
    path = empty_file(folder)
    try:
        with closing(connect(path, key)) as connection:
            make_tables(connection, path)
            with writing(connection, path):
                connection.executemany("INSERT INTO meta VALUES (?, ?)", _meta(file).items())
                Records(connection, path, held.chain).seal(0, START)
        return path.read_bytes()
    finally:
        path.unlink(missing_ok=True)


def _put(folder: Path, database: bytes, key_file: bytes) -> None:
    """Write both files, or neither; cases first, for a key file without them would look like a loss."""
    try:
        write_whole(database_of(folder), database)
        try:
            write_whole(key_file_of(folder), key_file)
        except BaseException:
            database_of(folder).unlink(missing_ok=True)
            raise
    except OutputError as error:
        raise NotSavedError(error.problems) from None


def _fit(folder: Path) -> Path:
    """Return where a store lies, wherever the program goes from here, once it is known that it is one."""
    place = folder.absolute()
    try:
        refuse_links(place)
        refuse_missing(place)
    except OSError as error:
        what = f"the folder cannot be looked into ({error.strerror or type(error).__name__})"
        raise StoreError([Problem(str(place), what, "check who may read it, and its disk")]) from None
    return place


def _opened(folder: Path, unlocked: Unlocked) -> Store:
    path, file = database_of(folder), unlocked.file
    key = unlocked.held.database if file.encrypted else None
    connection = connect(path, key)
    try:
        refuse_short(connection, path)
        migrate(connection, path, key)
        _refuse_other(connection, path, file)
    except BaseException:
        connection.close()
        raise
    records = Records(connection, path, unlocked.held.chain)
    return Store(unlocked, records, (*unlocked.notices, *tighten(folder)))


def _refuse_other(connection: Connection, path: Path, file: KeyFile) -> None:
    with in_our_words(path):
        found = dict(connection.execute("SELECT name, value FROM meta"))
    if found != _meta(file):
        raise StoreDamagedError([damaged(path, "the cases belong to another key file")])


def _meta(file: KeyFile) -> dict[str, str]:
    return {"store": file.store, "encrypted": "yes" if file.encrypted else "no"}
