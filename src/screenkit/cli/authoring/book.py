"""screenkit rules book: the rule book that a committee reads and signs."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from screenkit.cli.options import FormatOption, Overwrite, PaperOption, Questionnaires

Reference = Annotated[
    str, typer.Argument(metavar="[ID|PATH]", help="A shipped rule set, or the path of one of your own.")
]
BookFile = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to this file; without it, to ID-rule-book.pdf; '-' is the screen.",
    ),
]
StandardOption = Annotated[
    Literal["ua-1", "a-2a"] | None, typer.Option("--pdf-standard", help="As for a report.")
]


def rule_book(
    reference: Reference = "online-group",
    questionnaires: Questionnaires = None,
    *,
    form: FormatOption = None,
    output: BookFile = None,
    sheets: PaperOption = None,
    standard: StandardOption = None,
    overwrite: Overwrite = False,
) -> None:
    """Write the rule book: every rule in plain English, what it rests on, its limits, and lines to sign."""
    from screenkit.check.proofs import reserves
    from screenkit.check.trace import trace
    from screenkit.cli.authoring.checking import every_case
    from screenkit.cli.render import ENDING, Format, chosen_format, is_screen, pages, put_document
    from screenkit.content.load import load
    from screenkit.report.book import book

    content = load(reference, questionnaires or ())
    tried = {
        thread.rule: thread.vignettes for thread in trace(content, every_case(reference, content)).threads
    }
    chosen = chosen_format(form, output, Format.PDF)
    place = output or Path(f"{content.ruleset.id}-rule-book{ENDING[chosen]}")
    whole = book(content, tried, reserves(content))
    put_document(whole, chosen, place, overwrite=overwrite, pages=pages(chosen, sheets, standard))
    if not is_screen(place):
        typer.echo(f"written: {place}")
