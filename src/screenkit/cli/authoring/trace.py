"""screenkit rules trace: criterion → rules → items → vignettes → properties, with nothing in the air."""

from typing import Annotated, Literal

import typer

from screenkit.cli.options import Output, Overwrite, Questionnaires

Reference = Annotated[
    str, typer.Argument(metavar="[ID|PATH]", help="A shipped rule set, or the path of one of your own.")
]
TraceFormat = Annotated[
    Literal["text", "csv", "html"] | None,
    typer.Option("--format", help="The format; without it, the ending of -o decides, else text."),
]


def trace_rules(
    reference: Reference = "online-group",
    questionnaires: Questionnaires = None,
    *,
    form: TraceFormat = None,
    output: Output = None,
    overwrite: Overwrite = False,
) -> None:
    """Trace criteria to rules, items, vignettes and properties; exit 1 when one of them hangs alone."""
    from screenkit.check.trace import trace, used
    from screenkit.cli.authoring.checking import every_case
    from screenkit.cli.render import Format, put, put_document
    from screenkit.content.load import load
    from screenkit.content.locate import RULES, shipped
    from screenkit.report.traced import traced, traced_rows

    content = load(reference, questionnaires or ())
    elsewhere = {name for each in shipped(RULES) for name in used(load(each))}
    found = trace(content, every_case(reference, content), elsewhere)
    by_ending = {".csv": "csv", ".html": "html", ".htm": "html"}
    chosen = form or by_ending.get(output.suffix.lower() if output else "", "text")
    if chosen == "csv":
        put(traced_rows(found).encode(), output, overwrite=overwrite)
    else:
        put_document(traced(content, found), Format(chosen), output, overwrite=overwrite)
    if any(found.orphans.values()):
        raise typer.Exit(1)
