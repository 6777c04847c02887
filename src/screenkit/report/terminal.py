"""Lay a report out for a terminal, wide or narrow, with or without colour."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
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
_LONGEST_LABEL = 40
_GAP = "  "
_TO_FILL_IN = "____________"
_BAR_WIDTH = 40
_RUNNING = (Paragraph, Bullets)
"""Blocks that follow one another without a line left free."""
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
            yield from (_hanging("-", entry) for entry in entries)
        case Notice():
            yield from _notice(block)
        case Entries(entries):
            yield from (line for n, entry in enumerate(entries) for line in _entry(entry, first=n == 0))
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


def _entry(entry: Entry, *, first: bool) -> Iterator[RenderableType]:
    if not first:
        yield Text()
    yield Text(entry.heading, style="bold")
    if entry.text:
        yield Padding(Text(entry.text), (0, 0, 0, 2))
    yield from (Padding(_hanging(f"{label}:", text), (0, 0, 0, 2)) for label, text in entry.details)


def _blank(label: str, width: int) -> Text:
    return Text(f"{label}: {'_' * max(8, min(40, width - len(label) - 2))}")


def _question(question: Question, width: int) -> Iterator[RenderableType]:
    yield Text(question.heading, style="bold")
    told = [Text(question.warning, style="bold")] if question.warning else []
    told += [Text(remark, style="dim") for remark in question.remarks]
    yield from (Padding(line, (0, 0, 0, 2)) for line in told)
    yield from (Padding(_hanging("[ ]", box), (0, 0, 0, 2)) for box in question.boxes)
    yield from (Padding(_blank(label, width - 2), (0, 0, 0, 2)) for label in question.blanks)
    if question.silence:
        yield Padding(Text("   ".join(f"[ ] {box}" for box in question.silence)), (0, 0, 0, 2))
    yield from (Text("_" * width) for _ in range(question.lines))
    yield Text()


def _hanging(label: str, text: str) -> RenderableType:
    """Return a text that hangs behind its label; below it where the label would leave it no room."""
    if cell_len(label) > _LONGEST_LABEL:
        return Group(Text(label), Padding(Text(text), (0, 0, 0, 2)))
    return _Hanging(label, text)


@dataclass(frozen=True, slots=True)
class _Hanging:
    """A text behind its label. A grid of rich takes longer, and cuts words that are too long."""

    label: str
    text: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        label = f"{self.label} "
        room = max(options.max_width - cell_len(label), 1)
        lines = Text(self.text).wrap(console, room) or [Text()]
        for n, line in enumerate(lines):
            lead = " " * cell_len(label) if n else label
            yield Text(f"{lead}{line.plain.rstrip()}", no_wrap=True)


def _table(table: Table, width: int) -> Iterator[RenderableType]:
    """Lay a table out in columns where only the last one has to wrap, else row by row."""
    cells = [table.head, *table.rows]
    taken = [max(cell_len(row[n]) for row in cells) + len(_GAP) for n in range(len(table.head) - 1)]
    left = width - sum(taken)
    if left < min(_NARROWEST, max(cell_len(row[-1]) for row in cells)):
        yield from _stacked(table)
        return
    columns = Columns.grid(padding=(0, len(_GAP), 0, 0))
    for size in taken:
        columns.add_column(no_wrap=True, width=size - len(_GAP))
    columns.add_column(width=left)
    columns.add_row(*(Text(name, style="bold") for name in table.head))
    for row in table.rows:
        columns.add_row(*(Text(cell or _TO_FILL_IN) for cell in row))
    yield columns


def _stacked(table: Table) -> Iterator[RenderableType]:
    for row in table.rows:
        yield Text(row[0], style="bold")
        for label, cell in zip(table.head[1:], row[1:], strict=True):
            yield Padding(_hanging(f"{label}:", cell or _TO_FILL_IN), (0, 0, 0, 2))


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
    cells[first : last + 1] = ("#" if bar.low == bar.high else "~") * (last - first + 1)
    return "".join(cells)


def _cell(share: float) -> int:
    return int(share * (_BAR_WIDTH - 1))
