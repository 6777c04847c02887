"""One interview at one moment, as the events so far have made it, and where somebody went to look."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from types import MappingProxyType
from typing import Literal

from screenkit.assessment import Assessment, SafetyState
from screenkit.case.events import (
    Acknowledged,
    Alerted,
    Answered,
    Assessed,
    Changed,
    EnteredInError,
    Event,
    GrownOld,
    Instrument,
    Noted,
    Placed,
    PutOff,
    Screened,
    SetAside,
    Settled,
    Told,
)
from screenkit.engine.ask import is_held_back
from screenkit.engine.assess import assess
from screenkit.engine.states import States
from screenkit.engine.written import Target, read_written, target_of
from screenkit.errors import AnswersError, Problem
from screenkit.interview.agenda import Agenda, Question, questions_of
from screenkit.interview.raised import Raised
from screenkit.models.answers import Answer, Answers, NoAnswer, Unreadable
from screenkit.models.content import Content
from screenkit.models.questionnaire import Questionnaire

How = Literal["items", "total", "skipped"]

_NOTHING: Mapping[str, Answer] = MappingProxyType({})
_NO_WORDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Interview:
    """One interview at one moment.

    `taken` are the instruments to offer, in order; `instruments` how each was taken. `kept` holds what was
    dealt with, in the order in which it came up, `not_asked` for what was passed over; `set_aside` the
    answers of branches that were closed, `old` those too old to count, `put_off` the questions for later.
    `alerts` are those on record, also where their answer was changed since. All of this is made of events.

    `returned_to` names the question gone back to, `visiting` those to look at one after the other before the
    interview goes on. Nothing is written of that.
    """

    content: Content
    taken: tuple[str, ...] = ()
    only_safety: bool = False
    until_settled: bool = False
    kept: Mapping[str, Answer] = field(default_factory=lambda: _NOTHING)
    set_aside: Mapping[str, Answer] = field(default_factory=lambda: _NOTHING)
    old: Mapping[str, Answer] = field(default_factory=lambda: _NOTHING)
    instruments: Mapping[str, str] = field(default_factory=lambda: _NO_WORDS)
    put_off: tuple[str, ...] = ()
    place: str | None = None
    told: Mapping[str, str] = field(default_factory=lambda: _NO_WORDS)
    notes: tuple[tuple[str | None, str], ...] = ()
    alerts: tuple[Raised, ...] = ()
    is_finished: bool = False
    returned_to: str | None = None
    visiting: tuple[str, ...] = ()

    @cached_property
    def given(self) -> Mapping[str, Answer]:
        """The values, declined and don't know, by item or score."""
        return {name: each for name, each in self.kept.items() if each is not NoAnswer.NOT_ASKED}

    @property
    def left(self) -> tuple[str, ...]:
        """What was passed over as not asked."""
        return tuple(name for name, each in self.kept.items() if each is NoAnswer.NOT_ASKED)

    @property
    def trail(self) -> tuple[str, ...]:
        """What was dealt with, in the order in which it came up."""
        return tuple(self.kept)

    @cached_property
    def answers(self) -> Answers:
        """What was answered so far, as the engine takes it."""
        return Answers(given=self.given)

    @cached_property
    def states(self) -> States:
        """What is known of every item and score."""
        return States(self.content, self.answers)

    @cached_property
    def assessment(self) -> Assessment:
        """What the engine makes of the answers so far."""
        return assess(self.content, self.answers)

    @cached_property
    def asked(self) -> tuple[Questionnaire, ...]:
        """The questionnaires to go through, in order: those always asked, and the instruments to offer."""
        wanted = {*self.content.ruleset.questionnaires, *self.taken, *self.instruments}
        return tuple(each for each in self.content.in_order if each.id in wanted)

    @cached_property
    def every_question(self) -> tuple[Question, ...]:
        """Everything that belongs to the interview as it stands, asked or not, in order."""
        return tuple(
            question
            for each in self.asked
            for question in questions_of(each, self.instruments.get(each.id), self.content)
        )

    @cached_property
    def open_questions(self) -> tuple[Question, ...]:
        """What may be asked now, in order; with `until_settled` only while it can matter."""
        assessment = self.assessment if self.until_settled else None
        return self._agenda.open(only_safety=self.only_safety, until_settled=assessment)

    @cached_property
    def left_out(self) -> tuple[Question, ...]:
        """What is not asked because it can no longer change a recommendation."""
        every = self._agenda.open(only_safety=self.only_safety, until_settled=None)
        return tuple(each for each in every if each not in self.open_questions)

    @property
    def _agenda(self) -> Agenda:
        return Agenda(self.content, self.states, self.kept, self.every_question)

    @cached_property
    def due(self) -> Question | None:
        """What is asked now: an item, a total, how to take an instrument; None at the end."""
        if self.returned_to is not None and not self.is_held_back(self.returned_to):
            return self.question(self.returned_to)
        for name in self.visiting:
            if not self.is_held_back(name):
                return self.question(name)
        ahead = [each for each in self.open_questions if each.id not in self.put_off]
        return next(iter(ahead or self.open_questions), None)

    def question(self, name: str) -> Target:
        """Return the item of that id, or the score whose total is entered."""
        return target_of(self.content, name)

    def is_held_back(self, name: str) -> bool:
        """Say whether an item may not be asked for now."""
        item = self.content.items.get(name)
        return item is not None and is_held_back(item, self.states)

    @property
    def recorded(self) -> Answer | None:
        """What is recorded for the question asked now; None while nothing is."""
        return self.kept.get(self.due.id) if self.due else None

    @property
    def open_alerts(self) -> tuple[Raised, ...]:
        """The alerts nobody has acknowledged, the gravest first."""
        waiting = [each for each in self.alerts if each.state == "open"]
        return tuple(sorted(waiting, key=lambda each: each.level != "immediate"))


