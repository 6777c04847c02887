"""An answer in the words of its question."""

from fractions import Fraction

from screenkit.engine.written import Total
from screenkit.models.answers import Answer, NoAnswer
from screenkit.models.base import printed
from screenkit.models.questionnaire import Item

_SILENCE = {
    NoAnswer.NOT_ASKED: "not asked",
    NoAnswer.DECLINED: "declined",
    NoAnswer.DONT_KNOW: "doesn't know",
    NoAnswer.NOT_APPLICABLE: "does not apply",
}


def in_words(target: Item | Total, answer: Answer) -> str:
    """Return an answer as the screen says it."""
    match target, answer:
        case Item(judgement=True), NoAnswer.DONT_KNOW:
            return "not known"
        case _, NoAnswer():
            return _SILENCE[answer]
        case Item(values=values), str():
            return (values or {})[answer]
        case Item(), Fraction():
            return _step_in_words(target, answer)
        case _, Fraction():
            return str(printed(answer))
        case _:
            raise TypeError("a total is a number")


def _step_in_words(item: Item, number: Fraction) -> str:
    if item.number and item.number.labels:
        return f"{number} {item.number.labels[int((number - item.number.lowest) / item.number.step)]}"
    return str(number)
