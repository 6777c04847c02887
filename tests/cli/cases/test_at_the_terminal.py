"""The commands that ask, in a real terminal: nothing is chosen for anybody, and stopping records nothing."""

import os
import sys
from datetime import date

import pexpect
import pytest

from screenkit.case.events import Decided, Instead
from screenkit.cli import clock

PROGRAM = "from screenkit.cli.app import main; main()"
CRISIS = "acute-crisis-reported"


class Terminal:
    """A command with somebody at its terminal."""

    def __init__(self, clinic, *arguments, passphrase_file=True):
        door = ["--folder", str(clinic.folder)]
        if passphrase_file:
            door += ["--passphrase-file", str(clinic.passphrase)]
        command = ["-c", PROGRAM, *arguments, *door]
        environment = {**os.environ, "COLUMNS": "100", "TERM": "dumb"}
        self._program = pexpect.spawn(
            sys.executable, command, env=environment, timeout=20, encoding="utf-8", dimensions=(40, 100)
        )

    def answer(self, *questions_and_answers):
        """Wait for each question, then type its answer and Enter."""
        for question, typed in zip(questions_and_answers[::2], questions_and_answers[1::2], strict=True):
            self._program.expect_exact(question)
            self._program.expect_exact(": ")
            self._program.sendline(typed)

    def until(self, words):
        """What is shown until some words are."""
        self._program.expect_exact(words)
        return self._program.before

    def press(self, key):
        self._program.send(key)

    def end(self):
        """What was still printed, and the exit status."""
        self._program.expect(pexpect.EOF)
        self._program.close()
        return self._program.before, self._program.exitstatus


def test_a_decision_is_asked_for_form_by_form_and_a_safety_matter_needs_a_second_name(
    clinic, clear_candidate
):
    case_id = clinic.screen({**clear_candidate, "easily_dysregulated": "yes"})
    terminal = Terminal(clinic, "cases", "decide", case_id)
    terminal.answer(
        "Who are you?",
        "1",
        "In person. Recommended: Possible, once these are arranged",
        "",  # Enter alone chooses nothing
        "Type one of the numbers",
        "offer",
        "Type one of the numbers",
        "2",
        "By video. Recommended: Not recommended at present",
        "2",
        "For what reason?",
        "3",
        "Reason, in a sentence",
        "",
        "Nothing was typed. Ctrl-C stops and records nothing.\r\nReason, in a sentence",
        "Works well \x1b[31mwith me.",
        "Who is the second clinician?",
        "1",
        "To be reviewed on",
        "tomorrow",
        "To be reviewed on",
        "2999-02-15",
    )
    told, status = terminal.end()
    decided = clinic.case(case_id).latest.decided

    assert status == 0, told
    assert decided == Decided.model_validate(
        {
            "choices": {"in_person": "offer_once_arranged", "online_video": "offer_once_arranged"},
            "code": "gain_outweighs",
            "reason": "Works well with me.",
            "second": "Mr Cole",
            "review_on": "2999-02-15",
        }
    )


def solo(clinic):
    profile = clinic.folder / "clinic.yaml"
    text = profile.read_text().replace("solo_practice: false", "solo_practice: true")
    profile.write_text(text.replace("[in_person, online_video]", "[online_video]"))


def test_a_name_and_a_day_that_cannot_be_are_asked_for_again_and_nothing_typed_is_lost(
    clinic, clear_candidate
):
    solo(clinic)
    case_id = clinic.screen({**clear_candidate, "easily_dysregulated": "yes"})
    terminal = Terminal(clinic, "cases", "decide", case_id)
    today = f"{clock.now():%Y-%m-%d}"
    terminal.answer(
        "Who are you?",
        "3",
        "Your name",
        "leader-9",
        "no leader has this id",
        "1",
        "this is no name",
        "Dr Obi",
        "What is decided for this form (by video)?",
        "1",
        "For what reason?",
        "3",
        "Reason, in a sentence",
        "Works well with me.",
        "Who is the second clinician?",
        "4",
        "Consulted on",
        "2020-01-01",
        "the consultation was not between",
        "yesterday",
        "a date is written year-month-day",
        today,
        "With whom (name)",
        "x",
        "this is no name",
        "Dr Obi",
        "name of whoever decides",
        "Prof. Lind",
        "What it came to",
        "A trial.",
        "To be reviewed on",
        "2020-01-01",
        "this day is past",
        "",
    )
    told, status = terminal.end()
    decided = clinic.case(case_id).latest

    assert status == 0, told
    assert decided.decided_by.who == "Dr Obi"
    assert decided.decided.consultation.model_dump(mode="json") == {
        "on": today,
        "with_whom": "Prof. Lind",
        "reason": "A trial.",
    }


