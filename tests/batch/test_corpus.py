"""Each table of the corpus is read cell by cell as it should be, or refused or rejected with a reason.

A case is two files: the table, and what should become of it.
"""

import csv
import json
from pathlib import Path

import pytest

from screenkit.batch.opening import opened
from screenkit.batch.table import Row
from screenkit.errors import TableError

CORPUS = Path(__file__).parent / "corpus"
TABLES = sorted(path for path in CORPUS.iterdir() if path.suffix in {".csv", ".tsv"})


def became(path):
    """Return what the reader makes of a table, in the form of the files beside them."""
    try:
        with opened([path]) as table:
            pieces = list(table.rows(lambda cells: cells[2] in {"0", "1", "2"}))
    except TableError as error:
        return {"refused": [problem.what for problem in error.problems]}
    good = [piece for piece in pieces if isinstance(piece, Row) and not piece.faults]
    bad = [piece for piece in pieces if piece not in good]
    faults = [piece.faults[0] if isinstance(piece, Row) else piece.fault for piece in bad]
    return {
        "header": list(table.header),
        "rows": [[row.line, *row.cells] for row in good],
        "rejects": [[piece.line, fault.kind] for piece, fault in zip(bad, faults, strict=True)],
    }


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_is_read_as_it_should_be_or_refused_in_words(path):
    assert became(path) == json.loads(path.with_suffix(".json").read_text("utf-8"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_no_row_of_a_table_is_lost_on_its_way_through_the_command(batch, path):
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))

    ran = batch(path.read_bytes(), name=f"table{path.suffix}")

    assert not any("Traceback" in line for line in ran.err)
    if "refused" in expected:
        assert (ran.status, set(ran.files) & {"out.csv", "out.csv.rejects.csv"}) == (1, set())
        return
    rejects = ran.rejects if "out.csv.rejects.csv" in ran.files else []
    assert ran.status == 0
    assert len(ran.results) + len(rejects) == len(expected["rows"]) + len(expected["rejects"])
    with (ran.folder / "out.csv").open(newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell[:1] in set("=+@")]
