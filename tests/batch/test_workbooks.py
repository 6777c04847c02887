import io
import struct
import subprocess
import sys
import warnings
import zipfile
from datetime import datetime

import pytest
import xlsxwriter
from workbooks import ANNA, HEADER, parts, sheet, text, workbook, zipped

from screenkit.batch.xlsx.read import sheet_table
from screenkit.errors import TableError

DAY = datetime(2024, 2, 29)  # noqa: DTZ001 - workbooks tell no zone


@pytest.fixture
def read(tmp_path):
    """Read a workbook given as bytes: its header, its rows as (line, cells, errors), and its notes."""

    def ran(data, name=None, **options):
        path = tmp_path / "t.xlsx"
        path.write_bytes(data)
        table = sheet_table(path, name, **options)
        rows = [(row.line, row.cells, row.errors) for row in table.rows(bool)]
        return table.header, rows, [note.removeprefix(f"{path}: ") for note in table.notes]

    return ran


@pytest.fixture
def refusal(read):
    def ran(data, **options):
        with pytest.raises(TableError) as raised:
            read(data, **options)
        (problem,) = raised.value.problems
        return problem.what

    return ran


def made(write):
    """Return a workbook that is written as most are."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        write(book, book.add_worksheet("Intake"))
    return data.getvalue()


def test_every_kind_of_cell_becomes_the_text_a_csv_table_would_hold(read):
    def write(book, page):
        page.write_row(0, 0, ["id", "a", "b", "c"])
        page.write_row(1, 0, ["anna", 2, 2.5, "2.50"])
        page.write_row(2, 0, ["ben", True, False, " x "])
        page.write_datetime(3, 1, DAY, book.add_format({"num_format": "yyyy-mm-dd"}))
        page.write_datetime(
            3, 2, DAY.replace(hour=5, minute=6), book.add_format({"num_format": "d.m.yy h:mm"})
        )
        page.write_row(4, 0, [0, -1, 1e-7, 1e15])
        page.write_row(5, 0, ["Zoë", "漢 🙂", "two\nlines", "=1+1"][:3])

    header, rows, notes = read(made(write))

    assert header == ("id", "a", "b", "c")
    assert rows == [
        (2, ("anna", "2", "2.5", "2.50"), ()),
        (3, ("ben", "true", "false", " x "), ()),
        (4, ("", "2024-02-29", "2024-02-29T05:06:00", ""), ()),
        (5, ("0", "-1", "0.0000001", "1000000000000000"), ()),
        (6, ("Zoë", "漢 🙂", "two\nlines", ""), ()),
    ]
    assert notes == []


def test_lines_are_the_rows_of_the_sheet_wherever_the_table_stands(read):
    def write(_, page):
        page.write_row("C3", ["id", "a"])
        page.write_row("C4", ["anna", 1])
        page.write_row("C6", ["ben", 2])
        page.write_blank("A9", None)

    header, rows, _ = read(made(write))

    assert header == ("id", "a")
    assert rows == [(4, ("anna", "1"), ()), (5, (), ()), (6, ("ben", "2"), ())]


def test_cells_beyond_the_header_are_too_many_and_missing_ones_are_empty(tmp_path):
    def write(_, page):
        page.write_row(0, 0, ["id", "a"])
        page.write_row(1, 0, ["anna", 1, "more"])
        page.write_row(2, 0, ["ben"])

    (tmp_path / "t.xlsx").write_bytes(made(write))
    rows = list(sheet_table(tmp_path / "t.xlsx").rows(bool))

    assert [(row.cells, [fault.kind for fault in row.faults]) for row in rows] == [
        (("anna", "1", "more"), ["too many cells"]),
        (("ben", ""), []),
    ]


def test_decimals_follow_a_comma_where_the_texts_beside_them_do(read):
    data = made(lambda _, page: (page.write_row(0, 0, ["a", "b"]), page.write_row(1, 0, [2.5, "2,5"])))

    assert read(data, comma=True)[1] == [(2, ("2,5", "2,5"), ())]


def test_formulas_errors_and_everything_hidden_are_read_and_said(read):
    def write(_, page):
        page.write_row(0, 0, ["id", "a", "b"])
        page.write_formula(1, 0, '="an"&"na"', None, "anna")
        page.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        page.write_row(2, 0, ["ben", 1])
        page.set_row(2, None, None, {"hidden": True})
        page.set_column(1, 2, None, None, {"hidden": True})
        page.merge_range("A4:A5", "cleo")
        page.hide()

    def with_second(book, page):
        book.set_calc_mode("manual")  # as if a spreadsheet program had worked the formulas out
        write(book, page)
        book.add_worksheet("Notes").activate()

    header, rows, notes = read(made(with_second))

    assert header == ("id", "a", "b")
    assert rows == [
        (2, ("anna", "#DIV/0!", ""), (1,)),
        (3, ("ben", "1", ""), ()),
        (4, ("cleo", "", ""), ()),
    ]
    assert notes == [
        "the sheet 'Intake' is read, of 2 ('Intake', 'Notes'): --sheet names another",
        "the sheet 'Intake' is hidden in the workbook, and read",
        "formulas, of which the saved results are read: 2",
        "cells that hold an error such as #N/A, and so no answer: 1",
        "hidden rows, which are read as well: 1",
        "hidden columns, which are read as well: 2",
        "merged cells: 1; what they show counts for the first row and column only",
    ]


def test_a_sheet_is_chosen_by_its_name(read):
    data = zipped(parts(names=("Old", "Intake")) | {"xl/worksheets/sheet1.xml": sheet(HEADER)})

    assert read(data, "Intake")[1] == [(2, ("anna", "1"), ())]
    assert read(data)[1] == []
    with pytest.raises(TableError, match=r"has no sheet 'intake' — did you mean 'Intake'\?"):
        read(data, "intake")


@pytest.mark.parametrize("result", ["", "<v/>", "<v></v>"])
def test_a_formula_whose_result_was_not_saved_is_no_empty_cell(refusal, result):
    row = f'<row r="3">{text("A3", "ben")}<c r="B3"><f>1+1</f>{result}</c></row>'

    assert refusal(workbook(sheet(HEADER + ANNA + row))) == (
        "the result of a formula was not saved with the workbook (cell B3)"
    )


def test_a_formula_that_gives_an_empty_text_gives_an_empty_cell(read):
    row = f'<row r="3">{text("A3", "ben")}<c r="B3" t="str"><f>""</f><v></v></c></row>'

    assert read(workbook(sheet(HEADER + ANNA + row)))[1] == [(2, ("anna", "1"), ()), (3, ("ben", ""), ())]


def test_formulas_nobody_has_worked_out_are_refused_whatever_result_stands_there(refusal):
    data = made(lambda _, page: (page.write_row(0, 0, ["a"]), page.write_formula(1, 0, "=1+1")))

    assert refusal(data) == "the workbook was written by a program that did not work out its formulas"


def test_days_are_counted_from_where_the_workbook_counts_them(read):
    def write(book, page):
        page.write_row(0, 0, ["day"])
        page.write_datetime(1, 0, DAY, book.add_format({"num_format": "yyyy-mm-dd"}))

    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"date_1904": True}) as book:
        write(book, book.add_worksheet("A"))

    assert read(data.getvalue())[1] == [(2, ("2024-02-29",), ())]


FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
BILLION = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
BILLION = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "haha">{BILLION}]>'


def lied(data, size):
    """Return a zip file in which every part claims to unpack into so many bytes."""
    out = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = out.find(mark)
        while at >= 0:
            struct.pack_into("<I", out, at + place, size)
            at = out.find(mark, at + 4)
    return bytes(out)


def twice(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, part in files.items():
            file.writestr(name, part)
        file.writestr("XL/worksheets/Sheet1.xml", sheet(FAR))
    return data.getvalue()


def shared(count, length):
    """Return a workbook in which one long text is shown by many cells."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, count))
    texts = f"<sst><si><t>{'x' * length}</t></si></sst>"
    return zipped(parts(sheet(HEADER + cells)) | {"xl/sharedStrings.xml": texts})


