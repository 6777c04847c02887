"""`screenkit interview`: ask every question in the terminal, save each answer, end with the report."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli.options import Overwrite, Questionnaires, Rules

if TYPE_CHECKING:
    from screenkit.assessment import Assessment
    from screenkit.interview.flow import Interview
    from screenkit.interview.saved import AnswerFile
    from screenkit.models.content import Content

_STOPPED = 130
_USUAL = "online-group"


def interview(
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the answers are kept (YAML).")],
    rules: Rules = _USUAL,
    questionnaires: Questionnaires = None,
    taken: Annotated[
        str, typer.Option("--with", metavar="ID,ID", help="Instruments to take as well, such as phq9,asq.")
    ] = "",
    overwrite: Overwrite = False,
) -> None:
    """Ask the questions of an interview with the person present, and end with the report.

    The answers are saved after every question; Ctrl-C stops and keeps them.
    """
    from screenkit.content.load import load
    from screenkit.interview.flow import begin
    from screenkit.interview.prompts import open_terminal
    from screenkit.interview.saved import AnswerFile
    from screenkit.interview.session import lead

    _refuse_without_terminal()
    if str(out) == "-":
        raise typer.BadParameter("an interview is saved in a file of its own; name one", param_hint="--out")
    again = shlex.join(["screenkit", "assess", str(out), *_content_options(rules, questionnaires or ())])
    content = load(rules, questionnaires or ())
    begun = begin(content, _chosen(taken, content))
    kept = AnswerFile(out, overwrite=overwrite)
    try:
        with open_terminal() as terminal:
            ended = lead(begun, terminal.prompt, kept.save, file=out.name)
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
    if kept.latest is None:
        _tell("Stopped before the first answer; nothing was saved.")
        return
    _tell_changed(kept.latest)
    count = len(kept.latest.given)
    answers = "1 answer is" if count == 1 else f"{count} answers are"
    _tell(f"Stopped: the interview is not complete. {answers} in {kept.path}")
    _tell(f"What they say so far: {again}")


def _tell_alerts(stopped: "Interview | None") -> None:
    """Repeat an open alert where the safety screen is gone and no report follows."""
    from screenkit.interview.flow import stopping
    from screenkit.interview.words import NOW

    alerts = stopping(stopped.assessment) if stopped else ()
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
