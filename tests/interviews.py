"""Interviews without a terminal: answer, keep what happened in a list, and people who press keys."""

import json
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from math import ceil

from strategies import values_of

from screenkit.case.events import Opened, Stamped
from screenkit.case.history import case_of
from screenkit.case.places import Help
from screenkit.engine.written import Total
from screenkit.interview import flow, words
from screenkit.interview.changes import answering, offers, taking
from screenkit.interview.desk import Desk
from screenkit.interview.keys import Give, Move, Pick, Said
from screenkit.interview.session.lead import lead
from screenkit.interview.state import after
from screenkit.models.answers import NoAnswer, read_answer
from screenkit.models.clinic import Clinic, CrisisLine
from screenkit.models.questionnaire import Questionnaire

SILENCES = (NoAnswer.DECLINED, NoAnswer.DONT_KNOW, NoAnswer.NOT_ASKED)
NOON = datetime(2026, 11, 2, 12, tzinfo=timezone(timedelta(hours=1)))
TODAY = date(2026, 11, 2)
DESK = Desk(who="Dr Rivera", today=TODAY, kept_in="answers.yaml")
NEVADA = Help(
    "US-NV", "United States", "911", (CrisisLine(name="Lifeline", number="988", hours="day and night"),),
    date(2026, 10, 1), is_old=False,
)  # fmt: skip

CLINIC = Clinic.model_validate_json(
    json.dumps(
        {
            "name": "A clinic",
            "solo_practice": False,
            "modalities": ["in_person", "online_video"],
            "leaders": [
                {"id": "leader-1", "name": "Dr Rivera", "profession": "psychologist", "home_state": "US-NV"}
            ],
            "jurisdictions": {"review_after_days": 90},
            "regions": [
                {"region": "US", "name": "United States", "emergency": "911"},
                {"region": "IE", "name": "Ireland", "emergency": "112"},
            ],
            "numbers_review_after_days": 180,
            "rescreen_after_days": 90,
        }
    )
)


def possible(interview):
    """Every answer the question asked now takes."""
    answers = [*values_of(interview.content, interview.due.id), *SILENCES]
    return [each for each in answers if offers(interview.due, each)]


def recorded(interview, answer, **more):
    """The interview with an answer to the question asked now."""
    return after(interview, answering(interview, interview.due, answer, **more))


def answered(interview, answers, until=None, otherwise=NoAnswer.NOT_ASKED):
    """The interview after answers by the item's name; instruments are taken item by item."""
    while interview.due and interview.due.id != until:
        if isinstance(interview.due, Questionnaire):
            interview = after(interview, taking(interview, interview.due, "items"))
            continue
        written = answers.get(interview.due.id, otherwise)
        answer = written if isinstance(written, NoAnswer) else read_answer(interview.due, written)
        interview = recorded(interview, answer)
    assert until is None or interview.due, f"{until} never came up"
    return interview


class Journal:
    """Keeps events in a list, as a store would in a file; fails as often as it is told to."""

    def __init__(self, interview, who="Dr Rivera", at=NOON):
        opened = Opened(
            rules=interview.content.ruleset.id,
            content="0" * 64,
            taken=interview.taken,
            only_safety=interview.only_safety,
            until_settled=interview.until_settled,
        )
        self.events = [opened]
        self.calls = []
        self.errors = []
        self._who, self._at = who, at

    def keep(self, events):
        if self.errors:
            raise self.errors.pop()
        self.calls.append(tuple(events))
        self.events += events

    def of(self, kind):
        """The events of one kind."""
        return [each for each in self.events if isinstance(each, kind)]

    def screening(self, upto=None):
        """What the events, or the first of them, add up to."""
        stamped = [
            Stamped(sequence=n, at=self._at + timedelta(seconds=n), who=self._who, event=event)
            for n, event in enumerate(self.events[:upto], 1)
        ]
        return case_of("C-00000", stamped).latest


class Clinician:
    """Answers by the words of the question, and remembers every screen.

    `once` holds replies that come first, by item; `meanwhile` replies by the title of any other screen.
    """

    def __init__(self, content, answers, otherwise=NoAnswer.NOT_ASKED):
        self._items = {item.text: item for each in content.asked for item in each.items}
        self._answers = answers
        self._otherwise = otherwise
        self.screens = []
        self.once = {}
        self.meanwhile = {}

    def prompt(self, screen):
        self.screens.append(screen)
        if self.meanwhile.get(screen.title):
            reply = self.meanwhile[screen.title].pop(0)
            if isinstance(reply, BaseException):
                raise reply
            return reply
        if screen.title == words.STAY:
            return Move.SEEN
        item = next((self._items[each.text] for each in screen.blocks if each.text in self._items), None)
        is_question = item is not None and any(isinstance(key.reply, Give) for key in screen.ask.keys)
        if not is_question or screen.title == "The end of the interview":
            is_instrument = any(key.reply == Pick("items") for key in screen.ask.keys)
            return Pick("items") if is_instrument else Move.ON
        if self.once.get(item.id):
            return self.once[item.id].pop(0)
        written = self._answers.get(item.id, self._otherwise)
        return Give(written if isinstance(written, NoAnswer) else read_answer(item, written))

    @property
    def titles(self):
        return [screen.title for screen in self.screens]


def led(content, clinician, keep=lambda _: None, taken=(), desk=DESK, **more):
    """The interview at its end, led by somebody."""
    return lead(flow.begin(content, taken, **more), clinician.prompt, keep, desk)


def lowest(target):
    """The lowest number of two decimals that may be typed for an item or a total; a third cannot be."""
    low = target.reach[0] if isinstance(target, Total) else target.number.lowest
    return Give(Fraction(ceil(low * 100), 100))


def pressing(dice, screen):
    """Some reply a screen takes, chosen by dice; a word where words are typed."""
    replies = [key.reply for key in screen.ask.keys if key.reply is not Move.CLEAR]
    if screen.ask.is_text:
        replies += [Said("some words"), Said("US-NV"), Said("IE")]
    if screen.ask.bare:
        replies.append(screen.ask.bare)
    if screen.ask.number is not None:
        replies.append(lowest(screen.ask.number))
    return dice.one_of(replies)
