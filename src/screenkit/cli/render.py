"""Turn a report into the bytes of one format, and put them where they were asked for."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from screenkit.errors import OutputError, Problem
from screenkit.report.audience import Audience

if TYPE_CHECKING:
    from datetime import date

    from screenkit.assessment import Assessment
    from screenkit.case.record import Record
    from screenkit.models.content import Content
    from screenkit.report.candidate import ClinicSays
    from screenkit.report.document import Document

_FALLBACK_WIDTH = 80
_WIDEST = 120


class Format(StrEnum):
    """The formats a report is written in."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"


_BY_ENDING = {
    ".txt": Format.TEXT,
    ".json": Format.JSON,
    ".md": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".pdf": Format.PDF,
}


ENDING = {form: ending for ending, form in reversed(_BY_ENDING.items())}
"""The ending of a file of each format."""


def chosen_format(named: Format | None, output: Path | None, otherwise: Format = Format.TEXT) -> Format:
    """Return the format that was named, else the one the file's ending says, else another."""
    return named or _BY_ENDING.get(output.suffix.lower() if output else "", otherwise)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a report is for; what the clinic's profile says for them, and whether free text goes along."""

    audience: Audience = Audience.CLINICIAN
    with_free_text: bool = False
    clinic: "ClinicSays | None" = None


CLINICIAN = Reader()


@dataclass(frozen=True, slots=True)
class Pages:
    """What a PDF is printed for: its paper, and the day it was made where it is for an archive."""

    paper: Literal["a4", "letter"] = "a4"
    archived: "date | None" = None


A4 = Pages()


def pages(
    form: Format, paper: Literal["a4", "letter"] | None, standard: Literal["ua-1", "a-2a"] | None
) -> Pages:
    """Return what a PDF is printed for; any other format has no pages, and says so."""
    from screenkit.cli.clock import today

    named = "--paper" if paper else "--pdf-standard" if standard else None
    if named and form is not Format.PDF:
        raise OutputError([Problem(named, "only a PDF has pages", "add --format pdf, or leave it out")])
    return Pages(paper or "a4", today() if standard == "a-2a" else None)


def put_assessment(
    content: "Content",
    assessment: "Assessment",
    form: Format,
    output: Path | None,
    *,
    overwrite: bool,
    record: "Record | None" = None,
    reader: Reader = CLINICIAN,
    pages: Pages = A4,
) -> None:
    """Write a report in one format to a file or to the screen, with the record of its case if given.

    Raises:
        OutputError: when it cannot be written, or may not leave the room.

    """
    check_may_leave(assessment, reader, output, form)
    if form is Format.JSON and reader.audience is Audience.CLINICIAN:
        put(assessment_bytes(content, assessment, form, record), output, overwrite=overwrite)
    else:
        document = document_for(content, assessment, record, reader)
        put_report(document, form, output, overwrite=overwrite, pages=pages)
    if not is_screen(output):
        warn_of_home([assessment])
    elif reader.audience is Audience.CANDIDATE and not _may_be_taken_home(assessment):
        line = "Read this aloud. While home and device are in doubt it is not printed, copied or sent."
        print(line, file=sys.stderr)


def document_for(
    content: "Content", assessment: "Assessment", record: "Record | None", reader: Reader
) -> "Document":
    """Return the report for one reader."""
    match reader.audience:
        case Audience.CLINICIAN:
            from screenkit.report.view import view

            return view(content, assessment, record)
        case Audience.COLLEAGUE:
            from screenkit.report.view import colleagues_view

            return colleagues_view(content, assessment, record, with_free_text=reader.with_free_text)
        case Audience.CANDIDATE:
            from screenkit.report.candidate import sheet

            return sheet(content, assessment, record, reader.clinic)


def check_may_leave(
    assessment: "Assessment", reader: Reader, output: Path | None, form: Format = Format.TEXT
) -> None:
    """Refuse to write the person's own sheet anywhere but on this screen while home or device are in doubt.

    Nor does it leave while an alert waits for somebody: then a clinician talks with the person first.

    Raises:
        OutputError: when it may not be taken home, and would go into a file or a pipe.

    """
    from screenkit.case.waiting import waiting

    is_read_aloud = is_screen(output) and sys.stdout.isatty() and form is Format.TEXT
    if reader.audience is not Audience.CANDIDATE or is_read_aloud:
        return
    if not _may_be_taken_home(assessment):
        what = "the sheet goes into no file and no pipe while home and device are not known to be private"
        do = (
            "read it aloud from the screen of a terminal, without -o; or ask about home and device when the "
            "person is alone and free to talk, and settle both first"
        )
        raise OutputError([Problem("--for candidate", what, do)])
    if waiting(assessment):
        what = "the sheet goes into no file and no pipe while an alert waits for somebody"
        do = "talk with the person first, and settle the alert: screenkit cases list --open-alerts"
        raise OutputError([Problem("--for candidate", what, do)])


