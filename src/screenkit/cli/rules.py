"""screenkit rules: list the shipped rule sets, and show one."""

from typing import Annotated

import typer

from screenkit.cli.differing import diff
from screenkit.cli.options import AsJson, Questionnaires
from screenkit.cli.proving import prove

rules = typer.Typer(help="List the rule sets, and show one.", no_args_is_help=True, rich_markup_mode=None)
rules.command("prove")(prove)
rules.command("diff")(diff)


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
