"""screenkit cases list: every case, or the alerts to hand over."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli.options import AsJson, Folder, PassphraseFile

if TYPE_CHECKING:
    from screenkit.cli.stored import Stored
    from screenkit.report.caselist import Row

OpenAlerts = Annotated[
    bool, typer.Option("--open-alerts", help="Only the alerts that nobody has settled, the gravest first.")
]


def list_cases(
    *,
    open_alerts: OpenAlerts = False,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    """List the cases: what is recommended, how safety stands, what was decided, what has expired."""
    from screenkit.cli.desk import open_desk
    from screenkit.cli.render import show
    from screenkit.cli.stored import Stored
    from screenkit.report import caselist

    with open_desk(folder, passphrase_file) as desk:
        rows = _rows(Stored(desk))
    if as_json:
        told = caselist.hand_over_as_object(rows) if open_alerts else caselist.overview_as_object(rows)
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        show(caselist.hand_over(rows) if open_alerts else caselist.overview(rows))


def _rows(stored: "Stored") -> "list[Row]":
    from screenkit.report.caselist import Row

    return [
        Row(case, stored.stands(case, case.latest), stored.expiry(case.latest))
        if case.latest
        else Row(case, None, None)
        for case in stored.desk.cases()
    ]
