"""screenkit cases: what is kept of people over time, and what clinicians put on record of it."""

import typer

from screenkit.cli.cases import (
    amendment,
    carrying,
    comparison,
    decision,
    followup,
    overview,
    proof,
    purging,
    safekeeping,
    showing,
)

cases = typer.Typer(
    help="List, show, compare, amend and decide the cases kept here, and keep them safe.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

cases.command("list")(overview.list_cases)
cases.command("show")(showing.show_case)
cases.command("history")(showing.show_history)
cases.command("compare")(comparison.compare_screenings)
cases.command("follow-up")(followup.follow_up)
cases.command("amend")(amendment.amend)
cases.command("decide")(decision.decide)
cases.command("verify")(proof.verify)
cases.command("replay")(proof.replay)
cases.command("export")(carrying.export)
cases.command("import")(carrying.import_cases)
cases.command("backup")(safekeeping.backup)
cases.command("restore")(safekeeping.restore)
cases.command("passphrase")(safekeeping.change_passphrase)
cases.command("keyring")(safekeeping.keyring)
cases.command("purge")(purging.purge)