def test_reasons_and_alerts_are_shown_before_a_choice_and_only_offered_forms_are_asked_about(
    clinic, clear_candidate
):
    solo(clinic)
    case_id = clinic.screen({**clear_candidate, "easily_dysregulated": "yes", "acute_crisis": "yes"})
    terminal = Terminal(clinic, "cases", "decide", case_id, "--by", "leader-1")
    shown = terminal.until("What is decided for this form (by video)?")
    terminal.answer("Number", "5", "Nothing is decided for any form; decide for one at least", "4")
    terminal.answer("For what reason?", "1", "Reason", "", "Offered instead", "A crisis team")
    terminal.answer("By whom", "Crisis service", "From which day", "2026-03-04", "To be reviewed on", "")
    told, status = terminal.end()

    left_out = (
        "Not asked about, since the clinic's profile does not name them: in person, by text, on a forum."
    )
    assert left_out in " ".join(shown.split())
    assert "A clinician speaks with this person today: " in shown
    assert "(open)" in shown
    assert "  - speaks against: " in shown
    assert status == 0, told
    decided = clinic.case(case_id).latest.decided
    instead = Instead(what="A crisis team", by="Crisis service", on=date(2026, 3, 4))
    assert (list(decided.choices), decided.instead) == (["online_video"], instead)


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_stopping_in_the_middle_records_nothing(clinic, clear_candidate, key):
    case_id = clinic.screen(clear_candidate)
    before = clinic.events(case_id)
    terminal = Terminal(clinic, "cases", "decide", case_id, "--by", "leader-1")
    terminal.answer("In person. Recommended", "1", "By video. Recommended", "1")
    terminal.press(key)
    told, status = terminal.end()

    assert (status, clinic.events(case_id)) == (130, before)
    assert "Traceback" not in told


def test_an_answer_is_amended_by_choosing_part_question_and_answer(clinic, clear_candidate):
    case_id = clinic.screen(clear_candidate)
    terminal = Terminal(clinic, "cases", "amend", case_id)
    terminal.answer(
        "Which part?",
        "3",
        "Which question?",
        "1",
        "Are you in the middle of a crisis right now?",
        "1",
        "Reason",
        "She said so on the telephone.",
        "Who are you?",
        "3",
        "Your name",
        "Dr Obi",
    )
    told, status = terminal.end()
    changed = clinic.events(case_id)[-3]

    assert status == 0, told
    assert (changed.kind, changed.item, changed.before) == ("changed", "acute_crisis", "no")
    assert changed.reason == "She said so on the telephone."
    assert clinic.case(case_id).events[-1].who == "Dr Obi"


def test_an_instrument_is_named_and_answers_stand_in_words_where_one_is_amended(clinic, clear_candidate):
    case_id = clinic.screen({**clear_candidate, "phq9_1": "1"})
    terminal = Terminal(clinic, "cases", "amend", case_id, "--by", "leader-1")
    parts = terminal.until("Number, 1 to ")
    place = next(line.split()[0] for line in parts.splitlines() if "PHQ-9" in line and "scored" in line)
    terminal.press(f"{place}\r")
    items = terminal.until("Number, 1 to ")
    terminal.press("1\r")
    answers = terminal.until("Number, 1 to ")
    terminal.press("\x03")

    assert "PHQ-9, " in parts
    assert "1  Low interest \u2014 1 (several days)" in items
    assert "\u2014 not asked" in items
    assert "Several days (1)" in answers


def test_an_alert_is_followed_up_by_name_and_with_a_reason(clinic, clear_candidate):
    case_id = clinic.screen({**clear_candidate, "acute_crisis": "yes"})
    terminal = Terminal(clinic, "cases", "follow-up", case_id)
    shown = terminal.until("What do you record?")
    terminal.answer("Number", "2", "Reason", "The crisis team was there.", "Who are you?", "2")
    told, status = terminal.end()
    mark = clinic.case(case_id).latest.alerts[0].marks[-1]

    assert status == 0, told
    assert "A clinician speaks with this person today: " in shown
    assert "by Dr Reed" in shown
    assert (mark.state, mark.who, mark.reason) == ("assessed", "Mr Cole", "The crisis team was there.")


def test_a_case_is_purged_only_when_its_id_is_typed(clinic, clear_candidate):
    case_id = clinic.screen(clear_candidate)
    terminal = Terminal(clinic, "cases", "purge", case_id, "--by", "leader-1")
    terminal.answer("Type the id of the case to purge it", "yes")
    told, status = terminal.end()

    assert status == 1
    assert "nothing was purged" in told
    assert len(clinic.events(case_id)) > 1


def test_the_passphrase_is_asked_for_and_never_shown(locked_clinic):
    passphrase = locked_clinic.passphrase.read_text().strip()
    terminal = Terminal(locked_clinic, "cases", "list", passphrase_file=False)
    terminal.answer("Passphrase", passphrase)
    told, status = terminal.end()

    assert status == 0, told
    assert "There is nothing to list." in told
    assert passphrase not in told


def test_a_forgotten_passphrase_is_replaced_by_the_recovery_code(locked_clinic, encrypted):
    terminal = Terminal(locked_clinic, "cases", "passphrase", "--with-recovery-code", passphrase_file=False)
    new = "entirely new plain words"
    terminal.answer(
        "Recovery code",
        encrypted[1],
        "New passphrase",
        new,
        "The same once more",
        "mistyped here",
        "New passphrase",
        new,
        "The same once more",
        new,
    )
    told, status = terminal.end()
    locked_clinic.passphrase.write_text(new)

    assert status == 0, told
    assert new not in told
    assert locked_clinic.run("cases", "list").status == 0
