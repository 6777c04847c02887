"""The whole program in a real terminal of 80 columns and 24 rows, watched through a screen model."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time

import pexpect
import pyte
import pytest
from interviews import recorded

from screenkit.content.answers import read_answers
from screenkit.interview import flow, words
from screenkit.interview.changes import taking
from screenkit.interview.screens import frame
from screenkit.interview.screens.question import question
from screenkit.interview.state import after
from screenkit.models.answers import read_answer
from screenkit.models.questionnaire import Questionnaire

PROGRAM = [sys.executable, "-c", "from screenkit.cli.app import main; main()", "interview"]
PATIENCE = 20
BLINK = 0.2
LEFT, CTRL_C, CTRL_D = "\x1b[D", "\x03", "\x04"
ON_SECOND_SCREEN, OFF_SECOND_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"
COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:[34][0-8]|9[0-7])[;m]")


class Desk:
    """A terminal with the interview running in it."""

    def __init__(self, folder, *options):
        environment = {**os.environ, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "COLUMNS": "80"}
        self.screen = pyte.HistoryScreen(80, 24, history=2000)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self._program = pexpect.spawn(
            PROGRAM[0], [*PROGRAM[1:], *options], cwd=str(folder), env=environment, dimensions=(24, 80)
        )
        self._program.delaybeforesend = None

    @property
    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display)

    def read(self):
        try:
            data = self._program.read_nonblocking(65536, timeout=0.02)
        except pexpect.TIMEOUT:
            return
        self.raw += data
        self._stream.feed(data)

    def see(self, wanted):
        """Wait until something stands on the screen."""
        self._until(lambda: wanted in " ".join(self.text.split()), wanted)

    def rest(self, seconds=BLINK):
        """Let some time pass, or what is left of it when the program ends."""
        until = time.monotonic() + seconds
        with contextlib.suppress(pexpect.EOF):
            while time.monotonic() < until:
                self.read()

    def press(self, *keys):
        for key in keys:
            self._program.send(key)
            self.rest(0.02)

    def answer(self, question, *keys):
        """Wait for a question, then press keys and Enter."""
        self.see(question)
        self.rest(0.1)
        self.press("".join(keys) + "\r")

    def begin(self):
        """Say who leads the interview, and get to its first question."""
        self.answer("Who leads this interview?", "Dr R")
        self.answer("Press Enter to begin")
        self.answer("First I would like to make sure")

    def kill(self, with_signal):
        self._program.kill(with_signal)

    def end(self):
        """Wait for the program to end, and return its exit status."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                self.read()
            except pexpect.EOF:
                break
        self._program.close()
        status = self._program.exitstatus
        return status if status is not None else -self._program.signalstatus

    def close(self):
        self._program.close(force=True)

    def _until(self, holds, wanted):
        deadline = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > deadline:
                pytest.fail(f"never saw {wanted!r} on\n{self.text}")
            self.read()


@pytest.fixture
def desk(tmp_path):
    desks = []

    def at_desk(*options):
        desks.append(Desk(tmp_path, "--out", "answers.yaml", *options))
        return desks[-1]

    yield at_desk
    for each in desks:
        each.close()


@pytest.fixture
def saved(tmp_path, online_group):
    def read():
        text = (tmp_path / "answers.yaml").read_bytes()
        return {name: str(each) for name, each in read_answers(text, "", online_group).given.items()}

    return read


def in_the_safety_section(desk):
    """Answer up to the question on thoughts of ending one's life."""
    desk.begin()
    desk.answer("nobody else listening?", "y")
    desk.answer("call you back", "y")
    desk.answer("interpreter", "1")
    desk.answer("How old are you?", "4", "5")
    desk.answer("understand what is offered", "y")
    desk.answer("under the influence", "n")
    desk.answer("what brings you here")
    desk.answer("new, in one of", "1")
    desk.answer("way of meeting", "2")
    desk.answer("kind of group is planned", "1")
    desk.answer("one difficulty in common", "1")
    desk.answer("have to come", "n")
    desk.answer("The next questions are about safety")
    desk.answer("middle of a crisis", "n")
    desk.see("ending your life come to you")
    desk.rest(0.15)
    return desk


