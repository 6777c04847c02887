"""Properties: what must hold of a rule set for every set of answers, as it says itself."""

from collections.abc import Sequence
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from screenkit.models.base import MODALITIES, Asked, ContentId, ItemId, Modality, Model, Text
from screenkit.models.condition import AllOf, AnyOf, AtLeast, Condition, Is, IsNot, Named, Not

Law = Literal[
    "an unanswered gate is never open",
    "a worse answer is never better",
    "silence is never better than the mildest positive answer",
    "a later form is never better on a safety rule",
    "a benefit offsets no barrier",
    "more knowledge only narrows",
    "complete answers settle",
    "no total clears an alert",
    "a higher alert never has a milder action text",
]
"""What can be said of a whole rule set in one sentence; docs/properties.md says what each means exactly."""

LAWS: tuple[Law, ...] = get_args(Law)

ANY_FORM = "any_form"
"""In `never`: some form of group of the rule set."""

SAFETY = "safety"
"""In `never`: the gravest level of alert."""

OUTCOMES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((*MODALITIES, ANY_FORM), ("suitable", "conditional", "hold", "not_recommended")),
    SAFETY: ("none", "complete_screen", "same_day", "immediate"),
}
"""What the `never` of a property may name, and the values each has; every one of them always has one."""

_WITH_ITEMS = {LAWS[0], LAWS[1], LAWS[2]}
_WITH_FORMS = {LAWS[0], LAWS[3]}


class Property(Model):
    """What must hold for every set of answers: an outcome that never comes with some answers, or a law.

    `never` is a condition over what comes out: the forms of group, `any_form`, and `safety`. It is read with
    `when`, a condition over answers, and `unless`, one that makes an exception while it is yes. `always`
    names a law; `items` and `for` say which items and forms it is about, where it is not about all of them.
    """

    id: ContentId
    title: Text | None = None
    never: Asked | None = None
    when: Asked | None = None
    unless: Asked | None = None
    always: Law | None = None
    items: tuple[ItemId, ...] = ()
    modalities: tuple[Modality, ...] = Field(alias="for", default=())

    @model_validator(mode="after")
    def _one_statement(self) -> Self:
        if (self.never is None) == (self.always is None):
            raise ValueError("a property says what is 'never' so, or what is 'always' so, one of the two")
        if (self.never is None) != (self.when is None):
            raise ValueError("'never' and 'when' go together")
        if self.unless is not None and self.never is None:
            raise ValueError("'unless' belongs to 'never' and 'when'")
        if self.items and self.always not in _WITH_ITEMS:
            raise ValueError("only a law about answers names 'items'")
        if self.modalities and self.always not in _WITH_FORMS:
            raise ValueError("only a law about forms names 'for'")
        if self.always == LAWS[2] and not self.items:
            raise ValueError("name the 'items' whose silence counts")
        return self


def spelled_out(outcome: Condition, forms: Sequence[Modality]) -> Condition:
    """Return an outcome in which `any_form` is replaced by the forms of group of a rule set."""
    match outcome:
        case Is(name, values) if name == ANY_FORM:
            return AnyOf(tuple(Is(form, values) for form in forms))
        case IsNot(name, values) if name == ANY_FORM:
            return AnyOf(tuple(IsNot(form, values) for form in forms))
        case Not(inner):
            return Not(spelled_out(inner, forms))
        case AllOf(parts):
            return AllOf(tuple(spelled_out(part, forms) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(spelled_out(part, forms) for part in parts))
        case AtLeast(count, parts):
            return AtLeast(count, tuple(spelled_out(part, forms) for part in parts))
        case Named(_, inner):
            return spelled_out(inner, forms)
        case _:
            return outcome
