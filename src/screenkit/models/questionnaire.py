"""Questionnaires: the items to ask, in sections, in order, and how items make a score."""

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from screenkit.models.base import (
    Asked,
    ContentId,
    CriterionId,
    ItemId,
    Modality,
    Model,
    Number,
    Text,
    Version,
)
from screenkit.models.licence import Licence, Loinc


class Numbers(Model):
    """An answer that is a whole number, from the lowest to the highest in equal steps.

    `labels` names every step or none; `lowest_label` and `highest_label` name the ends where only those have
    words.
    """

    lowest: int
    highest: int
    step: int = Field(default=1, ge=1)
    labels: tuple[Text, ...] = ()
    lowest_label: Text | None = None
    highest_label: Text | None = None

    @model_validator(mode="after")
    def _steps_fit(self) -> Self:
        if self.lowest >= self.highest:
            raise ValueError("the lowest number must be below the highest")
        if (self.highest - self.lowest) % self.step:
            raise ValueError("the highest number must be a whole number of steps above the lowest")
        if self.labels and len(self.labels) != len(range(self.lowest, self.highest + 1, self.step)):
            raise ValueError("give a label for every step, or none")
        return self

    def offers(self, number: Fraction) -> bool:
        """Say whether `number` is one of the steps."""
        return (
            self.lowest <= number <= self.highest
            and number.denominator == 1
            and (number.numerator - self.lowest) % self.step == 0
        )


class Gate(Model):
    """While the item has no value, the modalities it concerns are held."""

    modalities: tuple[Modality, ...] = Field(alias="for", default=())
    released_by: Asked | None = None


def _gate(written: object) -> object:
    """Read `gate: true` as a gate for every modality, released by nothing."""
    return {} if written is True else written


class Item(Model):
    """One thing asked.

    `each_screening` says that the answer depends on the group planned, or on where, by what means and under
    which agreement somebody joins: at a new screening it is asked anew, and the earlier answer not offered.
    `each_contact` says that it is about the moment of talking: when an interview goes on later, it is asked
    anew.
    `same_for_all` says that it is about the group or the clinic and not about one person, so that a table of
    people may give its answer once.
    """

    id: ItemId
    text: Text
    help: Text
    values: dict[ItemId, Text] | None = Field(default=None, min_length=2)
    number: Numbers | None = None
    ask_when: Asked | None = None
    hold_back_unless: Asked | None = None
    gate: Annotated[
        Gate | None, BeforeValidator(_gate, json_schema_input_type=Gate | Literal[True] | None)
    ] = None
    assumed: ItemId | None = None
    ordered: tuple[ItemId, ...] | Literal["rising", "falling"] | None = None
    safety: bool = False
    each_screening: bool = False
    each_contact: bool = False
    in_contact: bool = False
    judgement: bool = False
    same_for_all: bool = False
    rests_on: tuple[CriterionId, ...] = ()
    loinc: Loinc | None = None

    @model_validator(mode="after")
    def _one_kind_of_answer(self) -> Self:
        if (self.values is None) == (self.number is None):
            raise ValueError("an item offers 'values' (words) or a 'number', one of the two")
        return self

    @property
    def is_safety(self) -> bool:
        """Whether its answer grows stale and is asked anew at each screening."""
        return self.safety or self.gate is not None

    @property
    def is_personal(self) -> bool:
        """Whether nobody but the person, or a clinician who sees this person, can answer it."""
        return self.is_safety or self.in_contact or (self.judgement and not self.same_for_all)


class Section(Model):
    """Items that are asked together."""

    id: ItemId
    title: Text
    intro: Text | None = None
    items: tuple[Item, ...] = Field(min_length=1)


class Band(Model):
    """A named stretch of a score: from `from` up to and with `to`, or up to but without `below`."""

    id: ItemId
    title: Text
    lowest: Number = Field(alias="from")
    to: Number | None = None
    below: Number | None = None

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        if (self.to is None) == (self.below is None):
            raise ValueError("a band ends with 'to' or with 'below', one of the two")
        if self.to is not None and self.to < self.lowest:
            raise ValueError("a band's 'to' must not lie below its 'from'")
        if self.below is not None and self.below <= self.lowest:
            raise ValueError("a band's 'below' must lie above its 'from'")
        return self

    def holds(self, number: Fraction) -> bool:
        """Say whether `number` lies in this band."""
        if number < self.lowest:
            return False
        return number <= self.to if self.to is not None else self.below is not None and number < self.below


class CutOff(Model):
    """A published point of a score, and what it was found to say."""

    at: Number
    means: Text
    source: Text


class MissingRule(Model):
    """How many items may be missing for an estimate; no decision ever rests on one.

    `rounded` says that the estimated sum is rounded to a whole number, also where the score is its mean.
    """

    at_most: int = Field(ge=0)
    status: Literal["published", "convention", "none_official"]
    source: Text
    rounded: bool = False


class Rescale(Model):
    """An item's own range laid onto another before it is added."""

    item: ItemId
    lowest: Number
    highest: Number


class Scale(Model):
    """How items make a score.

    `points` says what an answer in words counts; `lowest` and `highest` are given where a total is all there
    is.
    """

    id: ItemId
    title: Text
    method: Literal["sum", "mean"] = "sum"
    items: tuple[ItemId, ...] = ()
    reversed: tuple[ItemId, ...] = ()
    rescaled: tuple[Rescale, ...] = ()
    points: dict[ItemId, Number] = Field(default_factory=dict)
    when_not_applicable: Number | None = None
    lowest: Number | None = None
    highest: Number | None = None
    bands: tuple[Band, ...] = ()
    cut_offs: tuple[CutOff, ...] = ()
    missing: MissingRule | None = None
    higher_is: Literal["worse", "better", "neither"] = "worse"
    source: Text
    loinc: Loinc | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the score can only be a whole number."""
        counted = (*self.points.values(), self.when_not_applicable or Fraction(0))
        return self.method == "sum" and not self.rescaled and all(each.denominator == 1 for each in counted)


class Questionnaire(Model):
    """The items to ask, in sections, in order; an instrument adds scales and a licence."""

    id: ContentId
    version: Version
    title: Text
    kind: Literal["interview", "instrument", "checklist"]
    about: Text
    intro: Text | None = None
    period: Text | None = None
    source: Text
    licence: Licence | None = None
    loinc: Loinc | None = None
    sections: tuple[Section, ...] = Field(min_length=1)
    scales: tuple[Scale, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in the order it is asked."""
        return tuple(item for section in self.sections for item in section.items)