def assessment_bytes(
    content: "Content",
    assessment: "Assessment",
    form: Format,
    record: "Record | None" = None,
    pages: Pages = A4,
) -> bytes:
    """Return an assessment in one format, as it stands in a file."""
    if form is Format.JSON:
        from screenkit.report.json import json

        return json(assessment, record).encode()
    from screenkit.report.view import view

    return _bytes(view(content, assessment, record), form, pages)


def warn_of_home(found: "Iterable[Assessment]") -> None:
    """Say that somebody at the person's home may read what was written, where that may be so."""
    from screenkit.case.athome import may_be_read_at_home

    if any(may_be_read_at_home(each) for each in found):
        print(
            "Take care where this file goes: somebody at home may read it, or that is not known. "
            "Send nothing to the person's home, telephone, e-mail or device.",
            file=sys.stderr,
        )


def _may_be_taken_home(assessment: "Assessment") -> bool:
    from screenkit.case.athome import may_be_taken_home

    return may_be_taken_home(assessment)


def put_report(
    document: "Document", form: Format, output: Path | None, *, overwrite: bool, pages: Pages = A4
) -> None:
    """Write a report; a file with an incomplete one says so in its name, and which name was taken is told.

    JSON keeps the name it was given, since a program looks for it; it says inside that it is incomplete.
    """
    from screenkit.cli.naming import named

    file = output
    if output is not None and not is_screen(output) and form is not Format.JSON:
        file = named(output, incomplete=document.incomplete)
    put_document(document, form, file, overwrite=overwrite, pages=pages)
    if file != output:
        why = "; ".join(document.missing)
        print(f"{file}: the report is incomplete ({why}), and so its name says", file=sys.stderr)


def put_document(
    document: "Document", form: Format, output: Path | None, *, overwrite: bool, pages: Pages = A4
) -> None:
    """Write a report in one format to a file or to the screen."""
    if form is Format.TEXT and is_screen(output):
        show(document)
        return
    if form is Format.PDF and is_screen(output) and sys.stdout.isatty():
        what = "a PDF cannot be shown on a screen"
        raise OutputError([Problem("--format pdf", what, "add -o FILE.pdf, or send it through a pipe")])
    put(_bytes(document, form, pages), output, overwrite=overwrite)


def put(content: bytes, output: Path | None, *, overwrite: bool) -> None:
    """Write bytes to a file, whole or not at all, or to standard output."""
    from screenkit.files import write_stream, write_whole

    if output is None or is_screen(output):
        write_stream(content)
    else:
        write_whole(output, content, overwrite=overwrite)


def show(document: "Document") -> None:
    """Print a report on the screen, as wide as it is, in colour only where that is wanted."""
    if not sys.stdout.isatty():
        from screenkit.report.lines import plain

        put(plain(document, width=min(_columns(), _WIDEST)).encode(), None, overwrite=False)
        return
    from rich.console import Console

    from screenkit.report.terminal import terminal

    console = Console(markup=False, highlight=False, emoji=False)
    width = min(console.width, _WIDEST)
    console.print(terminal(document, width=width), width=width)


def is_screen(output: Path | None) -> bool:
    """Say whether a result goes to standard output."""
    return output is None or str(output) == "-"


def _columns() -> int:
    """Return the width asked for by COLUMNS, else that of an ordinary screen."""
    from os import environ

    told = environ.get("COLUMNS", "")
    return max(int(told), 40) if told.isascii() and told.isdigit() else _FALLBACK_WIDTH


def _bytes(document: "Document", form: Format, pages: Pages) -> bytes:
    match form:
        case Format.TEXT:
            from screenkit.report.lines import plain

            return plain(document).encode()
        case Format.MARKDOWN:
            from screenkit.report.markdown import markdown

            return markdown(document).encode()
        case Format.HTML:
            from screenkit.report.html import html

            return html(document).encode()
        case Format.PDF:
            from screenkit.report.pdf import pdf

            return pdf(document, paper=pages.paper, archived=pages.archived)
        case Format.JSON:
            from screenkit.report.document import as_json

            return as_json(document).encode()
