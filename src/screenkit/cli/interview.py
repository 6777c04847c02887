"""`screenkit interview`: ask every question in the terminal, save each answer, end with the report."""

import os
import shlex
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli.options import Overwrite, Questionnaires, Rules

if TYPE_CHECKING:
    from screenkit.assessment import Assessment
    from screenkit.interview.plain import PlainTerminal
    from screenkit.interview.prompts import Terminal
    from screenkit.interview.saved import AnswerFile
    from screenkit.interview.state import Interview
    from screenkit.models.content import Content

_STOPPED = 130
_USUAL = "online-group"


class Only(StrEnum):
    """What an interview can be cut down to."""

    SAFETY = "safety"


def interview(
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the answers are kept (YAML).")],
    rules: Rules = _USUAL,
    questionnaires: Questionnaires = None,
    taken: Annotated[
        str, typer.Option("--with", metavar="ID,ID", help="Instruments to take as well, such as phq9,asq.")
    ] = "",
    only: Annotated[Only | None, typer.Option("--only", help="Ask about safety, and nothing else.")] = None,
    until_settled: Annotated[
        bool,
        typer.Option("--until-settled", help="Leave out what can no longer change a recommendation."),
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Lines and words only, for screen readers and simple terminals.")
    ] = False,
    overwrite: Overwrite = False,
) -> None:
    """Ask the questions of an interview with the person present, and end with the report.

    The answers are saved after every question; Ctrl-C stops and keeps them.
    """
    from screenkit.content.load import load
    from screenkit.interview.flow import begin
    from screenkit.interview.saved import AnswerFile

    _refuse_without_terminal()
    if str(out) == "-":
        raise typer.BadParameter("an interview is saved in a file of its own; name one", param_hint="--out")
    again = shlex.join(["screenkit", "assess", str(out), *_content_options(rules, questionnaires or ())])
    content = load(rules, questionnaires or ())
    chosen = _chosen(taken, content)
    begun = begin(content, chosen, only_safety=only is Only.SAFETY, until_settled=until_settled)
    kept = AnswerFile(out, begun, overwrite=overwrite)
    try:
        ended = _led(begun, kept, plain=plain or _wants_plain())
    except (KeyboardInterrupt, EOFError):
        _tell_alerts(kept.latest)
        kept.close()
        _tell_stopped(kept, again)
        raise typer.Exit(_STOPPED) from None
    except BaseException:
        kept.close()
        raise
    _show_report(content, ended.assessment)
    _tell_changed(ended)
    _tell(f"The answers are in {out}")
    _tell(f"This report again: {again}")


def _led(begun: "Interview", kept: "AnswerFile", *, plain: bool) -> "Interview":
    """Lead the interview at this terminal."""
    from screenkit.cli.clock import today
    from screenkit.interview.desk import Desk
    from screenkit.interview.session.lead import introduced, lead

    desk = Desk(who="", today=today(), kept_in=kept.path.name)
    with _terminal(plain=plain) as terminal:
        return lead(begun, terminal.prompt, kept.keep, introduced(desk, terminal.prompt))


def _terminal(*, plain: bool) -> "Terminal | PlainTerminal":
    if plain:
        from screenkit.interview.plain import open_plain_terminal

        return open_plain_terminal()
    from screenkit.interview.prompts import open_terminal

    return open_terminal()


def _wants_plain() -> bool:
    """Say whether the surroundings ask for plain lines."""
    return os.environ.get("ACCESSIBLE", "") not in {"", "0"} or os.environ.get("TERM") == "dumb"


def _refuse_without_terminal() -> None:
    from screenkit.errors import Problem, TerminalError

    for name, stream in (("standard input", sys.stdin), ("standard output", sys.stdout)):
        if stream is None or not stream.isatty():
            do = "run it at a terminal; for answers that are written down already, 'screenkit assess ANSWERS'"
            raise TerminalError([Problem("interview", f"{name} is not a terminal", do)])


def _chosen(taken: str, content: "Content") -> list[str]:
    """Return the instruments to take, as they were named."""
    from screenkit.errors import suggestion

    known = [each.id for each in content.in_order if each.kind == "instrument"]
    names = [name.strip() for name in taken.split(",") if name.strip()]
    for name in names:
        if name not in known:
            hint = suggestion(name, known, f"there are {', '.join(known)}")
            raise typer.BadParameter(f"no instrument '{name}' — {hint}", param_hint="--with")
    return names


def _content_options(rules: str, questionnaires: Sequence[str]) -> list[str]:
    """Return the options under which the same content is loaded again."""
    named = [] if rules == _USUAL else ["--rules", rules]
    return [*named, *(part for each in questionnaires for part in ("--questionnaires", each))]


def _tell_stopped(kept: "AnswerFile", again: str) -> None:
    if not kept.latest.kept:
        _tell("Stopped before the first answer; nothing was saved.")
        return
    _tell_changed(kept.latest)
    count = len(kept.latest.given)
    answers = "1 answer is" if count == 1 else f"{count} answers are"
    _tell(f"Stopped: the interview is not complete. {answers} in {kept.path}")
    _tell(f"What they say so far: {again}")


def _tell_alerts(stopped: "Interview") -> None:
    """Repeat an open alert where the safety screen is gone and no report follows."""
    from screenkit.interview.changes import stopping
    from screenkit.interview.words import NOW

    alerts = stopping(stopped.assessment)
    if alerts:
        _tell(f"Safety: {NOW[alerts[0].level]}")
        for alert in alerts:
            _tell(f"  {alert.message}")


def _tell_changed(interview: "Interview") -> None:
    """Name the alerts that an answer raised before it was changed: they are not undone by that."""
    from screenkit.interview.flow import withdrawn

    for alert in withdrawn(interview):
        _tell(f"Raised during the interview, and the answer changed since: {alert.message}")


def _show_report(content: "Content", assessment: "Assessment") -> None:
    from screenkit.cli.render import Format, put_assessment

    put_assessment(content, assessment, Format.TEXT, None, overwrite=False)


def _tell(text: str) -> None:
    from screenkit.text import clean

    print(clean(text), file=sys.stderr)
