"""Vignettes: invented people, and what a careful reading of the rules expects of each."""

from typing import Annotated, Literal, Self

from pydantic import Field, WithJsonSchema, model_validator

from screenkit.models.base import ContentId, CriterionId, ItemId, Modality, Model, Text
from screenkit.models.ruleset import AlertLevel, Effect

Expected = Literal["suitable", "conditional", "hold", "not_recommended"]
Written = dict[ItemId, Annotated[str, WithJsonSchema({"type": ["string", "number"]})]]
"""Item or score id → the answer as an answer file spells it."""


class Outcome(Model):
    """What answers come to: the recommendation for each form of group, and the alert."""

    in_person: Expected | None = None
    online_video: Expected | None = None
    online_text: Expected | None = None
    online_forum: Expected | None = None
    safety: AlertLevel | Literal["none"] | None = None

    @property
    def by_modality(self) -> dict[Modality, Expected]:
        """The recommendations that are stated."""
        stated: dict[Modality, Expected | None] = {
            "in_person": self.in_person,
            "online_video": self.online_video,
            "online_text": self.online_text,
            "online_forum": self.online_forum,
        }
        return {modality: expected for modality, expected in stated.items() if expected is not None}


class Vignette(Model):
    """One invented person: what is known, and what has to follow.

    `like` names another vignette whose answers hold where this one gives none. `must_find`, `must_not_find`
    and `must_ask` are rules that are yes, that are not yes, and that are undecided.
    """

    id: ContentId
    title: Text
    story: Text | None = None
    like: ContentId | None = None
    answers: Written = Field(default_factory=dict)
    expected: Outcome
    must_cite: tuple[CriterionId, ...] = ()
    must_find: tuple[ContentId, ...] = ()
    must_not_find: tuple[ContentId, ...] = ()
    must_ask: tuple[ContentId, ...] = ()


class ComesTo(Model):
    """What the first case on either side of an edge comes to."""

    yes: Outcome | None = None
    unknown: Outcome | None = None


class Edge(Model):
    """Answers on all sides of one rule or definition, laid over those of the person named by `like`.

    `effect`, `for` and `if_unknown` say once more what the rule does, so that a slip in one place is seen in
    the other. Of a `gate`, `unknown` leaves the item without a value.
    """

    rule: ContentId | None = None
    definition: ItemId | None = None
    gate: ItemId | None = None
    like: ContentId | None = None
    effect: Effect | None = None
    modalities: tuple[Modality, ...] = Field(alias="for", default=())
    if_unknown: Literal["counts", "asks"] | None = None
    yes: tuple[Written, ...] = ()
    no: tuple[Written, ...] = ()
    unknown: tuple[Written, ...] = ()
    comes_to: ComesTo = ComesTo()

    @model_validator(mode="after")
    def _of_one(self) -> Self:
        if sum(name is not None for name in (self.rule, self.definition, self.gate)) != 1:
            raise ValueError("an edge is of a 'rule', a 'definition' or a 'gate', one of them")
        return self


class Vignettes(Model):
    """A file of vignettes for one rule set; `like` is whom its edges are laid over."""

    rules: ContentId
    about: Text | None = None
    like: ContentId | None = None
    vignettes: tuple[Vignette, ...] = ()
    edges: tuple[Edge, ...] = ()

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        if not self.vignettes and not self.edges:
            raise ValueError("a file of vignettes holds at least one vignette or edge")
        return self


class Acceptance(Model):
    """A fault that `rules check` finds and that is none: which check, where, and why it may stand.

    For `impossible`, `what` is the id of the property whose proof may rest on the combination at `at`; where
    `at` is the property, that of the combination.
    """

    check: ContentId
    at: Text
    what: Text | None = None
    because: Text

    @model_validator(mode="after")
    def _names_one_proof(self) -> Self:
        if self.check == "impossible" and self.what is None:
            raise ValueError(
                "'impossible' is accepted for one proof: say in 'what' which property rests on it "
                "(or, at a property, on which combination)"
            )
        return self


class Accepted(Model):
    """A file of faults that may stand, for one rule set."""

    rules: ContentId
    accepted: tuple[Acceptance, ...] = Field(min_length=1)