@pytest.mark.slow
def test_an_alert_stops_the_interview_in_plain_words_and_enter_does_not_pass_it(desk, saved):
    at = in_the_safety_section(desk())
    assert "section 3 of 9 · 13 of about" in at.text
    at.press("3", "\r")
    at.see(words.STAY)
    assert words.NOW["immediate"] in at.text
    assert saved()["suicidal_ideation"] == "active"
    at.rest()
    at.press("\r", "\r", "\r")
    at.rest()
    assert words.STAY in at.text
    at.press("a", "\r")
    at.see("In the past three months, have you tried to end your life?")
    at.press(CTRL_C)
    assert at.end() == 130
    assert "Safety: Do not end the contact; get help now." in at.text
    assert "the interview is not complete. 13 answers are in answers.yaml" in at.text
    assert len(saved()) == 13
    assert not COLOUR.search(at.raw)
    assert at.raw.count(ON_SECOND_SCREEN) == at.raw.count(OFF_SECOND_SCREEN) == 1
    assert "How old are you?" not in at.raw.rpartition(OFF_SECOND_SCREEN)[2].decode()


@pytest.mark.slow
def test_going_back_shows_the_answer_and_changes_only_what_is_pressed(desk, saved):
    at = desk()
    at.begin()
    at.answer("nobody else listening?", "n")
    at.see("call you back")
    at.rest(0.15)
    at.press(LEFT)
    at.see("Recorded: No, someone may hear. Enter alone keeps it.")
    at.rest(0.15)
    at.press("y", "\r")
    at.answer("call you back", "n")
    at.see("interpreter")
    at.rest(0.15)
    at.press("b", "\r")
    at.see("Recorded: No number yet.")
    at.rest(0.15)
    at.press("\r")
    at.see("interpreter")
    assert saved() == {"alone_and_free_to_talk": "yes", "callback_number": "no"}


@pytest.mark.slow
def test_what_is_typed_too_early_answers_nothing(desk, saved):
    at = in_the_safety_section(desk())
    at.press("1\r")
    at.see("In the past three months, have you tried to end your life?")
    start = saved()
    for delay in (0, 0.005, 0.02, 0.05):
        before = saved()
        at.see("No answer:")
        at.rest(BLINK)
        at.press("n")
        at._program.send("\r")
        time.sleep(delay)
        at._program.send("y\r")  # on the way to the question after this one
        at.rest(BLINK * 2)
        new = {name: answer for name, answer in saved().items() if name not in before}
        assert list(new.values()) in ([], ["no"])
    assert list(saved().values()).count("no") > list(start.values()).count("no")


HOSTILE = [
    ["\r"],
    ["\x1b[B", "\r"],
    ["\x1b[31m", "\r"],
    ["\x1b[<0;10;10M", "\r"],
    ["\x1b]0;4\x07", "\r"],
    ["\x1a", "\r"],
    ["plan", "\r"],
    ["\x1b[200~4\n4\n\x1b[201~", "\r"],
    ["4\r1\r4\r"],
    [b"\xff\xfe\x80", "\r"],
    ["z" * 3000, "\r"],
]


@pytest.mark.slow
def test_hostile_keys_record_nothing_and_leave_the_question_standing(desk, saved):
    at = desk()
    at.begin()
    at.answer("nobody else listening?", "y")
    at.see("call you back")
    at.rest(0.15)
    for keys in HOSTILE:
        at.press(*keys)
        at.rest(BLINK)
        assert "call you back" in at.text, keys
        assert "Traceback" not in at.text, keys
        assert "Press ENTER" not in at.text, keys
        assert saved() == {"alone_and_free_to_talk": "yes"}, keys
        at.press("\x7f" * 50)  # nothing is left over for the next one
    at.rest(BLINK * 2)
    at.press("\r")
    at.see("Nothing is recorded yet. Press y or n, then Enter.")
    at.press("n", "\r")
    at.see("interpreter")
    assert saved()["callback_number"] == "no"


@pytest.mark.slow
@pytest.mark.parametrize("leave", [CTRL_C, CTRL_D])
def test_leaving_before_the_first_answer_leaves_no_file(desk, tmp_path, leave):
    at = desk()
    at.answer("Who leads this interview?", "Dr R")
    at.see("Press Enter to begin")
    at.rest(0.15)
    at.press(leave)
    assert at.end() == 130
    assert "nothing was saved" in at.text
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_note_keeps_pasted_lines_in_one_text_and_the_screen_clears_on_tab(desk, saved):
    at = desk()
    at.begin()
    at.see("nobody else listening?")
    at.rest(0.15)
    at.press("t", "\r")
    at.see("Type the note, then Enter.")
    at.rest(0.15)
    at.press("\x1b[200~she is at\r\nher sister's\n\x1b[201~")
    at.rest(BLINK)
    at.press("\t")
    at.see("Type any letter, then Enter.")
    assert "sister" not in at.text
    assert "listening" not in at.text
    at.rest(0.15)
    at.press("x", "\r")
    at.see("she is at her sister's")
    at.rest(0.15)
    at.press("\r")
    at.see("Note: she is at her sister's")
    assert saved() == {}


