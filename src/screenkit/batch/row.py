"""The cells of one row → the answers of one person, or everything in it that is none."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from screenkit.batch.columns import Columns
from screenkit.batch.dating import SCREENED_ON, without_old
from screenkit.batch.rejects import RowProblem
from screenkit.models.answers import Answer, Answers, NoAnswer, Unreadable
from screenkit.text import clean

_LONGEST_ID = 200
_NAMELESS = RowProblem(
    "no case id",
    "the row has no case id",
    "give every row one: on a cluster no row has a number to be named by",
)
_TO_COME = RowProblem(
    f"{SCREENED_ON} is still to come",
    "this day is after the one that --as-of names",
    "correct the day, or name a later one with --as-of",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row says: its answers, and what in it is none.

    `grown_old` are all its answers where some about safety have grown too old and are left out of `answers`.
    `remark` is what the age of the row does to it, in words.
    """

    answers: Answers
    problems: tuple[RowProblem, ...]
    grown_old: Answers | None = None
    remark: str | None = None


def read_row(columns: Columns, cells: Sequence[str], case_id: str | None = None) -> Reading:
    """Return what a row says, as of the day on which it is read where the columns name one."""
    reading = _read(columns, cells, case_id)
    if columns.dating is None or columns.screened_on is None:
        return reading
    cell = cells[columns.screened_on]
    age = columns.dating.age(cell)
    if age == "to_come":
        problem = replace(_TO_COME, column=columns.header[columns.screened_on], value=cell.strip(" "))
        return replace(reading, problems=(*reading.problems, problem))
    remark = columns.dating.remark(age)
    if remark is None:
        return reading
    left = without_old(reading.answers, columns.safety)
    grown_old = None if left is reading.answers else reading.answers
    return replace(reading, answers=left, grown_old=grown_old, remark=remark)


def _read(columns: Columns, cells: Sequence[str], case_id: str | None = None) -> Reading:
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
    reading = _read(columns, cells)
    return not reading.problems and any(column.id in reading.answers.given for column in columns.answers)


def case_id_of(columns: Columns, cells: Sequence[str], number: int) -> str:
    """Return the case id a row gives; where it gives none, its record number, or "" if each must have one."""
    if columns.case_id is None:
        return str(number)
    written = cells[columns.case_id].strip(" ") if columns.case_id < len(cells) else ""
    is_numbered = len(cells) == len(columns.header) and not columns.named
    return written or (str(number) if is_numbered else "")


def case_id_problem(case_id: str, column: str) -> RowProblem | None:
    """Return what is wrong with a case id from this column, if anything is; it must not be empty."""
    if not case_id:
        return _NAMELESS
    if len(case_id) > _LONGEST_ID:
        what, do = "the case id is too long", f"use at most {_LONGEST_ID} characters"
        return RowProblem(what, what, do, column, case_id)
    if clean(case_id) != unicodedata.normalize("NFC", case_id):
        what, do = "the case id holds characters that cannot be shown", "write it with plain letters"
        return RowProblem(what, what, do, column, case_id)
    return None
