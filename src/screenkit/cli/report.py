"""screenkit report: the report of a stored case, or of an answer file, in any format."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli.options import (
    By,
    Folder,
    For,
    FormatOption,
    Output,
    Overwrite,
    PaperOption,
    PassphraseFile,
    Questionnaires,
    StandardOption,
    WithFreeText,
    reader_of,
)
from screenkit.report.audience import Audience

if TYPE_CHECKING:
    from screenkit.case.history import Screening
    from screenkit.cli.render import Format, Pages, Reader
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
    audience: For = Audience.CLINICIAN,
    with_free_text: WithFreeText = False,
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
            audience=audience,
            with_free_text=with_free_text,
            paper=paper,
            standard=standard,
        )
        return
    _refuse(rules is not None or bool(questionnaires), "--rules", "a case has the rules it was screened with")
    reader = reader_of(audience, with_free_text=with_free_text)
    chosen = chosen_format(form, output)
    out = _Out(chosen, output, overwrite, pages(chosen, paper, standard), by, reader)
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
    reader: "Reader"


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
    from screenkit.cli import signing
    from screenkit.cli.render import check_may_leave, is_screen, put_assessment
    from screenkit.cli.stored import chosen

    desk = stored.desk
    case = desk.case(source)
    screening = chosen(case, number)
    stands = stored.stands(case, screening)
    reader = _informed(stored, screening, out.reader)
    check_may_leave(stands, reader, out.file)
    who = None if is_screen(out.file) else signing.who(desk, out.by)
    put_assessment(
        stored.content(screening),
        stands,
        out.form,
        out.file,
        overwrite=out.overwrite,
        record=stored.record(case, screening),
        reader=reader,
        pages=out.pages,
    )
    if who is not None:
        event = Exported(what=f"{_what(reader)} of screening {screening.number}, as {out.form}")
        desk.store.append(case.id, [event], who=who, at=desk.now, expecting=None)


def _informed(stored: "Stored", screening: "Screening", reader: "Reader") -> "Reader":
    """Return the reader with what the clinic's profile says for them: whom to call where the person is."""
    clinic, day = stored.desk.clinic, stored.desk.now.date()
    if clinic is None or reader.audience is not Audience.CANDIDATE:
        return reader
    from screenkit.case.places import help_at
    from screenkit.report.candidate import ClinicSays

    found = help_at(clinic, screening.place, day) if screening.place else None
    return replace(reader, clinic=ClinicSays(clinic.name, clinic.modalities, found))


def _what(reader: "Reader") -> str:
    """Return what left the store, for the record."""
    match reader.audience:
        case Audience.CLINICIAN:
            return "the report"
        case Audience.COLLEAGUE:
            return f"a colleague's copy of the report{' with free text' if reader.with_free_text else ''}"
        case Audience.CANDIDATE:
            return "the candidate's sheet"
