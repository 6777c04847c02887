"""Tables of every kind, read through the command: the same people give the same results."""

import csv
import io
import json
import stat
import zipfile
from decimal import Decimal

import polars as pl
import pytest
import xlsxwriter
from python_calamine import load_workbook
from workbooks import HEADER as SHEET_HEADER
from workbooks import sheet, text, workbook

from screenkit.batch import writexlsx

HEADER = "case_id,phq9_1,phq9_2,phq9_9\n"
PEOPLE = [("anna", 0, 2, 0), ("ben", 3, 3, 2), ("cleo", None, 1, None), ("=dora", 1, 1, 1)]
CSV = HEADER + "".join(",".join("" if cell is None else str(cell) for cell in row) + "\n" for row in PEOPLE)


def as_parquet(rows=PEOPLE, **types):
    data = io.BytesIO()
    pl.DataFrame(rows, schema=HEADER.strip().split(","), orient="row", schema_overrides=types).write_parquet(
        data
    )
    return data.getvalue()


def as_workbook(rows=PEOPLE):
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        for number, row in enumerate([HEADER.strip().split(","), *rows]):
            page.write_row(number, 0, ["" if cell is None else cell for cell in row])
    return data.getvalue()


TABLES = {
    "t.csv": CSV,
    "t.tsv": CSV.replace(",", "\t"),
    "t.parquet": as_parquet(),
    "t.pq": as_parquet(phq9_1=pl.Float64, phq9_2=pl.Decimal(6, 2), phq9_9=pl.UInt8),
    "t.xlsx": as_workbook(),
}


@pytest.mark.parametrize("name", TABLES)
def test_the_same_people_give_the_same_results_whatever_the_kind_of_their_table(batch, name):
    expected = batch(CSV)

    ran = batch(TABLES[name], "--overwrite", name=name)

    assert (ran.status, ran.results, ran.err) == (0, expected.results, expected.err)


def test_typed_values_are_read_as_they_are_written_and_nothing_is_bent(batch):
    rows = [("anna", 1.0, 2.5, 0.0), ("ben", float("nan"), 1.0, 0.0), ("cleo", 1e300, None, 4.0)]

    ran = batch(as_parquet(rows), name="t.parquet")

    assert ran.results == []
    assert [(r["line"], r["case_id"], r["column"], r["value"][:4]) for r in ran.rejects] == [
        ("1", "anna", "phq9_2", "2.5"),
        ("2", "ben", "phq9_1", "NaN"),
        ("3", "cleo", "phq9_1", "1000"),
    ]


def test_true_and_false_are_the_words_a_mapping_can_name(batch):
    data = io.BytesIO()
    pl.DataFrame({"id": ["a", "b"], "si": [True, None]}).write_parquet(data)
    mapping = 'case_id: id\nitems: {phq9_9: {column: si, values: {"true": 1, "false": 0}}}\n'

    ran = batch(data.getvalue(), name="t.parquet", mapping=mapping)

    assert [row["safety"] for row in ran.results] == ["same_day", "complete_screen"]
    assert "t.parquet: read as the words 'true' and 'false': si" in ran.err


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PAR1", "the Parquet file cannot be read (ComputeError)"),
        (as_parquet()[:-9], "the Parquet file cannot be read (ComputeError)"),
        (b"case_id,phq9_9\n", "this is no Parquet file, although its name says so"),
    ],
)
def test_what_is_no_whole_parquet_file_is_refused(batch, data, what):
    ran = batch(data, name="t.parquet")

    assert (ran.status, ran.files) == (1, ["t.parquet"])
    assert ran.err[0].startswith(f"t.parquet: {what} — ")
    assert len(ran.err) == 1


def test_columns_that_are_no_cells_and_rows_that_cannot_be_are_refused(batch):
    data = io.BytesIO()
    pl.DataFrame({"case_id": ["a"], "tags": [["x"]], "scan": [b"x"]}).write_parquet(data)
    assert batch(data.getvalue(), name="t.parquet").err == [
        (
            "t.parquet: the column 'tags' holds lists or records, not one value a row — "
            "leave it out, or save it as text"
        ),
        "t.parquet: the column 'scan' holds bytes, not one value a row — leave it out, or save it as text",
    ]

    rows = 3_000_000
    pl.DataFrame({"phq9_9": pl.repeat(0, rows, dtype=pl.Int8, eager=True)}).write_parquet(
        data := io.BytesIO()
    )
    assert "claims 3,000,000 rows in" in batch(data.getvalue(), name="t.parquet").err[0]


