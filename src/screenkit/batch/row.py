"""The cells of one row → the answers of one person, or everything in it that is none."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screenkit.assessment import LEVELS, SafetyLevel
from screenkit.batch.columns import Columns
from screenkit.batch.rejects import RowProblem
from screenkit.engine.assess import assess
from screenkit.models.answers import Answer, Answers, NoAnswer, Unreadable
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item
from screenkit.text import clean

_LONGEST_ID = 200

Cells = Sequence[str | None]
"""The cells of a row as the header orders them; None where the row has none."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row says: its answers, how many cells could be read, and what could not."""

    answers: Answers
    cells: int
    problems: tuple[RowProblem, ...]


def read_row(columns: Columns, cells: Cells, case_id: str | None = None) -> Reading:
    """Return what a row says."""
    given: dict[str, Answer] = {id_: a for id_, a in columns.constants.items() if a is not NoAnswer.NOT_ASKED}
    claimed: list[str] = []
    problems: list[RowProblem] = []
    read = 0
    for column in columns.answers:
        cell = cells[column.place]
        if cell is None:
            continue
        answer = column.read(cell)
        if isinstance(answer, Unreadable):
            problems.append(RowProblem(answer.what, answer.what, answer.do, column.name, cell.strip(" ")))
            continue
        read += 1
        if answer is NoAnswer.NOT_APPLICABLE:
            claimed.append(column.id)
        elif answer is not NoAnswer.NOT_ASKED:
            given[column.id] = answer
    return Reading(Answers(given, case_id, tuple(claimed)), read, tuple(problems))


def reads_as_row(columns: Columns, cells: Sequence[str]) -> bool:
    """Say whether some cells, taken as a row, hold answers and nothing that is none."""
    reading = read_row(columns, cells)
    return not reading.problems and any(column.id in reading.answers.given for column in columns.answers)


def case_id_of(columns: Columns, cells: Sequence[str], number: int) -> str:
    """Return the case id a row gives, or its record number where it gives none."""
    if columns.case_id is None:
        return str(number)
    written = cells[columns.case_id].strip(" ") if columns.case_id < len(cells) else ""
    return written or (str(number) if len(cells) == len(columns.header) else "")


def case_id_problem(case_id: str, column: str) -> RowProblem | None:
    """Return what is wrong with a case id from this column, if anything is."""
    if len(case_id) > _LONGEST_ID:
        what, do = "the case id is too long", f"use at most {_LONGEST_ID} characters"
        return RowProblem(what, what, do, column, case_id)
    if clean(case_id) != unicodedata.normalize("NFC", case_id):
        what, do = "the case id holds characters that cannot be shown", "write it with plain letters"
        return RowProblem(what, what, do, column, case_id)
    return None


def safety_of(content: Content, columns: Columns, cells: Sequence[str]) -> SafetyLevel | None:
    """Return the alert level that the readable cells of a row give, or None where not one could be read.

    A row with too few or too many cells is read from its left end and from its right end, and the graver
    level counts: nobody knows on which side a cell is missing, and an alert must not fall between. A gate
    whose cell cannot be read is open, whatever the rest says.
    """
    readings = [read_row(columns, aligned) for aligned in _aligned(cells, len(columns.header))]
    if not any(reading.cells for reading in readings):
        return None
    gates = {
        column.name for column in columns.answers if isinstance(column.target, Item) and column.target.gate
    }
    unread = {problem.column for reading in readings for problem in reading.problems}
    least: SafetyLevel = "complete_screen" if gates & unread else "none"
    return max(least, *(assess(content, each.answers).safety.level for each in readings), key=LEVELS.index)


def graver(first: SafetyLevel | None, second: SafetyLevel | None) -> SafetyLevel | None:
    """Return the graver of two alert levels; None is none at all."""
    if first is None or second is None:
        return first or second
    return max(first, second, key=LEVELS.index)


def _aligned(cells: Sequence[str], width: int) -> Iterator[Cells]:
    absent = [None] * (width - len(cells))
    yield [*cells[:width], *absent]
    if len(cells) != width:
        yield [*absent, *cells[-width:]] if cells else absent
