"""Files that appear whole or not at all, readable by their owner only."""

import contextlib
import glob
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from screenkit.errors import OutputError, Problem

_PART = ".part"


def write_whole(path: Path, content: bytes, *, overwrite: bool = False) -> None:
    """Write a file so that either all of it is there afterwards, or what was there before.

    Raises:
        OutputError: when the file exists and `overwrite` is false, or the disk does not take it.

    """
    with whole_file(path, overwrite=overwrite) as file:
        file.write(content)


@contextlib.contextmanager
def whole_file(path: Path, *, overwrite: bool = False) -> Iterator[BinaryIO]:
    """Open a file for writing that takes its name only once everything was written.

    It is written under a temporary name in the same folder, forced to disk, then renamed; when the block
    raises, nothing of it stays.

    Raises:
        OutputError: when the file exists and `overwrite` is false, or the disk does not take it.

    """
    temporary: Path | None = None
    try:
        _refuse_existing(path, overwrite=overwrite)
        # mkstemp makes the file readable and writable by its owner only; a umask can take even that away
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=_prefix(path), suffix=_PART)
        temporary = Path(name)
        temporary.chmod(0o600)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _take_name(temporary, path, overwrite=overwrite)
        temporary = None
        sync_folder(path.parent)
    except OSError as error:
        raise OutputError([_cannot(path, error)]) from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Say in words when the disk does not take what is written for a file.

    Raises:
        OutputError: instead of an OSError.

    """
    try:
        yield
    except OSError as error:
        raise OutputError([_cannot(path, error)]) from None


def take_name(part: Path, path: Path, *, overwrite: bool = False) -> None:
    """Give a file that is on the disk under a name of its own its final name.

    Raises:
        OutputError: when that name is taken and `overwrite` is false, or the disk does not take it.

    """
    with told(path):
        _refuse_existing(path, overwrite=overwrite)
        _take_name(part, path, overwrite=overwrite)
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Force the names of the files in a folder to disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(path: Path) -> None:
    """Take away what a process that was killed while it wrote this file has left beside it."""
    for left in path.parent.glob(f"{glob.escape(_prefix(path))}*{_PART}"):
        left.unlink(missing_ok=True)


def make_private_folder(path: Path, *, option: str = "--folder") -> None:
    """Make a folder that only its owner may open; one that exists stays as it is.

    `option` is how another folder is named.

    Raises:
        OutputError: when it cannot be made, or a file stands there.

    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        what = f"the folder cannot be made ({reason})"
        raise OutputError([Problem(str(path), what, f"choose another with {option}")]) from None


def write_stream(content: bytes) -> None:
    """Write to standard output, whatever encoding the terminal has.

    Raises:
        OutputError: when it is closed, or does not take it.
        BrokenPipeError: when nobody reads on.

    """
    if sys.stdout is None:
        raise OutputError([_unspoken("it is closed")])
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError([_unspoken(error.strerror or type(error).__name__)]) from None


def next_free(path: Path) -> Path:
    """Return `path`, or the first of `name-2`, `name-3` … that does not exist."""
    number = 2
    free = path
    while free.exists():
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return free


def _prefix(path: Path) -> str:
    return f".{path.name[:40]}."


def _refuse_existing(path: Path, *, overwrite: bool) -> None:
    if path.is_dir():
        raise OutputError([Problem(str(path), "this is a folder", "name a file inside it")])
    if path.exists() and not overwrite:
        raise OutputError(
            [Problem(str(path), "the file exists already", "choose another name, or add --overwrite")]
        )


def _take_name(temporary: Path, path: Path, *, overwrite: bool) -> None:
    if overwrite:
        temporary.replace(path)
        return
    try:
        os.link(temporary, path)  # fails where another process took the name meanwhile
    except FileExistsError:
        _refuse_existing(path, overwrite=False)
        raise
    except OSError:  # a file system without links
        _refuse_existing(path, overwrite=False)
        temporary.replace(path)
        return
    try:
        temporary.unlink()
    except OSError:
        path.unlink()
        raise


def _unspoken(reason: str) -> Problem:
    what = f"standard output does not take what is written ({reason})"
    return Problem("-", what, "name a file with -o, on a disk with room for it")


def _cannot(path: Path, error: OSError) -> Problem:
    reason = error.strerror or type(error).__name__
    return Problem(
        str(path),
        f"the file cannot be written ({reason})",
        "nothing was changed; check the folder and the disk",
    )