PLAIN = [([], {"TERM": "dumb"}), (["--plain"], {"TERM": "xterm"}), ([], {"TERM": "xterm", "ACCESSIBLE": "1"})]


@pytest.mark.slow
@pytest.mark.parametrize(("options", "environment"), PLAIN)
def test_plain_lines_hold_no_escape_and_stop_on_ctrl_c(tmp_path, saved, options, environment):
    program = pexpect.spawn(
        PROGRAM[0],
        [*PROGRAM[1:], "--out", "answers.yaml", *options],
        cwd=str(tmp_path),
        env={**os.environ, **environment},
        timeout=PATIENCE,
        dimensions=(24, 80),
    )
    program.delaybeforesend = None
    shown = b""
    for wanted, line in [
        ("Who leads this interview?", "Dr R"),
        ("How to answer", "on"),
        ("First I would like to make sure", "on"),
        ("nobody else listening?", ""),
        ("Nothing is recorded yet.", "1"),
        ("call you back", "declined"),
        ("interpreter", "back"),
        ("Recorded: declined", "no"),
    ]:
        program.expect_exact(wanted)
        shown += program.before + program.after
        program.expect_exact("\r\n> ")
        shown += program.before + program.after
        program.sendline(line)
    program.expect_exact("interpreter")
    program.expect_exact("\r\n> ")
    program.sendintr()
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 130
    assert b"the interview is not complete. 2 answers are in answers.yaml" in program.before
    assert b"\x1b" not in shown + program.before
    assert saved() == {"alone_and_free_to_talk": "yes", "callback_number": "no"}


@pytest.mark.slow
def test_a_killed_interview_leaves_every_answer_behind(desk, saved):
    at = desk()
    at.begin()
    at.answer("nobody else listening?", "y")
    at.answer("call you back", "d")
    at.see("interpreter")
    at.kill(signal.SIGKILL)
    assert at.end() == -signal.SIGKILL
    assert saved() == {"alone_and_free_to_talk": "yes", "callback_number": "declined"}


@pytest.mark.slow
def test_a_whole_interview_ends_with_the_report_and_the_answers(
    desk, saved, tmp_path, online_group, clear_candidate
):
    at = desk("--with", "asq")
    at.answer("Who leads this interview?", "Dr R")
    at.answer("Press Enter to begin")
    answers = {**clear_candidate, **{f"asq_{n}": "no" for n in range(1, 6)}}
    interview = flow.begin(online_group, ["asq"])
    while interview.due:
        if isinstance(interview.due, Questionnaire):
            at.answer("How is this form taken?", "1")
            interview = after(interview, taking(interview, interview.due, "items"))
            continue
        if flow.opens_section(interview) and frame.section(interview):
            at.answer("Press Enter to go on")
        screen = question(interview)
        answer = read_answer(interview.due, answers[interview.due.id])
        keys = [key.key for key in screen.ask.keys if getattr(key.reply, "answer", None) == answer]
        progress = flow.progress(interview)
        at.answer(f"· {progress.question} of about {progress.questions}", *(keys or str(answer)))
        interview = recorded(interview, answer)
    at.answer("Press Enter to see the report")
    assert at.end() == 0
    last = at.text.rstrip().splitlines()[-2:]
    assert last == ["The answers are in answers.yaml", "The whole report: screenkit assess answers.yaml"]
    shown = at.raw.rpartition(OFF_SECOND_SCREEN)[2].decode()
    assert "No barrier found among the questions answered" in shown
    assert saved() == {name: str(each) for name, each in interview.given.items()}
    assert (tmp_path / "answers.yaml").stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_a_file_that_exists_is_refused_before_anything_is_asked(desk, tmp_path):
    (tmp_path / "answers.yaml").write_text("mine")
    at = desk()
    assert at.end() == 1
    assert "the file exists already" in at.text
    assert (tmp_path / "answers.yaml").read_text() == "mine"


@pytest.mark.slow
def test_an_instrument_that_is_none_is_wrong_usage(desk):
    at = desk("--with", "phq8")
    assert at.end() == 2
    assert "did you mean 'phq9'?" in " ".join(at.text.split())


@pytest.mark.parametrize("stdin", [subprocess.PIPE, subprocess.DEVNULL])
def test_without_a_terminal_it_names_the_command_that_needs_none(stdin, tmp_path):
    run = subprocess.run(
        [*PROGRAM, "--out", "answers.yaml"],
        stdin=stdin,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr.count("\n") == 1
    assert "screenkit assess ANSWERS" in run.stderr
    assert list(tmp_path.iterdir()) == []
