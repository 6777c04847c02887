"""A summary for each accepted row: its name, its place, and what happens when one cannot be written."""

import io
import os
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import Dying, Failing
from pypdf import PdfReader

from screenkit.batch.filenames import possible, stems
from screenkit.batch.kept import Job
from screenkit.batch.rejects import Place
from screenkit.cli import summaries
from screenkit.cli.processes import Failure, Maker, processes_for, write_summaries
from screenkit.cli.render import Format, assessment_bytes
from screenkit.engine.assess import assess
from screenkit.models.answers import Answers, NoAnswer
from screenkit.report.json import json as to_json

HEADER = "case_id,phq9_1,phq9_2,phq9_9\n"
THREE = HEADER + "anna,0,0,0\nben,3,3,2\ncleo,,declined,\n"
JSON = ("--reports", "reports", "--reports-format", "json")


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_each_accepted_row_has_a_summary_named_for_its_case(batch):
    ran = batch(THREE + "dan,9,0,0\n", *JSON)

    assert ran.status == 0
    assert files(ran.folder / "reports") == ["anna.json", "ben.json", "cleo-incomplete.json"]
    assert [each["case_id"] for each in ran.results] == ["anna", "ben", "cleo"]
    assert ran.err[-5:] == [
        "summaries: 33 % (1 of 3)",
        "summaries: 66 % (2 of 3)",
        "summaries: 100 % (3 of 3)",
        "summaries written into reports: 3 of 3",
        f"{summaries._INCOMPLETE}: 1",
    ]


def test_a_summary_is_what_assess_writes_of_the_same_answers(batch, depression):
    ran = batch(THREE, *JSON)
    one = assess(depression, Answers({"phq9_2": NoAnswer.DECLINED}, "cleo"))

    assert (ran.folder / "reports" / "cleo-incomplete.json").read_text() == to_json(one)


@pytest.mark.parametrize(
    ("named", "ending", "start"),
    [
        ((), "pdf", b"%PDF"),
        (("--reports-format", "html"), "html", b"<!doctype html>"),
        (("--reports-format", "markdown"), "md", b"# Screening summary"),
        (("--reports-format", "text"), "txt", b"Screening summary"),
    ],
)
def test_the_format_of_the_summaries_can_be_chosen(batch, named, ending, start):
    ran = batch(HEADER + "anna,0,0,0\n", "--reports", "reports", *named)

    assert (ran.folder / "reports" / f"anna.{ending}").read_bytes().startswith(start)


def test_a_format_without_a_folder_is_wrong_usage(batch):
    assert batch(THREE, "--reports-format", "pdf").status == 2
    assert batch(THREE, "--paper", "letter").status == 2


def test_the_summaries_can_be_printed_on_letter_paper(batch):
    table = HEADER + "anna,0,0,0\n"
    ran = batch(table, "--reports", "reports", "--paper", "letter")
    other = batch(table, "--reports", "other", "--reports-format", "html", "--paper", "letter", "--overwrite")

    (page, *_) = PdfReader(ran.folder / "reports" / "anna.pdf").pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == (612, 792)
    assert (other.status, any("only a PDF has pages" in line for line in other.err)) == (1, True)


def test_only_their_owner_can_read_the_summaries_and_open_their_folder(batch):
    folder = batch(THREE, *JSON).folder / "reports"

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_without_a_case_id_a_summary_is_named_for_its_record(batch):
    ran = batch("phq9_1,phq9_9\n0,0\n1,0\n", *JSON)

    assert files(ran.folder / "reports") == ["1.json", "2.json"]


HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "..",
    ".hidden",
    "-rf",
    "a b",
    "M\u00fcller",
    "\u60a3\u8005",
    "NUL",
    "com1.x",
]


def test_no_id_leads_out_of_the_folder_or_into_a_name_a_system_keeps(batch):
    rows = "".join(f'"{case_id}",0,0,0\n' for case_id in HOSTILE)
    ran = batch(HEADER + rows, *JSON)
    names = files(ran.folder / "reports")

    assert len(names) == len(HOSTILE)
    assert [name.rsplit("-", 1)[0] for name in names] == [
        "Muller",
        "NUL",
        "a_b",
        "case",
        "case",
        "com1_x",
        "etc_passwd",
        "etc_passwd",
        "hidden",
        "rf",
    ]
    assert ran.files == ["out.csv", "reports"]


