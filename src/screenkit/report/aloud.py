"""Say a condition in plain English, with the questions and answers in their own words."""

from collections.abc import Mapping
from typing import assert_never

from screenkit.models.base import printed
from screenkit.models.condition import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Comparison,
    Condition,
    Is,
    IsNot,
    IsSilent,
    Named,
    Not,
)
from screenkit.models.content import Content
from screenkit.report.spoken import listed

_BOUND: Mapping[Comparison, str] = {
    ">=": "{} or more",
    ">": "more than {}",
    "<=": "{} or less",
    "<": "less than {}",
    "==": "exactly {}",
}
_SILENT = {"declined": "was declined", "dont_know": "was answered with “I don't know”"}


def aloud(condition: Condition, content: Content) -> str:
    """Return a condition as the end of a sentence that begins with "when"."""
    match condition:
        case Is() | IsNot() | IsSilent() | Compare():
            return _asked(condition, content)
        case Not(inner):
            return f"it is not so that {aloud(inner, content)}"
        case AllOf(parts):
            return ", and ".join(_whole(part, content) for part in parts)
        case AnyOf(parts):
            return ", or ".join(_either(parts, content))
        case AtLeast(1, parts):
            return f"one or more of these hold: {'; '.join(_either(parts, content))}"
        case AtLeast(count, parts):
            told = "; ".join(_whole(part, content) for part in parts)
            return f"at least {count} of these hold: {told}"
        case Named(name):
            return f"“{named(name)}” is so"
        case _:
            assert_never(condition)


def _asked(leaf: Is | IsNot | IsSilent | Compare, content: Content) -> str:
    question = _question(leaf.name, content)
    match leaf:
        case Is(name, values):
            return f"{question} is answered {_answers(name, values, content)}"
        case IsNot(name, values):
            return f"{question} is answered, and not {_answers(name, values, content)}"
        case IsSilent(_, how):
            return f"{question} {_SILENT[how]}"
        case Compare(_, comparison, number):
            return f"{question} is {_BOUND[comparison].format(printed(number))}"
        case _:
            assert_never(leaf)


def named(definition: str) -> str:
    """Return the name of a definition as words."""
    return definition.replace("_", " ")


def _whole(part: Condition, content: Content) -> str:
    """Return a part so that it can be told from its neighbours."""
    told = aloud(part, content)
    return f"({told})" if isinstance(part, AllOf | AnyOf | AtLeast) else told


def _either(parts: tuple[Condition, ...], content: Content) -> list[str]:
    """Return parts of which one is enough; the two ways of being silent on one question in one breath."""
    silent = {(part.name, part.how) for part in parts if isinstance(part, IsSilent)}
    both = {name for name, _ in silent if {(name, "declined"), (name, "dont_know")} <= silent}
    told: list[str] = []
    for part in parts:
        if isinstance(part, IsSilent) and part.name in both:
            if part.how == "declined":
                told.append(f"{_question(part.name, content)} was declined or not known")
        else:
            told.append(_whole(part, content))
    return told


def _question(name: str, content: Content) -> str:
    if name in content.scales:
        return f"the score “{content.scales[name].title}”"
    item = content.items[name]
    home = content.home[name]
    of = f"{home.title.split(',')[0]}: " if home.kind == "instrument" else ""
    return f"“{of}{item.text}”"


def _answers(name: str, values: tuple[str, ...], content: Content) -> str:
    labels = content.items[name].values or {}
    return listed([f"“{labels.get(value, value)}”" for value in values])
