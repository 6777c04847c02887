"""Lay a report out for a terminal, wide or narrow, with or without colour."""

import textwrap
from collections.abc import Iterator
from typing import assert_never

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Columns
from rich.text import Text

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
_GAP = "  "
_TO_FILL_IN = "____________"
_BAR_WIDTH = 40
_RUNNING = (Paragraph, Bullets)
"""Blocks that follow one another without a line left free."""
_MEASURE = Console(width=80, no_color=True, force_terminal=False)
"""What texts that are not plain ASCII are measured on; nothing is printed there."""
_STYLES = {"plain": "", "strong": "bold", "quiet": "dim"}


def terminal(document: Document, *, width: int) -> RenderableType:
    """Return what a rich console prints; `width` is the number of columns there are."""
    parts: list[RenderableType] = [Text(document.title, style="bold"), Text(document.subtitle)]
    if document.case_id:
        parts.append(Text(f"Case {document.case_id}"))
    if document.incomplete:
        parts.append(Text(document.status.replace("Incomplete", "INCOMPLETE", 1), style="bold"))
    for section in document.sections:
        parts += _section(section, width)
    return Group(*parts)


def plain(document: Document, *, width: int = 80) -> str:
    """Return the report as plain text, without colour or control characters."""
    console = Console(
        width=width, no_color=True, force_terminal=False, markup=False, highlight=False, emoji=False
    )
    with console.capture() as captured:
        console.print(terminal(document, width=width))
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def _section(section: Section, width: int) -> Iterator[RenderableType]:
    yield Text()
    yield Text(section.title, style="bold")
    yield Text("-" * min(len(section.title), width))
    for before, block in zip((None, *section.blocks), section.blocks, strict=False):
        if before and not (isinstance(before, _RUNNING) and isinstance(block, _RUNNING)):
            yield Text()
        yield from _block(block, width)


def _block(block: Block, width: int) -> Iterator[RenderableType]:
    match block:
        case Paragraph(text, emphasis):
            yield Text(text, style=_STYLES[emphasis])
        case Bullets(entries):
            yield from (_hanging("-", entry, width) for entry in entries)
        case Notice():
            yield from _notice(block)
        case Entries(entries):
            for n, entry in enumerate(entries):
                yield from _entry(entry, width, first=n == 0)
        case Table():
            yield from _table(block, width)
        case Bars(bars):
            yield from (line for bar in bars for line in _bar(bar))
        case Blanks(labels):
            yield from (_blank(label, width) for label in labels)
        case Questions(questions):
            yield from (line for question in questions for line in _question(question, width))
        case _:
            assert_never(block)


def _notice(notice: Notice) -> Iterator[RenderableType]:
    yield Text(f"! {notice.heading}", style="bold")
    yield from (Padding(Text(line), (0, 0, 0, 2)) for line in notice.lines)


def _entry(entry: Entry, width: int, *, first: bool) -> Iterator[RenderableType]:
    if not first:
        yield Text()
    yield Text(entry.heading, style="bold")
    if entry.text:
        yield Padding(Text(entry.text), (0, 0, 0, 2))
    yield from (_hanging(f"{label}:", text, width, 2) for label, text in entry.details)


def _blank(label: str, width: int) -> Text:
    return Text(f"{label}: {'_' * max(8, min(40, width - len(label) - 2))}")


def _question(question: Question, width: int) -> Iterator[RenderableType]:
    yield Text(question.heading, style="bold")
    told = [Text(question.warning, style="bold")] if question.warning else []
    told += [Text(remark, style="dim") for remark in question.remarks]
    yield from (Padding(line, (0, 0, 0, 2)) for line in told)
    yield from (_hanging("[ ]", box, width, 2) for box in question.boxes)
    yield from (Padding(_blank(label, width - 2), (0, 0, 0, 2)) for label in question.blanks)
    if question.silence:
        yield Padding(Text("   ".join(f"[ ] {box}" for box in question.silence)), (0, 0, 0, 2))
    yield from (Text("_" * width) for _ in range(question.lines))
    yield Text()


def _hanging(label: str, text: str, width: int, indent: int = 0) -> Text:
    """Return a text that hangs behind its label; below it where the label would leave it no room."""
    lead = f"{' ' * indent}{label} "
    if cell_len(lead) > max(width // 2, _NARROWEST):
        head = (f"{' ' * indent}{line}" for line in _lines(label, width - indent))
        body = (f"{' ' * (indent + 2)}{line}" for line in _lines(text, width - indent - 2))
        return Text("\n".join((*head, *body)))
    room = " " * cell_len(lead)
    first, *rest = _lines(text, width - cell_len(lead)) or [""]
    return Text("\n".join((f"{lead}{first}", *(f"{room}{line}" for line in rest))))


def _lines(text: str, width: int) -> list[str]:
    """Return a text in lines of a width: broken between words, within one only where it is longer itself."""
    lines: list[str] = []
    for part in text.split("\n"):
        if part.isascii():
            lines += textwrap.wrap(part, max(width, 1), break_on_hyphens=False) or [""]
        else:
            wrapped = Text(part).wrap(_MEASURE, max(width, 1), overflow="fold")
            lines += [line.plain.rstrip() for line in wrapped]
    return lines


def _table(table: Table, width: int) -> Iterator[RenderableType]:
    """Lay a table out in columns where only the last one has to wrap, else row by row."""
    cells = [table.head, *table.rows]
    taken = [max(cell_len(row[n]) for row in cells) + len(_GAP) for n in range(len(table.head) - 1)]
    left = width - sum(taken)
    if left < min(_NARROWEST, max(cell_len(row[-1]) for row in cells)):
        yield from _stacked(table, width)
        return
    columns = Columns.grid(padding=(0, len(_GAP), 0, 0))
    for size in taken:
        columns.add_column(no_wrap=True, width=size - len(_GAP))
    columns.add_column(width=left, overflow="fold")
    columns.add_row(*(Text(name, style="bold") for name in table.head))
    for row in table.rows:
        columns.add_row(*(Text(cell or _TO_FILL_IN) for cell in row))
    yield columns


def _stacked(table: Table, width: int) -> Iterator[RenderableType]:
    for row in table.rows:
        yield Text(row[0], style="bold")
        for label, cell in zip(table.head[1:], row[1:], strict=True):
            yield _hanging(f"{label}:", cell or _TO_FILL_IN, width, 2)


def _bar(bar: Bar) -> Iterator[RenderableType]:
    """Draw a score: dots for the range, | where a band begins, # where it lies, ~ where it may lie."""
    yield Text(bar.title, style="bold")
    yield Padding(Text(f"{bar.stretches[0].begins} [{_drawn(bar)}] {bar.ends}"), (0, 0, 0, 2))
    yield from (Padding(Text(line), (0, 0, 0, 2)) for line in (bar.text, bar.legend) if line)


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
