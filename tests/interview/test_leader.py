"""Who leads an interview: chosen among the clinic's leaders, or typed; never taken from a slip of a key."""

import io
import os
import pty
import threading
from dataclasses import replace

import pytest
from interviews import CLINIC, DESK

from screenkit.interview.keys import Entry, Move, Pick, Said, enter, press
from screenkit.interview.plain import PlainTerminal
from screenkit.interview.screens import frame
from screenkit.interview.session.lead import introduced
from screenkit.models.clinic import Leader

LEADERS = (
    *CLINIC.leaders,
    Leader(id="leader-2", name="Mr Byrne", profession="counsellor", home_state="IE"),
)
CLINIC_OF_TWO = CLINIC.model_copy(update={"leaders": LEADERS})
NOBODY = replace(DESK, who="")
AT_THE_CLINIC = replace(NOBODY, clinic=CLINIC_OF_TWO)

NAMED = [
    (NOBODY, [Said("Dr Rivera")], "Dr Rivera"),
    (NOBODY, [Said("M"), Said("7"), Said("--"), Said("MR")], "MR"),
    (NOBODY, [Pick("leader-1"), Move.ON, Said("Ōé")], "Ōé"),
    (AT_THE_CLINIC, [Pick("leader-2")], "Mr Byrne"),
    (AT_THE_CLINIC, [Pick("leader-9"), Said("3"), Pick("leader-1")], "Dr Rivera"),
    (AT_THE_CLINIC, [Said("Ms Frei")], "Ms Frei"),
]


@pytest.mark.parametrize(("desk", "replies", "who"), NAMED, ids=range(len(NAMED)))
def test_an_interview_is_led_by_a_leader_of_the_clinic_or_by_somebody_with_a_name(desk, replies, who):
    screens, left = [], list(replies)

    def prompt(screen):
        screens.append(screen)
        return left.pop(0)

    assert introduced(desk, prompt) == replace(desk, who=who)
    assert left == []
    told = [any("at least two letters" in each.text for each in screen.blocks) for screen in screens]
    assert told == [False, *[True] * (len(replies) - 1)]


PRESSED = [("1", Pick("leader-1")), ("2", Pick("leader-2")), ("3", Said("3")), ("Ms Frei", Said("Ms Frei"))]


@pytest.mark.parametrize(("typed", "reply"), PRESSED)
def test_the_leaders_are_chosen_by_number_and_anybody_else_by_typing(typed, reply):
    ask = frame.name(LEADERS).ask
    entry = Entry()
    for char in typed:
        entry = press(ask, entry, char)
    assert enter(ask, entry) == reply


def test_enter_alone_names_nobody():
    assert isinstance(enter(frame.name(LEADERS).ask, Entry()), Entry)


@pytest.mark.parametrize(("typed", "reply"), [("2", Pick("leader-2")), ("Ms Frei", Said("Ms Frei"))])
def test_plain_lines_offer_the_leaders_too(typed, reply):
    keyboard, terminal = pty.openpty()
    written = io.BytesIO()
    fingers = threading.Timer(0.05, os.write, (keyboard, f"{typed}\n".encode()))
    fingers.start()
    assert PlainTerminal(terminal, written).prompt(frame.name(LEADERS)) == reply
    fingers.join()
    os.close(keyboard)
    os.close(terminal)
    shown = written.getvalue().decode().splitlines()
    assert shown[4:8] == [
        "1. Dr Rivera",
        "2. Mr Byrne",
        "Somebody else: type the name.",
        "Words: clear, help, stop",
    ]
    assert shown[8] == "Type a number, or something else on one line, then Enter."
