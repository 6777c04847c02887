"""Bytes of a table → where each record begins and ends, as far as there is only one way to read them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from screenkit.batch.stream import LONGEST

Places = NDArray[np.int64]
Bits = NDArray[np.uint64]
"""One bit a byte of the block, the lowest first."""

_QUOTE, _LINE_FEED, _RETURN, _SPACE = b'"\n\r '
_WORD = 64
_PIECE = 1 << 17
"""Bytes that are looked at together."""
_MARK = b"\xef\xbb\xbf"
_AHEAD = 2
"""Bytes behind a quote that say whether it closes a cell."""


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a block that can be read in one way only, up to the first that cannot.

    `starts` holds where each begins and, last, where the next one would; `lines` how many physical lines lie
    before each of these. `in_doubt` says that the record after them is for another reader; otherwise the
    block ends before it does.
    """

    starts: Places
    lines: Places
    in_doubt: bool

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self.starts) - 1


def index(block: bytes, delimiter: int, width: int) -> Records:
    """Return the records of a block that begins with one; `width` is how many cells each must have.

    In doubt is a record with a quote that neither opens nor closes a whole cell, with a NUL byte or a
    carriage return of its own, with too few or too many cells, one too long, an empty one, one over several
    lines of which a later line could be a row by itself, and one at the beginning with a byte-order mark.
    """
    data = np.frombuffer(block, np.uint8)
    feeds = _bits(data, _LINE_FEED)
    delimiters = _bits(data, delimiter)
    quotes = _bits(data, _QUOTE) if b'"' in block else np.zeros_like(feeds)
    inside = _parity(quotes)
    breaks = _places(feeds)
    within = _bits_at(inside, breaks)
    ending = np.flatnonzero(~within)
    starts = np.concatenate(([0], breaks[ending] + 1))
    lines = np.concatenate(([0], ending + 1))
    odd = _odd_byte(block, data, (quotes, delimiters, feeds), inside)
    first = min(
        _record_of(starts, odd),
        _odd_record(data, starts, _Rank(delimiters & ~inside), width),
        _record_of(starts, _row_within(len(data), breaks, within, (quotes, delimiters), width)),
    )
    known = len(starts) - 1
    in_doubt = first < known or odd < len(block) - _AHEAD
    return Records(starts[: min(first, known) + 1], lines[: min(first, known) + 1], in_doubt)


def _odd_byte(block: bytes, data: NDArray[np.uint8], marks: tuple[Bits, Bits, Bits], inside: Bits) -> int:
    """Return where the first byte stands that makes its record doubtful, or the end of the block."""
    quotes, delimiters, feeds = marks
    edges = quotes | delimiters | feeds
    odd = quotes & inside & ~_later(edges)
    odd[:1] &= ~np.uint64(1)  # the block begins with a cell
    ends = edges
    if b"\r" in block:
        returns = _bits(data, _RETURN)
        before_feed = returns & _earlier(feeds)
        odd |= returns & ~inside & ~before_feed
        ends = edges | before_feed
    odd |= quotes & ~inside & ~_earlier(ends)
    if block.startswith(_MARK):  # Polars takes it for that of a file, and away
        return 0
    nul = block.find(b"\0")
    return min(_first(odd, len(block)), len(block) if nul < 0 else nul)


def _odd_record(data: NDArray[np.uint8], starts: Places, cells_before: "_Rank", width: int) -> int:
    """Return the first record that is ragged, too long or empty; else how many there are."""
    before = cells_before(starts)
    odd = (np.diff(before) != width - 1) | (np.diff(starts) > LONGEST)
    if width == 1:  # an empty line has as many cells as the header
        odd |= np.isin(data[starts[:-1]], (_SPACE, _RETURN, _LINE_FEED))
    return int(odd.argmax()) if odd.any() else len(odd)