def test_errors_of_a_sheet_are_rejects_where_they_are_read(batch):
    def row(number, case, nine, note=""):
        return f'<row r="{number}">{case}{nine}{note}</row>'

    error = '<c r="{}" t="e"><f>NA()</f><v>#N/A</v></c>'
    rows = (
        row(2, error.format("A2"), '<c r="B2"><v>1</v></c>'),
        row(3, text("A3", "ben"), error.format("B3")),
        row(5, text("A5", "cleo"), '<c r="B5"><v>0</v></c>'),
    )

    ran = batch(workbook(sheet(SHEET_HEADER + "".join(rows))), name="t.xlsx")

    assert [row["case_id"] for row in ran.results] == ["cleo"]
    assert [(r["line"], r["record"], r["column"], r["value"], r["reason"]) for r in ran.rejects] == [
        ("2", "1", "case_id", "#N/A", "the case id is an error of the spreadsheet"),
        ("3", "2", "phq9_9", "#N/A", "this is no number the item offers"),
        ("4", "3", "", "", "an empty row"),
    ]


def test_several_files_are_one_table_and_each_reject_names_its_file_and_line(batch, tmp_path):
    (tmp_path / "b.csv").write_text(HEADER + "ben,0,0,0\nanna,0,0,0\ndora,9,0,0\n")
    (tmp_path / "c.xlsx").write_bytes(as_workbook([("emil", 0, 0, 1), ("ben", 0, 0, 0)]))

    ran = batch(HEADER + "zoe,0,0,0\nanna,0,0,2\n", "b.csv", "c.xlsx")

    assert [row["case_id"] for row in ran.results] == ["zoe", "anna", "ben", "emil"]
    assert [(r["file"], r["line"], r["record"], r["case_id"], r["reason"]) for r in ran.rejects] == [
        ("b.csv", "3", "4", "anna", "the case id already stands on line 3 of table.csv"),
        ("b.csv", "4", "5", "dora", "this is no number the item offers"),
        ("c.xlsx", "3", "7", "ben", "the case id already stands on line 2 of b.csv"),
    ]
    assert ran.err[0] == "table.csv and 2 more: 3 files are read as one table"
    assert "rows read 7 = accepted 4 + rejected 3" in ran.err


def test_a_folder_stands_for_its_tables_in_the_order_of_their_names(batch, tmp_path):
    folder = tmp_path / "intake"
    folder.mkdir()
    (folder / "2.csv").write_text(HEADER + "ben,0,0,0\n")
    (folder / "1.tsv").write_text(HEADER.replace(",", "\t") + "anna\t0\t0\t0\n")
    (folder / "notes.txt").write_text("not a table")
    (folder / ".hidden.csv").write_text("x")

    ran = batch(None, name="intake")

    assert [row["case_id"] for row in ran.results] == ["anna", "ben"]
    assert ran.err[:2] == [
        "intake: not read, as these are no tables: notes.txt",
        "intake: 2 files are read as one table",
    ]


def test_a_folder_without_tables_and_a_pipe_among_files_are_refused(batch, tmp_path):
    (tmp_path / "intake").mkdir()

    assert batch(None, name="intake").err == [
        "intake: the folder holds no table — name a folder with .csv, .tsv, .xlsx or .parquet files"
    ]
    assert batch(HEADER, "-").err == [
        "-: standard input cannot be one of several tables — save it as a file, and name that"
    ]


def test_files_with_other_columns_are_refused_with_the_difference(batch, tmp_path):
    (tmp_path / "b.csv").write_text("case_id,phq9_1,phq9_9,note\nx,0,0,\n")
    (tmp_path / "c.csv").write_text("case_id,phq9_2,phq9_1,phq9_9\nx,0,0,0\n")
    (tmp_path / "d.csv").write_bytes(b"")

    ran = batch(HEADER + "anna,0,0,0\n", "b.csv", "c.csv", "d.csv")

    assert (ran.status, ran.err) == (
        1,
        [
            "d.csv: the table is empty — its first row names the columns",
            (
                "b.csv: its columns differ from those of table.csv: it has no column 'phq9_2'; "
                "table.csv has no column 'note' — "
                "give all of them the same columns, or screen them one by one"
            ),
            (
                "c.csv: its columns stand in another order than those of table.csv, from column 2 on — "
                "bring them into the same order, or screen them one by one"
            ),
        ],
    )


def test_where_a_file_of_several_cannot_be_read_to_its_end_the_next_one_still_is(batch, tmp_path):
    (tmp_path / "b.csv").write_text(HEADER + "ben,0,0,0\n")

    ran = batch(HEADER + 'anna,0,0,0\ncleo,"0,0,2\nx,0\n', "b.csv")

    assert [row["case_id"] for row in ran.results] == ["anna", "ben"]
    assert [(r["file"], r["line"], r["safety"]) for r in ran.rejects] == [("table.csv", "3", "same_day")]
    assert (
        "from line 3 of table.csv on, 2 lines, the table could not be read: close the quote there" in ran.err
    )


OUTS = ("out.csv", "out.tsv", "out.jsonl", "out.parquet", "out.xlsx")
REJECTED = 'anna,0,0,0\nben,3,3,2\ncleo,9,0,3\n=1+1,1,0,0\n"\nben",two,0,0\n'