@given(
    st.sets(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=90), max_size=12)
)
def test_any_ids_have_names_of_their_own_that_every_system_takes(ids):
    found = stems(ids)
    ends = [f"{name}{end}" for name in found.values() for end in ("", "-incomplete")]

    assert len({name.casefold() for name in ends}) == 2 * len(ids)
    assert all(name in possible(case_id) for case_id, name in found.items())
    assert all(name[0].isalnum() and len(name) <= 100 for name in ends)
    assert all(char.isascii() and (char.isalnum() or char in "._-") for name in ends for char in name)


@pytest.mark.parametrize(
    ("ids", "kept"),
    [
        (["C-7K3Q9", "C-7K3Q8"], ["C-7K3Q9", "C-7K3Q8"]),
        (["a", "A", "b"], ["b"]),
        (["a", "a-incomplete"], ["a"]),
        (["a b", stems(["a b"])["a b"]], []),
        (["x" * 80, "x" * 81], ["x" * 80]),
        (["1.5", "1."], ["1.5"]),
        (["con", "console"], ["console"]),
        (["550e8400-e29b-41d4-a716-446655440000"], ["550e8400-e29b-41d4-a716-446655440000"]),
    ],
)
def test_an_id_that_nothing_speaks_against_keeps_its_name(ids, kept):
    assert [case_id for case_id, name in stems(ids).items() if name == case_id] == kept


def test_every_file_in_the_way_is_named_before_anybody_is_screened(batch, monkeypatch):
    first = batch(THREE, *JSON)
    (first.folder / "out.csv").unlink()
    monkeypatch.setattr("screenkit.batch.rows.assess", None)  # whoever screens now fails
    ran = batch(THREE, *JSON)

    assert ran.status == 1
    assert ran.err == [
        f"reports/{name}.json: the file exists already — name another folder, or add --overwrite"
        for name in ("anna", "ben", "cleo-incomplete")
    ]
    assert ran.files == ["reports"]


def test_files_in_the_way_of_a_table_from_a_pipe_are_named_before_anything_is_written(batch):
    first = batch(THREE, *JSON)
    (first.folder / "out.csv").unlink()
    ran = batch(THREE, *JSON, name="-")

    assert ran.status == 1
    assert len(ran.err) == 3
    assert ran.files == ["reports"]


def test_a_summary_that_was_complete_does_not_stay_beside_one_that_is_not(batch):
    batch(THREE, *JSON)
    ran = batch(THREE.replace("ben,3,3,2", "ben,3,3,"), *JSON, "--overwrite")

    assert ran.status == 0
    assert files(ran.folder / "reports") == ["anna.json", "ben-incomplete.json", "cleo-incomplete.json"]


@pytest.mark.parametrize("overwrite", [(), ("--overwrite",)])
def test_no_summary_replaces_what_the_run_reads_or_writes(batch, overwrite):
    ran = batch(
        HEADER + "table,0,0,0\n", "--reports", ".", "--reports-format", "text", *overwrite, name="table.txt"
    )

    assert ran.status == 1
    assert ran.err[0] == "table.txt: this run reads or writes this file, too — name another folder"
    assert (ran.folder / "table.txt").read_text() == HEADER + "table,0,0,0\n"


def test_a_file_where_the_folder_should_be_is_refused_at_once(batch, tmp_path):
    (tmp_path / "reports").write_text("")
    ran = batch(THREE, *JSON)

    assert (ran.status, ran.err) == (1, ["reports: this is no folder — name another with --reports"])


def test_a_folder_that_cannot_be_made_leaves_nothing_written(batch):
    ran = batch(THREE, "--reports", "/proc/none/reports")

    assert ran.status == 1
    assert ran.err[-1].startswith("/proc/none/reports: the folder cannot be made (")
    assert ran.files == []


def test_where_results_are_withheld_no_summary_is_written(batch):
    ran = batch(THREE + "dan,9,0,0\n", *JSON, "--strict")

    assert ran.status == 1
    assert ran.files == ["out.csv.rejects.csv"]


def test_homes_that_are_unsafe_or_not_known_are_warned_of_once_and_in_one_number(batch, clear_candidate):
    names = list(clear_candidate)
    people = [
        clear_candidate,
        clear_candidate | {"unsafe_home": "yes"},
        clear_candidate | {"unsafe_home": ""},
    ]
    text = "\n".join(",".join(each) for each in (names, *([p[name] for name in names] for p in people)))
    ran = batch(text, *JSON, rules="online-group")

    assert ran.err[-1] == (
        "take care where 2 of these files go: somebody at the person's home may read them, or that is not "
        "known. Send nothing to the person's home, telephone, e-mail or device."
    )


