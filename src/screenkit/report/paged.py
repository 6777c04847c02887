"""What stays together on a printed page, and how wide a table's columns are: estimates, on the safe side.

What is kept together and does not fit on one page would run over its edge, so nothing is kept together that
could be longer than one in the widest letters there are.
"""

from collections.abc import Sequence
from math import ceil, sqrt
from typing import assert_never

from screenkit.report.document import (
    Bars,
    Blanks,
    Block,
    Bullets,
    Entries,
    Entry,
    Notice,
    Paragraph,
    Questions,
    Section,
    Table,
)

_SHARES = 24
"""A table's width is parted into about this many shares, so that tables alike have columns alike."""
_LINE = 100
"""Ordinary letters on a line across the page."""
_PER_SHARE = 4.5
"""Ordinary letters on a line of a column one share wide."""
_LONGEST_WORD = 20
"""Longer words may be broken."""
_FEW_WORDS = 12
"""A cell so short stays on one line."""
_WHOLE = 28
"""Lines that are kept together; the widest letters take twice as many, and a page has over fifty."""


def widths(table: Table) -> list[int]:
    """Return the shares of each column: room for its longest word, and the rest by how much it has to say."""
    columns = [[row[n] for row in (table.head, *table.rows)] for n in range(len(table.head))]
    least = [_least(cells) for cells in columns]
    left = max(0, _SHARES - sum(least))
    wanted = [sqrt(sum(map(len, cells)) / len(cells) * max(map(len, cells))) for cells in columns]
    most = max(wanted, default=0.0)  # a column to write in wants as much room as any
    wanted = [want if any(cells[1:]) else most for want, cells in zip(wanted, columns, strict=True)]
    return [few + round(left * much / max(sum(wanted), 1)) for few, much in zip(least, wanted, strict=True)]


def is_whole(row: Sequence[str], shares: Sequence[int]) -> bool:
    """Say whether a row of a table stays on one page."""
    return _row(row, shares) <= _WHOLE


def is_whole_entry(entry: Entry) -> bool:
    """Say whether an entry stays on one page."""
    return _entry(entry) <= _WHOLE


def is_whole_section(section: Section) -> bool:
    """Say whether a section stays on one page."""
    left = float(_WHOLE)
    for block in section.blocks:
        left -= _lines(block)
        if left < 0:
            return False
    return True


def _lines(block: Block) -> float:
    match block:
        case Paragraph(text):
            return 0.3 + _across(text)
        case Bullets(entries):
            return 0.3 + sum(map(_across, entries))
        case Notice(heading, lines):
            return 2.5 + _across(heading) + sum(map(_across, lines))
        case Entries(entries):
            return sum(map(_entry, entries))
        case Table():
            shares = widths(block)
            return 1 + sum(_row(row, shares) for row in (block.head, *block.rows))
        case Bars(bars):
            return sum(4 + _across(bar.text) for bar in bars)
        case Blanks(labels):
            return 2.0 * len(labels)
        case Questions(questions):
            return float(_WHOLE * len(questions))
        case _:
            assert_never(block)


def _entry(entry: Entry) -> float:
    details = (_across(f"{label}: {text}") for label, text in entry.details)
    return 1 + _across(entry.heading) + _across(entry.text) + sum(details)


def _row(row: Sequence[str], shares: Sequence[int]) -> float:
    """Return the lines of the highest cell; an empty one is room to write."""
    of_line = _LINE / max(sum(shares) * _PER_SHARE, _LINE)
    return 0.7 + max(
        _height(cell, share * _PER_SHARE * of_line) if cell else 1.8
        for cell, share in zip(row, shares, strict=True)
    )


def _across(text: str) -> int:
    return _height(text, _LINE)


def _height(text: str, letters: float) -> int:
    """Return the lines of a text, of which each letter beyond ASCII may stand as its code point."""
    shown = len(text) if text.isascii() else len(text.encode("ascii", "backslashreplace"))
    return ceil((shown + 1) / letters) + text.count("\n")


def _least(cells: Sequence[str]) -> int:
    """Return the shares in which no word is broken, and a cell of a few letters neither."""
    words = max(map(len, " ".join(cells).split()), default=1)
    longest = max(min(words, _LONGEST_WORD), min(max(map(len, cells)), _FEW_WORDS))
    return ceil((longest + 2) / _PER_SHARE)
