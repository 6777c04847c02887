"""From keys to what is recorded, through prompt_toolkit's own key parser and one prompt."""

import select
import threading
import time
from fractions import Fraction

import pytest
from interviews import DESK, recorded
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.input.typeahead import store_typeahead
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import DummyOutput

from screenkit.interview import flow
from screenkit.interview.guidance import guidance
from screenkit.interview.keys import LONGEST_TEXT, Give, Move, Said
from screenkit.interview.prompts import Terminal
from screenkit.interview.screens import moving, safety
from screenkit.interview.screens.question import question
from screenkit.models.answers import NoAnswer

NOTHING = "nothing recorded"
STOPPED = "stopped"
CTRL_D = "\x04"  # whoever still waits learns that nothing more comes
DECLINED, DONT_KNOW, NOT_ASKED = (
    Give(NoAnswer.DECLINED),
    Give(NoAnswer.DONT_KNOW),
    Give(NoAnswer.NOT_ASKED),
)
YES_NO = "callback_number"  # y and n
WORDS = "suicidal_ideation"  # 1 to 4
MIXED = "emergency_contact"  # y, 2 and n
JUDGED = "consent_capacity"  # never declined
NUMBER = "age_years"  # 0 to 120
TENS = "des2_1"  # 0 to 100 in tens
LABELLED = "phq9_9"  # 0 to 3
TOTAL = "phq9_total"  # 0 to 27
PASTE = "\x1b[200~{}\x1b[201~"


def question_about(content, name, *, answer=None):
    """The screen of one item or total, as if the interview had come to it."""
    interview = flow.back_to(flow.begin(content, [*content.ruleset.instruments]), name)
    if answer is not None:
        interview = flow.back_to(recorded(interview, answer), name)
    return question(interview)


def chosen(screen, presses, *, waiting=(), guard=0):
    """What a prompt returns for some presses, each a burst of its own; NOTHING when it goes on waiting."""
    with create_pipe_input() as keyboard:
        store_typeahead(keyboard, list(waiting))
        over = threading.Event()
        fingers = threading.Thread(target=_press, args=(keyboard, [*presses, CTRL_D], over))
        fingers.start()
        try:
            return Terminal(keyboard, DummyOutput(), guard=guard).prompt(screen)
        except KeyboardInterrupt:
            return STOPPED
        except EOFError:
            return NOTHING
        finally:
            over.set()
            fingers.join()  # before the pipe is closed


def _press(keyboard, bursts, over):
    for burst in bursts:
        if isinstance(burst, float):
            over.wait(burst)
        elif isinstance(burst, bytes):
            keyboard.send_bytes(burst)
        else:
            keyboard.send_text(burst)
        while select.select([keyboard.fileno()], [], [], 0)[0] and not over.is_set():
            time.sleep(0.002)  # the next burst is one of its own once this one was read


