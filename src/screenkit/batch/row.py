"""The cells of one row → the answers of one person, or everything in it that is none."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from screenkit.batch.columns import Columns
from screenkit.batch.rejects import RowProblem
from screenkit.models.answers import Answer, Answers, NoAnswer, Unreadable
from screenkit.text import clean

_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row says: its answers, and what in it is none."""

    answers: Answers
    problems: tuple[RowProblem, ...]


def read_row(columns: Columns, cells: Sequence[str], case_id: str | None = None) -> Reading:
    """Return what a row says."""
    given: dict[str, Answer] = {id_: a for id_, a in columns.constants.items() if a is not NoAnswer.NOT_ASKED}
    claimed: list[str] = []
    problems: list[RowProblem] = []
    for column in columns.answers:
        cell = cells[column.place]
        answer = column.read(cell)
        if isinstance(answer, Unreadable):
            problems.append(RowProblem(answer.what, answer.what, answer.do, column.name, cell.strip(" ")))
            continue
        if answer is NoAnswer.NOT_APPLICABLE:
            claimed.append(column.id)
        elif answer is not NoAnswer.NOT_ASKED:
            given[column.id] = answer
    return Reading(Answers(given, case_id, tuple(claimed)), tuple(problems))


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