def cells_of(path):
    """Return the cells of a workbook, numbers that are whole as such."""
    rows = load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [
        [int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in row] for row in rows
    ]


def written(path):
    """Return the rows of a written table as the texts of a CSV table."""
    match path.suffix:
        case ".csv" | ".tsv":
            lines = path.read_bytes().decode()
            delimiter = "\t" if path.suffix == ".tsv" else ","
            return list(csv.DictReader(io.StringIO(lines, newline=""), delimiter=delimiter))
        case ".jsonl":
            rows = map(json.loads, path.read_text().splitlines())
        case ".parquet":
            rows = pl.read_parquet(path).iter_rows(named=True)
        case ".xlsx":
            header, *cells = cells_of(path)
            rows = [dict(zip(header, row, strict=True)) for row in cells]
    return [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows]


@pytest.mark.parametrize("out", OUTS)
def test_results_and_rejects_hold_the_same_cells_in_every_kind_of_table(batch, tmp_path, out):
    expected = batch(HEADER + REJECTED)
    rejects = f"{out}.rejects{'.csv' if out == 'out.tsv' else out[3:]}"

    ran = batch(HEADER + REJECTED, "--overwrite", out=out)

    assert ran.err == [line.replace("out.csv.rejects.csv", rejects) for line in expected.err]
    assert written(tmp_path / out) == expected.results
    assert written(tmp_path / rejects) == expected.rejects
    for name in (out, rejects):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    before = (tmp_path / out).read_bytes(), (tmp_path / rejects).read_bytes()
    batch(HEADER + REJECTED, "--overwrite", out=out)
    assert ((tmp_path / out).read_bytes(), (tmp_path / rejects).read_bytes()) == before


def test_scores_are_numbers_where_a_table_knows_numbers(batch, tmp_path):
    table = "case_id,phq9_9,des2_1,des2_2\nanna,0,10,20\nben,0,,\n"

    for out in ("out.parquet", "out.jsonl"):
        batch(table, out=out)

    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert frame.schema["phq9_total_low"] == pl.Int64
    assert frame.schema["case_id"] == pl.String
    assert frame.schema["safety"] == pl.Categorical
    low = frame["des2_mean_low"].to_list()
    assert (frame.schema["des2_mean_low"].scale, low) == (2, [Decimal("1.07"), None])
    first, second = map(json.loads, (tmp_path / "out.jsonl").read_text().splitlines())
    assert (first["phq9_total_low"], first["des2_mean_low"], second["des2_mean_low"]) == (0, 1.07, None)


def test_no_text_of_a_table_is_a_formula_a_link_or_a_number_in_a_workbook(batch, tmp_path):
    table = HEADER + "=1+1,0,0,0\nhttps://example.org,0,0,0\n007,0,0,0\n_x0041_,0,0,0\n"

    ran = batch(table, out="out.xlsx")

    assert ran.status == 0
    ids = [row[0] for row in cells_of(tmp_path / "out.xlsx")]
    assert ids == ["case_id", "'=1+1", "https://example.org", "007", "_x0041_"]
    with zipfile.ZipFile(tmp_path / "out.xlsx") as book:
        page = book.read("xl/worksheets/sheet1.xml")
    assert (b"<f>" in page, b"hyperlink" in page, b'state="frozen"' in page) == (False, False, True)


def test_what_a_workbook_has_no_room_for_is_refused_and_nothing_is_written(batch, monkeypatch):
    monkeypatch.setattr(writexlsx, "ROWS", 3)

    ran = batch(CSV, out="out.xlsx")

    assert (ran.status, ran.files) == (1, [])
    assert ran.err[-1] == (
        "out.xlsx: a workbook has room for 3 rows, and there are more — "
        "write CSV or Parquet instead; nothing was written"
    )
    monkeypatch.setattr(writexlsx, "_LONGEST", 10)
    assert "is too long for a workbook" in batch(HEADER + "a-long-case-id,0,0,0\n", out="out.xlsx").err[-1]


@pytest.mark.parametrize("out", OUTS)
def test_results_are_withheld_whole_in_every_kind_of_table(batch, out):
    ran = batch(HEADER + REJECTED, "--strict", out=out)

    assert ran.status == 1
    assert ran.files == [f"{out}.rejects{'.csv' if out == 'out.tsv' else out[3:]}"]


def test_the_kind_that_is_written_can_be_named(batch, tmp_path):
    ran = batch(CSV, "--format", "jsonl", "--rejects", "r.xlsx", out="-")

    assert [json.loads(line)["case_id"] for line in ran.out.splitlines()] == ["anna", "ben", "cleo", "'=dora"]
    assert [row[0] for row in cells_of(tmp_path / "r.xlsx")] == ["line"]
    batch(CSV, "--format", "parquet", out="results")
    assert pl.read_parquet(tmp_path / "results").height == len(PEOPLE)
