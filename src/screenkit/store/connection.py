"""The connection to the database of a store: its settings in one place, and its errors in our words."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher
from sqlcipher3.dbapi2 import Connection

from screenkit.errors import NotSavedError, Problem, StoreDamagedError, StoreError

APPLICATION = 0x53634B74
"""What marks a database as a store of screenkit ("ScKt")."""

WAIT = 30.0
"""How long to wait for another program to finish writing, in seconds."""

_SETTINGS = (
    "PRAGMA temp_store = MEMORY",  # nothing spills into temporary files
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = EXTRA",  # as FULL, and the folder too once the journal is gone
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)
_BUSY, _FULL, _IO = (5, 6), 13, 10
_READ_FAULTS = (266, 522, 8202, 8458)  # IOERR_READ, _SHORT_READ, _DATA, _CORRUPTFS
_NOT_WRITABLE = (3, 8, 14, 23)  # PERM, READONLY, CANTOPEN, AUTH


def connect(path: Path, key: bytes | None) -> Connection:
    """Connect to a database file that exists, with its raw key, or none where it is not encrypted.

    Raises:
        StoreDamagedError: when the key does not fit or the file is not whole.
        NotSavedError: when it cannot be opened, or another program holds it for too long.

    """
    with in_our_words(path):
        address = f"{path.absolute().as_uri()}?mode=rw"  # never makes a file
        connection = sqlcipher.connect(address, uri=True, isolation_level=None)
        connection.set_busy_handler(_patience())
    try:
        with in_our_words(path):
            _prepare(connection, key)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def in_our_words(path: Path) -> Iterator[None]:
    """Turn an error of the database into one of ours; its own text goes, for it may quote answers."""
    try:
        yield
    except sqlcipher.ProgrammingError:
        raise
    except (sqlcipher.Error, UnicodeDecodeError) as error:
        raise _told(path, getattr(error, "sqlite_errorcode", None)) from None


@contextmanager
def writing(connection: Connection, path: Path) -> Iterator[None]:
    """Do all of a change or none of it; it is on the disk when the block ends.

    Raises:
        NotSavedError: when the disk or another program does not let it through; nothing was changed.
        StoreDamagedError: when the file is not what screenkit wrote.

    """
    with in_our_words(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def reading(connection: Connection, path: Path) -> Iterator[None]:
    """Read everything in the block as of one moment."""
    with in_our_words(path):
        connection.execute("BEGIN")
        try:
            yield
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def refuse_short(connection: Connection, path: Path) -> None:
    """Hold the length of the file against what the database says of itself.

    Raises:
        StoreDamagedError: when bytes are missing or were added.

    """
    with reading(connection, path):
        connection.execute(
            "SELECT count(*) FROM sqlite_schema"
        ).fetchone()  # undoes an interrupted write first
        pages, size = number(connection, "PRAGMA page_count"), number(connection, "PRAGMA page_size")
        if path.stat().st_size != pages * size:
            raise StoreDamagedError([damaged(path, "the file is shorter or longer than it should be")])


def number(connection: Connection, question: str) -> int:
    """Return the number the database answers with."""
    return int(connection.execute(question).fetchone()[0])


def damaged(path: Path, what: str) -> Problem:
    """Return the problem of a damaged store."""
    return Problem(str(path), what, "keep a copy of the folder as it is, then restore the latest backup")


def _patience() -> Callable[[int], bool]:
    """Return what the database asks while another program writes: whether to try again.

    Its own way of waiting sleeps longer and longer, so that under several busy writers one may starve. Short
    sleeps of uneven length give each the same chance.
    """
    gives_up_at = 0.0

    def try_again(tried: int) -> bool:
        nonlocal gives_up_at
        if tried == 0:
            gives_up_at = time.monotonic() + WAIT
        time.sleep(random.uniform(0.0005, 0.004))  # noqa: S311 - no secret
        return time.monotonic() < gives_up_at

    return try_again


def _prepare(connection: Connection, key: bytes | None) -> None:
    if key is not None:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA cipher_compatibility = 4")
    for setting in _SETTINGS:
        connection.execute(setting)


def _told(path: Path, code: int | None) -> StoreError:
    kind = 0 if code is None else code & 0xFF
    if kind in _BUSY:
        what = f"another program kept the store to itself for {WAIT:.0f} seconds"
        return NotSavedError([Problem(str(path), what, "nothing was changed; try again")])
    if kind == _FULL:
        what = "the disk is full"
        return NotSavedError(
            [Problem(str(path.parent), what, "nothing was changed; make room and try again")]
        )
    if kind in _NOT_WRITABLE or (kind == _IO and code not in _READ_FAULTS):
        what = "the folder, or a file of the store in it, cannot be written"
        do = "nothing was changed; check the folder, its permissions and the disk, and try again"
        return NotSavedError([Problem(str(path.parent), what, do)])
    return StoreDamagedError([damaged(path, "the file is damaged, or belongs to another key file")])
