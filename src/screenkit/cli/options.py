"""Options that several commands share."""

import shlex
from pathlib import Path
from typing import Annotated, Literal

import typer

from screenkit.cli.render import Format, Reader
from screenkit.report.audience import Audience

Rules = Annotated[
    str,
    typer.Option("--rules", metavar="ID|PATH", help="A shipped rule set, or the path of one of your own."),
]
Questionnaires = Annotated[
    list[str] | None,
    typer.Option(
        "--questionnaires",
        metavar="ID|PATH",
        help="A questionnaire file or folder of your own; may be repeated.",
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format", help="The format of the report; without it, the ending of -o decides, else text."
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to this file instead of the screen; '-' is the screen."
    ),
]
For = Annotated[
    Audience,
    typer.Option(
        "--for",
        help="Whom the report is for: the clinician (all of it), a colleague elsewhere (no clinician's name, "
        "no free text), or the candidate (a preparation sheet in plain words).",
    ),
]
WithFreeText = Annotated[
    bool,
    typer.Option(
        "--with-free-text",
        help="For a colleague: with notes, reasons and what was told, as they were written.",
    ),
]
PaperOption = Annotated[
    Literal["a4", "letter"] | None, typer.Option("--paper", help="The paper of a PDF; a4 unless named.")
]
StandardOption = Annotated[
    Literal["ua-1", "a-2a"] | None,
    typer.Option(
        "--pdf-standard",
        help="A PDF is PDF/UA-1, for screen readers; with a-2a it is PDF/A-2a as well, for archives.",
    ),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace a file that exists.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--folder",
        metavar="DIR",
        help="The clinic's folder; without it, screenkit's own place for this user.",
    ),
]

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", metavar="FILE", help="A file with the passphrase; without it, it is asked for."
    ),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="ID", help="Who does this: a leader's id in clinic.yaml; else it is asked."),
]
CaseId = Annotated[str, typer.Argument(metavar="CASE", help="The id of a case, such as C-7K3Q9.")]
ReasonFile = Annotated[
    str | None,
    typer.Option(
        "--reason-file", metavar="FILE", help="A file with the reason, '-' for a pipe; else it is asked for."
    ),
]


def reader_of(audience: Audience, *, with_free_text: bool) -> Reader:
    """Return whom a report is for; free text is something to choose for a colleague only."""
    if with_free_text and audience is not Audience.COLLEAGUE:
        why = {
            Audience.CLINICIAN: "the clinician's report holds all of it anyway",
            Audience.CANDIDATE: "the candidate's sheet holds nothing that was written freely",
        }
        raise typer.BadParameter(why[audience], param_hint="--with-free-text")
    return Reader(audience, with_free_text)


def command(folder: Path | None, *words: str) -> str:
    """Return a command of screenkit as typed at a shell, with the clinic's folder where it was named."""
    named = ["--folder", str(folder)] if folder else []
    return shlex.join(["screenkit", *words, *named])


def clinic_folder(named: Path | None) -> Path:
    """Return the clinic's folder: the one that was named, else the usual one of this system."""
    from platformdirs import user_data_path

    return named or user_data_path("screenkit", appauthor=False)


def cache_folder() -> Path | None:
    """Return where loaded content is kept between runs; SCREENKIT_CACHE names another folder, or none."""
    from os import environ

    named = environ.get("SCREENKIT_CACHE")
    if named is not None:
        return Path(named) if named else None
    from platformdirs import user_cache_path

    return user_cache_path("screenkit", appauthor=False)