def _row_within(
    size: int, breaks: Places, within: NDArray[np.bool_], marks: tuple[Bits, Bits], width: int
) -> int:
    """Return where a line begins, inside of a quoted cell, that could be a row; else the `size` of the block.

    Such a line holds no quote and as many cells as the header, or its first quote opens a cell.
    """
    quotes, delimiters = marks
    inner = np.flatnonzero(within[:-1])
    if not len(inner):
        return size
    begin, end = breaks[inner] + 1, breaks[inner + 1]
    quotes_before, delimiters_before = _Rank(quotes), _Rank(delimiters)
    bare = quotes_before(end) == quotes_before(begin)
    fits = bare & (delimiters_before(end) - delimiters_before(begin) == width - 1)
    first = _next(quotes, begin)
    opens = ~bare & ((first == begin) | _bits_at(delimiters, first - 1))
    found = begin[fits | opens]
    return int(found[0]) if len(found) else size


def _record_of(starts: Places, place: int) -> int:
    """Return in which record a byte stands."""
    return int(np.searchsorted(starts, place, side="right")) - 1


class _Rank:
    """How many marks stand before a place."""

    def __init__(self, marks: Bits) -> None:
        self._marks = np.append(marks, np.uint64(0))
        self._before = np.concatenate(([0], np.cumsum(np.bitwise_count(marks), dtype=np.int64)))

    def __call__(self, places: Places) -> Places:
        words, bits = places >> 6, (places & 63).astype(np.uint64)
        partial = self._marks[words] & ((np.uint64(1) << bits) - np.uint64(1))
        found: Places = self._before[words] + np.bitwise_count(partial)
        return found


def _bits(data: NDArray[np.uint8], byte: int) -> Bits:
    """Return where a byte stands; looked at piece by piece, so that what lies between stays near at hand."""
    packed = np.zeros(-(-len(data) // _WORD) * 8, np.uint8)
    for start in range(0, len(data), _PIECE):
        some = np.packbits(data[start : start + _PIECE] == byte, bitorder="little")
        packed[start // 8 : start // 8 + len(some)] = some
    return packed.view("<u8").astype(np.uint64, copy=False)


def _places(marks: Bits) -> Places:
    """Return where the marks stand."""
    words = np.flatnonzero(marks != 0)
    bits = np.unpackbits(marks[words].astype("<u8", copy=False).view(np.uint8), bitorder="little")
    found = np.flatnonzero(bits.view(np.bool_))
    places: Places = words[found >> 6] * _WORD + (found & 63)
    return places


def _next(marks: Bits, places: Places) -> Places:
    """Return where the first mark stands at each place or behind it; anywhere where there is none."""
    words = np.where(marks != 0, np.arange(len(marks)), len(marks) - 1)
    coming = np.append(np.minimum.accumulate(words[::-1])[::-1], len(marks) - 1)
    word = places >> 6
    rest = marks[word] >> (places & 63).astype(np.uint64) << (places & 63).astype(np.uint64)
    word = np.where(rest != 0, word, coming[word + 1])
    rest = np.where(rest != 0, rest, marks[word])
    found: Places = word * _WORD + np.bitwise_count((rest & (~rest + np.uint64(1))) - np.uint64(1))
    return found


def _bits_at(marks: Bits, places: Places) -> NDArray[np.bool_]:
    shifted = marks[places >> 6] >> (places & 63).astype(np.uint64)
    return np.asarray(shifted & np.uint64(1), np.bool_)


def _parity(marks: Bits) -> Bits:
    """Return for each place whether the marks up to and with it are odd in number."""
    if not marks.any():
        return marks
    inside = marks.copy()
    for shift in (1, 2, 4, 8, 16, 32):
        inside ^= inside << np.uint64(shift)
    odd = np.bitwise_xor.accumulate(inside >> np.uint64(_WORD - 1))
    inside[1:] ^= np.uint64(0) - odd[:-1]
    return inside


def _later(marks: Bits) -> Bits:
    """Return the marks one place further on."""
    moved = marks << np.uint64(1)
    moved[1:] |= marks[:-1] >> np.uint64(_WORD - 1)
    return moved


def _earlier(marks: Bits) -> Bits:
    """Return the marks one place further back."""
    moved = marks >> np.uint64(1)
    moved[:-1] |= marks[1:] << np.uint64(_WORD - 1)
    return moved


def _first(marks: Bits, otherwise: int) -> int:
    words = np.flatnonzero(marks)
    if not len(words):
        return otherwise
    word = int(marks[words[0]])
    return int(words[0]) * _WORD + (word & -word).bit_length() - 1
