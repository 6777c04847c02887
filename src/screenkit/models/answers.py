"""Answers: the value given to an item, or the reason why there is none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from screenkit.errors import suggestion
from screenkit.models.base import printed
from screenkit.models.questionnaire import Item, Scale


class NoAnswer(StrEnum):
    """Why an item has no value."""

    NOT_ASKED = "not_asked"
    DECLINED = "declined"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"


SILENT = frozenset({NoAnswer.DECLINED, NoAnswer.DONT_KNOW})
"""Asked, and without a value all the same."""

Value = str | Fraction
Answer = str | Fraction | NoAnswer

_MOST_DIGITS = 20
_NUMBER = re.compile(rf"[+-]?[0-9]{{1,9}}(?:\.[0-9]{{1,{_MOST_DIGITS}}})?\Z")


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known of one person: item or score id → answer, checked against the questionnaires.

    `given` holds values, `declined` and `dont_know` only; what is absent was not asked.
    `claimed` lists the ids for which the file said `not_applicable`, which is only ever worked out.
    """

    given: Mapping[str, Answer]
    case_id: str | None = None
    claimed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why something written is no answer to an item, and what to do; it never repeats what was written."""

    what: str
    do: str


SPELLED = {each.value: each for each in NoAnswer}
"""How each kind of no answer is written."""


def read_answer(item: Item, written: str) -> Value | Unreadable:
    """Return the value of an item that `written` spells exactly, or why it is none."""
    if item.number is None:
        offered = tuple(item.values or ())
        if written in offered:
            return written
        return Unreadable(
            "this is none of the item's values", suggestion(written, offered, f"write {_listed(offered)}")
        )
    number = read_number(written)
    if number is not None and item.number.offers(number):
        return number
    step = f" in steps of {item.number.step}" if item.number.step > 1 else ""
    do = f"write a whole number from {item.number.lowest} to {item.number.highest}{step}"
    return Unreadable("this is no number the item offers", do)


def read_total(scale: Scale, reach: tuple[Fraction, Fraction], written: str) -> Value | Unreadable:
    """Return the total of a scale that `written` spells, or why it is none; `reach` is the score's range."""
    number = read_number(written)
    if (
        number is not None
        and reach[0] <= number <= reach[1]
        and (not scale.is_whole or number.denominator == 1)
    ):
        return number
    kind = "a whole number" if scale.is_whole else "a number"
    return Unreadable(
        "this is no total the score can have", f"write {kind} from {printed(reach[0])} to {printed(reach[1])}"
    )


def read_number(text: str) -> Fraction | None:
    """Return the number `text` spells, or None: ASCII digits, an optional sign and a decimal point only."""
    return Fraction(text) if _NUMBER.match(text) else None


def spelled(answer: Answer) -> str:
    """Return an answer as an answer file spells it; what was entered is a decimal, so this is exact."""
    if not isinstance(answer, Fraction):
        return str(answer)
    whole, rest = divmod(abs(answer), 1)
    digits = ""
    while rest and len(digits) < _MOST_DIGITS:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    return f"{'-' if answer < 0 else ''}{whole}{'.' if digits else ''}{digits}"


def _listed(values: tuple[str, ...]) -> str:
    return f"{', '.join(values[:-1])} or {values[-1]}"
