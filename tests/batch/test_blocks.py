"""Whatever a table holds, read block by block it gives the same files, byte for byte, as read row by row."""

import csv
import io
import os

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from plans import RowByRowPlan

from screenkit.batch import blocks, byblocks
from screenkit.batch.columns import columns_of
from screenkit.batch.opening import opened
from screenkit.batch.places import places
from screenkit.batch.run import run
from screenkit.batch.table import Table
from screenkit.batch.watch import Watcher
from screenkit.errors import TableError
from screenkit.models.mapping import TableMapping

HEADER = "case_id,note,phq9_1,phq9_9,phq9_total,remark"

ONE_BY_ONE = 10**9


@pytest.fixture(scope="module")
def both(depression, tmp_path_factory):
    """Screen a table in both ways; return what each found and wrote."""
    folder = tmp_path_factory.mktemp("both")

    def ran(data, few, mapping, encoding):
        (folder / "t.csv").write_bytes(data)
        where = places([folder / "t.csv"], folder / "out.csv", folder / "rejects.csv", overwrite=True)
        with (folder / "t.csv").open("rb") as file:
            table = Table(file, "t.csv", encoding=encoding)
            columns = columns_of(table.header, depression, "t.csv", mapping)
            summary = run(depression, table, columns, where, few=few, plan_of=RowByRowPlan)
        return summary, where.out.read_bytes(), where.rejects.read_bytes()

    return lambda data, mapping=None, encoding=None: tuple(
        ran(data, few, mapping, encoding) for few in (ONE_BY_ONE, 0)
    )