TABLE = [
    # the plain ways
    (YES_NO, ["y", "\r"], Give("yes")),
    (YES_NO, ["n", "\r"], Give("no")),
    (YES_NO, ["n\r"], Give("no")),
    (YES_NO, ["n", "\n"], Give("no")),
    (YES_NO, ["n\r\n"], Give("no")),
    (YES_NO, ["n\r\r"], Give("no")),
    (YES_NO, ["Y", "\r"], Give("yes")),
    (YES_NO, ["yes", "\r"], Give("yes")),
    (YES_NO, ["n", "o", "\r"], Give("no")),
    (YES_NO, ["d", "\r"], DECLINED),
    (YES_NO, ["declined", "\r"], DECLINED),
    (YES_NO, ["k", "\r"], DONT_KNOW),
    (YES_NO, ["s", "\r"], NOT_ASKED),
    (YES_NO, ["b", "\r"], Move.BACK),
    (YES_NO, ["back", "\r"], Move.BACK),
    (YES_NO, ["\x1b[D"], Move.BACK),
    (YES_NO, ["w", "\r"], Move.WHY),
    (YES_NO, ["t", "\r"], Move.NOTE),
    (YES_NO, ["g", "\r"], Move.SECTIONS),
    (YES_NO, ["v", "\r"], Move.REVIEW),
    (YES_NO, ["don't know", "\r"], DONT_KNOW),
    (TOTAL, ["1", "2", "\r"], Give(Fraction(12))),
    (TOTAL, ["s", "\r"], NOT_ASKED),
    (WORDS, ["1", "\r"], Give("none")),
    (WORDS, ["4", "\r"], Give("plan")),
    (MIXED, ["2", "\r"], Give("substitute_agreed")),
    (MIXED, ["n", "\r"], Give("no")),
    (JUDGED, ["k", "\r"], DONT_KNOW),
    (NUMBER, ["4", "5", "\r"], Give(Fraction(45))),
    (NUMBER, ["0", "\r"], Give(Fraction(0))),
    (NUMBER, ["1", "2", "0", "\r"], Give(Fraction(120))),
    (TENS, ["100", "\r"], Give(Fraction(100))),
    (LABELLED, ["0", "\r"], Give(Fraction(0))),
    (LABELLED, ["3", "\r"], Give(Fraction(3))),
    # nothing without a key, nothing without Enter
    (YES_NO, ["\r"], NOTHING),
    (YES_NO, ["\r", "\r", "\r"], NOTHING),
    (YES_NO, ["y"], NOTHING),
    (YES_NO, ["n"], NOTHING),
    (WORDS, ["\r"], NOTHING),
    (NUMBER, ["\r"], NOTHING),
    (NUMBER, ["4"], NOTHING),
    (YES_NO, [" ", "\r"], NOTHING),
    (YES_NO, ["y", "\x15", "\r"], NOTHING),
    (YES_NO, ["y", "\x15", "n", "\r"], Give("no")),
    # keys that are none, and words that are none
    (YES_NO, ["x", "\r"], NOTHING),
    (YES_NO, ["1", "\r"], NOTHING),
    (YES_NO, ["gun", "\r"], NOTHING),
    (YES_NO, ["d", "u", "n", "n", "o", "\r"], NOTHING),
    (YES_NO, ["yn?", "\r"], NOTHING),
    (WORDS, ["y", "\r"], NOTHING),
    (WORDS, ["n", "\r"], NOTHING),
    (WORDS, ["plan", "\r"], NOTHING),
    (WORDS, ["0", "\r"], NOTHING),
    (WORDS, ["5", "\r"], NOTHING),
    (WORDS, ["44", "\r"], Give("plan")),
    (JUDGED, ["d", "\r"], NOTHING),
    (LABELLED, ["4", "\r"], NOTHING),
    (LABELLED, ["y", "\r"], NOTHING),
    (NUMBER, ["121", "\r"], NOTHING),
    (NUMBER, ["-1", "\r"], NOTHING),
    (NUMBER, ["4.5", "\r"], NOTHING),
    (NUMBER, ["1e1", "\r"], NOTHING),
    (NUMBER, ["1_0", "\r"], NOTHING),
    (NUMBER, ["nan", "\r"], NOTHING),
    (NUMBER, ["٤٥", "\r"], NOTHING),
    (NUMBER, ["y", "\r"], NOTHING),
    (TENS, ["15", "\r"], NOTHING),
    (TOTAL, ["28", "\r"], NOTHING),
    (TOTAL, ["3.5", "\r"], NOTHING),
    (TOTAL, ["d", "\r"], NOTHING),
    (TOTAL, ["\r"], NOTHING),
    (TOTAL, ["7"], NOTHING),
    # thinking again
    (YES_NO, ["y", "n", "\r"], Give("no")),
    (YES_NO, ["n", "y", "\r"], Give("yes")),
    (YES_NO, ["n", "\x7f", "\r"], NOTHING),
    (YES_NO, ["n", "\x7f", "y", "\r"], Give("yes")),
    (YES_NO, ["x", "\x7f", "y", "\r"], Give("yes")),
    (YES_NO, ["x", "\r", "y", "\r"], Give("yes")),
    (YES_NO, ["n", "\x1b", 0.15, "\r"], NOTHING),
    (NUMBER, ["455", "\x7f", "\r"], Give(Fraction(45))),
    # keys that move a cursor elsewhere
    (YES_NO, ["\x1b[A", "\r"], NOTHING),
    (YES_NO, ["\x1b[B", "\r"], NOTHING),
    (YES_NO, ["\x1b[C", "\r"], NOTHING),
    (YES_NO, ["\x1b[B", "\x1b[B", "\r"], NOTHING),
    (WORDS, ["\x1b[6~", "\x1b[5~", "\r"], NOTHING),
    (YES_NO, ["\x1b[H", "\x1b[F", "\r"], NOTHING),
    # bytes that are no keys
    (YES_NO, ["\x1a", "\r"], NOTHING),
    (YES_NO, ["\x1a", "n", "\r"], Give("no")),
    (YES_NO, ["\x1b[31m", "\r"], NOTHING),
    (YES_NO, ["\x1b[31m", "n", "\r"], Give("no")),
    (YES_NO, ["\x1b[<0;1;1M", "\x1b[M !!", "\r"], NOTHING),
    (YES_NO, ["\x1b]52;c;eQ==\x07", "\r"], NOTHING),
    (YES_NO, ["\x1by", "\r"], NOTHING),
    (YES_NO, [b"\xff\xfe", "\r"], NOTHING),
    (YES_NO, [b"\xc3\x28", "\r"], NOTHING),
    (YES_NO, ["\u202ey", "\r"], Give("yes")),
    (YES_NO, ["\x00", "\x01", "\x1f", "\r"], NOTHING),
    (NUMBER, ["\x1b[3", "5~", "\r"], NOTHING),
    (YES_NO, ["\x1b[24;80R", "\r"], NOTHING),
    # the screen is cleared and comes back as it was
    (YES_NO, ["\t", "\r"], NOTHING),
    (YES_NO, ["\t", "y", "\r"], NOTHING),
    (YES_NO, ["\t", "x", "\r", "y", "\r"], Give("yes")),
    (YES_NO, ["n", "\t", "y", "\r", "\r"], Give("no")),
    (YES_NO, ["\t", "\x03"], STOPPED),
    # pasted text
    (YES_NO, [PASTE.format("y"), "\r"], NOTHING),
    (YES_NO, [PASTE.format("y\nn\n"), "\r"], NOTHING),
    (NUMBER, [PASTE.format("45"), "\r"], NOTHING),
    (YES_NO, ["y\rn\ry\r"], NOTHING),
    (YES_NO, ["some notes\ryes\rno\r"], NOTHING),
    (YES_NO, ["y\rn\ry\r", 0.2, "n", "\r"], Give("no")),
    (YES_NO, ["y" * 5000, "\r"], Give("yes")),
    (YES_NO, ["z" * 5000, "\r"], NOTHING),
    # leaving
    (YES_NO, ["\x03"], STOPPED),
    (YES_NO, ["y", "\x03"], STOPPED),
    (NUMBER, ["4", "\x03"], STOPPED),
    (YES_NO, ["y", "\x04"], NOTHING),
]


