"""What to do next about each row: the order, the words, the formats, and who reads the alerts."""

import csv
import os
import stat
import sys
from pathlib import Path

import pexpect
import polars as pl
import pytest

from screenkit.batch.rejects import Place, Reject, RowProblem
from screenkit.batch.watch import Watcher, named
from screenkit.batch.words import PARTS
from screenkit.batch.worklist import Worklist

NOBODY = "nobody is named to read {} today — name somebody with --alerts-read-by"
RULES = Path(__file__).with_name("depression.yaml")
PHQ = [f"phq9_{n}" for n in range(1, 10)]


def table(**people):
    """A table of people, each with the cells of the PHQ-9, one digit or a dash for each."""
    rows = [f"{name},{','.join(cells.replace('-', ' '))}" for name, cells in people.items()]
    return "\n".join([f"case_id,{','.join(PHQ)}", *rows, ""])


TABLE = table(
    clear="000000000",
    low="222220000",
    open="00000000-",
    dying="000000003",
    thoughts="000000001",
    odd="x00000003",
    few="00------0",
)


def test_everybody_stands_under_what_to_do_next_what_cannot_wait_first(batch):
    ran = batch(TABLE, "--worklist", "w.csv", "--alerts-read-by", "Dr Reed")

    with (ran.folder / "w.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["do", "case_id", "line", "record", "details"]
    assert rows[:4] == [
        ["Dr Reed reads 3 alerts today.", "", "", "", ""],
        ["From table.csv, by the rules depression-only 1.0.0.", "", "", "", ""],
        [
            (
                "1 row of 7 could not be used and stands here only where an alert was seen in it: "
                "out.csv.rejects.csv lists it."
            ),
            *[""] * 4,
        ],
        [
            "A table alone says no more than who is next; a clinician decides after an interview.",
            "",
            "",
            "",
            "",
        ],
    ]
    assert rows[4:] == [
        [
            "Do not end the contact; get help now",
            "odd",
            "7",
            "6",
            (
                "This row could not be used (this is no number the item offers); it holds a safety answer: "
                "read it in out.csv.rejects.csv."
            ),
        ],
        [
            "Do not end the contact; get help now",
            "dying",
            "5",
            "4",
            "Found: Any thought of death or self-harm.",
        ],
        [
            "A clinician speaks with this person today",
            "thoughts",
            "6",
            "5",
            "Found: Any thought of death or self-harm.",
        ],
        ["Interview needed", "open", "4", "3", "Ask PHQ-9: Death or self-harm thoughts."],
        [
            "Interview needed",
            "few",
            "8",
            "7",
            "Ask PHQ-9: Sleep change; PHQ-9: Low energy; PHQ-9: Appetite change; and 3 more.",
        ],
        [
            "Settle these first",
            "low",
            "3",
            "2",
            "In person, by video: Speak about it (clinic and person together).",
        ],
        ["No barrier found: invite to interview", "clear", "2", "1", "In person, by video."],
    ]


def test_the_summary_begins_with_who_reads_the_alerts(batch):
    named_ = batch(TABLE, "--alerts-read-by", "Dr Reed")
    nobody = batch(TABLE, "--overwrite")
    none = batch(table(clear="000000000"), "--overwrite")

    assert named_.err[0] == "Dr Reed reads 3 alerts today"
    assert nobody.err[0] == NOBODY.format("3 alerts")
    assert none.err[0] == "rows read 1 = accepted 1 + rejected 0"


def test_a_worklist_with_alerts_that_nobody_reads_says_so_on_top_and_asks_for_the_name(batch):
    ran = batch(TABLE, "--worklist", "w.txt")

    assert ran.status == 0
    assert (ran.folder / "w.txt").read_text().splitlines()[2] == (
        "Nobody is named to read 3 alerts today — name somebody with --alerts-read-by."
    )
    assert ran.err[-1] == (
        "w.txt names nobody to read the alerts: run again with --alerts-read-by NAME --overwrite"
    )


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        (["x1", "Dr Reed"], "Dr Reed reads 3 alerts today."),
        ([""], "Nobody is named to read 3 alerts today — name somebody with --alerts-read-by."),
        (["\x03"], "Nobody is named to read 3 alerts today — name somebody with --alerts-read-by."),
    ],
    ids=["a name after none", "Enter alone", "Ctrl-C"],
)
def test_at_a_terminal_the_name_is_asked_for_and_stopping_loses_nothing(typed, stands, tmp_path):
    (tmp_path / "table.csv").write_text(TABLE)
    arguments = ["batch", "table.csv", "-o", "out.csv", "--worklist", "w.txt", "--rules", str(RULES)]
    program = pexpect.spawn(
        sys.executable,
        ["-c", "from screenkit.cli.app import main; main()", *arguments],
        cwd=str(tmp_path),
        env={**os.environ, "TERM": "dumb"},
        timeout=60,
        encoding="utf-8",
        dimensions=(60, 100),
    )
    for line in typed:
        program.expect_exact("Enter alone: nobody yet: ")
        program.send(line if line == "\x03" else f"{line}\r")
    program.expect(pexpect.EOF)
    program.close()

    assert program.exitstatus == 0
    assert (tmp_path / "w.txt").read_text().splitlines()[2] == stands
    assert (tmp_path / "out.csv").is_file()
    told = program.before
    assert all(word in told for word in ("rows", "accepted", "no barrier found", "time"))


