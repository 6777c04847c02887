"""screenkit rules check, trace, book, schema, new and impact: what authors of rules work with."""

import typer

from screenkit.cli.authoring import book, check, impact, new, schema, trace


def add_commands(rules: typer.Typer, questionnaires: typer.Typer) -> None:
    """Add the commands for authors to those that list and show."""
    rules.command("check")(check.check_rules)
    rules.command("trace")(trace.trace_rules)
    rules.command("book")(book.rule_book)
    rules.command("impact")(impact.impact_of_rules)
    rules.command("schema")(schema.print_schema)
    rules.command("new")(new.new_rules)
    questionnaires.command("new")(new.new_questionnaire)
