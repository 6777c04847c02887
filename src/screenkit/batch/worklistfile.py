"""Write a worklist: as a CSV table, as Markdown, or as plain text, by the ending of its name."""

import csv
import io
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from screenkit.batch.words import HEADING
from screenkit.batch.worklist import Entry, Worklist
from screenkit.errors import OutputError, Problem
from screenkit.text import formula_safe

COLUMNS = ("do", "case_id", "line", "record", "details")

Lines = Callable[[Sequence[str], Iterable[Entry], Worklist], Iterator[str]]
"""The notes that stand on top, everybody, and the counts → the lines of a file."""

_WIDTH = 100
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&^$#@!]|:(?=//)|(?<=www)\.)")
"""What means something in Markdown within a line, and what some renderers make addresses of."""


def check_worklist(path: Path) -> Iterator[Problem]:
    """Yield what is wrong with the name of a worklist."""
    if path.suffix.lower() not in _FORMATS:
        what = "a worklist is not written as a file of this kind"
        yield Problem(str(path), what, f"end its name with {', '.join(_FORMATS)}")


def worklist_lines(
    path: Path, worklist: Worklist, notes: Sequence[str], *, only_alerts: bool = False
) -> Iterator[bytes]:
    """Yield the lines of a worklist of this name, as UTF-8; `notes` are what its reader should know first.

    Raises:
        OutputError: when a worklist is not written as a file of this kind.

    """
    problems = list(check_worklist(path))
    if problems:
        raise OutputError(problems)
    lines = _FORMATS[path.suffix.lower()]
    for line in lines(notes, worklist.entries(only_alerts=only_alerts), worklist):
        yield line.encode()


def _csv(notes: Sequence[str], entries: Iterable[Entry], _: Worklist) -> Iterator[str]:
    """Yield a table; a note is a row without a case."""
    yield _row(COLUMNS)
    for note in notes:
        yield _row((formula_safe(note), "", "", "", ""))
    for entry in entries:
        yield _row((HEADING[entry.part], entry.case_id, entry.line, entry.record, entry.details))


def _row(cells: Sequence[object]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def _markdown(notes: Sequence[str], entries: Iterable[Entry], worklist: Worklist) -> Iterator[str]:
    yield "# Worklist\n"
    for note in notes:
        yield f"\n{_plain(note)}\n"
    for part, people in groupby(entries, key=lambda entry: entry.part):
        yield f"\n## {HEADING[part]}: {worklist.counts[part]:,}\n\n"
        for entry in people:
            yield f"- **{_plain(entry.case_id)}** (line {entry.line}): {_plain(entry.details)}\n"


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _text(notes: Sequence[str], entries: Iterable[Entry], worklist: Worklist) -> Iterator[str]:
    yield "Worklist\n"
    for note in notes:
        yield f"\n{_wrapped(note, '')}\n"
    for part, people in groupby(entries, key=lambda entry: entry.part):
        yield f"\n{HEADING[part]}: {worklist.counts[part]:,}\n"
        for entry in people:
            yield f"{_wrapped(f'  {entry.case_id} (line {entry.line}): {entry.details}', '      ')}\n"


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(
        text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


_FORMATS: Mapping[str, Lines] = {".csv": _csv, ".md": _markdown, ".txt": _text}
