"""screenkit cases show and history: one case at a glance, and everything that happened to it."""

import json

import typer

from screenkit.cli.options import AsJson, CaseId, Folder, PassphraseFile


def show_case(
    case_id: CaseId,
    *,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    """Show one case at a glance; 'screenkit report CASE' tells all of it."""
    from screenkit.cli.desk import open_desk
    from screenkit.cli.render import show
    from screenkit.cli.stored import Stored, latest
    from screenkit.report.casecard import card, card_as_object

    with open_desk(folder, passphrase_file) as desk:
        stored, case = Stored(desk), desk.case(case_id)
        screening = latest(case)
        stands, record = stored.stands(case, screening), stored.record(case, screening)
        content = stored.content(screening)
    if as_json:
        typer.echo(json.dumps(card_as_object(stands, case, record), ensure_ascii=False, indent=1))
    else:
        show(card(content, stands, case, record))


def show_history(
    case_id: CaseId,
    *,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    """Show everything that happened to a case, event by event."""
    from screenkit.cli.desk import open_desk
    from screenkit.cli.render import show
    from screenkit.report.happened import history

    with open_desk(folder, passphrase_file) as desk:
        case = desk.case(case_id)
    if as_json:
        told = [stamped.model_dump(mode="json") for stamped in case.events]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        show(history(case))
