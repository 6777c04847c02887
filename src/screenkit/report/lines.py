"""Lay a report out in lines, for a screen wide or narrow."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, assert_never

from rich.cells import cell_len, chop_cells

from screenkit.report.document import (
    Bar,
    Bars,
    Blanks,
    Block,
    Bullets,
    Document,
    Entries,
    Entry,
    Notice,
    Paragraph,
    Question,
    Questions,
    Section,
    Table,
)

_NARROWEST = 24
_LEAST = 12
"""Columns that a text has to itself beside its label."""
_GAP = "  "
_TO_FILL_IN = "____________"
_BAR_WIDTH = 40
_INDENT = 2
_RUNNING = (Paragraph, Bullets)
"""Blocks that follow one another without a line left free."""

Emphasis = Literal["plain", "strong", "quiet"]


class Line(NamedTuple):
    """One line, no longer than the screen is wide."""

    text: str
    emphasis: Emphasis = "plain"


def lines(document: Document, *, width: int) -> Iterator[Line]:
    """Yield the lines of a report; `width` is the number of columns there are."""
    yield from _told(document.title, width, "strong")
    yield from _told(document.subtitle, width)
    if document.case_id:
        yield from _told(f"Case {document.case_id}", width)
    if document.incomplete:
        yield from _told(document.status.replace("Incomplete", "INCOMPLETE", 1), width, "strong")
    for section in document.sections:
        yield from _section(section, width)


def plain(document: Document, *, width: int = 80) -> str:
    """Return the report as plain text, without colour or control characters."""
    return "".join(f"{line.text.rstrip()}\n" for line in lines(document, width=width))


def _told(text: str, width: int, emphasis: Emphasis = "plain", indent: int = 0) -> Iterator[Line]:
    room = " " * indent
    yield from (Line(f"{room}{line}", emphasis) for line in _broken(text, width - indent))


def _section(section: Section, width: int) -> Iterator[Line]:
    yield Line("")
    yield from _told(section.title, width, "strong")
    yield Line("-" * min(len(section.title), width))
    for before, block in zip((None, *section.blocks), section.blocks, strict=False):
        if before and not (isinstance(before, _RUNNING) and isinstance(block, _RUNNING)):
            yield Line("")
        yield from _block(block, width)


def _block(block: Block, width: int) -> Iterator[Line]:
    match block:
        case Paragraph(text, emphasis):
            yield from _told(text, width, emphasis)
        case Bullets(entries):
            yield from _each(_hanging("-", entry, width) for entry in entries)
        case Notice():
            yield from _notice(block, width)
        case Entries(entries):
            yield from _each(_entry(entry, width, first=n == 0) for n, entry in enumerate(entries))
        case Table():
            yield from _table(block, width)
        case Bars(bars):
            yield from _each(_bar(bar, width) for bar in bars)
        case Blanks(labels):
            yield from _each(_blank(label, width) for label in labels)
        case Questions(questions):
            yield from _each(_question(question, width) for question in questions)
        case _:
            assert_never(block)


def _each(parts: Iterable[Iterator[Line]]) -> Iterator[Line]:
    for part in parts:
        yield from part


def _notice(notice: Notice, width: int) -> Iterator[Line]:
    yield from _told(f"! {notice.heading}", width, "strong")
    yield from _each(_told(line, width, indent=_INDENT) for line in notice.lines)


def _entry(entry: Entry, width: int, *, first: bool) -> Iterator[Line]:
    if not first:
        yield Line("")
    yield from _told(entry.heading, width, "strong")
    if entry.text:
        yield from _told(entry.text, width, indent=_INDENT)
    yield from _each(_hanging(f"{label}:", text, width, _INDENT) for label, text in entry.details)


def _blank(label: str, width: int, indent: int = 0) -> Iterator[Line]:
    room = width - indent
    return _told(f"{label}: {'_' * max(8, min(40, room - len(label) - 2))}", width, indent=indent)


def _question(question: Question, width: int) -> Iterator[Line]:
    yield from _told(question.heading, width, "strong")
    if question.warning:
        yield from _told(question.warning, width, "strong", _INDENT)
    yield from _each(_told(remark, width, "quiet", _INDENT) for remark in question.remarks)
    yield from _each(_hanging("[ ]", box, width, _INDENT) for box in question.boxes)
    yield from _each(_blank(label, width, _INDENT) for label in question.blanks)
    if question.silence:
        yield from _told("   ".join(f"[ ] {box}" for box in question.silence), width, indent=_INDENT)
    yield from (Line("_" * width) for _ in range(question.lines))
    yield Line("")


def _hanging(label: str, text: str, width: int, indent: int = 0) -> Iterator[Line]:
    """Yield a text that hangs behind its label; below it where the label would leave it no room."""
    lead = f"{' ' * indent}{label} "
    if cell_len(lead) > min(max(width // 2, _NARROWEST), width - _LEAST):
        yield from _told(label, width, indent=indent)
        yield from _told(text, width, indent=indent + _INDENT)
        return
    room = " " * cell_len(lead)
    first, *rest = _broken(text, width - cell_len(lead))
    yield Line(f"{lead}{first}")
    yield from (Line(f"{room}{line}") for line in rest)


def _broken(text: str, width: int) -> list[str]:
    """Return a text in lines of a width: broken between words, within one only where it is longer itself."""
    return [line for part in text.split("\n") for line in _wrapped(part, max(width, 1))]


def _wrapped(part: str, width: int) -> list[str]:
    if all(cell_len(character) == 1 for character in set(part)):
        return textwrap.wrap(part, width, break_on_hyphens=False) or [""]
    found = [""]
    for word in part.split():
        joined = f"{found[-1]} {word}" if found[-1] else word
        if cell_len(joined) <= width:
            found[-1] = joined
            continue
        pieces = chop_cells(word, width)
        found = [*found, *pieces] if found[-1] else pieces
    return found


def _table(table: Table, width: int) -> Iterator[Line]:
    """Lay a table out in columns where only the last one has to wrap, else row by row."""
    cells = [table.head, *table.rows]
    taken = [max(cell_len(row[n]) for row in cells) + len(_GAP) for n in range(len(table.head) - 1)]
    left = width - sum(taken)
    if left < min(_NARROWEST, max(cell_len(row[-1]) for row in cells)):
        yield from _stacked(table, width)
        return
    yield from _row(table.head, taken, left, "strong")
    for row in table.rows:
        yield from _row([cell or _TO_FILL_IN for cell in row], taken, left)


def _row(
    cells: Sequence[str], taken: Sequence[int], left: int, emphasis: Emphasis = "plain"
) -> Iterator[Line]:
    *before, last = cells
    lead = "".join(f"{cell}{' ' * (size - cell_len(cell))}" for cell, size in zip(before, taken, strict=True))
    first, *rest = _broken(last, left)
    yield Line(f"{lead}{first}", emphasis)
    yield from (Line(f"{' ' * sum(taken)}{line}", emphasis) for line in rest)


def _stacked(table: Table, width: int) -> Iterator[Line]:
    for row in table.rows:
        yield from _told(row[0], width, "strong")
        for label, cell in zip(table.head[1:], row[1:], strict=True):
            yield from _hanging(f"{label}:", cell or _TO_FILL_IN, width, _INDENT)


def _bar(bar: Bar, width: int) -> Iterator[Line]:
    """Draw a score: dots for the range, | where a band begins, # where it lies, ~ where it may lie."""
    yield from _told(bar.title, width, "strong")
    yield from _told(f"{bar.stretches[0].begins} [{_drawn(bar)}] {bar.ends}", width, indent=_INDENT)
    yield from _each(_told(line, width, indent=_INDENT) for line in (bar.text, bar.legend) if line)


def _drawn(bar: Bar) -> str:
    cells = ["."] * _BAR_WIDTH
    for band in bar.stretches[1:]:
        cells[_cell(band.low)] = "|"
    first, last = _cell(bar.share(bar.low)), _cell(bar.share(bar.high))
    for place in range(first, last + 1):
        if bar.low == bar.high:
            cells[place] = "#"
        elif cells[place] == ".":
            cells[place] = "~"
    return "".join(cells)


def _cell(share: float) -> int:
    return int(share * (_BAR_WIDTH - 1))
