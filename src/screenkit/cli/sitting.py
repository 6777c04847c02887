"""One sitting of an interview whose case is in the store: begun or gone on with, kept, assessed."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from screenkit.cli import ask
from screenkit.cli.clock import now
from screenkit.cli.keeper import Keeper
from screenkit.errors import Problem, RecordError

if TYPE_CHECKING:
    from datetime import datetime

    from screenkit.case.events import Event
    from screenkit.case.history import Case, Screening
    from screenkit.cli.desk import Desk
    from screenkit.interview import desk as around
    from screenkit.interview.state import Interview
    from screenkit.models.clinic import Clinic
    from screenkit.models.content import Content


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new interview is to be: its rules and questionnaires, the instruments, how far it goes."""

    rules: str
    questionnaires: tuple[str, ...]
    taken: tuple[str, ...]
    only_safety: bool
    until_settled: bool


def begun(desk: "Desk", content: "Content", wanted: Wanted, keeper: Keeper) -> "Interview":
    """Open a screening, and return the interview about to begin.

    Raises:
        StoreError: when the case has grown meanwhile, as by a screening that somebody else has just begun.

    """
    from screenkit.case.events import Opened
    from screenkit.content.snapshot import snapshot
    from screenkit.interview.flow import begin

    opened = Opened(
        rules=wanted.rules,
        questionnaires=wanted.questionnaires,
        content=desk.store.keep_content(snapshot(content)),
        taken=wanted.taken,
        only_safety=wanted.only_safety,
        until_settled=wanted.until_settled,
    )
    keeper.keep([opened])
    return begin(content, wanted.taken, only_safety=wanted.only_safety, until_settled=wanted.until_settled)


def gone_on_with(desk: "Desk", content: "Content", case: "Case", who: str) -> "tuple[Interview, Keeper]":
    """Return the interview of a case where it stopped, in a new contact with the person."""
    keeper = Keeper(desk.store, case.id, who, seen=len(case.events))
    return in_new_contact(desk, content, keeper), keeper


def in_new_contact(desk: "Desk", content: "Content", keeper: Keeper) -> "Interview":
    """Return the interview of a case where it stopped or was left lying, in a new contact with the person.

    Answers about safety that are too old are dropped, and those that count for one contact. Where the person
    is now nobody knows yet, and what was told at an earlier safety stop is not shown as if it were told now.
    """
    from screenkit.case.age import grown_old
    from screenkit.case.events import GrownOld, Placed, Resumed
    from screenkit.cli.stored import latest
    from screenkit.interview.flow import resume

    stopped = latest(desk.case(keeper.case_id))
    too_old = {
        *grown_old(stopped, content, now(), desk.hold_hours),
        *of_one_contact(stopped.kept, content),
        *_of_the_file(desk, stopped),
    }
    old = tuple(name for name in stopped.kept if name in too_old)
    events: list[Event] = [
        Resumed(),
        *([Placed(place=None)] if stopped.place else []),
        *([GrownOld(items=old)] if old else []),
    ]
    keeper.keep(events)
    return replace(resume(content, latest(desk.case(keeper.case_id))), told={})


def watched(desk: "Desk", content: "Content", keeper: Keeper, known: "around.Desk") -> "around.Desk":
    """Return what lies on the clinician's desk, with the way on for an interview that is left lying."""
    from screenkit.interview.desk import Contact

    def anew(_: "Interview") -> "tuple[Interview, around.Desk]":
        return in_new_contact(desk, content, keeper), with_clinic(
            replace(here, today=now().date()), desk.clinic
        )

    here = replace(known, contact=Contact(now, anew))
    return here


def assessed(desk: "Desk", content: "Content", keeper: Keeper) -> None:
    """Assess the answers of an interview that has come to its end, and keep what was found."""
    from screenkit.case.amend import concluded
    from screenkit.case.answers import answers_of
    from screenkit.cli.stored import latest
    from screenkit.engine.assess import assess
    from screenkit.report.json import kept

    case = desk.case(keeper.case_id)
    found = assess(content, answers_of(content, latest(case), case.id))
    keeper.keep(concluded(content, case, found, kept))


def on_the_desk(desk: "Desk", who: str, case_id: str, earlier: "Screening | None") -> "around.Desk":
    """Return what lies on the clinician's desk: whom to call, and what the profile says of a place."""
    from screenkit.interview import desk as around

    kept_in = (
        f"case {case_id}, {'encrypted' if desk.store.is_encrypted else 'NOT encrypted'}, on this computer"
    )
    found = around.Desk(who=who, today=now().date(), kept_in=kept_in, earlier=earlier)
    return with_clinic(found, desk.clinic)


def with_clinic(desk: "around.Desk", clinic: "Clinic | None") -> "around.Desk":
    """Return the desk with what a clinic's profile says of a place: whom to call, who may work there."""
    from screenkit.case.places import authority, help_at
    from screenkit.case.platforms import platform_lines
    from screenkit.cli.typed import place_hint

    if clinic is None:
        return desk
    return replace(
        desk,
        clinic=clinic,
        authority=lambda place: authority(clinic, place, desk.today),
        help_at=lambda place: help_at(clinic, place, desk.today),
        place_hint=place_hint,
        platforms=tuple(platform_lines(clinic, desk.today)),
    )


