"""Answers as small whole numbers, so that a table of them is a table of numbers."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import assert_never

from screenkit.batch.columns import Column
from screenkit.engine.written import Target
from screenkit.models.answers import SPELLED, Answer, NoAnswer, Unreadable, spelled
from screenkit.models.questionnaire import Item

TOTAL = 10**6
"""An entered total stands in the codes as so many parts of one."""

NOT_ASKED, DECLINED, DONT_KNOW, FIRST_VALUE = range(4)
"""The codes of no answer, and the code of the first value an item offers."""

_SILENT = {NoAnswer.NOT_ASKED: NOT_ASKED, NoAnswer.DECLINED: DECLINED, NoAnswer.DONT_KNOW: DONT_KNOW}
_SMALL = 250
"""Values of an item whose codes fit into one byte."""
_MOST = 65_000
"""Values of an item that have a code at all."""
_KNOWN = 200
"""Values whose spellings are looked out for from the beginning."""


def values_of(item: Item) -> tuple[str | Fraction, ...]:
    """Return every value an item offers, in the order of their codes."""
    if item.number:
        steps = range(item.number.lowest, item.number.highest + 1, item.number.step)
        return tuple(Fraction(step) for step in steps)
    return tuple(item.values or ())


def how_many(item: Item) -> int:
    """Return how many values an item offers."""
    number = item.number
    return (
        len(range(number.lowest, number.highest + 1, number.step))
        if number
        else len(tuple(item.values or ()))
    )


def is_small(item: Item) -> bool:
    """Say whether the codes of an item fit into one byte."""
    return how_many(item) <= _SMALL


def code_of(item: Item, answer: Answer) -> int:
    """Return the code of an answer to an item.

    Raises:
        ValueError: when the item does not offer it; not applicable is worked out, never given.

    """
    match answer:
        case NoAnswer():
            if answer not in _SILENT:
                raise ValueError(f"{item.id}: not applicable is never given")
            return _SILENT[answer]
        case str():
            return FIRST_VALUE + tuple(item.values or ()).index(answer)
        case Fraction():
            if item.number is None or answer.denominator != 1:
                raise ValueError(f"{item.id}: this number is not offered")
            steps = range(item.number.lowest, item.number.highest + 1, item.number.step)
            return FIRST_VALUE + steps.index(answer.numerator)
        case _:
            assert_never(answer)


def answer_of(item: Item, code: int) -> Answer:
    """Return the answer to an item that a code stands for."""
    for silent, of_silent in _SILENT.items():
        if code == of_silent:
            return silent
    if item.number:
        return Fraction(item.number.lowest + (code - FIRST_VALUE) * item.number.step)
    return tuple(item.values or ())[code - FIRST_VALUE]


class Uncodable(Exception):  # noqa: N818 - nothing went wrong
    """Raised for an answer that only the scalar engine takes."""


def coded(target: Target, answer: Answer) -> int | None:
    """Return what stands in the codes for an answer; None is a total that was not entered.

    Raises:
        Uncodable: when nothing can.

    """
    if answer is NoAnswer.NOT_APPLICABLE:
        raise Uncodable
    if isinstance(target, Item):
        if how_many(target) > _MOST:
            raise Uncodable
        return code_of(target, answer)
    if answer is NoAnswer.NOT_ASKED:
        return None
    if not isinstance(answer, Fraction) or (answer * TOTAL).denominator != 1 or abs(answer) > TOTAL:
        raise Uncodable
    return int(answer * TOTAL)


def row_of(targets: Mapping[str, Target], given: Mapping[str, Answer]) -> dict[str, int | None]:
    """Return what stands in the codes for one person.

    Raises:
        Uncodable: when something that was answered has no code.

    """
    found: dict[str, int | None] = dict.fromkeys(targets)
    for name, target in targets.items():
        if name in given:
            found[name] = coded(target, given[name])
        elif isinstance(target, Item):
            found[name] = NOT_ASKED
    return found


def looked_up(column: Column, cell: str) -> int | None:
    """Return what stands in the codes for a cell.

    Raises:
        Uncodable: when the cell is no answer, or one that has no code.

    """
    answer = column.read(cell)
    if isinstance(answer, Unreadable):
        raise Uncodable
    return coded(column.target, answer)


def spellings(column: Column) -> tuple[str, ...]:
    """Return the likeliest spellings of the answers a column can hold, those of the smallest codes first."""
    silent = (NoAnswer.DECLINED.value, NoAnswer.DONT_KNOW.value)
    meant = (*column.recode.words, *map(spelled, column.recode.numbers))
    return tuple(dict.fromkeys(("", *silent, *_values(column.target), *SPELLED, *meant)))


def _values(target: Target) -> Iterable[str]:
    if isinstance(target, Item) and how_many(target) <= _KNOWN:
        return (spelled(value) for value in values_of(target))
    low, high = (0, -1) if isinstance(target, Item) else target.reach
    return (str(n) for n in range(int(low), int(min(high, low + _KNOWN)) + 1))
