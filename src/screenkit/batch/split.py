"""Lines → the cells of one row: quotes as common readers take them, with every liberty noted."""

from collections.abc import Callable
from dataclasses import dataclass

from screenkit.batch.stream import LONGEST

LineAt = Callable[[int], str | None]
"""The line that many lines after the first of the row, or None behind the end of the table."""


@dataclass(slots=True)
class Split:
    """The cells of one row, the physical lines it takes, and what is odd about it.

    `bare`: a quote stands inside an unquoted cell. `stray`: the first unquoted cell with a carriage return in
    it. `after`: the first cell in which text follows the closing quote. `open`: the last quote is never
    closed, or not before the row is too long.
    """

    cells: list[str]
    lines: int = 1
    size: int = 0
    bare: bool = False
    stray: int | None = None
    after: int | None = None
    open: bool = False

    @property
    def strict(self) -> bool:
        """Whether the row is written so that it can be read in one way only."""
        odd = self.bare or self.open or self.stray is not None or self.after is not None
        return not odd and self.size <= LONGEST


def split(line_at: LineAt, delimiter: str) -> Split:
    """Return the row that begins with the line at 0, which must be there."""
    text = line_at(0) or ""
    row = Split([], size=len(text))
    if '"' not in text:
        row.cells = _without_return(text).split(delimiter)
        if "\r" in text:
            row.stray = next((n for n, cell in enumerate(row.cells) if "\r" in cell), None)
        return row
    at: int | None = 0
    while at is not None:
        if text.startswith('"', at):
            text, end = _closing_quote(row, line_at, text, at + 1)
            if row.open:
                break
            at = _take_quoted(row, text, at, end, delimiter)
        else:
            at = _take_plain(row, text, at, delimiter)
    row.size = len(text)
    return row


def split_loosely(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line of which nobody knows where its quotes belong."""
    cells = _without_return(line).split(delimiter)
    return [_bared(cell.strip(" ")) for cell in cells]


def _closing_quote(row: Split, line_at: LineAt, text: str, start: int) -> tuple[str, int]:
    """Return the text of the row up to the line with the closing quote, and where that quote stands."""
    lines, size = [text], len(text)
    end = _lone_quote(text, start)
    while end < 0:
        more = line_at(row.lines) if size <= LONGEST else None
        if more is None:
            row.open = True
            row.cells.append(_undoubled("\n".join(lines)[start:]))
            break
        found = _lone_quote(more, 0)
        end = size + 1 + found if found >= 0 else -1
        lines.append(more)
        row.lines += 1
        size += 1 + len(more)
    return "\n".join(lines), end


def _lone_quote(text: str, start: int) -> int:
    """Return where the first quote stands that is not doubled, or -1."""
    at = text.find('"', start)
    while at >= 0 and text.startswith('"', at + 1):
        at = text.find('"', at + 2)
    return at


def _take_quoted(row: Split, text: str, start: int, end: int, delimiter: str) -> int | None:
    """Take a cell whose quotes stand at `start` and `end`; return where the next one begins."""
    stop = text.find(delimiter, end)
    rest = text[end + 1 :] if stop < 0 else text[end + 1 : stop]
    if stop < 0:
        rest = _without_return(rest)
    cell = _undoubled(text[start + 1 : end])
    if rest.strip(" "):
        cell += rest
        row.after = len(row.cells) if row.after is None else row.after
    row.cells.append(cell)
    return None if stop < 0 else stop + 1


def _take_plain(row: Split, text: str, start: int, delimiter: str) -> int | None:
    """Take a cell without quotes around it; return where the next one begins."""
    stop = text.find(delimiter, start)
    cell = _without_return(text[start:]) if stop < 0 else text[start:stop]
    row.bare = row.bare or '"' in cell
    if row.stray is None and "\r" in cell:
        row.stray = len(row.cells)
    row.cells.append(cell)
    return None if stop < 0 else stop + 1


def _without_return(text: str) -> str:
    return text.removesuffix("\r")


def _undoubled(text: str) -> str:
    return text.replace('""', '"')


def _bared(cell: str) -> str:
    return cell[1:-1] if len(cell) > 1 and cell.startswith('"') and cell.endswith('"') else cell