def to_go_on_with(desk: "Desk", case_id: str | None) -> "Case":
    """Return the case whose interview is gone on with: the one named, the only open one, or the one chosen.

    Raises:
        RecordError: when no interview is open, or that of the case named is not.

    """
    if case_id is not None:
        case = desk.case(case_id)
        if case.latest is None or not case.latest.is_open:
            do = f"begin a new screening: {desk.command('interview', '--case', case.id)}"
            raise RecordError([Problem(case.id, "no interview of this case is open", do)])
        return case
    waiting = [case for case in desk.cases() if case.latest and case.latest.is_open]
    if not waiting:
        do = f"begin one: {desk.command('interview')}"
        raise RecordError([Problem("--resume", "no interview is open", do)])
    if len(waiting) == 1:
        return waiting[0]
    lines = [_line(case, case.latest, desk.now) for case in waiting if case.latest]
    return waiting[ask.choice("Which interview?", lines, "name it with --case")]


def refuse_open(desk: "Desk", case: "Case") -> None:
    """Refuse a new screening of a case whose interview has not come to its end.

    Raises:
        RecordError: naming how to go on with it.

    """
    if case.latest is not None and case.latest.is_open:
        what = f"its interview of {case.latest.begun.at.date()} has not come to its end"
        do = f"go on with it: {desk.command('interview', '--resume', '--case', case.id)}"
        raise RecordError([Problem(case.id, what, do)])


def tell_stopped(desk: "Desk", keeper: Keeper) -> None:
    """Say where an interview that was stopped stands; an open alert is repeated, as no report follows."""
    from screenkit.cli.stored import latest
    from screenkit.interview.words import NOW

    _tell_unsaved(keeper)
    case = desk.case(keeper.case_id)
    screening = latest(case)
    for alert in screening.alerts:
        if alert.state in {"open", "acknowledged"}:
            ask.say(f"Safety: {NOW[alert.level]} {alert.message} ({alert.state})")
    count = sum(kept.answer != "not_asked" for kept in screening.kept.values())
    answers = "1 answer is" if count == 1 else f"{count} answers are"
    ask.say(f"Stopped: the interview is not complete. {answers} kept in case {case.id}.")
    ask.show_command("Go on with it:", desk.command("interview", "--resume", "--case", case.id))


def _tell_unsaved(keeper: Keeper) -> None:
    """Say that the last thing recorded is lost, and what alert went with it; no answer is repeated."""
    from screenkit.interview.words import NOW, STAY

    if not keeper.unsaved:
        return
    alerts = [each for each in keeper.unsaved if each.kind == "alerted"]
    if alerts:
        ask.say(STAY)
    for alert in alerts:
        ask.say(f"Safety, not saved: {NOW[alert.level]} {alert.message}")
    ask.say("The last answer was NOT saved. Write it down on paper, and record it when the store takes it.")


def refuse_without_store(named: Path | None) -> None:
    """Refuse an interview where the folder named, or the usual one, holds no store; say both ways out.

    Raises:
        RecordError: naming the folder.

    """
    from screenkit.cli.newstore import is_there
    from screenkit.cli.options import clinic_folder, command

    folder = clinic_folder(named)
    if not is_there(folder):
        init = command(named, "init")
        do = f"make one with '{init}', or keep the answers in a file of their own: --out FILE"
        raise RecordError([Problem(str(folder), "there is no store of cases here yet", do)])


def forget_screen() -> None:
    """Send what is still to be shown to the terminal, before the interview takes the screen."""
    sys.stderr.flush()
    sys.stdout.flush()


def _of_the_file(desk: "Desk", stopped: "Screening") -> "Iterator[str]":
    """Yield what was worked out from the clinic's file on another day, and everything once it has expired."""
    from screenkit.interview.session.places import BY_PLACE

    began_on, today = stopped.begun.at.astimezone(now().tzinfo).date(), now().date()
    if BY_PLACE in stopped.kept and stopped.kept[BY_PLACE].at.astimezone(now().tzinfo).date() != today:
        yield BY_PLACE
    if desk.clinic and (today - began_on).days > desk.clinic.rescreen_after_days:
        yield from stopped.kept


def of_one_contact(names: "Iterable[str]", content: "Content") -> "Iterator[str]":
    """Yield those of some items that ask about a moment of talking, and do not count in another."""
    items = (content.items.get(name) for name in names)
    yield from (item.id for item in items if item is not None and item.each_contact)


def _line(case: "Case", screening: "Screening", at: "datetime") -> str:
    begun_at = screening.begun.at.astimezone(at.tzinfo)
    return (
        f"{case.id}, begun {begun_at:%Y-%m-%d %H:%M} by {screening.begun.who}, {len(screening.kept)} answers"
    )
