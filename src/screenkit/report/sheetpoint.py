"""One point of the preparation sheet: what an item says to the person, by its value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from screenkit.models.base import MODALITIES, Modality

By = Literal["you", "we", "both"]


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to settle and who does it; left out where an item has the value `unless` names."""

    text: str
    by: By
    unless: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """What one item says to the person by its value, agreed or to settle; `unanswered` where it has none."""

    item: str
    forms: tuple[Modality, ...] = MODALITIES
    agreed: Mapping[str, str] = field(default_factory=dict)
    settle: Mapping[str, Todo] = field(default_factory=dict)
    unanswered: Todo | None = None


def point(  # noqa: PLR0913 - one part of the sheet a name
    item: str,
    *,
    forms: tuple[Modality, ...] = MODALITIES,
    yes: str | None = None,
    no: Todo | None = None,
    agreed: Mapping[str, str] | None = None,
    settle: Mapping[str, Todo] | None = None,
    asks: bool = True,
) -> Point:
    """Return a point of a question that is mostly answered yes or no; without an answer it reads as a no."""
    said = {**({"yes": yes} if yes else {}), **(agreed or {})}
    todo = {**({"no": no} if no else {}), **(settle or {})}
    return Point(item, forms, said, todo, no if asks else None)
