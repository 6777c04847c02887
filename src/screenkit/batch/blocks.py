"""A table's bytes, read in blocks that begin and end with a record."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import BinaryIO

from screenkit.batch.stream import LONGEST, Readable
from screenkit.batch.structure import Records, index

_FIRST = 1 << 18
_LARGEST = 1 << 23
_PIECE = 1 << 16
_TOO_LONG = 4 * LONGEST
"""No record that is read has as many bytes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins: its byte, its physical line, and how many records stand before it."""

    offset: int
    line: int
    number: int


class Source:
    """The bytes of a table, read from wherever they are wanted."""

    def __init__(self, file: BinaryIO) -> None:
        """Read from a file that can be read from any place."""
        self._file = file
        self._lock = Lock()
        self.size = file.seek(0, os.SEEK_END)

    def read(self, offset: int, size: int) -> bytes:
        """Return the bytes from there on, fewer only at the end."""
        with self._lock:
            self._file.seek(offset)
            return self._file.read(size)

    def at(self, offset: int) -> Readable:
        """Return the bytes from there on as a file of their own."""
        return _From(self, offset)

    def behind_lines(self, offset: int, lines: int) -> int:
        """Return where the line begins that stands so many lines after the one at `offset`."""
        while lines:
            piece = self.read(offset, _PIECE)
            if not piece:
                return offset
            found = piece.count(b"\n")
            if found < lines:
                offset, lines = offset + len(piece), lines - found
                continue
            at = -1
            for _ in range(lines):
                at = piece.index(b"\n", at + 1)
            return offset + at + 1
        return offset


class _From:
    def __init__(self, source: Source, offset: int) -> None:
        self._source, self._offset = source, offset

    def read(self, size: int, /) -> bytes:
        data = self._source.read(self._offset, size)
        self._offset += len(data)
        return data


@dataclass(frozen=True, slots=True)
class Block:
    """Records that can be read in one way only: where the first begins, their bytes, and their digest."""

    place: Place
    data: bytes
    records: Records
    digest: bytes

    @property
    def end(self) -> Place:
        """Where the record after them begins."""
        return self.begin(len(self.records))

    def begin(self, record: int) -> Place:
        """Return where one of its records begins."""
        offset, lines = int(self.records.starts[record]), int(self.records.lines[record])
        return Place(self.place.offset + offset, self.place.line + lines, self.place.number + record)

    def text(self, record: int) -> str:
        """Return one of its records, without its last line feed."""
        start, end = self.records.starts[record : record + 2]
        return self.data[start : end - 1].decode()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Where a record begins that another reader must look at."""

    place: Place


def blocks(source: Source, place: Place, delimiter: str, width: int) -> Iterator[Block | Doubt]:
    """Yield the records from a place on that can be read in one way only, up to a doubt, if there is one.

    The first blocks are small, so that a doubt that comes soon costs little.
    """
    size = _FIRST
    while place.offset < source.size:
        block = _block(source, place, size, delimiter, width)
        found, in_doubt, place = len(block.records), block.records.in_doubt, block.end
        if found:
            yield block
        del block  # it is large, and whoever took it may be done with it
        if in_doubt or (not found and (place.offset + size >= source.size or size > _TOO_LONG)):
            yield Doubt(place)
            return
        size = min(2 * size, _LARGEST) if found else 2 * size


def _block(source: Source, place: Place, size: int, delimiter: str, width: int) -> Block:
    """Return the records from a place on that lie within so many bytes."""
    data = source.read(place.offset, size)
    if place.offset + len(data) >= source.size and not data.endswith(b"\n"):
        data += b"\n"
    records = index(data, ord(delimiter), width)
    taken = data[: int(records.starts[-1])]
    read = taken[: source.size - place.offset]  # without a line feed that was added at the end
    return Block(place, taken, records, sha256(read).digest())
