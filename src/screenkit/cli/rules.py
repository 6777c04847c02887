"""screenkit rules: list the shipped rule sets, and show one."""

from typing import Annotated, Literal

import typer

from screenkit.cli.options import AsJson, Questionnaires

rules = typer.Typer(help="List the rule sets, and show one.", no_args_is_help=True, rich_markup_mode=None)


@rules.command("list")
def list_rules(*, as_json: AsJson = False) -> None:
    """List the shipped rule sets."""
    import json

    from screenkit.cli.render import show
    from screenkit.content.load import load
    from screenkit.content.locate import RULES, shipped
    from screenkit.report.document import Document, Section, Table

    every = [load(name).ruleset for name in shipped(RULES)]
    if as_json:
        facts = [
            {"id": r.id, "version": r.version, "title": r.title, "extends": r.extends, "rules": len(r.rules)}
            for r in every
        ]
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    rows = tuple((r.id, r.version, str(len(r.rules)), r.title) for r in every)
    table = Table("Rule sets", ("Rule set", "Version", "Rules", "Title"), rows)
    show(
        Document(
            "Rule sets",
            "Show one with: screenkit rules show ID",
            None,
            incomplete=False,
            sections=(Section("rules", "Shipped", (table,)),),
        )
    )


@rules.command("show")
def show_rules(
    reference: Annotated[
        str, typer.Argument(metavar="ID|PATH", help="A shipped rule set, or the path of one of your own.")
    ],
    questionnaires: Questionnaires = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show every rule of a rule set."""
    from screenkit.cli.render import show
    from screenkit.content.load import load
    from screenkit.report.rulebook import rulebook

    content = load(reference, questionnaires or ())
    if as_json:
        typer.echo(content.ruleset.model_dump_json(by_alias=True, exclude_none=True, indent=1))
        return
    show(rulebook(content))


@rules.command("check")
def check_rules(
    reference: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID|PATH]",
            help="A shipped rule set, or the path of one of your own; without it, every shipped one.",
        ),
    ] = None,
    questionnaires: Questionnaires = None,
    *,
    fail_level: Annotated[
        Literal["error", "warning", "note"],
        typer.Option(
            "--fail-level", help="From which severity on problems are listed, and the exit status is 1."
        ),
    ] = "warning",
    mutate: Annotated[
        bool,
        typer.Option(
            "--mutate/--no-mutate",
            help="Put small faults into the rules, and see whether the vignettes notice them.",
        ),
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Check rule sets: sources, wording, rules against one another, vignettes, faults put in on purpose."""
    import json

    from screenkit.cli.checking import check
    from screenkit.cli.checkwords import as_lines, as_plain
    from screenkit.cli.clock import today

    checked = check(reference, questionnaires or (), today(), mutate=mutate)
    listed = checked.at_least(fail_level)
    if as_json:
        typer.echo(json.dumps(as_plain(checked), ensure_ascii=False, indent=1))
    else:
        for line in as_lines(checked, fail_level):
            typer.echo(line)
    if listed:
        raise typer.Exit(1)