def after(interview: Interview, events: Iterable[Event]) -> Interview:
    """Return the interview after some events.

    Raises:
        AnswersError: when the content does not know an answer.

    """
    return reduce(_after, events, interview)


def _after(now: Interview, event: Event) -> Interview:  # noqa: C901, PLR0911, PLR0912 - one return a kind
    match event:
        case Answered(item=name, answer=written) | Changed(item=name, answer=written):
            return _with_answer(now, name, read_kept(now.content, name, written))
        case SetAside(answers=answers):
            return _without(now, tuple(answers), "set_aside")
        case Settled(item=name):
            return _without(now, (name,), "set_aside")
        case GrownOld(items=names):
            return _without(now, names, "old")
        case Instrument(id=name, how=how):
            return replace(now, instruments={**now.instruments, name: how})
        case PutOff(questions=questions):
            return replace(now, put_off=questions)
        case Placed(place=place):
            return replace(now, place=place)
        case Noted(item=name, text=text):
            return replace(now, notes=(*now.notes, (name, text)))
        case Told(prompt=prompt, text=text):
            return replace(now, told={**now.told, prompt: text})
        case Alerted():
            return replace(now, alerts=_raised(now.alerts, event))
        case Acknowledged(rules=rules, reason=reason):
            return _marked(now, rules, "acknowledged", reason)
        case Assessed(rules=rules, reason=reason):
            return _marked(now, rules, "assessed", reason)
        case EnteredInError(rules=rules, reason=reason):
            return _marked(now, rules, "entered_in_error", reason)
        case Screened():
            return replace(now, is_finished=True)
        case _:  # what happens to a case outside of its interview
            return now


def _with_answer(now: Interview, name: str, answer: Answer) -> Interview:
    return replace(
        now,
        kept={**now.kept, name: answer},
        set_aside=_dropped(now.set_aside, name),
        old=_dropped(now.old, name),
        returned_to=None if now.returned_to == name else now.returned_to,
        visiting=tuple(each for each in now.visiting if each != name),
    )


def _without(now: Interview, names: Sequence[str], where: Literal["set_aside", "old"]) -> Interview:
    """Return the interview with answers moved out of those that count."""
    moved = {name: now.kept[name] for name in names if name in now.kept}
    rest = replace(
        now,
        kept=_dropped(now.kept, *names),
        returned_to=None if now.returned_to in names else now.returned_to,
        visiting=tuple(each for each in now.visiting if each not in names),
    )
    if where == "old":
        return replace(rest, old={**now.old, **moved})
    return replace(rest, set_aside={**now.set_aside, **moved})


def _dropped(answers: Mapping[str, Answer], *names: str) -> Mapping[str, Answer]:
    return {name: each for name, each in answers.items() if name not in names}


def _raised(alerts: Sequence[Raised], event: Alerted) -> tuple[Raised, ...]:
    """Return the alerts with one more, or with one of them open again."""
    known = any(each.rule == event.rule for each in alerts)
    again = (each.after("open", items=event.items) if each.rule == event.rule else each for each in alerts)
    new = Raised(event.rule, event.level, event.message, (event.items,))
    return tuple(again) if known else (*alerts, new)


def _marked(now: Interview, rules: Sequence[str], state: SafetyState, reason: str | None) -> Interview:
    marked = (each.after(state, reason) if each.rule in rules else each for each in now.alerts)
    return replace(now, alerts=tuple(marked))


def read_kept(content: Content, name: str, written: str) -> Answer:
    """Return an answer as it was kept.

    Raises:
        AnswersError: when the content does not know it.

    """
    where = f"the case: {name}"
    if name not in content.home:
        do = "go on under the rules the interview was begun with"
        raise AnswersError([Problem(where, "the rules know no such item or score", do)])
    match read_written(target_of(content, name), written):
        case Unreadable(what, do):
            raise AnswersError([Problem(where, what, do)])
        case answer:
            return answer
