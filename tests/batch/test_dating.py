"""Answers about safety that have grown too old count as not asked, and no alert is lost over that."""

import csv
from datetime import date

import polars as pl
import pytest

from screenkit.batch.dating import Dating, aged, ages, without_old
from screenkit.models.answers import Answers

AS_OF = ("--as-of", "2026-11-25")
HEADER = "case_id,screened_on,phq9_1,phq9_9\n"
TABLE = HEADER + (
    "today,2026-11-25,0,0\n"
    "fourteen,2026-11-11 09:30,0,0\n"
    "fifteen,2026-11-10,0,0\n"
    "none,,0,0\n"
    "odd,25/11/2026,0,0\n"
    "later,2026-11-26,0,0\n"
    "dying,2026-11-01,0,3\n"
)


def levels(ran):
    return {row["case_id"]: row["safety"] for row in ran.results}


def test_safety_answers_count_for_fourteen_days_and_then_as_not_asked(batch):
    ran = batch(TABLE, *AS_OF, "--worklist", "w.csv")

    assert levels(ran) == {
        "today": "none",
        "fourteen": "none",
        "fifteen": "complete_screen",
        "none": "complete_screen",
        "odd": "complete_screen",
        "dying": "complete_screen",
    }
    assert [row["phq9_total_low"] for row in ran.results] == ["0"] * 6
    assert [(r["line"], r["column"], r["value"], r["reason"]) for r in ran.rejects] == [
        ("7", "screened_on", "2026-11-26", "this day is after the one that --as-of names")
    ]
    end = "answers about safety count as not asked — ask them again"
    assert ran.err[0] == "answers about safety count for 14 days, as of 2026-11-25"
    assert [line for line in ran.err if line.endswith(end)] == [
        f"accepted 2 rows: answered more than 14 days before 2026-11-25: {end}",
        f"accepted 1 row: no day in screened_on: {end}",
        f"accepted 1 row: the day in screened_on is not written year-month-day: {end}",
    ]


def test_an_alert_in_answers_grown_too_old_is_not_lost(batch):
    ran = batch(TABLE, *AS_OF, "--worklist", "w.csv")

    assert ran.err[1:3] == [
        "nobody is named to read 1 alert today — name somebody with --alerts-read-by",
        "1 person gave answers, since grown too old, that raised an alert: find out today what was done",
    ]
    with (ran.folder / "w.csv").open(newline="") as file:
        first = next(row for row in csv.DictReader(file) if row["case_id"])
    assert (first["do"], first["case_id"], first["details"]) == (
        "Find out today what was done: answers since grown too old raised an alert",
        "dying",
        (
            "What the answers called for then: do not end the contact; get help now. Ask PHQ-9: Death or "
            "self-harm thoughts; PHQ-9: Low mood; PHQ-9: Sleep change; and 5 more."
        ),
    )


def test_the_days_are_the_clinics_or_those_that_are_named(batch, tmp_path):
    from clinics import clinic  # noqa: PLC0415

    from screenkit.content.profile import write_clinic  # noqa: PLC0415

    (tmp_path / "clinic.yaml").write_bytes(write_clinic(clinic(table_safety_answers_hold_days=15)))
    table = HEADER + "fifteen,2026-11-10,0,0\n"

    assert levels(batch(table, *AS_OF, "--folder", tmp_path)) == {"fifteen": "none"}
    ran = batch(table, *AS_OF, "--folder", tmp_path, "--safety-days", "14", "--overwrite")
    assert levels(ran) == {"fifteen": "complete_screen"}


def test_a_mapping_says_which_column_holds_the_day(batch):
    table = "ID,WHEN,P1,P9\na,2026-11-01,0,0\n"
    mapping = "{case_id: ID, screened_on: WHEN, items: {phq9_1: P1, phq9_9: P9}}"

    assert levels(batch(table, *AS_OF, mapping=mapping)) == {"a": "complete_screen"}


def test_without_a_day_nothing_is_looked_at_and_that_is_said(batch):
    ran = batch(TABLE)

    assert levels(ran)["dying"] == "immediate"
    assert ran.err[0] == (
        "screened_on is not looked at: answers about safety count however old they are, "
        "unless --as-of names a day"
    )


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("--as-of", "25.11.2026"), 2),
        (("--safety-days", "14"), 2),
        ((*AS_OF, "--safety-days", "0"), 2),
        (AS_OF, 1),
    ],
)
def test_a_day_that_is_none_and_a_table_without_days_are_refused(arguments, status, batch):
    assert batch("case_id,phq9_9\n1,0\n", *arguments).status == status


CELLS = {
    "2026-11-25": "current",
    " 2026-11-11 ": "current",
    "2026-11-11T08:00:00.5": "current",
    "2026-11-10": "old",
    "": "missing",
    "2026-11-26": "to_come",
    "2026-02-30": "unreadable",
    "2026-11-20T08:00Z": "unreadable",
    "11/20/2026": "unreadable",
    "20261120": "unreadable",
    "2026-11-20 yesterday": "unreadable",
}


def test_a_column_of_days_is_read_as_its_cells_are():
    dating = Dating(date(2026, 11, 25))

    assert {cell: dating.age(cell) for cell in CELLS} == CELLS
    assert ages(pl.Series([*CELLS, None]), dating).to_list() == [*CELLS.values(), "missing"]


def test_codes_grow_old_as_answers_do(depression):
    codes = pl.DataFrame(
        {"case_id": ["a", "b"], "phq9_1": [3, 4], "phq9_9": [5, 5], "phq9_total": [9_000_000, None]},
        {"case_id": pl.String, "phq9_1": pl.UInt8, "phq9_9": pl.UInt8, "phq9_total": pl.Int64},
    )

    now = aged(codes, pl.Series([True, False]), depression)
    assert now.to_dict(as_series=False) == {**codes.to_dict(as_series=False), "phq9_9": [0, 5]}
    assert now.schema == codes.schema
    given = Answers({"phq9_1": 1, "phq9_9": 2})
    assert without_old(given, {"phq9_9"}).given == {"phq9_1": 1}
