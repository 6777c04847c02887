"""On Spark a table has the same result as on one machine, row for row."""

import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from clusters import needed

needed()

from screenkit.cluster import spark
from screenkit.errors import TableError
from screenkit.models.mapping import TableMapping

WHY = ("case_id", "column", "value", "reason", "do", "safety")


def rows_of(frame, names=None):
    """Return the rows of a frame of Spark in the order of their case ids."""
    rows = [row.asDict() for row in frame.collect()]
    return in_order([{name: row[name] for name in names} for row in rows] if names else rows)


def in_order(rows):
    return sorted(rows, key=lambda row: (row["case_id"], str(row)))


def why(rejects):
    """Return rejects of one machine as Spark has them, where no row has a line."""
    told = [{name: row[name] for name in WHY} for row in rejects]
    for row in told:
        if row["reason"].startswith("the case id already stands on line"):
            row["reason"] = "the case id stands before in the table"
    return in_order(told)


@pytest.mark.parametrize("at_once", [60, 10_000])
def test_parquet_is_screened_as_on_one_machine(session, people, here, tmp_path, at_once):
    pl.DataFrame(people).write_parquet(tmp_path / "people.parquet")
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", at_once)
    found = spark.screened(session.read.parquet(str(tmp_path / "people.parquet")))
    results, rejects = here

    assert rows_of(found.results) == in_order(results)
    assert rows_of(found.rejects, WHY) == why(rejects)
    assert found.kept.count() == len(people)
    found.done()


def test_a_csv_file_is_read_as_on_one_machine(session, table, here):
    found = spark.screened_files(session, str(table))
    results, rejects = here

    assert rows_of(found.results) == in_order(results)
    assert rows_of(found.rejects, tuple(rejects[0])) == in_order(rejects)


def test_what_spark_s_own_reader_loses_is_told(session, tmp_path):
    rows = 'case_id,acute_crisis,notes\nA,no,x\n\nB,no,"open\nC,yes,x\nD,no,x\n'
    (tmp_path / "people.csv").write_text(rows)
    found = spark.screened_files(session, str(tmp_path / "people.csv"))
    told = {row["line"]: (row["case_id"], row["reason"]) for row in found.rejects.collect()}

    assert told == {
        "3": ("", "an empty line"),
        "4": ("B", "a quote in this row is not closed where it should be"),
    }
    assert sorted(row["case_id"] for row in found.results.collect()) == ["A", "C", "D"]


def test_a_case_id_counts_once_over_several_files(session, table, here, tmp_path):
    for name in ("a.csv", "b.csv"):
        shutil.copy(table, tmp_path / name)
    found = spark.screened_files(session, str(tmp_path))
    results, rejects = here
    late = [row for row in found.rejects.collect() if row["reason"] == spark._TWICE]

    assert rows_of(found.results) == in_order(results)
    assert found.rejects.count() == 2 * len(rejects) + len(results)
    assert {Path(row["file"]).name for row in late} == {"b.csv"}


def test_a_row_without_a_case_id_is_rejected(session, people, tmp_path):
    pl.DataFrame([{**people[0], "case_id": " "}]).write_parquet(tmp_path / "people.parquet")
    found = spark.screened(session.read.parquet(str(tmp_path / "people.parquet")))

    assert found.results.count() == 0
    rejects = [(row["case_id"], row["reason"]) for row in found.rejects.collect()]
    assert rejects == [("", "the row has no case id")]


def test_a_column_of_any_name_can_be_read(session):
    rows = [("A", "yes", "x", "y"), ("B", "no", "x", "y")]
    mapping = TableMapping(case_id="key", items={"acute_crisis": {"column": "place"}})
    found = spark.screened(session.createDataFrame(rows, ["key", "place", "file", "Place#"]), mapping=mapping)

    assert [row["safety"] for row in found.results.orderBy("case_id").collect()] == [
        "same_day",
        "complete_screen",
    ]


def test_a_table_that_names_no_case_is_refused(session):
    with pytest.raises(TableError, match="no column names the case"):
        spark.screened(session.createDataFrame([("no",)], ["acute_crisis"]))


def test_a_worker_with_other_rules_screens_nobody(session, monkeypatch):
    monkeypatch.setattr(spark, "_fingerprint", lambda _: "another")
    found = spark.screened(session.createDataFrame([("A", "no")], ["case_id", "acute_crisis"]))

    with pytest.raises(Exception, match="this worker has another version of the rules"):
        found.results.collect()


def test_the_command_writes_results_and_rejects_for_their_owner_only(table, here, tmp_path):
    program = Path(sys.executable).with_name("screenkit")
    out = tmp_path / "out.parquet"
    ran = subprocess.run(
        [program, "batch", table, "-o", out, "--engine", "spark"], capture_output=True, text=True, check=True
    )
    results, rejects = here

    assert in_order(pl.read_parquet(out / "*.parquet").to_dicts()) == in_order(results)
    assert pl.read_parquet(Path(f"{out}.rejects.parquet") / "*.parquet").height == len(rejects)
    assert f"rows read 240 = accepted {len(results)} + rejected {len(rejects)}" in ran.stderr
    assert {path.stat().st_mode & 0o777 for path in out.glob("*.parquet")} == {0o600}
    assert ran.stdout == ""