def test_what_is_no_name_reads_no_alerts(batch):
    for name in ("nobody", "-", "leader-9"):
        assert batch(TABLE, "--alerts-read-by", name).status == 2


def test_markdown_shows_ids_as_they_are_written_and_makes_nothing_of_them(batch):
    ran = batch(
        "case_id,phq9_9\n*a* <b>,1\n[x](http://y),1\n", "--worklist", "w.md", "--alerts-read-by", "R Oe"
    )

    people = [line for line in (ran.folder / "w.md").read_text().splitlines() if line.startswith("- ")]
    assert [line.partition(" (line")[0] for line in people] == [
        r"- **\*a\* \<b\>**",
        r"- **\[x\](http\://y)**",
    ]


def test_only_the_owner_may_read_it_and_nothing_is_overwritten_unasked(batch):
    ran = batch(TABLE, "--worklist", "w.md")
    again = batch(TABLE, "--worklist", "w.md", "-o", "other.csv")

    assert stat.S_IMODE((ran.folder / "w.md").stat().st_mode) == 0o600
    assert (again.status, again.err) == (
        1,
        ["w.md: the file exists already — choose another name, or add --overwrite"],
    )


@pytest.mark.parametrize("name", ["w.pdf", "-", "out.csv", "table.csv"])
def test_a_worklist_has_a_file_of_its_own_and_of_a_kind_that_is_written(name, batch):
    ran = batch(TABLE, "--worklist", name, "--overwrite")

    assert (ran.status, ran.files) == (1, [])


def test_alerts_stand_on_the_worklist_also_when_results_are_withheld(batch):
    ran = batch(TABLE, "--worklist", "w.csv", "--strict", "--alerts-read-by", "Dr Reed")

    with (ran.folder / "w.csv").open(newline="") as file:
        ids = [row["case_id"] for row in csv.DictReader(file) if row["case_id"]]
    assert (ran.status, ids) == (1, ["odd", "dying", "thoughts"])
    assert ran.files == ["out.csv.rejects.csv", "w.csv"]


def test_a_table_alone_never_says_more_than_invite(batch, clear_candidate):
    text = f"{','.join(clear_candidate)}\n{','.join(clear_candidate.values())}\n"

    ran = batch(text, "--worklist", "w.txt", rules="online-group")

    assert (ran.folder / "w.txt").read_text().splitlines()[-2:] == [
        "No barrier found: invite to interview: 1",
        "  1 (line 2): In person, by video, by text, on a forum.",
    ]


def test_what_is_held_back_is_asked_once_the_person_is_alone(batch, clear_candidate):
    row = {**clear_candidate, "alone_and_free_to_talk": "no", "unsafe_home": ""}
    text = f"{','.join(row)}\n{','.join(row.values())}\n"

    ran = batch(text, "--worklist", "w.csv", rules="online-group")

    assert (
        "Ask the safety questions that were held back, once the person is alone and free to talk"
        in (ran.folder / "w.csv").read_text()
    )


def test_a_frame_of_results_gives_what_its_rows_give(batch, depression):
    batch(TABLE)
    with open("out.csv", newline="") as file:  # noqa: PTH123 - in the folder of the run
        header, *rows = csv.reader(file)
    reject = Reject(Place("", 7), 6, "odd", (RowProblem("k", "r", "d"),), "immediate")
    was = ["none", "none", "same_day", "none", "immediate", "none"]
    one, many = (Worklist(depression, "rejects.csv") for _ in range(2))
    by_row, by_frame = Watcher(worklist=one), Watcher(worklist=many)
    for n, row in enumerate(rows):
        by_row.row(named(header, row), n + 2, n + 1, was[n])
    frame = pl.DataFrame(rows, header, orient="row").with_columns(
        pl.int_range(2, len(rows) + 2).alias("line"),
        pl.int_range(1, len(rows) + 1).alias("record"),
        pl.Series("safety_was", was),
        pl.col("findings").replace("", None),
    )
    by_frame.frame(frame[:2])
    by_frame.frame(frame[2:])
    for watcher in (by_row, by_frame):
        watcher.reject(reject)

    assert list(one.entries()) == list(many.entries())
    assert one.counts == many.counts == dict(zip(PARTS, (2, 1, 1, 1, 1, 1), strict=True))
    assert by_row.grown_old == by_frame.grown_old
    one.close()
    many.close()
