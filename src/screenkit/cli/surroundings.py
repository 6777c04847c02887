"""Look over what screenkit runs in: its Python and SQLite, the terminal, who can open the clinic's folder."""

import os
import platform
import shutil
import stat
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from screenkit import __version__
from screenkit.case.checkup import Check

_FIXED_IN = (3, 51, 3)
"""The first SQLite without the WAL-reset fault, by which a store could be damaged."""

_SCREEN = (80, 24)
"""Columns and rows the interview is made for."""

_SYNCED = ("onedrive", "dropbox", "mobile documents", "icloud", "google drive", "googledrive", "nextcloud")
_CLOUD = "cloudstorage"


def surroundings(folder: Path) -> Iterator[Check]:
    """Yield what was looked at outside of the profile."""
    yield Check("Program", "fine", f"screenkit {__version__}, Python {platform.python_version()}")
    yield _sqlite()
    yield from _terminal()
    if folder.is_dir():
        yield from _modes(folder)
        yield from _sync(folder)
    yield Check(
        "Disk",
        "to know",
        "whether this computer's disk is encrypted cannot be seen from here",
        "switch on BitLocker, FileVault or LUKS: it protects a lost computer, not a folder that is shared",
    )


def _sqlite() -> Check:
    try:
        found = import_module("sqlcipher3")
        with_cipher = found.connect(":memory:")
        (cipher,) = with_cipher.execute("PRAGMA cipher_version").fetchone()
        with_cipher.close()
    except Exception:  # noqa: BLE001 - a module of another system can fail in any way
        what = "SQLCipher cannot be loaded, so no encrypted store can be opened"
        return Check("SQLite", "look at this", what, "install screenkit again on this computer")
    told = f"SQLite {found.sqlite_version} in SQLCipher {cipher}"
    if tuple(int(part) for part in found.sqlite_version.split(".")) < _FIXED_IN:
        what = f"{told} has a fault that can damage a store (WAL-reset)"
        return Check("SQLite", "look at this", what, "bring sqlcipher3 up to 0.6.4 or later")
    return Check("SQLite", "fine", f"{told}; the fault of older ones (WAL-reset) is mended")


def _terminal() -> Iterator[Check]:
    encoding = (getattr(sys.stdout, "encoding", None) or "unknown").lower()
    if encoding.replace("-", "") != "utf8":
        what = f"the screen's encoding is {encoding}: some letters cannot be shown"
        yield Check("Terminal", "look at this", what, "set it to UTF-8, or set PYTHONUTF8=1")
    if not sys.stdout.isatty():
        yield Check("Terminal", "to know", "this is no terminal, so its size cannot be seen")
        return
    size = shutil.get_terminal_size()
    told = f"{size.columns} columns, {size.lines} rows, {encoding}"
    if size.columns < _SCREEN[0] or size.lines < _SCREEN[1]:
        what = f"{told}: less than {_SCREEN[0]} columns and {_SCREEN[1]} rows"
        yield Check("Terminal", "look at this", what, "make the window larger before an interview")
    else:
        yield Check("Terminal", "fine", told)


def _modes(folder: Path) -> Iterator[Check]:
    """Yield what others on this computer can read; who may do so is kept elsewhere on Windows."""
    if os.name != "posix":
        what = "who may open the folder is a setting of Windows that is not looked at here"
        yield Check("Folder", "to know", what, "keep it in a place of your own account")
        return
    try:
        wide = [path for path in (folder, *sorted(folder.iterdir())) if _is_open_to_others(path)]
    except OSError:
        what = f"{folder} cannot be looked into"
        yield Check("Folder", "look at this", what, "check its permissions")
        return
    for path in wide:
        only_me = "700" if path.is_dir() else "600"
        what = f"others on this computer may open {path}"
        yield Check("Folder", "look at this", what, f"run: chmod {only_me} '{path}'")
    if not wide:
        yield Check("Folder", "fine", f"only you may open {folder}")


def _is_open_to_others(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:  # it went away meanwhile
        return False
    return bool(stat.S_IMODE(mode) & 0o077) and not stat.S_ISLNK(mode)


def _sync(folder: Path) -> Iterator[Check]:
    """Yield whether the folder lies where another program copies it elsewhere."""
    where = folder.resolve()
    parts = [part.lower() for part in where.parts]
    if any(part.startswith(_SYNCED) or part == _CLOUD for part in parts) or str(where).startswith("\\\\"):
        what = f"{where} is copied to other computers, or lies on one"
        yield Check("Folder", "look at this", what, "choose a place on this computer with --folder")
    else:
        yield Check("Folder", "fine", "not in OneDrive, Dropbox, iCloud or another folder known to be copied")
