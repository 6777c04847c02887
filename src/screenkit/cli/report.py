"""screenkit report: the report of a stored case, or of an answer file, in any format."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli.options import (
    By,
    Folder,
    FormatOption,
    Output,
    Overwrite,
    PaperOption,
    PassphraseFile,
    Questionnaires,
    StandardOption,
)

if TYPE_CHECKING:
    from screenkit.cli.render import Format, Pages
    from screenkit.cli.stored import Stored

Source = Annotated[
    str,
    typer.Argument(
        metavar="CASE|ANSWERS", help="The id of a case, or a file of answers; '-' reads answers from a pipe."
    ),
]
Number = Annotated[
    int | None,
    typer.Option("--screening", metavar="N", min=1, help="Which screening of the case; else the latest."),
]
OtherRules = Annotated[
    str | None,
    typer.Option("--rules", metavar="ID|PATH", help="For answers: a rule set; a case has its own."),
]


def report(
    source: Source,
    *,
    screening: Number = None,
    rules: OtherRules = None,
    questionnaires: Questionnaires = None,
    form: FormatOption = None,
    output: Output = None,
    overwrite: Overwrite = False,
    paper: PaperOption = None,
    standard: StandardOption = None,
    by: By = None,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Report a stored case with its decision, alerts and notes, or the assessment of a file of answers.

    Written to a file, the report of a case is put on record as having left the store.
    """
    from screenkit.cli.assess import assess
    from screenkit.cli.render import chosen_format, pages

    if not _is_case(source):
        _refuse(screening is not None, "--screening", "answers in a file hold one screening")
        assess(
            source,
            rules=rules or "online-group",
            questionnaires=questionnaires,
            form=form,
            output=output,
            overwrite=overwrite,
            paper=paper,
            standard=standard,
        )
        return
    _refuse(rules is not None or bool(questionnaires), "--rules", "a case has the rules it was screened with")
    chosen = chosen_format(form, output)
    out = _Out(chosen, output, overwrite, pages(chosen, paper, standard), by)
    with _open(folder, passphrase_file) as stored:
        _put(stored, source, screening, out)


@dataclass(frozen=True, slots=True)
class _Out:
    """How and where a report is written, and who takes it away."""

    form: "Format"
    file: Path | None
    overwrite: bool
    pages: "Pages"
    by: str | None


def _is_case(source: str) -> bool:
    """Say whether the id of a case was meant: an existing file of that name comes first."""
    from screenkit.store.codes import read_case_id

    return source != "-" and not Path(source).is_file() and read_case_id(source) is not None


def _refuse(is_given: bool, option: str, why: str) -> None:  # noqa: FBT001 - reads as a sentence
    if is_given:
        raise typer.BadParameter(why, param_hint=option)


@contextmanager
def _open(folder: Path | None, passphrase_file: Path | None) -> "Iterator[Stored]":
    from screenkit.cli.desk import open_desk
    from screenkit.cli.stored import Stored

    with open_desk(folder, passphrase_file) as desk:
        yield Stored(desk)


def _put(stored: "Stored", source: str, number: int | None, out: _Out) -> None:
    """Write the report; one that goes into a file is put on record once it is there."""
    from screenkit.case.events import Exported
    from screenkit.cli.render import is_screen, put_assessment
    from screenkit.cli.stored import chosen

    desk = stored.desk
    case = desk.case(source)
    screening = chosen(case, number)
    who = None if is_screen(out.file) else desk.who(out.by)
    put_assessment(
        stored.content(screening),
        stored.stands(case, screening),
        out.form,
        out.file,
        overwrite=out.overwrite,
        record=stored.record(case, screening),
        pages=out.pages,
    )
    if who is not None:
        event = Exported(what=f"the report of screening {screening.number}, as {out.form}")
        desk.store.append(case.id, [event], who=who, at=desk.now, expecting=None)
