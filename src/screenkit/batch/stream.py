"""Bytes → the lines of a table, in one encoding that is never guessed."""

import codecs
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from screenkit.errors import Problem, TableError

LONGEST = 1_000_000
"""Characters of a line, or of a row over several lines, that are read."""

_BLOCK = 1 << 18
_SMALL = 1 << 15
"""Bytes that are checked at a time: their text stays near the processor."""
_UTF_8_MARK = b"\xef\xbb\xbf"
_SAVE_AS_CSV = "save it as 'CSV UTF-8' and name that file"

_FOREIGN = (
    (b"\xff\xfe\x00\x00", "UTF-32 text"),
    (b"\x00\x00\xfe\xff", "UTF-32 text"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook, or one with a password"),
    (b"\x1f\x8b", "a compressed file"),
)
"""How files begin that are no plain text, and what they are."""

_NAMED_OTHERWISE = (
    (b"PK\x03\x04", "an Excel workbook or another zip file", "if it is a workbook, end its name with .xlsx"),
    (b"PAR1", "a Parquet file", "end its name with .parquet"),
)
"""How files begin that are read under names of their own, what they are, and what to do."""


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most so many, none only at the end."""


def is_utf_8(encoding: str | None) -> bool:
    """Say whether a table is read as UTF-8."""
    return encoding is None or codecs.lookup(encoding).name in {"utf-8", "utf-8-sig"}


def is_sound(file: Readable, name: str) -> bool:
    """Read bytes to their end and say whether they are UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        while block := _read(file, name, _SMALL):
            if decoder.getstate()[0] or not block.isascii():
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def text_lines(file: Readable, name: str, encoding: str | None, *, begin: int = 1) -> Iterator[str]:
    r"""Yield the physical lines of a file without their line feed; a carriage return before it stays.

    `encoding` is the one the user names; without it the text must be UTF-8, with or without a byte-order
    mark. A line of more than `LONGEST` characters is cut at one more than that. `begin` is the number of the
    first, where the file does not stand at its beginning.

    Raises:
        TableError: when the file is no text of that encoding. The message shows the bytes in question as
            `\xNN`, their line, and the character of that line, and nothing of the text around them.

    """
    rest = ""
    for text in _decoded(file, name, encoding, begin - 1):
        *lines, rest = (rest + text).split("\n")
        for line in lines:
            yield line[: LONGEST + 1]
        rest = rest[: LONGEST + 1]
    if rest:
        yield rest


def read_through(file: BinaryIO, name: str, encoding: str | None) -> int:
    """Read a file once to its end, so that its encoding is in doubt before the work begins, not after it.

    Returns where its end is.
    """
    start = file.tell()
    if is_utf_8(encoding) and is_sound(file, name):
        end = file.tell()
        file.seek(start)
        return end
    file.seek(start)
    deque(text_lines(file, name, encoding), maxlen=0)
    end = file.tell()
    file.seek(start)
    return end


def reads_tables(encoding: str) -> bool:
    """Say whether a table can be read in an encoding: one Python knows, in which ASCII is itself."""
    plain = "\t\n\r\\u0041" + "".join(map(chr, range(32, 127)))
    bare = plain.encode("ascii")
    try:
        codec = codecs.lookup(encoding)
        return codec.encode(plain)[0] == bare and codec.decode(bare)[0] == plain
    except (LookupError, UnicodeError, TypeError, AttributeError):
        return False


def _decoded(file: Readable, name: str, encoding: str | None, lines: int) -> Iterator[str]:
    # the mark at the beginning is taken away below; one that stands elsewhere is part of the text
    codec = "utf-8" if is_utf_8(encoding) else encoding or "utf-8"
    decoder = codecs.getincrementaldecoder(codec)("strict")
    begins = lines == 0
    behind = 0
    first = True
    while True:
        block = _read(file, name, _BLOCK if begins else _SMALL)
        if first and begins:
            _refuse_foreign(block, name, encoding)
            block = block.removeprefix(_UTF_8_MARK)
        try:
            text = decoder.decode(block, final=not block and not first)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(encoding or "utf-8", "replace")
            line = lines + before.count("\n") + 1
            at = len(before) - before.rfind("\n") + (0 if "\n" in before else behind)
            raise TableError([_undecodable(f"{name}:{line}:{at}", error, encoding)]) from None
        yield text
        if not block and not first:
            return
        lines += text.count("\n")
        behind = len(text) - text.rfind("\n") - 1 if "\n" in text else behind + len(text)
        first = False


def _read(file: Readable, name: str, size: int) -> bytes:
    try:
        return file.read(size)
    except OSError as error:
        what = f"the table cannot be read ({error.strerror})"
        raise TableError([Problem(name, what, "check the file and its disk")]) from None


def _refuse_foreign(start: bytes, name: str, encoding: str | None) -> None:
    for mark, what, do in _NAMED_OTHERWISE:
        if start.startswith(mark):
            raise TableError([Problem(name, f"this is {what}, and was to be read as CSV", do)])
    kind = next((kind for mark, kind in _FOREIGN if start.startswith(mark)), None)
    if kind is None and _looks_like_utf_16(start[:1000]):
        kind = "UTF-16 text"
    if kind:
        raise TableError([Problem(name, f"this is {kind}, which is not read here", _SAVE_AS_CSV)])
    if b"\r" in start and b"\n" not in start:
        what = "its lines end with a carriage return alone, as on very old computers"
        raise TableError([Problem(name, what, _SAVE_AS_CSV)])
    if (
        start.startswith(_UTF_8_MARK)
        and encoding
        and codecs.lookup(encoding).name not in {"utf-8", "utf-8-sig"}
    ):
        what = f"its byte-order mark says UTF-8, and --encoding says {encoding}"
        raise TableError([Problem(name, what, "leave --encoding out")])


def _looks_like_utf_16(start: bytes) -> bool:
    """Say whether every other byte, or nearly, is zero: plain letters in UTF-16."""
    halves = (start[0::2], start[1::2])
    return any(len(half) > 1 and half.count(0) > 0.6 * len(half) for half in halves)


def _undecodable(where: str, error: UnicodeDecodeError, encoding: str | None) -> Problem:
    shown = "".join(f"\\x{byte:02x}" for byte in error.object[error.start : error.end])
    what = f"the bytes {shown} are no {encoding or 'UTF-8'} text"
    if encoding:
        return Problem(where, what, "name the encoding the table was saved with")
    return Problem(
        where,
        what,
        "name its encoding, such as --encoding cp1252 for Excel on Windows, or save it as UTF-8",
    )
