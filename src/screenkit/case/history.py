"""Fold the events of a case into what they add up to: its screenings, its alerts, its decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from types import MappingProxyType
from typing import assert_never

from screenkit.assessment import Mark, SafetyState
from screenkit.case.alerts import CaseAlert
from screenkit.case.events import (
    Acknowledged,
    Alerted,
    Answered,
    Assessed,
    Changed,
    Decided,
    EnteredInError,
    Exported,
    GrownOld,
    Imported,
    Instrument,
    Noted,
    Opened,
    Placed,
    Purged,
    PutOff,
    Resumed,
    Screened,
    SetAside,
    Settled,
    Stamped,
    Told,
    Written,
)

NOT_ASKED: Written = "not_asked"

_InScreening = (
    Resumed
    | Placed
    | Answered
    | Changed
    | SetAside
    | GrownOld
    | Settled
    | Instrument
    | PutOff
    | Noted
    | Alerted
    | Told
    | Acknowledged
    | Assessed
    | EnteredInError
    | Screened
    | Decided
    | Exported
)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, when it was given, who recorded it, and its place in the case."""

    answer: Written
    at: datetime
    who: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Note:
    """A note a clinician wrote, on an item or on the whole screening."""

    item: str | None
    text: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class Screening:
    """One screening of a case.

    `kept` holds the answers that count, `not_asked` for an item passed over, in the order in which they came
    up; `set_aside` those of branches that were closed; `old` those too old to count. `put_off` are the
    questions left for later by going to another section; `told` is what was said at the safety stop, by
    prompt. `screened` is the last assessment that was kept, `last` the last event.
    """

    number: int
    begun: Stamped
    opened: Opened
    place: str | None = None
    kept: Mapping[str, Kept] = field(default_factory=lambda: MappingProxyType({}))
    set_aside: Mapping[str, Kept] = field(default_factory=lambda: MappingProxyType({}))
    old: Mapping[str, Kept] = field(default_factory=lambda: MappingProxyType({}))
    instruments: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    put_off: tuple[str, ...] = ()
    told: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[Note, ...] = ()
    alerts: tuple[CaseAlert, ...] = ()
    screened: Screened | None = None
    screened_at: datetime | None = None
    decided: Decided | None = None
    decided_by: Stamped | None = None
    last: Stamped | None = None

    @property
    def is_open(self) -> bool:
        """Whether the interview of this screening has not come to its end."""
        return self.screened is None

    @property
    def answers(self) -> Mapping[str, Written]:
        """The answers that count, as an answer file spells them."""
        return {name: kept.answer for name, kept in self.kept.items()}


@dataclass(frozen=True, slots=True)
class Case:
    """One person over time, by a pseudonym."""

    id: str
    screenings: tuple[Screening, ...] = ()
    events: tuple[Stamped, ...] = ()
    purged: Stamped | None = None

    @property
    def latest(self) -> Screening | None:
        """The screening begun last."""
        return self.screenings[-1] if self.screenings else None

    @property
    def open_alerts(self) -> tuple[CaseAlert, ...]:
        """The alerts of every screening that are neither assessed nor entered in error, gravest first."""
        standing = [each for one in self.screenings for each in one.alerts]
        waiting = [each for each in standing if each.state in {"open", "acknowledged"}]
        return tuple(sorted(waiting, key=lambda each: each.level != "immediate"))


def case_of(case_id: str, events: Iterable[Stamped]) -> Case:
    """Return what the events of a case add up to.

    Raises:
        ValueError: when an event stands where it cannot, such as an answer before a screening was opened.

    """
    return reduce(_after, events, Case(case_id))


def _after(case: Case, stamped: Stamped) -> Case:
    event = stamped.event
    known = replace(case, events=(*case.events, stamped))
    match event:
        case Opened():
            begun = Screening(len(case.screenings) + 1, stamped, event, last=stamped)
            return replace(known, screenings=(*case.screenings, begun))
        case Purged():
            return replace(known, purged=stamped)
        case Imported():
            return known
        case _ if not case.screenings:
            raise ValueError(f"event {stamped.sequence} comes before any screening was opened")
        case (
            Acknowledged(screening=int(number))
            | Assessed(screening=int(number))
            | EnteredInError(screening=int(number))
        ) if number != len(case.screenings):
            return replace(known, screenings=_with_earlier(case.screenings, number, stamped, event))
        case _:
            latest = replace(_in_screening(case.screenings[-1], stamped, event), last=stamped)
            return replace(known, screenings=(*case.screenings[:-1], latest))


