"""screenkit rules check: everything that can be wrong with rules, in one go."""

import json
from typing import Annotated, Literal

import typer

from screenkit.cli.options import AsJson, Questionnaires

EveryReference = Annotated[
    str | None,
    typer.Argument(
        metavar="[ID|PATH]",
        help="A shipped rule set, or the path of one of your own; without it, every shipped one.",
    ),
]
FailLevel = Annotated[
    Literal["error", "warning", "note"],
    typer.Option(
        "--fail-level", help="From which severity on problems are listed, and the exit status is 1."
    ),
]
Mutate = Annotated[
    bool,
    typer.Option(
        "--mutate/--no-mutate",
        help="Put small faults into the rules, to see whether the vignettes notice them.",
    ),
]


def check_rules(
    reference: EveryReference = None,
    questionnaires: Questionnaires = None,
    *,
    fail_level: FailLevel = "warning",
    mutate: Mutate = True,
    as_json: AsJson = False,
) -> None:
    """Check rule sets: sources, wording, rules against one another, vignettes, faults put in on purpose."""
    from screenkit.cli.authoring.checking import check
    from screenkit.cli.authoring.checkwords import as_lines, as_plain, unread_as_plain
    from screenkit.cli.clock import today
    from screenkit.errors import ContentError

    try:
        checked = check(reference, questionnaires or (), today(), mutate=mutate)
    except ContentError as error:
        if as_json:
            typer.echo(json.dumps(unread_as_plain(error.problems), ensure_ascii=False, indent=1))
        raise
    if as_json:
        typer.echo(json.dumps(as_plain(checked), ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(as_lines(checked, fail_level)))
    if checked.at_least(fail_level):
        raise typer.Exit(1)
