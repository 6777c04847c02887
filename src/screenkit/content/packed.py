"""A loaded content → bytes, and back: its kinds come from a closed list, and reading runs nothing."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any

from screenkit.models import condition, criterion, licence, questionnaire, ruleset
from screenkit.models import property as stated
from screenkit.models.base import Model
from screenkit.models.content import Content, ContentVersion, Versions

_MODELS: tuple[type[Model], ...] = (
    ruleset.RuleSet,
    ruleset.Rule,
    ruleset.Gates,
    ruleset.Tension,
    ruleset.Doubt,
    ruleset.Impossible,
    ruleset.Revision,
    ruleset.Loosening,
    stated.Property,
    questionnaire.Questionnaire,
    questionnaire.Section,
    questionnaire.Item,
    questionnaire.Numbers,
    questionnaire.Gate,
    questionnaire.Scale,
    questionnaire.Band,
    questionnaire.CutOff,
    questionnaire.MissingRule,
    questionnaire.Rescale,
    licence.Licence,
    licence.Loinc,
    criterion.Criteria,
    criterion.Work,
    criterion.Criterion,
    criterion.Source,
    criterion.Evidence,
    criterion.Half,
    criterion.TensionSide,
    criterion.TensionStatement,
)
_VALUES: tuple[type[Any], ...] = (
    condition.Is,
    condition.IsNot,
    condition.IsSilent,
    condition.Compare,
    condition.Not,
    condition.AllOf,
    condition.AnyOf,
    condition.AtLeast,
    condition.Named,
    ContentVersion,
    Versions,
)
_KINDS = (*_MODELS, *_VALUES)
_FIELDS = (
    *(tuple(kind.model_fields) for kind in _MODELS),
    *(tuple(f.name for f in fields(k)) for k in _VALUES),
)
_PLACES = {kind: place for place, kind in enumerate(_KINDS)}

_TUPLE, _MAPPING, _FRACTION, _DAY, _AGAIN = "t", "m", "f", "d", "="
"""How a list in the JSON begins that is no model and no value: with what it is."""


def pack(content: Content) -> bytes:
    """Return a content as JSON, with the versions it works out; of its sources the names only."""
    parts = (
        content.ruleset,
        content.chain,
        dict(content.questionnaires),
        content.criteria_files,
        content.versions,
        tuple(content.sources),
    )
    return json.dumps(_Packer().packed(parts), ensure_ascii=False, separators=(",", ":")).encode()


def unpack(body: bytes, files: Mapping[str, bytes]) -> Content:
    """Return the content that was packed; `files` holds its sources, by name.

    Nothing is validated: whoever hands the bytes over knows that they are those that were packed.

    Raises:
        ValueError, TypeError, LookupError, RecursionError: when these are no bytes of a packed content.

    """
    chosen, chain, questionnaires, criteria, versions, sources = _Unpacker().unpacked(json.loads(body))
    content = Content(chosen, chain, questionnaires, criteria, {name: files[name] for name in sources})
    vars(content)["versions"] = versions  # working them out again would build every serializer there is
    return content


class _Packer:
    """Packs each model and each value once; where it stands again, its number does."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}

    def packed(self, value: Any) -> Any:  # noqa: ANN401 - any part of a content
        match value:
            case None | str() | bool() | int():
                return value
            case Fraction():
                return [_FRACTION, value.numerator, value.denominator]
            case date():
                return [_DAY, value.isoformat()]
            case tuple():
                return [_TUPLE, *map(self.packed, value)]
            case dict():
                return [
                    _MAPPING,
                    *(part for key, inner in value.items() for part in (key, self.packed(inner))),
                ]
            case _:
                return self._object(value)

    def _object(self, value: Any) -> list[Any]:  # noqa: ANN401
        if id(value) in self._numbers:
            return [_AGAIN, self._numbers[id(value)]]
        place = _PLACES[type(value)]
        names = _FIELDS[place]
        held = [self.packed(getattr(value, name)) for name in names]
        said = (
            [n for n, name in enumerate(names) if name in value.model_fields_set]
            if isinstance(value, Model)
            else 0
        )
        self._numbers[id(value)] = len(self._numbers)
        return [place, said, *held]


class _Unpacker:
    def __init__(self) -> None:
        self._made: list[Any] = []

    def unpacked(self, value: Any) -> Any:  # noqa: ANN401 - any part of a content
        if type(value) is not list:
            return value
        kind = value[0]
        if type(kind) is int:
            return self._object(kind, value)
        if kind == _TUPLE:
            return tuple([self.unpacked(inner) for inner in value[1:]])
        if kind == _AGAIN:
            return self._made[value[1]]
        if kind == _MAPPING:
            return {value[n]: self.unpacked(value[n + 1]) for n in range(1, len(value), 2)}
        if kind == _FRACTION:
            return Fraction(value[1], value[2])
        if kind == _DAY:
            return date.fromisoformat(value[1])
        raise ValueError("no part of a packed content")

    def _object(self, place: int, value: list[Any]) -> Any:  # noqa: ANN401
        held = [self.unpacked(inner) for inner in value[2:]]
        names = _FIELDS[place]
        if len(held) != len(names):
            raise ValueError("a part of a packed content has other fields")
        if place < len(_MODELS):
            made: Any = _restored(_MODELS[place], dict(zip(names, held, strict=True)), value[1])
        else:
            made = _KINDS[place](*held)
        self._made.append(made)
        return made


def _restored(kind: type[Model], held: dict[str, Any], said: list[int]) -> Model:
    """Return a model as pydantic itself restores a copy: its values are known to be good."""
    made = kind.__new__(kind)
    names = _FIELDS[_PLACES[kind]]
    made.__setstate__(
        {
            "__dict__": held,
            "__pydantic_extra__": None,
            "__pydantic_fields_set__": {names[n] for n in said},
            "__pydantic_private__": None,
        }
    )
    return made
