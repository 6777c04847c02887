"""Plain data → one model, or everything that is wrong with it in our own words."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from screenkit.content.draft import Draft
from screenkit.content.grammar import Fault, outcome
from screenkit.content.read import Document, Path, Plain
from screenkit.errors import Problem, suggestion
from screenkit.models.condition import Condition

_CONDITION_KEYS = {"when", "unless", "ask_when", "hold_back_unless", "released_by", "assessed_when"}
_OUTCOME_KEY = "never"

Parse = Callable[[str], tuple[Condition | None, list[Fault]]]
M = TypeVar("M", bound=BaseModel)


def shape(document: Document, model: type[M], parse: Parse) -> M | None:
    """Return the model a document spells; its problems are added to the document's own."""
    return drafted(document, model, parse).model


def drafted(document: Document, model: type[M], parse: Parse) -> Draft[M]:
    """Return a document with the model it spells, if any; its problems are added to the document's own."""
    if not isinstance(document.data, dict):
        document.problems.append(
            Problem(document.where(()), "the file holds no keys", "write 'id:', 'title:' and so on")
        )
        return Draft(document, None, {}, frozenset({()}))
    data = with_conditions(document, document.data, (), parse)
    try:
        return Draft(document, model.model_validate(data), data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    broken = {_in_file(document, detail) for detail in details}
    document.problems.extend(_problems(document, model, details, broken))
    return Draft(document, None, data, frozenset(broken))


def no_condition(_: str) -> tuple[Condition | None, list[Fault]]:
    """Leave text as it is, for files none of whose keys holds a condition."""
    return None, []


def with_conditions(document: Document, value: Plain, path: Path, parse: Parse) -> Any:  # noqa: ANN401 - any content
    """Return plain data in which every condition written as text is parsed."""
    if isinstance(value, dict):
        return {
            key: _condition(document, inner, (*path, key), parse)
            if isinstance(inner, str) and (key in _CONDITION_KEYS or path == ("definitions",))
            else _condition(document, inner, (*path, key), outcome)
            if isinstance(inner, str) and key == _OUTCOME_KEY
            else with_conditions(document, inner, (*path, key), parse)
            for key, inner in value.items()
        }
    if isinstance(value, tuple):
        return tuple(with_conditions(document, inner, (*path, n), parse) for n, inner in enumerate(value))
    return value


def _condition(document: Document, text: str, path: Path, parse: Parse) -> Condition | str:
    condition, faults = parse(" ".join(text.split()))
    document.problems.extend(
        Problem(f"{document.where(path)} (column {fault.column} of the condition)", fault.what, fault.do)
        for fault in faults
    )
    return condition or text


def _problems(
    document: Document, model: type[BaseModel], details: Sequence[ErrorDetails], broken: AbstractSet[Path]
) -> Iterator[Problem]:
    for detail in details:
        path = _in_file(document, detail)
        if any(_related(path, unread) for unread in document.unread):
            continue  # what stands there could not be read, and was complained of
        if detail["type"] == "value_error" and detail["msg"].endswith("not a condition"):
            if not isinstance(_at(document.data, path), str):  # text has been complained of while parsing
                yield Problem(
                    document.where(path), "this is no condition", "write one such as 'item is value'"
                )
            continue
        if detail["type"] == "too_short" and any(
            other[: len(path)] == path and other != path for other in broken
        ):
            continue  # pydantic also calls a list short when its parts are broken
        what, do = _in_our_words(detail, model, path)
        yield Problem(document.where(path), what, do)


def _related(path: Path, other: Path) -> bool:
    """Say whether one of two places lies in the other."""
    return all(mine == theirs for mine, theirs in zip(path, other, strict=False))


def _in_file(document: Document, detail: ErrorDetails) -> Path:
    """Return the path of an error without the steps pydantic adds that are not in the file."""
    path: Path = ()
    for step in detail["loc"]:
        longer = (*path, step)
        if longer in document.lines or (step == detail["loc"][-1] and detail["type"] == "missing"):
            path = longer
    return path


def _at(data: Plain, path: Path) -> Plain:
    for step in path:
        match data:
            case dict() if isinstance(step, str):
                data = data.get(step)
            case tuple() if isinstance(step, int) and step < len(data):
                data = data[step]
            case _:
                return None
    return data


_TYPES = {
    "string_type": ("this must be text", "write words; put numbers and yes/true in quotes if text is meant"),
    "int_type": ("this must be a whole number", "write digits only"),
    "bool_type": ("this must be true or false", "write true or false"),
    "tuple_type": ("this must be a list", "write [a, b], or one '- ' line for each entry"),
    "dict_type": ("this must hold keys", "write 'key: value' lines below it"),
    "model_type": ("this must hold keys", "write 'key: value' lines below it"),
    "string_too_short": ("this is empty", "write something, or take the key away"),
}


def _in_our_words(detail: ErrorDetails, model: type[BaseModel], path: Path) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in _TYPES:
        return _TYPES[kind]
    match kind:
        case "missing":
            return f"'{path[-1]}' is missing", "add it"
        case "extra_forbidden":
            return f"there is no key '{path[-1]}' here", suggestion(
                str(path[-1]), _keys(model), "take it away"
            )
        case "literal_error":
            return "this word is not one of those allowed here", f"write {context['expected']}"
        case "string_pattern_mismatch":
            return "this is not written as an id or a version must be", f"it must match {context['pattern']}"
        case "string_too_long":
            return "this id is too long", f"use at most {context['max_length']} characters"
        case "too_short":
            return "this holds too few entries", f"write at least {context['min_length']}"
        case "greater_than_equal":
            return "this number is too small", f"write {context['ge']} or more"
        case "value_error":
            return str(context["error"]), "change it so that this holds"
        case _:
            return detail["msg"], "see docs/rule-format.md"


def _keys(model: type[BaseModel]) -> set[str]:
    """Return every key that may stand anywhere in a file of this kind, to suggest from."""
    found: set[str] = set()
    waiting: list[Any] = [model]
    seen: set[Any] = set()
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for name, field in kind.model_fields.items():
                found.add(field.alias or name)
                waiting.append(field.annotation)
        else:
            waiting.extend(getattr(kind, "__args__", ()))
    return found