@pytest.fixture(autouse=True, scope="module")
def small_blocks():
    """Let every few records be a block, a pass and a hand-over of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "_FIRST", 64)
        patch.setattr(blocks, "_LARGEST", 200)
        patch.setattr(byblocks, "_WHOLE", 2)
        patch.setattr(byblocks, "_MANY", 7)
        patch.setattr(byblocks, "_EVERY", 3)
        yield


texts = st.text(st.sampled_from("ab ,\";\n=2é'#"), max_size=12)
cells = st.sampled_from(["", "0", "1", "2.0", " 3", "+1", "declined", "dont_know", "not_asked"])
totals = st.sampled_from(["", "", "3", "27", "4.0"])


@st.composite
def good_rows(draw):
    odd = ["ÄID", '"ID', "=ID", "ID;x", "I,D", "'ID", "#ID", " ID ", "7"]
    ids = draw(st.one_of(st.just("ID"), st.sampled_from(odd)))
    text = io.StringIO(newline="")
    row = [ids, draw(texts), draw(cells), draw(cells), draw(totals), draw(texts)]
    csv.writer(text, lineterminator=draw(st.sampled_from(["\n", "\n", "\r\n"]))).writerow(row)
    return text.getvalue()


DAMAGED = [
    "\n",
    "  \n",
    "\r\n",
    "ID,short,0,3\n",
    "ID,long,0,3,,,\n",
    'ID,"two\nlines",0,3,,long,9\n',
    'ID,"he said" so,0,3,,\n',
    'ID,he said "so",0,3,,\n',
    'ID,"he said "so"",0,3,,\n',
    'ID,"two\nlines" and,0,3,,\n',
    'ID,"left open,0,3,,\n',
    'ID,left open,0,3,,"here\n',
    'ID,"two lines\nleft open,0,3,,\n',
    'ID,"a row\nx,,0,1,,\nwithin",0,3,,\n',
    'ID,"a row\n""x"",,0,1,,\nwithin",0,3,,\n',
    'ID,"a row\nx,"",",0,3,,\n',
    "ID,nul \0,0,3,,\n",
    "ID,return \r here,0,3,,\n",
    'ID,"return \r here",0,3,,\n',
    'ID,"return\r\nhere",0,3,,"x"\r\n',
    "ID,x,0,3,,y\r\r\n",
    "ID,value,two,3,,\n",
    "ID,value,4,3,28,\n",
    "ID,value,1.5,3,,\n",
    "ID,value,not_applicable,not_applicable,,\n",
    "ID,total,1,1,declined,\n",
    'ID,quoted,"1","3","",""\n',
    'ID,quoted," 1 ","3" ,,\n',
    'ID,"value\nover lines","1\n2",3,,\n',
    "ID\x1b,value,0,3,,\n",
    "ID\x7f,value,0,3,,\n",
    f"ID{'x' * 200},value,0,3,,\n",
    "ID\u200b,value,0,3,,\n",
    "A\u0308ID,value,0,3,,\n",
    "twice,value,0,3,,\n",
    " twice,value,0,3,,\n",
    "caf\u00e9,,0,0,,\n",
    "cafe\u0301,,0,0,,\n",
    ",no id,0,0,,\n",
    "5,a number,0,0,,\n",
    '"twice","v",0,3,,\n',
    "\ufeffID,a byte-order mark,0,3,,\n",
]


@st.composite
def tables(draw):
    good = [good_rows()] * 3
    rows = draw(st.lists(st.one_of(*good, st.sampled_from(DAMAGED)), max_size=30))
    text = "".join(row.replace("ID", f"p{n}") for n, row in enumerate(rows))
    start = draw(st.sampled_from(["", "\ufeff", "\n", "sep=,\n"]))
    end = draw(st.sampled_from(["", "last,,,0,,", "last,,,0,,\n", "\n\n", 'last,"open', "last,,,0,,\r"]))
    return (start + HEADER + "\n" + text + end).encode()


def _table(*rows):
    return (f"{HEADER}\n" + "".join(row.replace("ID", f"p{n}") for n, row in enumerate(rows))).encode()


@settings(max_examples=60)
@example(_table("caf\u00e9,,0,0,,\n", "ID,,0,0,,\n", "cafe\u0301,,0,0,,\n"))
@example(_table("cafe\u0301,,0,0,,\n", *["ID,,0,0,,\n"] * 20, "caf\u00e9,,0,0,,\n"))
@example(_table('ID,"open\n",x,0,1,,\n', 'ID,",,0,1,,\n', "ID,,0,0,,\n"))
@example(_table('ID,"open\n",0,1,,\n', 'ID,",,0,1,,\n', "ID,,0,0,,\n"))
@example(_table("5,a number,0,0,,\n", *["ID,,0,0,,\n"] * 3, ",no id,0,0,,\n", "5,,0,0,,\n", "6,,0,1,,\n"))
@example(_table("\ufeffID,,0,0,,\n", "ID,,0,0,,\n", "p0,,0,1,,\n"))
@example(_table(*["ID,,0,0,,\n", "\ufeffID,,0,0,,\n"] * 9))
@given(tables())
def test_blocks_and_rows_give_the_same_files(both, data):
    by_rows, by_blocks = both(data)

    assert by_blocks == by_rows


PIECES = ["p,x", ",", '"', '""', "\n", "\r\n", "\r", " ", "0", "3", "\0", "=1", "é", ";", ",,0,1,,\n"]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES)))
def test_any_text_at_all_gives_the_same_files(both, pieces):
    by_rows, by_blocks = both((HEADER + "\n" + "".join(pieces)).encode())

    assert by_blocks == by_rows


def test_a_constant_that_has_no_code_is_screened_row_by_row(both):
    mapping = TableMapping(
        case_id="case_id",
        items={"phq9_1": {"column": "phq9_1"}, "phq9_9": {"column": "phq9_9"}},
        constants={"phq9_total": "declined"},
    )
    by_rows, by_blocks = both(_table(*["ID,,1,2,,\n"] * 9, "ID,short,0,3\n", "ID,,two,3,,\n"), mapping)

    assert by_blocks == by_rows
    assert (by_rows[0].accepted, by_rows[0].rejected_alerts) == (9, {"immediate": 2})


def test_scores_that_columns_cannot_hold_are_screened_row_by_row(depression, tmp_path):
    def plan_of(*_):
        raise OverflowError

    (tmp_path / "t.csv").write_bytes(_table("ID,,1,2,,\n"))
    where = places([tmp_path / "t.csv"], tmp_path / "out.csv", None, overwrite=False)
    with opened(where.tables) as table:
        columns = columns_of(table.header, depression, "t.csv", None)
        summary = run(depression, table, columns, where, few=0, plan_of=plan_of)

    assert (summary.read, summary.accepted) == (1, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "t.csv"]


@pytest.mark.parametrize("encoding", [None, "utf-8", "utf-8-sig"])
def test_a_byte_order_mark_counts_at_the_beginning_of_the_file_only(both, encoding):
    data = b"\xef\xbb\xbf" + _table(*["ID,,0,0,,\n", "\ufeffID,,0,0,,\n", "ID,short,0\n"] * 6)

    by_rows, by_blocks = both(data, encoding=encoding)

    assert by_blocks == by_rows
    reasons = {"the case id holds characters that cannot be shown": 6, "too few cells": 6}
    assert (by_rows[0].accepted, by_rows[0].reasons) == (6, reasons)


@pytest.mark.parametrize("few", [0, ONE_BY_ONE])
@pytest.mark.parametrize(
    "change", [lambda path: path.write_bytes(path.read_bytes()[:-20]), lambda path: path.touch()]
)
def test_a_table_that_is_changed_while_it_is_read_gives_no_results(depression, tmp_path, few, change):
    path = tmp_path / "t.csv"
    path.write_bytes(_table(*["ID,,0,0,,\n"] * 20))
    os.utime(path, ns=(10**18, 10**18))

    def plan_of(content, ids):
        change(path)
        return RowByRowPlan(content, ids)

    where = places([path], tmp_path / "out.csv", None, overwrite=False)
    with opened(where.tables) as table:
        columns = columns_of(table.header, depression, "t.csv", None)
        watcher = Watcher(step=lambda _: change(path))
        watcher._rows = 990
        with pytest.raises(TableError, match="the table was changed while it was read"):
            run(depression, table, columns, where, few=few, plan_of=plan_of, watcher=watcher)

    assert [each.name for each in tmp_path.iterdir()] == ["t.csv"]


def test_polars_breaking_down_shows_nothing_of_the_table(depression, tmp_path):
    class Broken(RowByRowPlan):
        def screen_and_count(self, codes):
            raise pl.exceptions.PanicException(f"here is {codes['case_id'][0]}")

    (tmp_path / "t.csv").write_bytes(_table("ID,,1,2,,\n"))
    where = places([tmp_path / "t.csv"], tmp_path / "out.csv", None, overwrite=False)
    with opened(where.tables) as table:
        columns = columns_of(table.header, depression, "t.csv", None)
        with pytest.raises(RuntimeError, match=r"\Apolars broke down\Z"):
            run(depression, table, columns, where, few=0, plan_of=Broken)
