"""screenkit cases purge: remove every byte of a case, and leave a tombstone."""

from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli.options import By, CaseId, Folder, PassphraseFile, ReasonFile
from screenkit.text import counted

if TYPE_CHECKING:
    from screenkit.case.history import Case

Confirm = Annotated[
    str | None, typer.Option("--confirm", metavar="CASE", help="The same id once more; else it is asked for.")
]


def purge(
    case_id: CaseId,
    *,
    confirm: Confirm = None,
    reason_file: ReasonFile = None,
    by: By = None,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Remove every byte of a case for good; what stays is that it was purged, when, by whom and why.

    The reason stays on record: write nothing about the person into it. Backups and exports are not reached.
    """
    from screenkit.cli import ask
    from screenkit.cli.desk import open_desk
    from screenkit.cli.reading import needed_reason
    from screenkit.cli.signing import who
    from screenkit.errors import Problem, RecordError
    from screenkit.store.codes import read_case_id

    with open_desk(folder, passphrase_file) as desk:
        case = desk.case(case_id)
        _warn(case)
        if confirm is None:
            gone = f"{counted(len(case.events), 'event')} of {case.id}"
            ask.say(f"{gone} will be gone for good; backups and exports stay.")
            ask.say("The reason stays on record; write nothing about the person into it.")
        typed = (
            confirm
            if confirm is not None
            else ask.needed("Type the id of the case to purge it", "add --confirm")
        )
        if read_case_id(typed) != case.id:
            do = f"type {case.id}, or leave it"
            raise RecordError([Problem(case.id, "the id typed is another one; nothing was purged", do)])
        reason = needed_reason(reason_file)
        left = desk.store.purge(case.id, who=who(desk, by), at=desk.now, reason=reason)
    typer.echo(f"{case.id}: purged on {left.at.date()} by {left.who}; its tombstone stays")


def _warn(case: "Case") -> None:
    """Say which alerts nobody has settled; it is read from the record alone, whatever the rules are today."""
    from screenkit.cli import ask
    from screenkit.report import words

    for alert in case.open_alerts:
        state = words.BRIEF[alert.state]
        ask.say(
            f"An alert of {case.id} is not settled ({state}): {words.ALERT[alert.level]}. {alert.message}"
        )
    if case.open_alerts:
        ask.say("Once it is purged nobody is reminded of that any more.")
