"""Rule sets: conditions, what they mean for which form of group, and the criteria they rest on."""

from typing import Literal, Self

from pydantic import Field, model_validator

from screenkit.models.base import (
    Asked,
    ContentId,
    CriterionId,
    ItemId,
    Modality,
    Model,
    TensionId,
    Text,
    Version,
)
from screenkit.models.criterion import TensionSide
from screenkit.models.day import Day
from screenkit.models.property import Property

Effect = Literal["exclude", "hold", "caution", "benefit", "note"]
Domain = Literal["safety", "law_consent", "privacy_access", "group_criteria", "fit"]
AlertLevel = Literal["complete_screen", "same_day", "immediate"]
Topic = Literal["safety", "leader", "evidence", "mechanism", "review", "context"]


class Rule(Model):
    """A condition, its effect on which modalities, and what it rests on.

    `when` is left out for a note that is always told. `topic` says what a note is about. An alert that only
    an assessment in the answers can settle says which answers record one (`assessed_when`), and what it must
    conclude before an alert on record holds no longer (`released_by`).
    """

    id: ContentId
    title: Text
    domain: Domain
    effect: Effect
    modalities: tuple[Modality, ...] = Field(alias="for", default=())
    when: Asked | None = None
    because: Text
    rests_on: tuple[CriterionId, ...] = Field(min_length=1)
    resolve: Text | None = None
    settled_by: Literal["clinic", "person", "both"] | None = None
    modifiable: Literal["prepare", "wait", "no"] | None = None
    offer_now: Text | None = None
    if_unknown: Literal["counts", "asks"] | None = None
    asks_because: Text | None = None
    alert: AlertLevel | None = None
    assessed_when: Asked | None = None
    released_by: Asked | None = None
    scope: Text | None = None
    limits: Text | None = None
    topic: Topic | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.when is None and self.effect != "note":
            raise ValueError("only a note may leave out 'when'")
        if self.effect in {"exclude", "hold", "caution"} and not (self.resolve and self.settled_by):
            raise ValueError(
                "an exclude, hold or caution says how it is resolved ('resolve') and by whom ('settled_by')"
            )
        if self.effect in {"exclude", "hold"} and self.modifiable is None:
            raise ValueError(
                "an exclude or hold says whether it can be changed ('modifiable': prepare, wait or no)"
            )
        if (self.topic is not None) != (self.effect == "note"):
            raise ValueError("a note says what it is about ('topic'), and nothing else does")
        if self.if_unknown and self.effect in {"benefit", "note"}:
            raise ValueError(
                "a benefit or note changes no recommendation, so 'if_unknown' means nothing here"
            )
        if self.assessed_when and not self.alert:
            raise ValueError("'assessed_when' belongs to an alert")
        if (self.assessed_when is None) != (self.released_by is None):
            raise ValueError(
                "'assessed_when' and what the assessment must conclude ('released_by') go together"
            )
        return self

    @property
    def is_about_safety(self) -> bool:
        """Whether the rule may be made softer only with reason and names."""
        return self.domain == "safety" or self.alert is not None

    @property
    def counts_when_unknown(self) -> bool:
        """Whether the rule weighs on the recommendation while it is undecided."""
        default = "counts" if self.effect in {"exclude", "hold"} else "asks"
        return (self.if_unknown or default) == "counts"


class Gates(Model):
    """What the engine's own hold on unanswered safety items rests on."""

    rests_on: tuple[CriterionId, ...] = ()


class Tension(Model):
    """When a tension is shown; without `sides` it is the one of that id among the criteria."""

    id: TensionId
    when: Asked
    title: Text | None = None
    sides: tuple[TensionSide, ...] = ()
    resolve: Text | None = None


class Doubt(Model):
    """When reassuring safety answers have to be asked again, and how that is said."""

    id: ContentId
    when: Asked
    says: Text
    rests_on: tuple[CriterionId, ...] = Field(min_length=1)


class Impossible(Model):
    """Answers that cannot be so together, and why.

    A proof may leave out whoever gives them, and says where it does. The engine never does: whoever gives
    them all the same is assessed like anybody, and is to be asked again.
    """

    id: ContentId
    when: Asked
    because: Text


class Revision(Model):
    """One version of a rule set: when it was made, what is new in it, and in which rules."""

    version: Version
    on: Day
    what: Text
    rules: tuple[ContentId, ...] = ()


class Loosening(Model):
    """A safety rule of a parent that a rule set makes softer, why, and the two people who answer for it."""

    rule: ContentId
    reason: Text
    by: tuple[Text, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _two_people(self) -> Self:
        if len({name.casefold() for name in self.by}) < len(self.by):
            raise ValueError("name two different people")
        return self


class RuleSet(Model):
    """Rules that belong together, with a version; one rule set may extend another.

    `owner` answers for them and looks at all of them again by `review_by`; `history` tells of earlier
    versions. None of the three is part of what the rules mean.

    `changes` restates rules of the rule set it extends, each whole and under its own id. `loosens` names
    those among them that are safety rules and made softer. `properties` hold for every set of answers, those
    left out that are `impossible`.
    """

    id: ContentId
    version: Version
    title: Text
    about: Text | None = None
    owner: Text | None = None
    review_by: Day | None = None
    history: tuple[Revision, ...] = ()
    extends: ContentId | None = None
    questionnaires: tuple[ContentId, ...] = Field(min_length=1)
    instruments: tuple[ContentId, ...] = ()
    modalities: tuple[Modality, ...] = Field(min_length=1)
    gates: Gates = Gates()
    definitions: dict[ItemId, Asked] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = Field(min_length=1)
    changes: tuple[Rule, ...] = ()
    loosens: tuple[Loosening, ...] = ()
    properties: tuple[Property, ...] = ()
    impossible: tuple[Impossible, ...] = ()
    tensions: tuple[Tension, ...] = ()
    doubts: tuple[Doubt, ...] = ()
