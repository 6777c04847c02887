"""A guarded sheet → a table of text cells, with everything said that a reader of the sheet might not see."""

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from python_calamine import CalamineError, CalamineSheet, load_workbook

from screenkit.batch.celltable import Cells, CellTable
from screenkit.batch.written import text_of
from screenkit.batch.xlsx.archive import SAVE_ANEW, Archive, archive
from screenkit.batch.xlsx.book import Book, Sheet, book_of
from screenkit.batch.xlsx.markup import Reader
from screenkit.batch.xlsx.scan import Facts, SharedTexts, SheetScan
from screenkit.errors import Problem, TableError

_STYLES = "xl/styles.xml"
_TEXTS = "xl/sharedStrings.xml"
_SHEET = "xl/worksheets/sheet1.xml"
_NAMED = 10
_CALCULATE = "open it in a spreadsheet program, save it, and name that file"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = '<Relationship Id="{}" Type="' + _OFFICE + '/{}" Target="{}"/>'


def sheet_table(path: Path, sheet: str | None = None, *, comma: bool = False) -> CellTable:
    """Return the table that stands on a sheet: the one of that name, or the first.

    The first row in which anything stands is the header; lines are the rows of the sheet.

    Raises:
        TableError: when the file is no workbook that can be read within its limits.

    """
    name = str(path)
    with archive(path) as parts:
        book = book_of(parts)
        chosen = book.chosen(sheet, name)
        packed, facts = _guarded(parts, book, chosen)
    if facts.unsaved:
        what = f"the result of a formula was not saved with the workbook (cell {facts.unsaved})"
        raise parts.refused(what, _CALCULATE)
    if facts.formulas and book.uncalculated:
        what = "the workbook was written by a program that did not work out its formulas"
        raise parts.refused(what, _CALCULATE)
    try:
        read = load_workbook(packed).get_sheet_by_index(0)
    except CalamineError as error:
        raise parts.refused(f"the sheet cannot be read ({type(error).__name__})", SAVE_ANEW) from None
    rows = _counted(name, _rows(read, facts, comma=comma), facts)
    header = next((row for row in rows if row.cells), None)
    width = len(header.cells) if header else 0
    notes = list(_notes(name, book, chosen, facts))
    return CellTable(name, header, (_filled(row, width) for row in rows), notes)


def _guarded(parts: Archive, book: Book, sheet: Sheet) -> tuple[io.BytesIO, Facts]:
    """Return a workbook of the one sheet, made of nothing but what was looked at, and what was seen."""
    packed = io.BytesIO()
    shared = SharedTexts()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=1) as file:
        has_texts = _TEXTS in parts
        if has_texts:
            reader = Reader(parts.name, shared.started, shared.ended, shared.said)
            _copy(file, _TEXTS, parts.unpacked(_TEXTS), reader)
        if _STYLES in parts:
            reader = Reader(parts.name, lambda _tag, _attributes: None)
            _copy(file, _STYLES, parts.unpacked(_STYLES), reader)
        scan = SheetScan(parts, shared.lengths)
        _copy(file, _SHEET, parts.unpacked(sheet.part), scan.reader)
        for part, text in _frame(sheet, from_1904=book.from_1904).items():
            file.writestr(part, text)
    packed.seek(0)
    return packed, scan.facts


def _copy(file: ZipFile, part: str, blocks: Iterable[bytes], reader: Reader) -> None:
    with file.open(part, "w", force_zip64=True) as copy:
        for block in blocks:
            reader.feed(block)
            copy.write(block)
        reader.feed(b"", last=True)


def _frame(sheet: Sheet, *, from_1904: bool) -> dict[str, str]:
    """Return the parts that hold a workbook of one sheet together."""
    relations = (
        ("s", "worksheet", "worksheets/sheet1.xml"),
        ("t", "sharedStrings", "sharedStrings.xml"),
        ("y", "styles", "styles.xml"),
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _relations((("w", "officeDocument", "xl/workbook.xml"),)),
        "xl/_rels/workbook.xml.rels": _relations(relations),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{int(from_1904)}"/>'
            f'<sheets><sheet name={quoteattr(sheet.name)} sheetId="1" r:id="s"/></sheets></workbook>'
        ),
    }


def _relations(relations: Iterable[tuple[str, str, str]]) -> str:
    inside = "".join(_RELATION.format(*each) for each in relations)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _rows(sheet: CalamineSheet, facts: Facts, *, comma: bool) -> Iterator[Cells]:
    """Yield every row of the sheet from the first column in which anything stands.

    The empty ones are without cells; errors stand as they are shown.
    """
    first = sheet.start[1] if sheet.start else 0
    wrong: dict[int, dict[int, str]] = {}
    for (row, column), error in facts.errors.items():
        wrong.setdefault(row, {})[column - 1 - first] = error
    for line, values in enumerate(islice(sheet.iter_rows(), facts.last_row), 1):
        cells = [text_of(value, comma=comma) for value in values]
        errors = wrong.get(line, {})
        for place, error in errors.items():
            cells += [""] * (place + 1 - len(cells))
            cells[place] = error
        while cells and not cells[-1]:
            cells.pop()
        yield Cells(line, cells, tuple(errors))


def _counted(name: str, rows: Iterable[Cells], facts: Facts) -> Iterator[Cells]:
    """Pass on the rows; refuse the table when another number of cells was read than was seen."""
    filled = 0
    for row in rows:
        filled += sum(1 for cell in row.cells if cell)
        yield row
    if filled != facts.filled:
        what = f"{facts.filled:,} cells are filled, and {filled:,} were read"
        raise TableError([Problem(name, what, SAVE_ANEW)])


def _filled(row: Cells, width: int) -> Cells:
    """Return a row with the empty cells at its end that the header has names for."""
    missing = width - len(row.cells)
    return Cells(row.line, [*row.cells, *[""] * missing], row.errors) if row.cells and missing > 0 else row


def _notes(name: str, book: Book, sheet: Sheet, facts: Facts) -> Iterator[str]:
    if len(book.sheets) > 1:
        names = ", ".join(f"'{each.name}'" for each in book.sheets[:_NAMED])
        of = f"of {len(book.sheets)} ({names})"
        yield f"{name}: the sheet '{sheet.name}' is read, {of}: --sheet names another"
    if sheet.is_hidden:
        yield f"{name}: the sheet '{sheet.name}' is hidden in the workbook, and read"
    if facts.formulas:
        yield f"{name}: formulas, of which the saved results are read: {facts.formulas:,}"
    if facts.errors:
        yield f"{name}: cells that hold an error such as #N/A, and so no answer: {len(facts.errors):,}"
    hidden = [("rows", facts.hidden_rows), ("columns", facts.hidden_columns)]
    for what, count in hidden:
        if count:
            yield f"{name}: hidden {what}, which are read as well: {count:,}"
    if facts.merged:
        yield (
            f"{name}: merged cells: {facts.merged:,}; what they show counts for the first row and column only"
        )
