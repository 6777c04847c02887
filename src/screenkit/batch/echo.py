"""Say before a run what becomes of the answers about safety, value by value, with the rows of each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from screenkit.batch.alert import gravity
from screenkit.batch.columns import Column, Columns
from screenkit.batch.values import Seen
from screenkit.models.answers import Answer, NoAnswer, Unreadable, spelled
from screenkit.models.mapping import key_of
from screenkit.models.questionnaire import Item

_ALMOST_ALL = Fraction(4, 5)
_FEWEST = 5
"""Answers below which nothing is made of how many are grave."""


def safety_columns(columns: Columns) -> tuple[Column, ...]:
    """Return the columns that hold answers about safety."""
    return tuple(
        column for column in columns.answers if isinstance(column.target, Item) and column.target.is_safety
    )


def echo_lines(columns: Sequence[Column], seen: Seen) -> Iterator[str]:
    """Yield what becomes of these columns; no value is shown that neither mapping nor item knows."""
    for column in columns:
        counts = seen[column.name]
        yield f"{column.id} from column {column.name}: {', '.join(_told(column, counts))}"
        yield from _swap_warning(column, counts)


def unseen_lines(columns: Sequence[Column]) -> Iterator[str]:
    """Yield what would become of these columns of a table that can be read only once."""
    for column in columns:
        if column.recode.words or column.recode.numbers:
            read = ", ".join(f"{_quoted(v)} → {_meant(column, v)}" for v in _named(column))
            yield f"{column.id} from column {column.name}: {read}"


def _told(column: Column, counts: Counter[str]) -> Iterator[str]:
    """Yield every value the mapping names and every other that is an answer, with its rows; then the rest."""
    rows_of: dict[str | Fraction, int] = {}
    shown: dict[str | Fraction, str] = {}
    for value in dict.fromkeys((*_named(column), *counts)):
        shown.setdefault(key_of(value), value)
        rows_of[key_of(value)] = rows_of.get(key_of(value), 0) + counts[value]
    unread = 0
    for key, rows in sorted(rows_of.items(), key=lambda each: (each[0] == "", -each[1], shown[each[0]])):
        meant = _meant(column, shown[key])
        if meant is None:
            unread += rows
        else:
            yield f"{_quoted(shown[key])} → {meant} ({_rows(rows)})"
    if unread:
        yield f"anything else: rejected ({_rows(unread)})"


def _named(column: Column) -> Iterator[str]:
    """Yield the values that the mapping names, spelled as numbers are."""
    yield from column.recode.words
    yield from map(spelled, column.recode.numbers)


def _meant(column: Column, value: str) -> str | None:
    answer = column.read(value)
    return None if isinstance(answer, Unreadable) else spelled(answer)


def _swap_warning(column: Column, counts: Counter[str]) -> Iterator[str]:
    """Yield a warning where almost everybody would give a grave answer: yes and no may be swapped."""
    item = column.target
    if not isinstance(item, Item) or item.ordered is None:
        return
    given: Counter[Answer] = Counter()
    for value, rows in counts.items():
        answer = column.read(value)
        if not isinstance(answer, Unreadable | NoAnswer):
            given[answer] += rows
    grave = Counter({answer: rows for answer, rows in given.items() if gravity(item, answer) > 0})
    if given.total() >= _FEWEST and grave.total() >= _ALMOST_ALL * given.total():
        answers = " or ".join(f"'{spelled(answer)}'" for answer, _ in grave.most_common())
        yield (
            f"look at {column.id} before you use any result: {grave.total():,} of {given.total():,} answers "
            f"would be {answers} — are its values swapped? Compare a few rows with the people they stand for"
        )


def _quoted(value: str) -> str:
    return f"'{value}'" if value else "an empty cell"


def _rows(count: int) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'}"
