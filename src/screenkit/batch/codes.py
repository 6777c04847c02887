"""Answers as small whole numbers, so that a table of them is a table of numbers."""

from fractions import Fraction
from typing import assert_never

from screenkit.models.answers import Answer, NoAnswer
from screenkit.models.questionnaire import Item

TOTAL = 10**6
"""An entered total stands in the codes as so many parts of one."""

NOT_ASKED, DECLINED, DONT_KNOW, FIRST_VALUE = range(4)
"""The codes of no answer, and the code of the first value an item offers."""

_SILENT = {NoAnswer.NOT_ASKED: NOT_ASKED, NoAnswer.DECLINED: DECLINED, NoAnswer.DONT_KNOW: DONT_KNOW}


def values_of(item: Item) -> tuple[str | Fraction, ...]:
    """Return every value an item offers, in the order of their codes."""
    if item.number:
        steps = range(item.number.lowest, item.number.highest + 1, item.number.step)
        return tuple(Fraction(step) for step in steps)
    return tuple(item.values or ())


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
            return FIRST_VALUE + values_of(item).index(answer)
        case _:
            assert_never(answer)


def answer_of(item: Item, code: int) -> Answer:
    """Return the answer to an item that a code stands for."""
    for silent, of_silent in _SILENT.items():
        if code == of_silent:
            return silent
    return values_of(item)[code - FIRST_VALUE]
