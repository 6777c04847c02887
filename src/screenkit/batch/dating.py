"""How old the answers of a row are: those about safety count for the clinic's days, then as not asked."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from screenkit.case.dated import is_current
from screenkit.models.answers import Answers
from screenkit.models.content import Content
from screenkit.models.day import read_day

if TYPE_CHECKING:
    import polars as pl

SCREENED_ON = "screened_on"
"""The column that holds the day on which a row was answered, and the key that maps another column to it."""

DAYS = 14
"""For how many days answers about safety in a table count, unless the clinic says otherwise."""

Age = Literal["current", "old", "missing", "unreadable", "to_come"]
"""How the day of a row stands to the day that counts; only `current` answers about safety count."""

_WITH_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?\Z")
_LONGEST_DAY = 10


@dataclass(frozen=True, slots=True)
class Dating:
    """The day as of which a table is screened, and for how many days its answers about safety count."""

    as_of: date
    days: int = DAYS

    def age(self, cell: str) -> Age:
        """Return how old a row is by the cell with its day: year-month-day, with or without a time."""
        written = cell.strip(" ")
        if not written:
            return "missing"
        try:
            day = read_day(written[:_LONGEST_DAY] if _WITH_TIME.match(written) else written)
        except ValueError:
            return "unreadable"
        if day > self.as_of:
            return "to_come"
        return "current" if is_current(day, self.as_of, self.days) else "old"

    def remark(self, age: Age) -> str | None:
        """Return in words what the age of a row that is accepted does to it; None where it does nothing."""
        end = "answers about safety count as not asked — ask them again"
        match age:
            case "old":
                return f"answered more than {self.days} days before {self.as_of}: {end}"
            case "missing":
                return f"no day in {SCREENED_ON}: {end}"
            case "unreadable":
                return f"the day in {SCREENED_ON} is not written year-month-day: {end}"
            case _:
                return None


def safety_ids(content: Content, ids: Iterable[str]) -> frozenset[str]:
    """Return those of some items and scores that are items about safety."""
    return frozenset(name for name in ids if name in content.items and content.items[name].is_safety)


def without_old(answers: Answers, safety: Collection[str]) -> Answers:
    """Return answers as they count once they have grown too old: without those about `safety`."""
    left = {name: answer for name, answer in answers.given.items() if name not in safety}
    return answers if len(left) == len(answers.given) else replace(answers, given=left)


def ages(cells: "pl.Series", dating: Dating) -> "pl.Series":
    """Return the age of every row by a column of text; an empty cell may be null."""
    import polars as pl  # noqa: PLC0415 - polars is imported when a table is read by columns

    filled = cells.fill_null("")
    distinct = filled.unique()
    read = [dating.age(cell) for cell in distinct]
    return filled.replace_strict(distinct, pl.Series(read, dtype=pl.String), return_dtype=pl.String)


def aged(codes: "pl.DataFrame", stale: "pl.Series", content: Content) -> "pl.DataFrame":
    """Return a frame of codes in which the items about safety are not asked (0) wherever `stale` is true."""
    import polars as pl  # noqa: PLC0415

    now = [
        pl.when(stale).then(pl.lit(0, codes.schema[name])).otherwise(pl.col(name)).alias(name)
        for name in sorted(safety_ids(content, codes.columns))
    ]
    return codes.with_columns(now)