HOSTILE = {
    "a cell at the end of the world": workbook(sheet(HEADER + FAR)),
    "the same without a name": workbook(
        sheet(HEADER + '<row r="1048576"><c r="XFD1048576" t="b"><v>1</v></c></row>')
    ),
    "a row beyond the end": workbook(sheet(HEADER + '<row r="4294967295"><c><v>1</v></c></row>')),
    "a column beyond the end": workbook(sheet(HEADER + '<row r="2"><c r="ZZZ2"><v>1</v></c></row>')),
    "rows out of order": workbook(sheet(HEADER + ANNA + ANNA)),
    "a cell of another row": workbook(sheet(HEADER + '<row r="2"><c r="A99"><v>1</v></c></row>')),
    "a cell twice": workbook(sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')),
    "a kind nobody knows": workbook(sheet('<row r="1"><c r="A1" t="x"><v>1</v></c></row>')),
    "a text that is not there": workbook(sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')),
    "entities in entities": workbook(BILLION + sheet(f'<row r="1">{text("A1", "&a11;")}</row>')),
    "entities in the workbook": zipped(parts() | {"xl/workbook.xml": BILLION + "<workbook>&a11;</workbook>"}),
    "a sheet without an end": workbook(sheet(HEADER)[:-30]),
    "deep nesting": workbook(sheet("<x>" * 100_000)),
    "a tag without an end": workbook(sheet(f'<row r="1" x="{"y" * 9_000_000}"/>')),
    "a part that grows": workbook(sheet(HEADER + " " * 60_000_000)),
    "sizes that are too small": lied(workbook(sheet(HEADER + "<row/>" * 9_000)), 50),
    "sizes that are too large": lied(workbook(), 4_000_000_000),
    "two parts of one name": twice(parts()),
    "many parts": zipped(parts() | {f"x/{n}": b"" for n in range(10_001)}),
    "one text in very many cells": shared(20_000, 50_000),
    "sheets of one name": zipped(parts(names=("A", "A"))),
    "no sheets": zipped(parts(names=())),
    "no relations": zipped({k: v for k, v in parts().items() if "rels" not in k}),
    "a sheet that is missing": zipped({k: v for k, v in parts().items() if "sheet1" not in k}),
    "binary": zipped({"xl/workbook.bin": b"x"}),
    "another zip file": zipped({"a.txt": b"x"}),
    "a LibreOffice table": zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
    "old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
    "with a password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + bytes(4096)
    + "EncryptedPackage".encode("utf-16-le"),
    "cut": workbook()[:-40],
    "no zip file at all": b"case_id,phq9_9\nanna,1\n",
    "empty": b"",
}

REASONS = {
    "a cell at the end of the world": (
        "the sheet claims cells up to row 1,048,576 and column 16,384: "
        "more than 6,000,000 cells are not read from a workbook"
    ),
    "the same without a name": (
        "the sheet claims cells up to row 1,048,576 and column 16,384: "
        "more than 6,000,000 cells are not read from a workbook"
    ),
    "a row beyond the end": "its rows are not in order, or are more than a sheet has",
    "a column beyond the end": "its cells are not in order, or stand beyond the end of a sheet",
    "rows out of order": "its rows are not in order, or are more than a sheet has",
    "a cell of another row": "its cells are not in order, or stand beyond the end of a sheet",
    "a cell twice": "its cells are not in order, or stand beyond the end of a sheet",
    "a kind nobody knows": "a cell is of a kind that sheets do not have",
    "a text that is not there": "a cell names a text that is not there",
    "entities in entities": "a part of the workbook declares a document type, as workbooks never do",
    "entities in the workbook": "a part of the workbook declares a document type, as workbooks never do",
    "a sheet without an end": "a part of the workbook is no XML (no element found)",
    "deep nesting": "a part of the workbook is nested deeper than workbooks are",
    "a tag without an end": "a part of the workbook has a tag without an end",
    "a part that grows": "claims to unpack into 60,000,",
    "sizes that are too small": "the zip file is damaged (BadZipFile)",
    "sizes that are too large": "claims to unpack into 4,000,000,000",
    "two parts of one name": "two parts of the zip file share a name",
    "many parts": "the zip file lists more parts than a workbook has",
    "one text in very many cells": "the sheet holds more than 400,000,000 characters",
    "sheets of one name": "two sheets are named 'A'",
    "no sheets": "the workbook has no sheet of cells",
    "no relations": "the workbook has no part 'xl/_rels/workbook.xml.rels'",
    "a sheet that is missing": "the workbook has no part 'xl/worksheets/sheet1.xml'",
    "binary": "this is a binary Excel workbook (.xlsb), which is not read",
    "another zip file": "this is a zip file and no Excel workbook",
    "a LibreOffice table": "this is a LibreOffice table (.ods), which is not read",
    "old": "this is an old Excel workbook (.xls), which is not read",
    "with a password": "the workbook is protected by a password",
    "cut": "the zip file is damaged (its end is missing)",
    "no zip file at all": "this is no Excel workbook, although its name says so",
    "empty": "this is no Excel workbook, although its name says so",
}


@pytest.mark.parametrize("which", HOSTILE)
def test_a_workbook_that_is_made_to_do_harm_is_refused_in_words(refusal, which):
    assert REASONS[which] in refusal(HOSTILE[which])


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from pathlib import Path
from screenkit.batch.xlsx.read import sheet_table
from screenkit.errors import TableError
for path in sys.argv[1:]:
    try:
        list(sheet_table(Path(path)).rows(bool))
    except TableError as error:
        print(len(error.problems))
"""


def test_no_such_workbook_takes_the_process_down_with_little_memory(tmp_path):
    paths = [tmp_path / f"{n}.xlsx" for n in range(len(HOSTILE))]
    for path, data in zip(paths, HOSTILE.values(), strict=True):
        path.write_bytes(data)

    ran = subprocess.run([sys.executable, "-c", LIMITED, *paths], capture_output=True, check=False, text=True)

    assert (ran.returncode, ran.stderr, ran.stdout.split()) == (0, "", ["1"] * len(paths))
