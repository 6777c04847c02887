"""Whatever a table holds: no row is lost, no undamaged row is rejected, and no alert is hidden."""

import contextlib
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenkit.batch.columns import columns_of
from screenkit.batch.places import places
from screenkit.batch.run import run
from screenkit.batch.table import Table
from screenkit.errors import TableError

HEADER = "case_id,note,phq9_1,phq9_9,remark\n"


@pytest.fixture(scope="module")
def screened(depression, tmp_path_factory):
    """Screen a table; return the summary, the results and the rejects."""
    folder = tmp_path_factory.mktemp("batch")
    where = places([folder / "t.csv"], folder / "out.csv", folder / "rejects.csv", overwrite=True)

    def ran(data):
        table = Table(io.BytesIO(data), "t.csv")
        columns = columns_of(table.header, depression, "t.csv", None)
        summary = run(depression, table, columns, where)
        return summary, _rows(where.out), _rows(where.rejects)

    return ran


def _rows(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))


@st.composite
def good_rows(draw, notes=st.text(st.sampled_from('ab ,";\n=2é'), max_size=12)):  # noqa: B008
    """Make a row that every reader reads alike; `ID` stands where its id will."""
    answers = [draw(st.sampled_from(["", "0", "1", "2.0", "declined"])), draw(st.sampled_from("012"))]
    text = io.StringIO(newline="")
    end = draw(st.sampled_from(["\n", "\r\n"]))
    csv.writer(text, lineterminator=end).writerow(["ID", draw(notes), *answers, draw(notes)])
    return text.getvalue()


damaged_rows = st.sampled_from(
    [
        "\n",
        "ID,short,0,3\n",
        "ID,long,0,3,,\n",
        'ID,"two\nlines",0,3,long,9\n',
        'ID,"he said" so,0,3,\n',
        'ID,"two\nlines" and,0,3,\n',
        'ID,"left open,0,3,\n',
        'ID,left open,0,3,"here\n',
        'ID,"two lines\nleft open,0,3,\n',
        "ID,nul \0,0,3,\n",
        "ID,return \r here,0,3,\n",
        "ID,value,two,3,\n",
        "ID\x1b,value,0,3,\n",
        "twice,value,0,3,\n",
    ]
)


@st.composite
def tables(draw):
    """Make a table of good and damaged rows: its text, the ids of the good, every line of the damaged."""
    text, good, damaged = f"{HEADER}twice,,,0,\n", ["twice"], []
    for number, (row, is_good) in enumerate(
        draw(
            st.lists(
                st.one_of(
                    good_rows().map(lambda row: (row, True)), damaged_rows.map(lambda row: (row, False))
                )
            )
        )
    ):
        if is_good:
            good.append(f"p{number}")
        else:
            damaged += range(text.count("\n") + 1, (text + row).count("\n") + 1)
        text += row.replace("ID", f"p{number}")
    return text + "last,,,0,\n", [*good, "last"], damaged


@given(tables())
def test_every_undamaged_row_is_accepted_and_every_reject_stands_on_a_damaged_line(screened, made):
    text, good, damaged = made

    summary, results, rejects = screened(text.encode())

    assert [row["case_id"] for row in results] == good
    assert summary.read == summary.accepted + summary.rejected == len(results) + len(rejects)
    assert {int(row["line"]) for row in rejects} <= set(damaged)


@given(
    st.lists(
        st.sampled_from(["p,x", ",", '"', '""', "\n", "\r\n", "\r", " ", "0", "3", "\0", "=1", "é", ";"])
    )
)
def test_any_text_at_all_is_accounted_for_row_by_row(screened, pieces):
    summary, results, rejects = screened((HEADER + "".join(pieces)).encode())

    assert summary.read == summary.accepted + summary.rejected
    assert (summary.accepted, summary.rejected) == (len(results), len(rejects))
    assert all(row["reason"] and row["do"] and row["line"] and row["record"] for row in rejects)


@given(st.binary(max_size=200))
def test_any_bytes_at_all_are_a_table_or_refused_in_words(screened, data):
    with contextlib.suppress(TableError):
        screened(data)


@given(good_rows(), damaged_rows)
def test_a_reject_shows_at_least_the_alert_its_line_holds(screened, before, row):
    text = f"{HEADER}twice,,,0,\n{before.replace('ID', 'a')}{row.replace('ID', 'b')}"

    _, _, rejects = screened(text.encode())

    assert [reject["safety"] for reject in rejects] == ([] if row == "\n" else ["immediate"])
