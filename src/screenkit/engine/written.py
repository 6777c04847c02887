"""Read what is written for an item or a score: a value, or one of the words for no answer."""

from dataclasses import dataclass
from fractions import Fraction

from screenkit.engine.score import extent
from screenkit.models.answers import SPELLED, Answer, NoAnswer, Unreadable, read_answer, read_total
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item, Scale


@dataclass(frozen=True, slots=True)
class Total:
    """A score whose total is entered, and the lowest and highest it can be."""

    scale: Scale
    reach: tuple[Fraction, Fraction]

    @property
    def id(self) -> str:
        """The id of the score."""
        return self.scale.id


Target = Item | Total
"""What a written answer is an answer to."""


def target_of(content: Content, name: str) -> Target:
    """Return the item or score of that id."""
    if name in content.items:
        return content.items[name]
    reach = extent(content.scales[name], content.items)
    return Total(content.scales[name], (reach.low, reach.high))


def read_written(target: Target, written: str) -> Answer | Unreadable:
    """Return the answer that is written, exactly as it must be spelled; nothing written is not asked."""
    if not written:
        return NoAnswer.NOT_ASKED
    if written in SPELLED:
        return SPELLED[written]
    if isinstance(target, Item):
        return read_answer(target, written)
    return read_total(target.scale, target.reach, written)
