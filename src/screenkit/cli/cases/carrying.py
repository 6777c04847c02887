"""screenkit cases export and import: carry whole cases from one store to another, as one JSON Lines file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli.options import By, Folder, Overwrite, PassphraseFile
from screenkit.text import counted

if TYPE_CHECKING:
    from screenkit.case.history import Case
    from screenkit.cli.desk import Desk

Some = Annotated[
    list[str] | None, typer.Argument(metavar="[CASE]...", help="The ids of the cases to export.")
]
Every = Annotated[bool, typer.Option("--all", help="Export every case.")]
Out = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write; '-' sends it into a pipe.")
]
In = Annotated[Path, typer.Argument(metavar="FILE", help="A file that 'screenkit cases export' wrote.")]


def export(
    case_ids: Some = None,
    *,
    output: Out,
    every: Every = False,
    overwrite: Overwrite = False,
    by: By = None,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write whole cases, with the rules they rest on, into one file. It is not encrypted."""
    from screenkit.case.events import Exported
    from screenkit.cli import ask
    from screenkit.cli.desk import open_desk
    from screenkit.cli.render import put, warn_of_home
    from screenkit.cli.signing import who
    from screenkit.cli.stored import Stored

    if bool(case_ids) == every:
        raise typer.BadParameter("name the cases, or add --all", param_hint="CASE")
    with open_desk(folder, passphrase_file) as desk:
        chosen = list(desk.cases()) if every else _chosen(desk, case_ids or [])
        exporter = who(desk, by)
        put(b"".join(desk.store.export([case.id for case in chosen])), output, overwrite=overwrite)
        for case in chosen:
            event = Exported(what="an export of the case")
            desk.store.append(case.id, [event], who=exporter, at=desk.now, expecting=None)
        stored = Stored(desk)
        found = [stored.bare(case, case.latest) for case in chosen if case.latest]
    ask.say(
        f"{counted(len(chosen), 'case')} exported; the file is not encrypted, and holds everything of them."
    )
    warn_of_home(found)


def import_cases(
    file: In,
    *,
    by: By = None,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Take over the cases of an export, all of them or none; each says where it came from, and its new head.

    An import begins a chain of its own: a head printed before is compared in the store it came from only.
    """
    from screenkit.cli import ask
    from screenkit.cli.desk import open_desk
    from screenkit.cli.signing import who
    from screenkit.errors import Problem, RecordError

    try:
        lines = file.read_bytes().splitlines(keepends=True)
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise RecordError([Problem(str(file), what, "check the name and its permissions")]) from None
    with open_desk(folder, passphrase_file) as desk:
        taken = desk.store.import_lines(lines, who=who(desk, by), at=desk.now)
        heads = {case_id: desk.store.head(case_id) for case_id in taken}
    for case_id, head in heads.items():
        typer.echo(f"{case_id}: its record here ends in {head}")
    ask.say(f"{counted(len(taken), 'case')} taken over; here each begins a chain of its own.")
    ask.say(
        "Heads printed before are compared in the store they came from; here, those above and later ones."
    )


def _chosen(desk: "Desk", case_ids: list[str]) -> "list[Case]":
    return [desk.case(each) for each in dict.fromkeys(case_ids)]