def _with_earlier(
    screenings: tuple[Screening, ...], number: int, stamped: Stamped, event: _InScreening
) -> tuple[Screening, ...]:
    """Return the screenings with what happened to the alerts of one that is not the latest."""
    if number > len(screenings):
        raise ValueError(f"event {stamped.sequence} speaks of a screening that was never opened")
    marked = _in_screening(screenings[number - 1], stamped, event)
    return tuple(marked if each.number == number else each for each in screenings)


def _in_screening(now: Screening, stamped: Stamped, event: _InScreening) -> Screening:  # noqa: C901, PLR0911, PLR0912 - one return a kind
    match event:
        case Answered(item=item, answer=answer) | Changed(item=item, answer=answer):
            kept = {**now.kept, item: Kept(answer, stamped.at, stamped.who, stamped.sequence)}
            return replace(
                now, kept=kept, set_aside=_without(now.set_aside, item), old=_without(now.old, item)
            )
        case SetAside(answers=answers):
            aside = {name: now.kept[name] for name in answers if name in now.kept}
            return replace(now, kept=_without(now.kept, *answers), set_aside={**now.set_aside, **aside})
        case GrownOld(items=items):
            old = {name: now.kept[name] for name in items if name in now.kept}
            return replace(now, kept=_without(now.kept, *items), old={**now.old, **old})
        case Settled(item=item):
            aside = {item: now.kept[item]} if item in now.kept else {}
            return replace(now, kept=_without(now.kept, item), set_aside={**now.set_aside, **aside})
        case Instrument(id=name, how=how):
            return replace(now, instruments={**now.instruments, name: how})
        case PutOff(questions=questions):
            return replace(now, put_off=questions)
        case Placed(place=place):
            return replace(now, place=place)
        case Noted(item=item, text=text):
            return replace(now, notes=(*now.notes, Note(item, text, stamped.at, stamped.who)))
        case Told(prompt=prompt, text=text):
            return replace(now, told={**now.told, prompt: text})
        case Alerted():
            return replace(now, alerts=_raised(now, event, stamped))
        case Acknowledged(rules=rules):
            return replace(now, alerts=_marked(now.alerts, rules, "acknowledged", event.reason, stamped))
        case Assessed(rules=rules):
            return replace(now, alerts=_marked(now.alerts, rules, "assessed", event.reason, stamped))
        case EnteredInError(rules=rules):
            return replace(now, alerts=_marked(now.alerts, rules, "entered_in_error", event.reason, stamped))
        case Screened():
            return replace(now, screened=event, screened_at=stamped.at)
        case Decided():
            return replace(now, decided=event, decided_by=stamped)
        case Resumed() | Exported():
            return now
        case _:
            assert_never(event)


def _raised(now: Screening, event: Alerted, stamped: Stamped) -> tuple[CaseAlert, ...]:
    """Return the alerts with one more, or with one of them open again."""
    mark = Mark("open", stamped.at, stamped.who, None, stamped.sequence)
    if any(each.rule == event.rule for each in now.alerts):
        return tuple(
            each.marked(mark, event.items) if each.rule == event.rule else each for each in now.alerts
        )
    raised = CaseAlert(event.rule, event.level, event.message, (mark,), (event.items,), now.number)
    return (*now.alerts, raised)


def _marked(
    alerts: Sequence[CaseAlert],
    rules: Sequence[str],
    state: SafetyState,
    reason: str | None,
    stamped: Stamped,
) -> tuple[CaseAlert, ...]:
    mark = Mark(state, stamped.at, stamped.who, reason, stamped.sequence)
    return tuple(each.marked(mark) if each.rule in rules else each for each in alerts)


def _without(kept: Mapping[str, Kept], *names: str) -> Mapping[str, Kept]:
    return {name: each for name, each in kept.items() if name not in names}