@pytest.mark.parametrize(("name", "presses", "expected"), TABLE, ids=range(len(TABLE)))
def test_keys_record_what_they_say_and_nothing_else(online_group, name, presses, expected):
    assert chosen(question_about(online_group, name), presses) == expected


AGAIN = [
    (["\r"], Move.ON),
    (["y", "\r"], Give("yes")),
    (["s", "\r"], NOT_ASKED),
    (["x", "\r"], NOTHING),
    (["x", "\r", "\r"], Move.ON),
    (["\x1b[D"], Move.BACK),
]


@pytest.mark.parametrize(("presses", "expected"), AGAIN)
def test_where_something_is_recorded_enter_alone_keeps_it(online_group, presses, expected):
    assert chosen(question_about(online_group, YES_NO, answer="no"), presses) == expected


PAST_AN_ALERT = [
    (["\r"], NOTHING),
    (["\r", "\r", "\r"], NOTHING),
    (["y", "\r"], NOTHING),
    (["n", "\r"], NOTHING),
    ([" ", "\r"], NOTHING),
    (["c", "\r"], NOTHING),
    (["b", "\r"], NOTHING),
    (["\x1b[D"], NOTHING),
    (["a"], NOTHING),
    (["a", "\r"], Move.SEEN),
    (["seen", "\r"], Move.SEEN),
    (["q", "\r"], Move.PROMPTS),
    (["e", "\r"], Move.ERROR),
    (["\x03"], STOPPED),
]


@pytest.mark.parametrize(("presses", "expected"), PAST_AN_ALERT)
def test_an_alert_is_passed_by_a_deliberate_key_only(online_group, presses, expected):
    said = recorded(flow.back_to(flow.begin(online_group), WORDS), "plan")
    told = guidance(online_group, [said.open_alerts[0].rule])
    assert chosen(safety.alert(said, said.open_alerts, told, DESK), presses) == expected


PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"  # needs a character that cannot be seen