def jobs(folder, count=5):
    return [
        Job(Place("", n + 1), n, Answers({"phq9_1": 0}, str(n)), folder / f"{n}.json", ())
        for n in range(1, count + 1)
    ]


@pytest.fixture
def made(tmp_path, depression):
    """Write five summaries with a maker and some processes; returns the failures and the files."""

    def written(maker, number):
        failures = [
            each
            for each in write_summaries(
                maker(depression, Format.JSON, overwrite=False), jobs(tmp_path), number
            )
            if each
        ]
        return failures, {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    return written


@pytest.mark.parametrize("number", [1, 2])
def test_summaries_have_the_same_bytes_however_many_processes_write_them(made, depression, number):
    failures, found = made(Maker, number)
    people = {f"{n}.json": Answers({"phq9_1": 0}, str(n)) for n in range(1, 6)}

    assert failures == []
    assert found == {
        name: assessment_bytes(depression, assess(depression, answers), Format.JSON)
        for name, answers in people.items()
    }


@pytest.mark.parametrize("number", [1, 2])
def test_a_summary_that_fails_is_told_with_its_row_and_costs_no_other(made, number):
    failures, found = made(Failing, number)

    assert failures == [Failure(Place("", 4), 3, "screenkit failed (ValueError)")]
    assert sorted(found) == ["1.json", "2.json", "4.json", "5.json"]


def test_a_process_that_ends_before_its_time_costs_its_own_summary_and_no_other(made):
    failures, found = made(Dying, 2)

    assert failures == [Failure(Place("", 4), 3, "the process that wrote it ended before its time")]
    assert sorted(found) == ["1.json", "2.json", "4.json", "5.json"]


def test_a_failure_makes_the_run_fail_after_all_the_others_are_written(batch, monkeypatch):
    monkeypatch.setattr(summaries, "Maker", Failing)
    ran = batch(THREE, *JSON)

    assert ran.status == 1
    assert files(ran.folder / "reports") == ["anna.json", "ben.json"]
    assert "line 4: no summary was written for record 3: screenkit failed (ValueError)" in ran.err
    assert "summaries written into reports: 2 of 3" in ran.err
    assert len(ran.results) == 3


def test_a_place_that_cannot_be_written_is_told_for_the_row_it_concerns(tmp_path, depression):
    away = tmp_path / "gone" / "1.json"
    made = write_summaries(
        Maker(depression, Format.JSON, overwrite=False), [replace(jobs(tmp_path, 1)[0], path=away)], 1
    )

    why = f"{away}: the file cannot be written (No such file or directory)"

    assert [each.why.split(" — ")[0] for each in made] == [why]


def test_few_summaries_start_no_process(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(8), raising=False)

    assert [processes_for(n) for n in (0, 1, 39, 40, 1000)] == [1, 1, 1, 2, 8]


def test_progress_is_a_bar_on_a_terminal(batch, monkeypatch):
    shown = io.StringIO()
    monkeypatch.setattr(shown, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stderr", shown)
    batch(THREE, *JSON)

    assert "summaries" in shown.getvalue()
    assert "summaries: 33 %" not in shown.getvalue()


def test_ctrl_c_ends_the_work_and_leaves_whole_files_only(tmp_path, clear_candidate):
    names = list(clear_candidate)
    rows = [",".join([f"C-{n}", *(clear_candidate[name] for name in names)]) for n in range(120)]
    (tmp_path / "table.csv").write_text("\n".join([",".join(["case_id", *names]), *rows]))
    program = Path(sys.executable).with_name("screenkit")
    ran = subprocess.Popen(
        [program, "batch", "table.csv", "-o", "out.csv", "--reports", "reports"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    folder = tmp_path / "reports"
    while not (folder.is_dir() and any(folder.glob("*.pdf"))):
        time.sleep(0.01)
    os.killpg(ran.pid, signal.SIGINT)  # a terminal tells every process of the group
    _, told = ran.communicate(timeout=60)

    assert ran.returncode == 130
    assert "summaries written into reports: at least " in told
    assert "Traceback" not in told
    assert [name for name in files(folder) if not name.endswith(".pdf")] == []
    assert 0 < len(files(folder)) < 120
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in folder.iterdir())
