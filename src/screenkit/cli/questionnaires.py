"""screenkit questionnaires: list them, show one, and write the files and paper forms a clinic fills in."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli.options import AsJson, Overwrite, PaperOption
from screenkit.cli.render import Format

if TYPE_CHECKING:
    from screenkit.models.questionnaire import Questionnaire

questionnaires = typer.Typer(
    help="List the questionnaires, show one, or start files and paper forms to fill in.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Reference = Annotated[
    str, typer.Argument(metavar="ID|PATH", help="A shipped questionnaire, or the path of one of your own.")
]

PaperFormat = Annotated[
    Format | None,
    typer.Option("--format", help="The format of the form; without it, the ending of -o decides, else pdf."),
]
PaperFile = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to this file; without it, to ID-form.pdf; '-' is the screen.",
    ),
]
HelpTexts = Annotated[
    bool, typer.Option("--help-texts", help="Print the note for the clinician under each question, too.")
]


@questionnaires.command("list")
def list_questionnaires(*, as_json: AsJson = False) -> None:
    """List the shipped questionnaires and instruments."""
    import json

    from screenkit.cli.render import show
    from screenkit.content.load import load_questionnaires
    from screenkit.report.document import Document, Section, Table

    every = load_questionnaires().values()
    if as_json:
        facts = [
            {
                "id": q.id,
                "version": q.version,
                "title": q.title,
                "kind": q.kind,
                "items": len(q.items),
                "scores": [s.id for s in q.scales],
            }
            for q in every
        ]
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    rows = tuple((q.id, q.kind, str(len(q.items)), q.title) for q in every)
    table = Table("Questionnaires", ("Questionnaire", "Kind", "Items", "Title"), rows)
    lead = "Show one with: screenkit questionnaires show ID"
    show(
        Document(
            "Questionnaires", lead, None, incomplete=False, sections=(Section("all", "Shipped", (table,)),)
        )
    )


@questionnaires.command("show")
def show_questionnaire(reference: Reference, *, as_json: AsJson = False) -> None:
    """Show every item of a questionnaire, and its scores."""
    from screenkit.cli.render import show
    from screenkit.report.form import form

    questionnaire = _found(reference)
    if as_json:
        typer.echo(questionnaire.model_dump_json(by_alias=True, exclude_none=True, indent=1))
        return
    show(form(questionnaire))


@questionnaires.command("template")
def template(
    reference: Reference,
    folder: Annotated[
        Path, typer.Option("--folder", metavar="DIR", help="Where the files are written.")
    ] = Path(),
    *,
    overwrite: Overwrite = False,
) -> None:
    """Write an answer file, an intake table and its words, ready to be filled in."""
    from screenkit.files import write_whole
    from screenkit.report.form import answer_file, table_head, table_words

    questionnaire = _found(reference)
    made = {
        folder / f"{questionnaire.id}-answers.yaml": answer_file(questionnaire),
        folder / f"{questionnaire.id}-table.csv": table_head(questionnaire),
        folder / f"{questionnaire.id}-table-words.csv": table_words(questionnaire),
    }
    for path, text in made.items():
        write_whole(path, text.encode(), overwrite=overwrite)
        typer.echo(f"written: {path}")


@questionnaires.command("print")
def print_form(
    reference: Reference,
    *,
    form: PaperFormat = None,
    output: PaperFile = None,
    sheets: PaperOption = None,
    overwrite: Overwrite = False,
    help_texts: HelpTexts = False,
) -> None:
    """Write a paper form to fill in by hand, where there is no computer in the room."""
    from screenkit.cli.render import ENDING, chosen_format, is_screen, pages, put_document
    from screenkit.report.paper import paper

    every = _every(reference)
    questionnaire = _chosen(reference, every)
    chosen = chosen_format(form, output, Format.PDF)
    place = output or Path(f"{questionnaire.id}-form{ENDING[chosen]}")
    others = [each for each in every.values() if each.id != questionnaire.id]
    made = paper(questionnaire, others, help_texts=help_texts)
    put_document(made, chosen, place, overwrite=overwrite, pages=pages(chosen, sheets, None))
    if not is_screen(place):
        typer.echo(f"written: {place}")


def _found(reference: str) -> "Questionnaire":
    return _chosen(reference, _every(reference))


def _every(reference: str) -> "Mapping[str, Questionnaire]":
    from screenkit.content.load import load_questionnaires

    return load_questionnaires([reference])


def _chosen(reference: str, every: "Mapping[str, Questionnaire]") -> "Questionnaire":
    from screenkit.content.locate import is_path

    return list(every.values())[-1] if is_path(reference) else every[reference]
