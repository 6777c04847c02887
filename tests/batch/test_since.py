"""What has changed between two runs of the same people."""

import csv
import io

import polars as pl
import pytest

from screenkit.batch.since import Since

HEADER = "case_id,phq9_1,phq9_9\n"
BEFORE = HEADER + "same,0,0\nup,0,0\ndown,0,1\nworse,0,1\ngone,0,0\nlost,0,3\nbad,0,1\nopen,0,0\n"
NOW = HEADER + "same,0,0\nup,0,1\ndown,0,0\nworse,0,3\nfresh,0,0\nalarm,0,3\nbad,x,1\nopen,0,\n"


def changes(folder):
    text = (folder / "now.csv.changes.csv").read_text()
    return list(csv.DictReader(io.StringIO(text)))


def test_every_change_is_told_for_its_case_new_alerts_first(batch):
    batch(BEFORE, out="before.csv")
    ran = batch(NOW, "--since", "before.csv", "--alerts-read-by", "Dr Reed", out="now.csv")

    assert [(row["case_id"], row["change"]) for row in changes(ran.folder)] == [
        ("up", "new alert; safety higher; recommendation"),
        ("worse", "new alert; safety higher"),
        ("alarm", "new alert; new"),
        ("down", "alert no longer raised; safety lower; recommendation"),
        ("bad", "rejected now"),
        ("lost", "gone"),
        ("fresh", "new"),
        ("open", "safety higher; recommendation; newly open"),
        ("gone", "gone"),
    ]
    row = changes(ran.folder)[7]
    assert row == {
        "case_id": "open",
        "change": "safety higher; recommendation; newly open",
        "safety_before": "none",
        "safety_now": "complete_screen",
        "in_person_before": "suitable",
        "in_person_now": "hold",
        "online_video_before": "suitable",
        "online_video_now": "hold",
        "newly_open": "phq9_9",
    }
    assert ran.err[-3:] == [
        "since before.csv, new alerts: 3; they stand first in now.csv.changes.csv",
        (
            "since before.csv, alerts no longer raised: 1; another answer settles no alert; "
            "find out what was done"
        ),
        (
            "since before.csv: new 2; gone 2; rejected now 1; safety higher 3; safety lower 1; "
            "recommendation changed 3 (in_person 1, online_video 3); questions newly open 1; unchanged 1"
        ),
    ]


def test_the_same_table_twice_changes_nothing(batch):
    batch(BEFORE, out="before.csv")
    ran = batch(BEFORE, "--since", "before.csv", out="now.csv")

    assert changes(ran.folder) == []
    assert ran.err[-1] == "since before.csv: unchanged 8"


def test_a_new_alert_in_a_row_that_cannot_be_used_stands_first_too(batch):
    batch(HEADER + "a,0,0\n", out="before.csv")
    ran = batch(HEADER + "a,x,3\nb,x,0\n", "--since", "before.csv", out="now.csv")

    assert [(row["case_id"], row["change"], row["safety_now"]) for row in changes(ran.folder)] == [
        ("a", "new alert; rejected now", "immediate")
    ]


def test_what_is_no_results_file_is_refused_before_anybody_is_screened(batch, tmp_path):
    for name, text, told in (
        ("x.csv", "a,b\n1,2\n", "x.csv: this is no results file of screenkit for these forms of group"),
        ("y.csv", "case_id,safety,in_person,ask_next\na,?,hold,\n", "y.csv:2: this row is no result"),
        (
            "z.csv",
            "case_id,safety,in_person,ask_next\na,none,hold,\na,none,hold,\n",
            "z.csv: a case id stands in it twice",
        ),
    ):
        (tmp_path / name).write_text(text)
        ran = batch(BEFORE, "--since", name)
        assert (ran.status, ran.err[-1].startswith(told), (tmp_path / "out.csv").exists()) == (1, True, False)


@pytest.mark.parametrize("asked", [("--since", "before.jsonl"), ("--suggest-map",)])
def test_a_kind_of_table_that_is_not_read_is_named_for_what_it_is(batch, asked):
    batch(BEFORE, out="before.jsonl")
    table = None if asked == ("--suggest-map",) else NOW
    ran = batch(table, *asked, out="now.csv", name="before.jsonl" if table is None else "table.csv")

    assert (ran.status, ran.err[-1].split(" — ")[0]) == (
        1,
        "before.jsonl: this is JSON Lines, which is not read",
    )


def test_people_without_an_id_cannot_be_found_again(batch):
    batch(BEFORE, out="before.csv")
    ran = batch("phq9_9\n0\n", "--since", "before.csv", out="now.csv")

    assert (ran.status, ran.err[-1]) == (
        1,
        (
            "before.csv: the table names no case_id, so that nobody can be found again — "
            "map a column as case_id, or leave --since out"
        ),
    )


def test_a_frame_is_compared_as_its_rows_are(batch, tmp_path):
    batch(BEFORE, out="before.csv")
    ran = batch(NOW, "--since", "before.csv", out="now.csv")
    since = Since(tmp_path / "before.csv", ("in_person", "online_video"))
    frame = pl.read_csv(tmp_path / "now.csv", infer_schema=False).with_columns(pl.all().fill_null(""))
    since.frame(frame.with_row_index("record"))
    with (tmp_path / "frame.csv").open("wb") as file:
        since.write(file)
    since.close()

    told = (ran.folder / "now.csv.changes.csv").read_text().splitlines()
    framed = (tmp_path / "frame.csv").read_text().splitlines()
    assert [line for line in told if not line.startswith("bad,")] == [
        line for line in framed if not line.startswith("bad,")
    ]
