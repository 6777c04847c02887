"""screenkit rules check, trace, book, schema, new and impact: what authors of rules work with."""

import typer

from screenkit.cli.authoring import book, check, impact, new, schema, trace


def add_commands(group: typer.Typer, name: str) -> None:
    """Add the commands for authors to those that list and show `rules` or `questionnaires`."""
    if name == "questionnaires":
        group.command("new")(new.new_questionnaire)
        return
    group.command("check")(check.check_rules)
    group.command("trace")(trace.trace_rules)
    group.command("book")(book.rule_book)
    group.command("impact")(impact.impact_of_rules)
    group.command("schema")(schema.print_schema)
    group.command("new")(new.new_rules)
