"""Shipped content kept ready-made between runs; what is read back is what these very files would give.

An entry is named for a SHA-256 over every byte that decides what loading gives: all shipped rule sets,
criteria and questionnaires, the code that reads them, and the versions of Python and of the libraries it
rests on. A changed byte is another name; dates of files mean nothing. An entry opens with its own name and
a SHA-256 over both, so that one that was cut, changed or renamed is not taken. It is JSON, and reading it
runs nothing. Anything that is not in order counts as absent, and the files are read.

It is no protection against somebody who can write as this user: the digest holds no secret, and they could
as well change the rule files or the program. Against other users it is: entries count only where folder and
file belong to this user and nobody else may write or read them.
"""

import contextlib
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import pydantic

import screenkit
from screenkit.content import locate
from screenkit.content.packed import pack, unpack
from screenkit.content.shelf import MANIFEST, manifest
from screenkit.errors import OutputError
from screenkit.files import make_private_folder, write_whole
from screenkit.models.content import Content

_FORM = b"screenkit content 1\n"
_LARGEST = 64 * 2**20
_KEPT = 8
"""Entries that stay; the oldest go first."""

_READERS = ("content", "models", "check", "engine", "assessment.py", "text.py", "errors.py")
"""The parts of screenkit that decide what a file means."""
_LIBRARIES = ("lark", "yaml")

_RULES, _CRITERIA = locate.RULES, f"{locate.RULES}/criteria"
_FOLDERS = (_RULES, _CRITERIA, locate.QUESTIONNAIRES)

_DAMAGED = (ValueError, TypeError, LookupError, RecursionError, AttributeError)

Load = Callable[[str, Sequence[str]], Content]


def _from_files(rules: str, questionnaires: Sequence[str]) -> Content:
    # Only here: the grammar and everything that checks a file need not be there for an entry.
    from screenkit.content.load import load  # noqa: PLC0415

    return load(rules, questionnaires)


def load_kept(
    rules: str, questionnaires: Sequence[str], folder: Path | None, load: Load = _from_files
) -> Content:
    """Return a rule set as `content.load.load` does, from an entry in `folder` where there is one.

    Content of the clinic's own is always read from its files. Without a folder everything is.

    Raises:
        ContentError: with every problem of every file.

    """
    if folder is None or questionnaires or locate.is_path(rules) or not _can_tell_owners():
        return load(rules, questionnaires)
    files = dict(_shipped())
    try:
        name = _name(rules, files)
    except OSError:  # screenkit runs from an archive
        return load(rules, questionnaires)
    entry = folder / f"{name}.content"
    kept = _taken(entry, name, {**files, MANIFEST: manifest(rules, ())})
    if kept is not None:
        return kept
    content = load(rules, questionnaires)
    if _is_of(content, files):
        _put_by(entry, name, content)
    return content


def _shipped() -> Iterator[tuple[str, bytes]]:
    for folder in _FOLDERS:
        for file in locate.shipped(folder).values():
            yield file.kept, file.text


def _name(rules: str, files: Mapping[str, bytes]) -> str:
    """Return the name of an entry: a digest over everything that decides what it holds."""
    parts = [_FORM, rules.encode(), screenkit.__version__.encode(), sys.version.encode()]
    parts += [pydantic.VERSION.encode(), *map(_opening, _LIBRARIES)]
    for name, body in sorted({**files, **_code()}.items()):
        parts += [name.encode(), body]
    digest = sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _code() -> dict[str, bytes]:
    """Return the code that reads content: a checkout may change it without another version."""
    root = Path(screenkit.__file__).parent
    return {str(path.relative_to(root)): path.read_bytes() for path in _modules(root)}


def _modules(root: Path) -> Iterator[Path]:
    for name in _READERS:
        place = root / name
        yield from [place] if place.suffix else sorted(place.glob("*.py"))


def _opening(library: str) -> bytes:
    """Return the first module of a library, which holds its version; importing it would take longer."""
    found = find_spec(library)
    return Path(found.origin).read_bytes() if found and found.origin else b""


def _is_of(content: Content, files: Mapping[str, bytes]) -> bool:
    """Say whether a content was read from exactly these files: they may have changed meanwhile."""
    read = {name: body for name, body in content.sources.items() if name != MANIFEST}
    wanted = {name for name in files if not name.startswith(f"{_RULES}/") or name.startswith(f"{_CRITERIA}/")}
    return wanted <= set(read) and all(files.get(name) == body for name, body in read.items())


def _taken(entry: Path, name: str, files: Mapping[str, bytes]) -> Content | None:
    """Return what an entry holds, or None where it is not certain to be this one."""
    held = _read(entry)
    start = len(_FORM) + len(name) + 65
    if held is None or held[:start] != _head(name, held[start:]):
        return None
    try:
        return unpack(held[start:], files)
    except _DAMAGED:
        return None


def _head(name: str, body: bytes) -> bytes:
    return _FORM + name.encode() + sha256(name.encode() + body).hexdigest().encode() + b"\n"


def _read(entry: Path) -> bytes | None:
    """Return the bytes of a file that is this user's alone, in a folder that is."""
    with contextlib.suppress(OSError):
        if not _is_private(entry.parent.lstat(), stat.S_ISDIR):
            return None
        handle = os.open(entry, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if _is_private(found, stat.S_ISREG) and found.st_size <= _LARGEST:
                return file.read()
    return None


def _is_private(found: os.stat_result, of_kind: Callable[[int], bool]) -> bool:
    others = stat.S_IRWXG | stat.S_IRWXO
    return of_kind(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & others


def _can_tell_owners() -> bool:
    return hasattr(os, "geteuid") and hasattr(os, "O_NOFOLLOW")


def _put_by(entry: Path, name: str, content: Content) -> None:
    """Keep a content; a folder that cannot be used leaves it unkept, and is no error."""
    body = pack(content)
    with contextlib.suppress(OutputError, OSError):
        make_private_folder(entry.parent)
        if _is_private(entry.parent.lstat(), stat.S_ISDIR):
            write_whole(entry, _head(name, body) + body, overwrite=True)
            _tidy(entry.parent.glob("*.content"))


def _tidy(entries: Iterable[Path]) -> None:
    oldest_last = sorted(entries, key=lambda entry: entry.lstat().st_mtime_ns, reverse=True)
    for entry in oldest_last[_KEPT:]:
        entry.unlink(missing_ok=True)
