"""The tables of a store, as numbered migrations; each is done whole, after a checked copy of the file."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlcipher3.dbapi2 import Connection

from screenkit.errors import NotSavedError, Problem, StoreDamagedError, StoreError
from screenkit.store.connection import APPLICATION, connect, damaged, in_our_words, number, writing
from screenkit.store.folder import copies_in, empty_file, not_writable

MIGRATIONS: Sequence[Iterable[str]] = (
    (
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE TABLE contents (sha256 TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT",
        """CREATE TABLE events (
            case_id TEXT NOT NULL, sequence INTEGER NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL,
            kind TEXT NOT NULL, body TEXT NOT NULL, nonce BLOB NOT NULL, mac BLOB NOT NULL,
            PRIMARY KEY (case_id, sequence)) STRICT, WITHOUT ROWID""",
        """CREATE TABLE ledger (
            number INTEGER PRIMARY KEY, case_id TEXT NOT NULL, sequence INTEGER NOT NULL,
            mac BLOB NOT NULL, link BLOB NOT NULL, UNIQUE (case_id, sequence)) STRICT""",
        """CREATE TABLE head (
            one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL, seal BLOB NOT NULL) STRICT""",
    ),
)
"""One list of statements a version of the store; a list that was released is never changed."""


def migrate(connection: Connection, path: Path, key: bytes | None) -> None:
    """Bring a store up to the version this screenkit writes.

    Before the first step a copy of the file is made and checked; it stays beside it as `cases.db.before-N`
    until the next migration has gone well. Interrupted at any point, the store stays as it was.

    Raises:
        StoreError: when the file is no store of screenkit, or a newer screenkit made it.
        NotSavedError: when there is no room for the copy, or the store cannot be written.

    """
    with in_our_words(path):
        if version_of(connection, path) == len(MIGRATIONS):
            return
    with writing(connection, path):
        version = version_of(connection, path)  # again: another program may have been quicker
        if version == len(MIGRATIONS):
            return
        copy = path.with_name(f"{path.name}.before-{version + 1}")
        with _copied(path, key) as made:
            made.replace(copy)
        for step, statements in enumerate(MIGRATIONS[version:], version + 1):
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {step}")
    for older in copies_in(path.parent):
        if older != copy:
            older.unlink(missing_ok=True)


def make_tables(connection: Connection, path: Path) -> None:
    """Make the tables of a new store."""
    with writing(connection, path):
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        for statements in MIGRATIONS:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def version_of(connection: Connection, path: Path) -> int:
    """Return the version of a store.

    Raises:
        StoreError: when a newer screenkit made it.
        StoreDamagedError: when the database is no store of screenkit.

    """
    if number(connection, "PRAGMA application_id") != APPLICATION:
        raise StoreDamagedError([damaged(path, "this is no store of cases that screenkit made")])
    version = number(connection, "PRAGMA user_version")
    if version > len(MIGRATIONS):
        what = f"made by a newer screenkit (store version {version}); this one reads up to {len(MIGRATIONS)}"
        raise StoreError([Problem(str(path), what, "update screenkit; nothing was changed")])
    if version < 1:
        raise StoreDamagedError([damaged(path, "the version of the store is not one there ever was")])
    return version


def database_bytes(path: Path, key: bytes | None) -> bytes:
    """Return the database as of this moment, under the same key and checked.

    Raises:
        StoreDamagedError: when the copy does not pass the database's own check.
        NotSavedError: when there is no room beside it for the copy.

    """
    with _copied(path, key) as copy:
        return copy.read_bytes()


@contextmanager
def _copied(path: Path, key: bytes | None) -> Iterator[Path]:
    """Copy the database beside itself, page by page; the copy is gone afterwards, unless it was renamed.

    It is read through a connection of its own: the caller's may be in the middle of a change. The file is
    never opened in another way, for closing it again would take the database's locks away.
    """
    temporary = empty_file(path.parent)
    try:
        with in_our_words(temporary), closing(connect(path, key)) as source:
            _copy(source, temporary, key)
        yield temporary
    except OSError as error:
        raise NotSavedError([not_writable(path.parent, error)]) from None
    finally:
        temporary.unlink(missing_ok=True)


def _copy(source: Connection, target: Path, key: bytes | None) -> None:
    with closing(connect(target, key)) as made:
        source.backup(made)
        whole = made.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if key is not None:
            whole = whole and not made.execute("PRAGMA cipher_integrity_check").fetchall()
    if not whole:
        raise StoreDamagedError([damaged(target, "the copy of the store is not whole")])