WORDS_TYPED = [
    # the plain ways
    (["kind and quiet", 0.1, "\r"], Said("kind and quiet")),
    (["k", "i", "n", "d", "\r"], Said("kind")),
    (["y", "\r"], Said("y")),
    (["n", "\n"], Said("n")),
    (["  two  words  ", 0.1, "\r"], Said("two  words")),
    (["caf", "e\u0301", "\r"], Said("caf\u00e9")),
    (
        ["\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\r"],
        Said("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
    ),
    (["<", "\r"], Move.BACK),
    (["back", "\r"], Move.BACK),
    (["back home", "\r"], Said("back home")),
    (["a < b", "\r"], Said("a < b")),
    # nothing typed is nothing said
    (["\r"], NOTHING),
    (["\r", "\r"], NOTHING),
    (["   ", "\r"], NOTHING),
    (["some words"], NOTHING),
    (["\u202e\u200b", "\r"], NOTHING),
    (["\x1b[D", "\r"], NOTHING),
    # thinking again
    (["gone", "\x15", "\r"], NOTHING),
    (["gone", "\x15", "new", "\r"], Said("new")),
    (["abc", "\x7f", "\r"], Said("ab")),
    (["a", "\x7f", "\x7f", "\r"], NOTHING),
    # what is no text
    (["a\x1ab", "\r"], Said("ab")),
    (["a\x00\x01\x1fb", "\r"], Said("ab")),
    (["a", "\x1b[31m", "b", "\r"], Said("ab")),
    (["a", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "b", "\r"], Said("ab")),
    (["a", "\x1b[<0;1;1M", "b", "\r"], Said("ab")),
    (["a", "\x1b]52;c;eQ==\x07", 0.15, "b", "\r"], Said("ab")),
    (["a", "\x1b", 0.15, "b", "\r"], Said("ab")),
    (["a\u009b31mb", "\r"], Said("a31mb")),
    (["a\u202eb\u2066c", "\r"], Said("abc")),
    ([b"a\xffb", "\r"], Said("ab")),
    ([b"a\xc3\x28b", "\r"], Said("a(b")),
    (["a\tb"], NOTHING),
    (["a", "\t", "x", "\r", "b", "\r"], Said("ab")),
    # pasted text
    ([PASTE.format("one\ntwo\r\nthree\n"), "\r"], Said("one two three")),
    ([PASTE.format("one\ntwo")], NOTHING),
    ([PASTE.format("a\x1b[31mb\x1ac"), "\r"], Said("abc")),
    (["first line is long\rsecond line\r", 0.1, "\r"], Said("first line is long second line")),
    (["first line is long\rsecond line\r"], NOTHING),
    (["first line is long\r\nsecond line\r\n", 0.1, "\r"], Said("first line is long  second line")),
    ([PASTE.format("x" * LONGEST_TEXT), "\r"], Said("x" * LONGEST_TEXT)),
    ([PASTE.format("x" * (LONGEST_TEXT + 5)), "\r"], Said("x" * LONGEST_TEXT)),
    (["z" * LONGEST_TEXT, 1.5, "\r"], Said("z" * LONGEST_TEXT)),
    # leaving
    (["half a", "\x03"], STOPPED),
    (["half a", "\x04"], NOTHING),
]


@pytest.mark.parametrize(("presses", "expected"), WORDS_TYPED, ids=range(len(WORDS_TYPED)))
def test_what_is_typed_out_is_kept_as_it_was_typed_and_nothing_else(presses, expected):
    assert chosen(moving.note("A question", []), presses) == expected


def test_what_was_typed_before_the_question_stood_there_answers_nothing(online_group):
    waiting = [KeyPress("y"), KeyPress(Keys.ControlM)]
    assert chosen(question_about(online_group, YES_NO), [], waiting=waiting) == NOTHING


def test_for_a_moment_before_a_safety_question_no_key_counts(online_group):
    screen = question_about(online_group, WORDS)
    assert screen.guarded
    assert chosen(screen, ["1\r"], guard=5) == NOTHING
    assert chosen(screen, [0.6, "1\r"], guard=5) == Give("none")


def test_a_fault_while_a_key_is_handled_reaches_the_caller(online_group, monkeypatch):
    def fail(*_):
        raise RuntimeError

    monkeypatch.setattr("screenkit.interview.prompts.press", fail)
    with pytest.raises(RuntimeError):
        chosen(question_about(online_group, YES_NO), ["y"])
