"""--for: whom a report is for, where the person's own sheet may go, and names of incomplete files."""

import json
import os

import pexpect
import pytest

from screenkit.cli.naming import named

PRIVATE = {"unsafe_home": "no", "device_watched": "no"}
REFUSED = (
    "--for candidate: the sheet goes into no file and no pipe while home and device are not known to be "
    "private \u2014 read it aloud from the screen of a terminal, without -o; or ask about home and device "
    "when the person is alone and free to talk, and settle both first\n"
)
IN_DOUBT = [
    {"unsafe_home": "yes"},
    {"unsafe_home": "declined"},
    {"unsafe_home": "dont_know"},
    {"unsafe_home": None},
    {"device_watched": "yes"},
    {"device_watched": "declined"},
    {"alone_and_free_to_talk": "no"},
]


@pytest.mark.parametrize(
    ("audience", "title"),
    [
        ("clinician", "Screening summary for the clinician"),
        ("colleague", "Screening summary for a colleague"),
        ("candidate", "Getting ready for your group"),
    ],
)
@pytest.mark.parametrize("command", ["assess", "report"])
def test_a_report_is_written_for_whom_it_is_for(run, answers, command, audience, title):
    ran = run(command, answers(PRIVATE), "--for", audience)

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"{title}\n")


@pytest.mark.parametrize("audience", ["colleague", "candidate"])
def test_json_for_others_is_the_report_itself(run, answers, audience):
    told = json.loads(run("assess", answers(PRIVATE), "--for", audience, "--format", "json").out)

    assert (told["kind"], told["incomplete"]) == ("Document", False)


@pytest.mark.parametrize("changes", IN_DOUBT, ids=str)
@pytest.mark.parametrize("form", ["text", "json"])
def test_the_persons_sheet_goes_into_no_pipe_while_home_or_device_are_in_doubt(run, answers, changes, form):
    ran = run("assess", answers({**PRIVATE, **changes}), "--for", "candidate", "--format", form)

    assert (ran.status, ran.out, ran.err) == (1, "", REFUSED)


@pytest.mark.parametrize("changes", IN_DOUBT, ids=str)
@pytest.mark.parametrize("name", ["sheet.pdf", "sheet.html", "sheet.json"])
def test_the_persons_sheet_goes_into_no_file_while_home_or_device_are_in_doubt(
    run, answers, tmp_path, changes, name
):
    ran = run("report", answers({**PRIVATE, **changes}), "--for", "candidate", "-o", name)

    assert (ran.status, ran.err) == (1, REFUSED)
    assert [path.name for path in tmp_path.iterdir()] == ["answers.yaml"]


def test_it_can_be_read_aloud_from_the_screen_then(program, answers):
    told = pexpect.run(
        f"{program} assess {answers({'unsafe_home': 'yes'})} --for candidate",
        env={**os.environ, "TERM": "dumb", "COLUMNS": "100"},
        timeout=30,
    ).decode()

    assert "Getting ready for your group" in told
    assert "Read this aloud. While home and device are in doubt it is not printed, copied or sent." in told


def test_the_sheet_is_written_where_home_and_device_are_private(run, answers, tmp_path):
    ran = run("assess", answers(PRIVATE), "--for", "candidate", "-o", "sheet.html")

    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert "Getting ready for your group" in (tmp_path / "sheet.html").read_text()


@pytest.mark.parametrize(
    ("audience", "why"),
    [
        ("clinician", "the clinician's report holds all of it anyway"),
        ("candidate", "the candidate's sheet holds nothing that was written freely"),
    ],
)
def test_free_text_is_something_to_choose_for_a_colleague_only(run, answers, audience, why):
    ran = run("assess", answers(PRIVATE), "--for", audience, "--with-free-text")

    assert ran.status == 2
    assert why in ran.err


# Names of incomplete reports


@pytest.mark.parametrize(
    ("name", "incomplete", "taken"),
    [
        ("summary.pdf", False, "summary.pdf"),
        ("summary.pdf", True, "summary-incomplete.pdf"),
        ("folder/summary.of.may.html", True, "folder/summary.of.may-incomplete.html"),
        ("summary", True, "summary-incomplete"),
        ("Summary INCOMPLETE.md", True, "Summary INCOMPLETE.md"),
        ("incomplete-2.txt", True, "incomplete-2.txt"),
    ],
)
def test_an_incomplete_report_says_so_in_the_name_of_its_file(tmp_path, name, incomplete, taken):
    assert named(tmp_path / name, incomplete=incomplete) == tmp_path / taken


def test_a_device_keeps_its_name(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert named(tmp_path / "pipe", incomplete=True) == tmp_path / "pipe"


@pytest.mark.parametrize("audience", ["clinician", "colleague", "candidate"])
def test_which_name_was_taken_is_told_and_there_is_one_file(run, answers, tmp_path, audience):
    ran = run("assess", answers({**PRIVATE, "acute_crisis": None}), "--for", audience, "-o", "summary.txt")
    told = (tmp_path / "summary-incomplete.txt").read_text()

    assert ran.status == 0
    assert ran.err.startswith("summary-incomplete.txt: the report is incomplete (")
    assert "INCOMPLETE: " in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.yaml", "summary-incomplete.txt"]


def test_a_file_of_that_name_is_kept_unless_it_may_be_replaced(run, answers, tmp_path):
    file = answers({"acute_crisis": "yes"})
    (tmp_path / "summary-incomplete.txt").write_text("mine")
    refused = run("assess", file, "-o", "summary.txt")
    kept = (tmp_path / "summary-incomplete.txt").read_text()
    replaced = run("assess", file, "-o", "summary.txt", "--overwrite")

    assert (refused.status, kept, replaced.status) == (1, "mine", 0)
    assert refused.err.startswith("summary-incomplete.txt: the file exists already")


def test_json_keeps_its_name_and_so_does_what_is_printed(run, answers, tmp_path):
    file = answers({"acute_crisis": None})
    written = run("assess", file, "-o", "found.json")
    printed = run("assess", file, "-o", "-")

    assert (written.status, printed.status, printed.err) == (0, 0, "")
    assert json.loads((tmp_path / "found.json").read_text())["safety"]["level"] == "complete_screen"
    assert "INCOMPLETE: safety questions are still open" in printed.out
