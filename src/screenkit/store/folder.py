"""Where a store lies: its two files, that they are what they seem, and who may read them."""

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from screenkit.errors import NotSavedError, Problem, StoreDamagedError, StoreError

PAGE = 4096
"""Bytes of a page of the database."""

DATABASE, KEY_FILE = "cases.db", "cases.key"


def database_of(folder: Path) -> Path:
    """Return where the cases of a store lie."""
    return folder / DATABASE


def key_file_of(folder: Path) -> Path:
    """Return where the key file of a store lies."""
    return folder / KEY_FILE


def copies_in(folder: Path) -> tuple[Path, ...]:
    """Return the copies of the cases that were made before a migration."""
    return tuple(sorted(folder.glob(f"{DATABASE}.before-*")))


def make_folder(folder: Path) -> None:
    """Make a folder for a store, for its owner only, under any umask; one that is there is left as it is.

    Raises:
        StoreError: when there is a store in it already, or a link stands in the place of a file.
        NotSavedError: when the folder cannot be made.

    """
    refuse_links(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
        folder.chmod(0o700)
    except FileExistsError:
        _refuse_store(folder)
    except OSError as error:
        raise NotSavedError([not_writable(folder, error)]) from None


def empty_file(folder: Path) -> Path:
    """Make an empty file beside the cases, for their owner only, under a name of its own.

    Raises:
        NotSavedError: when the folder or the disk does not take it.

    """
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{DATABASE}.", suffix=".part")
        os.close(handle)
        Path(name).chmod(0o600)  # under any umask
    except OSError as error:
        raise NotSavedError([not_writable(folder, error)]) from None
    return Path(name)


def not_writable(folder: Path, error: OSError) -> Problem:
    """Return the problem of a folder that does not take a file."""
    reason = error.strerror or type(error).__name__
    do = "nothing was changed; make room, see that the folder can be written, and try again"
    return Problem(str(folder), f"the folder of the store cannot be written ({reason})", do)


def refuse_links(folder: Path) -> None:
    """Refuse a store whose folder or files are symbolic links: they could lead anywhere.

    Raises:
        StoreError: naming each link, or each file that is no plain file.

    """
    problems = list(_links(folder))
    if problems:
        raise StoreError(problems)


def refuse_missing(folder: Path) -> None:
    """Refuse a folder without a store; a store of which only one file is left, or an empty one, is damage.

    Raises:
        StoreError: when there is no store at all.
        StoreDamagedError: when a part of it is missing.

    """
    database, key_file = database_of(folder), key_file_of(folder)
    if not database.exists() and not key_file.exists():
        what = "there is no store of cases here"
        raise StoreError([Problem(str(folder), what, "make one first, or name the folder it is in")])
    if not key_file.exists():
        do = "put cases.key back from a backup; without it nobody can read the cases"
        raise StoreDamagedError([Problem(str(key_file), "the key file of this store is missing", do)])
    if not database.exists():
        raise StoreDamagedError([_lost(database, "the cases of this store are missing")])
    if database.stat().st_size == 0:
        raise StoreDamagedError([_lost(database, "the file is empty, which no store ever is")])


def refuse_cut(folder: Path) -> None:
    """Refuse cases that were cut within a page, which can be seen without opening them.

    Raises:
        StoreDamagedError: when the file does not end where a page does.

    """
    database = database_of(folder)
    if database.stat().st_size % PAGE:
        raise StoreDamagedError([_lost(database, "the file ends within a page: a part of it is missing")])


def tighten(folder: Path) -> tuple[Problem, ...]:
    """Take the files of a store away from everybody but their owner; return what stays open to others.

    A folder is never changed here: it may hold more than the store.
    """
    if os.name != "posix":  # elsewhere a mode says little about who may read
        return ()
    for path in (database_of(folder), key_file_of(folder), *copies_in(folder)):
        if _is_open_to_others(path):
            _try_to_close(path)
    return tuple(
        Problem(str(path), "other accounts of this computer may read or change it", _DO[path.is_dir()])
        for path in (folder, database_of(folder), key_file_of(folder))
        if _is_open_to_others(path)
    )


_DO = {True: "chmod 700 the folder, if nobody else needs it", False: "its owner should chmod 600 it"}


def _links(folder: Path) -> Iterator[Problem]:
    if folder.is_symlink():
        do = f"name the folder it leads to: {folder.resolve()}"
        yield Problem(str(folder), "this is a symbolic link, and a store is never opened through one", do)
    elif folder.exists() and not folder.is_dir():
        yield Problem(str(folder), "this is not a folder", "name the folder that holds cases.db")
    for name in (DATABASE, KEY_FILE, f"{DATABASE}-journal", f"{DATABASE}-wal"):
        path = folder / name
        if path.is_symlink() or (path.exists() and not path.is_file()):
            what = "this is no plain file, and a store is never opened through a link"
            yield Problem(str(path), what, "find out who put it there, and put the file itself back")


def _refuse_store(folder: Path) -> None:
    present = [path.name for path in (database_of(folder), key_file_of(folder)) if path.exists()]
    if present:
        what = f"there is a store here already ({' and '.join(present)})"
        raise StoreError([Problem(str(folder), what, "name another folder; nothing was changed")])


def _lost(database: Path, what: str) -> Problem:
    return Problem(str(database), what, "put cases.db and cases.key back from the same backup")


def _is_open_to_others(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _try_to_close(path: Path) -> None:
    try:
        path.chmod(0o700 if path.is_dir() else 0o600)
    except OSError:
        return  # it is reported instead
