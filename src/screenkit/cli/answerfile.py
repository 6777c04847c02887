"""An interview whose answers go into a file of their own, and make no case."""

import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from screenkit.cli import ask
from screenkit.cli.desk import HOLD_HOURS, profile_in
from screenkit.cli.options import clinic_folder
from screenkit.cli.seat import STOPPED, show_report, terminal_of
from screenkit.cli.sitting import of_one_contact, with_clinic

if TYPE_CHECKING:
    from screenkit.interview.desk import Desk
    from screenkit.interview.saved import AnswerFile
    from screenkit.interview.state import Interview
    from screenkit.models.clinic import Clinic


def into_file(
    begun: "Interview",
    out: Path,
    options: Sequence[str],
    folder: Path | None,
    *,
    plain: bool,
    overwrite: bool,
) -> None:
    """Lead an interview whose answers go into a file of their own.

    Whom to call is read from the profile in the clinic's folder, where there is one.
    """
    from screenkit.engine.assess import assess
    from screenkit.interview.saved import AnswerFile, answers_that_count

    if str(out) == "-":
        raise typer.BadParameter("an interview is saved in a file of its own; name one", param_hint="--out")
    again = shlex.join(["screenkit", "assess", str(out), *options])
    clinic = profile_in(clinic_folder(folder))
    kept = AnswerFile(out, begun, overwrite=overwrite)
    try:
        ended = _led(begun, kept, clinic, plain=plain)
    except (KeyboardInterrupt, EOFError):
        _tell_alerts(kept.latest)
        kept.close()
        _tell_stopped(kept, again)
        raise typer.Exit(STOPPED) from None
    except BaseException:
        kept.close()
        raise
    _tell_changed(ended)
    show_report(begun.content, assess(begun.content, answers_that_count(ended)), None)
    _tell_changed(ended)
    ask.say(f"The answers are in {out}")
    ask.say(f"The whole report: {again}")


def _led(begun: "Interview", kept: "AnswerFile", clinic: "Clinic | None", *, plain: bool) -> "Interview":
    """Lead the interview at this terminal."""
    from screenkit.cli.clock import today
    from screenkit.interview.desk import Desk
    from screenkit.interview.session.lead import introduced, lead

    desk = with_clinic(Desk(who="", today=today(), kept_in=kept.path.name), clinic)
    with terminal_of(plain=plain) as terminal:
        known = introduced(desk, terminal.prompt)
        return lead(begun, terminal.prompt, kept.keep, _watched(known, kept, clinic))


def _watched(known: "Desk", kept: "AnswerFile", clinic: "Clinic | None") -> "Desk":
    """Return the desk, with the way on for an interview that is left lying.

    The file tells no times: once it is another day, or a contact began too long ago, every answer about
    safety recorded so far is asked anew.
    """
    from datetime import timedelta

    from screenkit.case.events import GrownOld, Placed
    from screenkit.cli.clock import now
    from screenkit.interview.desk import Contact

    began = now()
    hours = clinic.safety_answers_hold_hours if clinic else HOLD_HOURS

    def anew(interview: "Interview") -> "tuple[Interview, Desk]":
        items = interview.content.items
        is_old = now().date() != began.date() or now() - began > timedelta(hours=hours)
        safety = [name for name in interview.kept if name in items and items[name].is_safety]
        dropped = {*of_one_contact(interview.kept, interview.content), *(safety if is_old else [])}
        old = tuple(name for name in interview.kept if name in dropped)
        kept.keep([Placed(place=None), *([GrownOld(items=old)] if old else [])])
        return replace(kept.latest, told={}), with_clinic(replace(here, today=now().date()), clinic)

    here = replace(known, contact=Contact(now, anew))
    return here


def _tell_stopped(kept: "AnswerFile", again: str) -> None:
    if not kept.latest.kept:
        ask.say("Stopped before the first answer; nothing was saved.")
        return
    _tell_changed(kept.latest)
    count = len(kept.latest.given)
    answers = "1 answer is" if count == 1 else f"{count} answers are"
    ask.say(f"Stopped: the interview is not complete. {answers} in {kept.path}")
    ask.say(f"What they say so far: {again}")


def _tell_alerts(stopped: "Interview") -> None:
    """Repeat an open alert where the safety screen is gone and no report follows."""
    from screenkit.interview.changes import stopping
    from screenkit.interview.words import NOW

    alerts = stopping(stopped.assessment)
    if alerts:
        ask.say(f"Safety: {NOW[alerts[0].level]}")
        for alert in alerts:
            ask.say(f"  {alert.message}")


def _tell_changed(interview: "Interview") -> None:
    """Name the alerts that an answer raised before it was changed: they are not undone by that."""
    from screenkit.interview.flow import unassessed, withdrawn

    waiting = unassessed(interview)
    for alert in withdrawn(interview):
        if alert not in waiting:
            ask.say(f"Raised during the interview, and the answer changed since: {alert.message}")
    for alert in waiting:
        ask.say(f"Raised during the interview, not assessed: {alert.message}")
    if waiting:
        ask.say("The answer was changed since. Take no form as open until a clinician has assessed it.")
