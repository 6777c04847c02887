"""Plain lines at a terminal of its own: the same screens, the same answers, nothing that moves."""

import io
import os
import pty
import re
import threading
import time
from dataclasses import replace
from fractions import Fraction

import pytest
from interviews import CLINIC, DESK, NEVADA, Clinician, Journal, answered, recorded

from screenkit.case.events import Answered
from screenkit.interview import flow
from screenkit.interview.guidance import guidance
from screenkit.interview.keys import Entry, Give, Move, Pick, Said, enter
from screenkit.interview.plain import PlainTerminal, _in_words, _shown
from screenkit.interview.screens import frame, moving, places, safety
from screenkit.interview.screens.question import question
from screenkit.interview.session.lead import lead
from screenkit.models.answers import NoAnswer

NOTHING, STOPPED = "nothing recorded", "stopped"
CTRL_D = b"\x04"
SILENCES = (NoAnswer.DECLINED, NoAnswer.DONT_KNOW, NoAnswer.NOT_ASKED)
DECLINED, DONT_KNOW, NOT_ASKED = (Give(each) for each in SILENCES)
YES_NO, MIXED, NUMBER, LABELLED = "callback_number", "emergency_contact", "age_years", "phq9_9"


class Typing(io.BytesIO):
    """What is written to a terminal; each time it waits for a line, the next one is typed."""

    def __init__(self, keyboard, lines):
        super().__init__()
        self._keyboard = keyboard
        self._lines = list(lines)
        self._fingers = []

    def write(self, data):
        if data == b"> ":
            typed = self._lines.pop(0) if self._lines else b""
            burst = typed if isinstance(typed, bytes) else typed.encode()
            self._type(0.01, burst)
            if not burst.endswith(b"\n"):
                self._type(0.1, CTRL_D)  # ends the half line
                self._type(0.2, CTRL_D)  # and then everything
        return super().write(data)

    def _type(self, seconds, burst):
        self._fingers.append(threading.Timer(seconds, os.write, (self._keyboard, burst)))
        self._fingers[-1].start()

    def rest(self):
        for each in self._fingers:
            each.cancel()
            each.join()


def asked(screen, lines):
    """What a screen returns for some lines, each typed when one is waited for; and what it showed."""
    keyboard, terminal = pty.openpty()
    written = Typing(keyboard, lines)
    try:
        return PlainTerminal(terminal, written).prompt(screen), written.getvalue()
    except EOFError:
        return NOTHING, written.getvalue()
    except KeyboardInterrupt:
        return STOPPED, written.getvalue()
    finally:
        written.rest()
        os.close(keyboard)
        os.close(terminal)


def question_about(content, name, answer=None):
    interview = flow.back_to(flow.begin(content, [*content.ruleset.instruments]), name)
    if answer is not None:
        interview = flow.back_to(recorded(interview, answer), name)
    return question(interview)


