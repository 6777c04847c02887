"""From keys to what is recorded, through prompt_toolkit's own key parser and one prompt."""

import select
import threading
import time
from fractions import Fraction

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.input.typeahead import store_typeahead
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import DummyOutput

from screenkit.interview import flow, screens
from screenkit.interview.keys import Give, Move
from screenkit.interview.prompts import Terminal
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
PASTE = "\x1b[200~{}\x1b[201~"


def question_about(content, name, *, recorded=None):
    """The screen of one item, as if the interview had come to it."""
    interview = flow.begin(content, [*content.ruleset.instruments])
    interview = flow.back_to(interview, content.items[name])
    if recorded is not None:
        interview = flow.back_to(flow.record(interview, recorded), content.items[name])
    return screens.question(interview)


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
    (YES_NO, ["\t", "\r"], NOTHING),
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
    assert chosen(question_about(online_group, YES_NO, recorded="no"), presses) == expected


PAST_AN_ALERT = [
    (["\r"], NOTHING),
    (["\r", "\r", "\r"], NOTHING),
    (["y", "\r"], NOTHING),
    (["n", "\r"], NOTHING),
    ([" ", "\r"], NOTHING),
    (["c"], NOTHING),
    (["c", "\r"], Move.ON),
    (["continue", "\r"], Move.ON),
    (["b", "\r"], Move.BACK),
    (["\x03"], STOPPED),
]


@pytest.mark.parametrize(("presses", "expected"), PAST_AN_ALERT)
def test_an_alert_is_passed_by_a_deliberate_key_only(online_group, presses, expected):
    asked = flow.back_to(flow.begin(online_group), online_group.items[WORDS])
    said = flow.record(asked, "plan")
    screen = screens.alert(said, flow.newly_raised(asked, said), asked.item, "plan")
    assert chosen(screen, presses) == expected


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
