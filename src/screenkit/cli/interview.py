"""screenkit interview: ask every question in the terminal, keep each answer, end with the report."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli import ask, sitting
from screenkit.cli.answerfile import into_file
from screenkit.cli.clock import now
from screenkit.cli.keeper import Keeper
from screenkit.cli.options import By, Folder, Overwrite, PassphraseFile, Questionnaires, Rules
from screenkit.cli.seat import STOPPED, show_report, terminal_of, wants_plain
from screenkit.cli.sitting import Wanted

if TYPE_CHECKING:
    from screenkit.cli.desk import Desk
    from screenkit.interview import desk as around_desk
    from screenkit.interview.state import Interview
    from screenkit.models.content import Content

Door = tuple[Path | None, Path | None]
"""The clinic's folder and the file with its passphrase, where they were named."""

_USUAL = "online-group"


class Only(StrEnum):
    """What an interview can be cut down to."""

    SAFETY = "safety"


def interview(
    *,
    case_id: Annotated[
        str | None, typer.Option("--case", metavar="CASE", help="Screen a person again who has a case here.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with an interview that was interrupted.")
    ] = False,
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
    by: By = None,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Keep the answers in this file, and make no case."),
    ] = None,
    overwrite: Overwrite = False,
) -> None:
    """Ask the questions of an interview with the person present, and end with the report.

    Every answer is kept at once, in an encrypted case; Ctrl-C stops, and --resume goes on at the same
    question. With --out there is no case: the answers go into a file.
    """
    from screenkit.content.load import load
    from screenkit.interview.flow import begin

    _refuse_without_terminal()
    lines = plain or wants_plain()
    if out is not None:
        if case_id or resume:
            raise typer.BadParameter("answers kept in a file belong to no case", param_hint="--out")
        content = load(rules, questionnaires or ())
        begun = begin(
            content, _chosen(taken, content), only_safety=only is Only.SAFETY, until_settled=until_settled
        )
        options = _content_options(rules, questionnaires or ())
        into_file(begun, out, options, folder, plain=lines, overwrite=overwrite)
        return
    if resume:
        _go_on(case_id, by, (folder, passphrase_file), plain=lines)
        return
    content = load(rules, questionnaires or ())
    wanted = Wanted(
        rules=_lasting(rules),
        questionnaires=tuple(_lasting(each) for each in questionnaires or ()),
        taken=tuple(_chosen(taken, content)),
        only_safety=only is Only.SAFETY,
        until_settled=until_settled,
    )
    _begin(content, wanted, case_id, by, (folder, passphrase_file), plain=lines)


def _begin(
    content: "Content", wanted: Wanted, case_id: str | None, by: str | None, door: Door, *, plain: bool
) -> None:
    """Screen somebody: in a new case, or once more in the case that is named."""
    with _desk(door) as desk:
        case = desk.case(case_id) if case_id else None
        if case:
            sitting.refuse_open(desk, case)
        name = case.id if case else desk.store.new_case()
        earlier = case.latest if case else None

        def start(who: str) -> "tuple[Interview, Keeper]":
            keeper = Keeper(desk.store, name, who, seen=len(case.events) if case else 0)
            return sitting.begun(desk, content, wanted, keeper), keeper

        _sit(desk, content, start, sitting.on_the_desk(desk, _who(desk, by), name, earlier), plain=plain)


def _go_on(case_id: str | None, by: str | None, door: Door, *, plain: bool) -> None:
    """Go on with an interview where it stopped, under the rules and questions it was begun with."""
    from screenkit.cli.stored import Stored, latest

    with _desk(door) as desk:
        case = sitting.to_go_on_with(desk, case_id)
        content = Stored(desk).content(latest(case))
        earlier = case.screenings[-2] if len(case.screenings) > 1 else None

        def start(who: str) -> "tuple[Interview, Keeper]":
            return sitting.gone_on_with(desk, content, case, who)

        _sit(desk, content, start, sitting.on_the_desk(desk, _who(desk, by), case.id, earlier), plain=plain)


def _sit(
    desk: "Desk",
    content: "Content",
    start: "Callable[[str], tuple[Interview, Keeper]]",
    around: "around_desk.Desk",
    *,
    plain: bool,
) -> None:
    """Lead an interview at this terminal, keep all of it, and show its report."""
    from screenkit.cli.stored import Stored, latest
    from screenkit.interview.session.lead import introduced, lead

    sitting.forget_screen()
    keeper = None
    try:
        with terminal_of(plain=plain) as terminal:
            known = introduced(around, terminal.prompt)
            interview, keeper = start(known.who)
            lead(interview, terminal.prompt, keeper.keep, sitting.watched(desk, content, keeper, known))
    except (KeyboardInterrupt, EOFError):
        if keeper is None:
            ask.say("Stopped before the interview began; nothing was kept.")
        else:
            sitting.tell_stopped(desk, keeper)
        raise typer.Exit(STOPPED) from None
    sitting.assessed(desk, content, keeper)
    stored, case = Stored(replace(desk, now=now())), desk.case(keeper.case_id)
    screening = latest(case)
    show_report(content, stored.stands(case, screening), stored.record(case, screening))
    ask.show_command(f"Kept in case {case.id}. The whole report:", desk.command("report", case.id))
    ask.show_command("To record what you decide:", desk.command("cases", "decide", case.id))


@contextmanager
def _desk(door: Door) -> "Iterator[Desk]":
    from screenkit.cli.desk import open_desk

    folder, passphrase_file = door
    sitting.refuse_without_store(folder)
    with open_desk(folder, passphrase_file, needs_profile=True) as desk:
        yield desk


def _who(desk: "Desk", by: str | None) -> str:
    """Return the name of the leader named by id; without one, the interview's first screen asks."""
    return desk.who(by) if by else ""


def _lasting(reference: str) -> str:
    """Return a reference to content that is found again from any folder."""
    from screenkit.content.locate import is_path

    return str(Path(reference).absolute()) if is_path(reference) else reference


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
