"""Rows that cannot be used: where each stands, why, what to do, and which alert its readable cells raise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from screenkit.assessment import SafetyLevel
from screenkit.text import clean, formula_safe

COLUMNS = ("line", "record", "case_id", "column", "value", "reason", "do", "safety")
NUMBERS = {"line": 0, "record": 0}
"""The columns that hold numbers, and with how many decimals."""

_SHOWN = 200
"""Characters of a cell that are shown."""
_FURTHER = 10
"""Further problems of a row that are written out."""


class Place(NamedTuple):
    """Where a row stands: the line, and the file where several are read as one table."""

    file: str
    line: int

    def __str__(self) -> str:
        """Give the place in words."""
        return f"line {self.line} of {self.file}" if self.file else f"line {self.line}"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing that keeps a row from being used.

    `kind` is how such rows are counted, and holds nothing of the table; `column` and `value` are the cell in
    question, empty where the whole row is.
    """

    kind: str
    reason: str
    do: str
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that cannot be used; `safety` is None where not one answer could be read."""

    place: Place
    record: int
    case_id: str
    problems: tuple[RowProblem, ...]
    safety: SafetyLevel | None


class Writer(Protocol):
    """What `csv.writer` returns."""

    def writerow(self, row: Sequence[object], /) -> object:
        """Write one row."""


def columns_of_rejects(*, is_several: bool) -> tuple[str, ...]:
    """Return the columns of rejected rows; of several files each row names its own."""
    return ("file", *COLUMNS) if is_several else COLUMNS


def write_reject(writer: Writer, reject: Reject, *, is_several: bool = False) -> None:
    """Write one reject as one line; nothing of the table can steer a screen or run as a formula there."""
    first, *further = reject.problems
    writer.writerow(
        (
            *([_cell(reject.place.file)] if is_several else []),
            reject.place.line,
            reject.record,
            _cell(reject.case_id),
            _cell(first.column),
            _cell(first.value),
            _cell(" | ".join((first.reason, *_further(further))), None),
            _cell(first.do, None),
            reject.safety or "",
        )
    )


def shown(value: str, characters: int | None = _SHOWN) -> str:
    r"""Return a cell as it may be shown: cleaned, a NUL byte as `\x00`, and cut when it is long."""
    visible = clean(value.replace("\x00", "\\x00"))
    return visible if characters is None or len(visible) <= characters else f"{visible[:characters]}…"


def _cell(text: str, characters: int | None = _SHOWN) -> str:
    return formula_safe(shown(text, characters))


def _further(problems: Sequence[RowProblem]) -> list[str]:
    told = [_told(problem) for problem in problems[:_FURTHER]]
    rest = len(problems) - len(told)
    return [*told, f"and {rest} more"] if rest else told


def _told(problem: RowProblem) -> str:
    where = f"{shown(problem.column)} {shown(problem.value)!r}: " if problem.column else ""
    return f"{where}{problem.reason} ({problem.do})"
