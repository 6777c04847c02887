"""screenkit cases purge: remove every byte of a case, and leave a tombstone."""

from typing import Annotated

import typer

from screenkit.cli.options import By, CaseId, Folder, PassphraseFile, ReasonFile

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
    from screenkit.errors import Problem, RecordError
    from screenkit.store.codes import read_case_id

    with open_desk(folder, passphrase_file) as desk:
        case = desk.case(case_id)
        if confirm is None:
            ask.say(
                f"{len(case.events)} events of {case.id} will be gone for good; backups and exports stay."
            )
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
        left = desk.store.purge(case.id, who=desk.who(by), at=desk.now, reason=reason)
    typer.echo(f"{case.id}: purged on {left.at.date()} by {left.who}; its tombstone stays")
