"""screenkit cases list: every case, or the alerts to hand over."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from screenkit.cli.options import AsJson, Folder, PassphraseFile

if TYPE_CHECKING:
    from screenkit.cli.stored import Stored
    from screenkit.report.caselist import Row

OpenAlerts = Annotated[
    bool, typer.Option("--open-alerts", help="Only the alerts that nobody has settled, the gravest first.")
]
Purged = Annotated[
    bool, typer.Option("--purged", help="Only the cases that were purged: when, by whom and why.")
]


def list_cases(
    *,
    open_alerts: OpenAlerts = False,
    purged: Purged = False,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    """List the cases: what is recommended, how safety stands, what was decided, what has expired."""
    from screenkit.cli.desk import open_desk
    from screenkit.cli.render import show
    from screenkit.cli.stored import Stored
    from screenkit.report import caselist

    if open_alerts and purged:
        raise typer.BadParameter(
            "what was purged holds no alerts; give one of the two", param_hint="--purged"
        )
    with open_desk(folder, passphrase_file) as desk:
        graves = desk.store.tombstones() if purged else {}
        rows = [] if purged else _rows(Stored(desk))
    told: Any
    if purged:
        told, listed = caselist.graves_as_object(graves), caselist.graves(graves)
    elif open_alerts:
        told, listed = caselist.hand_over_as_object(rows), caselist.hand_over(rows)
    else:
        told, listed = caselist.overview_as_object(rows), caselist.overview(rows)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        show(listed)


def _rows(stored: "Stored") -> "list[Row]":
    from screenkit.report.caselist import Row

    return [
        Row(case, stored.stands(case, case.latest), stored.expiry(case.latest))
        if case.latest
        else Row(case, None, None)
        for case in stored.desk.cases()
    ]
