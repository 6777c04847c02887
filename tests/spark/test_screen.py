"""One function from Arrow to Arrow: as many rows out as in, each with the result of a table file."""

import pickle
import re
from functools import partial

import polars as pl
import pytest
from clusters import needed

needed()

import pyarrow as pa

from screenkit import batch
from screenkit.batch import screen
from screenkit.errors import TableError
from screenkit.models.mapping import TableMapping


def rows_of(found):
    return found.to_pylist()


def in_order(here):
    """Return the rows that `screen` gives for a table that was screened on this machine.

    A file tells physical lines, two for each person here, and a table in memory the numbers of its rows.
    """
    results, rejects = here
    names = [*results[0], *(name for name in rejects[0] if name not in results[0])]
    by_record = {int(row["record"]): {**row, "line": row["record"]} for row in rejects}
    for row in by_record.values():
        row["reason"] = re.sub("on line ([0-9]+)", lambda on: f"on line {int(on[1]) // 2}", row["reason"])
    accepted = iter(results)
    rows = [by_record.get(n) or next(accepted) for n in range(1, len(results) + len(rejects) + 1)]
    return [{name: row.get(name) for name in names} for row in rows]


@pytest.mark.parametrize("of", [pa.Table.from_pylist, pl.DataFrame])
def test_each_row_has_the_result_it_has_in_a_file(people, here, of):
    assert rows_of(screen(of(people))) == in_order(here)


def test_typed_columns_are_read_as_their_texts(people):
    typed = pl.DataFrame(people, infer_schema_length=None).with_columns(
        pl.col("age_years").cast(pl.Float64, strict=False),
        pl.col("phq9_1", "phq9_2").cast(pl.Int8, strict=False),
        pl.col("acute_crisis").cast(pl.Categorical),
    )
    texts = [
        {
            **row,
            **{name: row[name] if row[name].isdigit() else "" for name in ("age_years", "phq9_1", "phq9_2")},
        }
        for row in people
    ]

    assert rows_of(screen(typed)) == rows_of(screen(pa.Table.from_pylist(texts)))


def test_days_and_moments_name_a_case_as_in_a_parquet_file():
    days = pa.array(["2026-05-01", "2026-05-01T07:30:00", None]).cast(pa.timestamp("ms"))
    table = pa.table({"case_id": days, "acute_crisis": ["no", "no", "no"]})

    assert screen(table)["case_id"].to_pylist() == ["2026-05-01", "2026-05-01T07:30:00", "3"]


def test_the_same_table_gives_the_same_result_and_stays_as_it_is(people):
    table = pa.Table.from_pylist(people)
    before = table.to_pylist()

    assert screen(table) == screen(table)
    assert table.to_pylist() == before


def test_it_can_be_pickled_with_its_arguments(people):
    table = pa.Table.from_pylist(people[:3])
    packed = pickle.dumps(partial(screen, ruleset="usual-group-criteria"))
    carried = pickle.loads(packed)  # noqa: S301 - packed on the line before

    assert carried(table) == screen(table, "usual-group-criteria")


def test_a_mapping_says_which_column_holds_what():
    table = pa.table({"who": ["A"], "crisis": ["1"]})
    mapping = TableMapping(
        case_id="who", items={"acute_crisis": {"column": "crisis", "values": {"1": "yes"}}}
    )

    assert rows_of(screen(table, mapping=mapping)) == rows_of(
        screen(pa.table({"case_id": ["A"], "acute_crisis": ["yes"]}))
    )


def test_nobody_in_gives_nobody_out(people):
    nobody = pa.Table.from_pylist(people).slice(0, 0)

    assert screen(nobody).num_rows == 0
    assert screen(nobody).column_names == screen(pa.Table.from_pylist(people[:1])).column_names


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"colour": ["red"]}, "no column is named for an item or a score"),
        ({"phq9_1": [[1, 2]], "tags": [b"x"]}, "the columns phq9_1, tags hold no single values"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(columns, told):
    with pytest.raises(TableError, match=told):
        screen(pa.table(columns))


def test_no_other_name_is_lent_out():
    with pytest.raises(AttributeError, match="has no attribute 'scream'"):
        batch.scream  # noqa: B018 - the name is asked for