TABLE = [
    (YES_NO, ["1\n"], Give("yes")),
    (YES_NO, ["2\n"], Give("no")),
    (YES_NO, ["y\n"], Give("yes")),
    (YES_NO, ["NO\n"], Give("no")),
    (YES_NO, ["no\r\n"], Give("no")),
    (YES_NO, ["declined\n"], DECLINED),
    (YES_NO, ["d\n"], DECLINED),
    (YES_NO, ["don't know\n"], DONT_KNOW),
    (YES_NO, ["skip\n"], NOT_ASKED),
    (YES_NO, ["back\n"], Move.BACK),
    (YES_NO, ["why\n"], Move.WHY),
    (YES_NO, ["note\n"], Move.NOTE),
    (YES_NO, ["sections\n"], Move.SECTIONS),
    (YES_NO, ["review\n"], Move.REVIEW),
    (YES_NO, ["stop\n"], STOPPED),
    (MIXED, ["1\n"], Give("yes")),
    (MIXED, ["2\n"], Give("substitute_agreed")),
    (MIXED, ["3\n"], Give("no")),
    (NUMBER, ["45\n"], Give(Fraction(45))),
    (LABELLED, ["0\n"], Give(Fraction(0))),
    (LABELLED, ["3\n"], Give(Fraction(3))),
    # nothing without a word, nothing by half
    (YES_NO, ["\n"], NOTHING),
    (YES_NO, ["\n", "\n", "n\n"], Give("no")),
    (YES_NO, ["   \n"], NOTHING),
    (YES_NO, ["maybe\n"], NOTHING),
    (YES_NO, ["yn\n"], NOTHING),
    (YES_NO, ["3\n"], NOTHING),
    (YES_NO, ["y"], NOTHING),
    (NUMBER, ["121\n"], NOTHING),
    (NUMBER, ["4 5\n"], NOTHING),
    (LABELLED, ["4\n"], NOTHING),
    # no letters and no numbers
    (YES_NO, ["\x1b[Dy\n"], NOTHING),
    (YES_NO, ["\x1b[31my\n", "y\n"], Give("yes")),
    (YES_NO, [b"\xffy\n"], Give("yes")),
    (YES_NO, ["\u202ey\n"], NOTHING),
    (YES_NO, ["\x0by\n"], NOTHING),
    (YES_NO, ["\x1b[200~y\n\x1b[201~"], NOTHING),
    # many lines at once are pasted
    (YES_NO, ["y\nn\n"], NOTHING),
    (YES_NO, ["y\nn\ny\n", "n\n"], Give("no")),
    (YES_NO, ["z" * 3000 + "\n"], NOTHING),
    # the screen is cleared, and comes back
    (YES_NO, ["clear\n", "\n", "x\n", "n\n"], Give("no")),
    (YES_NO, ["clear\n", "y\n"], NOTHING),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lines", "expected"), TABLE, ids=range(len(TABLE)))
def test_lines_record_what_they_say_and_nothing_else(online_group, name, lines, expected):
    assert asked(question_about(online_group, name), lines)[0] == expected


TYPED = [
    (["kind and quiet\n"], Said("kind and quiet")),
    (["y\n"], Said("y")),
    (["one\ntwo\nthree\n"], Said("one two three")),
    (["one\r\ntwo\r\n"], Said("one two")),
    (["\n", "words\n"], Said("words")),
    (["back\n"], Move.BACK),
    (["a\x1b[31mb\u202ec\n"], Said("abc")),
    ([b"a\xffb\n"], Said("ab")),
    (["half a line"], NOTHING),
    (["x" * 4000 + "\n"], Said("x" * 4000)),
    (["\n".join(["x" * 3999] * 4) + "\n"], Said(" ".join(["x" * 3999] * 4))),
]


@pytest.mark.parametrize(("lines", "expected"), TYPED, ids=range(len(TYPED)))
def test_what_is_typed_out_stays_in_one_text(lines, expected):
    assert asked(moving.note("A question", []), lines)[0] == expected


AGAIN = [(["\n"], NOTHING), (["keep\n"], Move.ON), (["y\n"], Give("yes")), (["on\n"], NOTHING)]


@pytest.mark.parametrize(("lines", "expected"), AGAIN)
def test_where_something_is_recorded_a_word_keeps_it_and_enter_alone_does_not(online_group, lines, expected):
    assert asked(question_about(online_group, YES_NO, "no"), lines)[0] == expected


def test_going_on_takes_a_word(online_group):
    opening = frame.opening(flow.begin(online_group), DESK)
    assert asked(opening, ["\n"])[0] == NOTHING
    assert asked(opening, ["on\n"])[0] is Move.ON


PAST_AN_ALERT = [
    (["\n"], NOTHING),
    (["on\n"], NOTHING),
    (["y\n"], NOTHING),
    (["seen\n"], Move.SEEN),
    (["1\n"], NOTHING),
    (["2\n"], NOTHING),
    (["ask\n"], Move.PROMPTS),
    (["place\n"], Move.PLACE),
    (["error\n"], Move.ERROR),
]


def alert(content):
    said = replace(recorded(flow.back_to(flow.begin(content), "suicidal_ideation"), "plan"), place="US-NV")
    desk = replace(DESK, clinic=CLINIC, help_at=lambda _: NEVADA)
    return safety.alert(said, said.open_alerts, guidance(content, [said.open_alerts[0].rule]), desk)


@pytest.mark.parametrize(("lines", "expected"), PAST_AN_ALERT)
def test_an_alert_is_passed_by_a_deliberate_word_only(online_group, lines, expected):
    assert asked(alert(online_group), lines)[0] == expected


def test_a_question_reads_well_from_top_to_bottom(online_group):
    _, shown = asked(question_about(online_group, MIXED), [])
    assert shown.decode() == (
        "\nAgreements, records and emergencies, section 9 of 18, 1 of about 87\n"
        "Ask:\n"
        "Is there someone we may call if we are worried about you?\n"
        f"{online_group.items[MIXED].help}\n"
        "1. Yes, agreed and on file\n"
        "2. Another way to reach help is agreed\n"
        "3. Not yet\n"
        "No answer: declined, don't know, skip\n"
        "Words: back, why, note, sections, review, clear, help, stop\n"
        "Type the number of an answer or a word, then Enter.\n"
        "> "
    )


def every_screen(content):
    begun = flow.begin(content, ["phq9"])
    done = answered(begun, {"suicidal_ideation": "plan"})
    page = flow.parts(done)[0]
    yield from (question_about(content, item.id) for each in content.asked for item in each.items)
    yield from (frame.name(), frame.opening(begun, DESK), frame.ending(done), frame.going_on(done, DESK))
    yield from (moving.sections(flow.parts(done)), moving.review(done, page, "1", is_last=False))
    yield from (moving.why(content, content.items[YES_NO]), alert(content))
    yield from (places.where_now(CLINIC.regions, "US"), places.code(), places.during_sessions("Where?", ""))


def test_nothing_shown_moves_colours_or_draws_and_every_key_has_a_word(online_group):
    for screen in every_screen(online_group):
        written = io.BytesIO()
        reader, writer = os.pipe()
        os.close(writer)
        with pytest.raises(EOFError):
            PlainTerminal(reader, written).prompt(screen)
        os.close(reader)
        shown = written.getvalue().decode()
        assert not re.search(r"[^\n -~]", re.sub(r"[\u00e0-\u017f]", "e", shown)), shown
        for key in screen.ask.keys:
            assert key.words in shown if key.group == "answer" else (key.word and key.word in shown)


def test_what_was_typed_before_the_question_stood_there_answers_nothing(online_group):
    keyboard, terminal = pty.openpty()
    os.write(keyboard, b"y\n")
    time.sleep(0.05)
    written = Typing(keyboard, ["n\n"])
    assert PlainTerminal(terminal, written).prompt(question_about(online_group, YES_NO)) == Give("no")
    written.rest()
    os.close(keyboard)
    os.close(terminal)


def test_a_whole_interview_is_the_same_in_plain_lines(online_group, clear_candidate):
    clinician = Clinician(online_group, clear_candidate)
    keyboard, terminal = pty.openpty()
    written = Typing(keyboard, [])
    plain = PlainTerminal(terminal, written)

    def prompt(screen):
        wanted = clinician.prompt(screen)
        written._lines[:] = [f"{word_for(screen, wanted)}\n"]
        reply = plain.prompt(screen)
        assert reply == wanted
        return reply

    journal = Journal(flow.begin(online_group, only_safety=True))
    lead(flow.begin(online_group, only_safety=True), prompt, journal.keep, DESK)
    written.rest()
    os.close(keyboard)
    os.close(terminal)
    kept = {each.item: each.answer for each in journal.of(Answered)}
    assert kept == {name: clear_candidate[name] for name in kept}
    assert len(kept) > 25


def word_for(screen, reply):
    """What to type for a reply."""
    if reply is Move.ON:
        return "on"
    key = next((key for key in screen.ask.keys if key.reply == reply), None)
    return (key.word or key.key) if key else str(reply.answer)


def test_lines_break_between_words_where_a_width_is_known():
    reader, writer = os.pipe()
    os.close(writer)
    written = io.BytesIO()
    with pytest.raises(EOFError):
        PlainTerminal(reader, written, columns=40).prompt(frame.name())
    os.close(reader)
    shown = written.getvalue().decode()
    assert max(map(len, shown.splitlines())) < 40
    assert "Who leads this interview? Your name or\nyour initials." in shown


def test_a_number_chooses_what_has_a_number(online_group):
    parts = flow.parts(flow.begin(online_group))
    assert asked(moving.sections(parts), ["3\n"])[0] == Pick(parts[2].id)


def test_more_than_fits_is_left_out_with_a_word():
    reader, writer = os.pipe()
    written = Typing(writer, [("x" * 20_000 + "\n")])
    reply = PlainTerminal(reader, written).prompt(moving.note("A question", []))
    written.rest()
    os.close(reader)
    os.close(writer)
    assert reply == Said("x" * 16_000)
    assert b"No more than 16000 characters fit here" in written.getvalue()


def test_no_plain_line_says_that_enter_alone_keeps_anything(online_group):
    said = flow.back_to(flow.back(recorded(flow.begin(online_group), "yes")), "alone_and_free_to_talk")
    for screen in (question(said), places.where_now(CLINIC.regions, "US")):
        shown = "\n".join(_shown(screen, _in_words(screen.ask)))
        assert "Enter alone keeps" not in shown
        assert "The word keep keeps it." in shown
        assert enter(_in_words(screen.ask), Entry("keep")) is Move.ON


HELP = (
    "Nothing is recorded by this. You may type:\n"
    "1. Yes, agreed and on file\n"
    "2. Another way to reach help is agreed\n"
    "3. Not yet\n"
    "No answer: declined, don't know, skip\n"
    "Words: back, why, note, sections, review, clear, help, stop\n"
)


@pytest.mark.parametrize("word", ["help", "HELP", "?"])
def test_a_word_lists_what_may_be_typed_and_records_nothing(online_group, word):
    reply, shown = asked(question_about(online_group, MIXED), [f"{word}\n", "2\n"])
    assert reply == Give("substitute_agreed")
    assert HELP in shown.decode()


def test_help_in_a_text_is_no_text():
    reply, shown = asked(moving.note("A question", []), ["help\n", "help her sit down\n"])
    assert reply == Said("help her sit down")
    assert b"You may type:" in shown


def test_plain_lines_speak_of_words_and_not_of_keys(online_group):
    _, shown = asked(question_about(online_group, YES_NO), ["maybe\n"])
    assert b"That is none of the words. Type the number of an answer or a word, then Enter." in shown
    assert b"keys" not in shown
