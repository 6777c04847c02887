"""The commands that ask, in a real terminal: nothing is chosen for anybody, and stopping records nothing."""

import os
import sys

import pexpect
import pytest

from screenkit.case.events import Decided

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
        "By text.",
        "5",
        "On a forum.",
        "5",
        "For what reason?",
        "3",
        "Reason, in a sentence",
        "",
        "Nothing was typed. Ctrl-C stops and records nothing.\r\nReason, in a sentence",
        "Works well \x1b[31mwith me.",
        "Second clinician's name, or id in clinic.yaml",
        "leader-2",
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


def test_an_alert_is_followed_up_by_name_and_with_a_reason(clinic, clear_candidate):
    case_id = clinic.screen({**clear_candidate, "acute_crisis": "yes"})
    terminal = Terminal(clinic, "cases", "follow-up", case_id)
    terminal.answer("What do you record?", "2", "Reason", "The crisis team was there.", "Who are you?", "2")
    told, status = terminal.end()
    mark = clinic.case(case_id).latest.alerts[0].marks[-1]

    assert status == 0, told
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
