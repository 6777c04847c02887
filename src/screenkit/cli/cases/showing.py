"""screenkit cases show and history: one case at a glance, and everything that happened to it."""

import json
from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from screenkit.cli.options import AsJson, CaseId, Folder, PassphraseFile

if TYPE_CHECKING:
    from screenkit.case.history import Case
    from screenkit.cli.stored import Stored
    from screenkit.models.content import Content


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
    from screenkit.cli.stored import Stored
    from screenkit.report.happened import history

    with open_desk(folder, passphrase_file) as desk:
        case = desk.case(case_id)
        contents = {} if as_json else _readable(Stored(desk), case)
    if as_json:
        told = [stamped.model_dump(mode="json") for stamped in case.events]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        show(history(case, contents))


def _readable(stored: "Stored", case: "Case") -> "dict[int, Content]":
    """Return the content of each screening by its number; a history is told without what cannot be read."""
    from screenkit.errors import ContentError, StoreError

    found = {}
    for screening in case.screenings:
        with suppress(ContentError, StoreError):
            found[screening.number] = stored.content(screening)
    return found
