"""What somebody wrote about a person stands in the report, and in no message, log or fault."""

import json

import pytest

from screenkit.case.events import Noted
from screenkit.report import view as views

CANARY = "CANARY-7731"
BY = ("--by", "leader-1")


@pytest.fixture
def told_of(clinic, clear_candidate):
    return clinic.screen(clear_candidate, Noted(text=f"{CANARY} \x1b[31m"))


def test_a_note_stands_in_the_report_without_its_escapes(clinic, told_of):
    ran = clinic.run("report", told_of)

    assert CANARY in ran.out
    assert "\x1b" not in ran.out
    assert CANARY not in ran.err


def test_a_fault_of_screenkit_shows_no_free_text(clinic, told_of, monkeypatch):
    def fails(*_):
        raise KeyError(CANARY)

    monkeypatch.setattr(views.onrecord, "notes", fails)
    ran = clinic.run("report", told_of)

    assert ran.status == 70
    assert CANARY not in ran.out + ran.err


@pytest.mark.parametrize(
    "text",
    [b"", b"\xff" + CANARY.encode(), CANARY.encode() * 1000],
    ids=["empty", "no UTF-8", "too long"],
)
def test_a_reason_that_cannot_be_used_is_not_repeated(clinic, told_of, tmp_path, text):
    (tmp_path / "reason.txt").write_bytes(text)
    arguments = (
        "--item",
        "motivation",
        "--answer-file",
        clinic.spelled("low"),
        "--reason-file",
        tmp_path / "reason.txt",
    )
    ran = clinic.run("cases", "amend", told_of, *arguments, *BY)

    assert ran.status == 1
    assert CANARY not in ran.out + ran.err


def test_a_decision_file_that_cannot_be_used_is_not_repeated(clinic, told_of, tmp_path):
    told = {"choices": {"online_video": CANARY}, "code": CANARY, "reason": CANARY, "review_on": CANARY}
    (tmp_path / "decision.yaml").write_text(json.dumps(told))
    ran = clinic.run("cases", "decide", told_of, "--from", tmp_path / "decision.yaml", *BY)

    assert ran.status == 1
    assert CANARY not in ran.out + ran.err


def test_a_reason_comes_through_a_pipe_and_is_cleaned(clinic, told_of):
    arguments = ("--item", "motivation", "--answer-file", clinic.spelled("low"), "--reason-file", "-")
    ran = clinic.run("cases", "amend", told_of, *arguments, *BY, typed="It was\r\nmis\x1b[2Jheard.\n")

    assert ran.status == 0, ran.err
    assert clinic.events(told_of)[-2].reason == "It was misheard."


def test_an_answer_comes_through_a_pipe_and_stands_in_no_argument(clinic, told_of, tmp_path):
    (tmp_path / "reason.txt").write_text("It was misheard.")
    given = ("--item", "motivation", "--answer-file", "-")
    kept = clinic.run(
        "cases", "amend", told_of, *given, "--reason-file", tmp_path / "reason.txt", *BY, typed="low\n"
    )
    both = clinic.run("cases", "amend", told_of, *given, "--reason-file", "-", *BY, typed="low\n")
    as_argument = clinic.run("cases", "amend", told_of, "--item", "motivation", "--answer", CANARY, *BY)

    assert (kept.status, clinic.events(told_of)[-2].answer) == (0, "low"), kept.err
    assert (both.status, "one pipe holds one of the two" in both.err) == (2, True)
    assert (as_argument.status, CANARY in as_argument.err) == (2, False)
