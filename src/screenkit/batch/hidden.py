"""Hidden files beside the output of a run: its owner's alone, and written by one process at a time."""

import contextlib
import os
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from screenkit.errors import OutputError, Problem
from screenkit.files import told

_LONG = 200
"""Bytes a name may have so that it has room for what is added to it: most disks take 255."""
_READABLE = 40


def beside(path: Path, kind: str) -> Path:
    """Return the name of a hidden file that belongs to this one; no longer than a disk takes."""
    name = path.name
    if len(name.encode()) > _LONG:
        name = f"{name[:_READABLE]}-{sha256(name.encode()).hexdigest()[:16]}"
    return path.parent / f".{name}.{kind}"


def own(path: Path) -> BinaryIO:
    """Open a hidden file for reading and writing; one that is a link or another user's is replaced first."""
    with contextlib.suppress(FileNotFoundError):
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_uid != getattr(os, "geteuid", int)():
            path.unlink()
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    file = os.fdopen(os.open(path, flags, 0o600), "r+b")
    with contextlib.suppress(OSError):  # a umask can take even the owner's rights away
        path.chmod(0o600)
    return file


def lock(file: BinaryIO, path: Path) -> None:
    """Keep every other process from writing this file until it is closed, where system and disk can tell.

    Raises:
        OutputError: when another one writes it now.

    """
    try:
        import fcntl  # noqa: PLC0415 - not on every system

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        what = "another run is writing its results there now"
        raise OutputError([Problem(str(path), what, "wait for it, or name another file")]) from None
    except (ImportError, OSError):
        return


@contextlib.contextmanager
def held(path: Path, named: Path) -> Iterator[BinaryIO]:
    """Open a hidden file that no other process may write meanwhile; it belongs to the file that is `named`.

    Raises:
        OutputError: when another one writes it now.

    """
    while True:
        with own(path) as file:
            lock(file, named)
            with contextlib.suppress(FileNotFoundError):  # another process took it away before it was held
                if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                    yield file
                    return


@contextlib.contextmanager
def part_of(path: Path, part: Path) -> Iterator[BinaryIO]:
    """Open `part` for writing, which is to become `path`; what a killed process has left there is gone.

    It is forced to disk when the block ends well, and belongs to the caller from then on; else nothing of it
    stays.

    Raises:
        OutputError: when another process writes it now, or the disk does not take it.

    """
    with told(path), held(part, path) as file:
        file.truncate()
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            part.unlink(missing_ok=True)
            raise
