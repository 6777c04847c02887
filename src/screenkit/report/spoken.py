"""Say a condition in plain words, for somebody who holds a sheet of paper with numbered questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from screenkit.models.questionnaire import Item, Questionnaire

_Leaf = Is | IsNot | IsSilent | Compare

_BOUND: Mapping[Comparison, str] = {
    ">=": "{} or more",
    ">": "more than {}",
    "<=": "{} or less",
    "<": "less than {}",
    "==": "{}",
}
_SILENT = {"declined": "declined", "dont_know": "not known"}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an item or a score stands: the sheet, empty for the one in hand, and the number it has there."""

    sheet: str
    number: int | None
    item: Item | None


Spots = Mapping[str, Spot]
"""Where each item and score stands, by id."""


def spots(questionnaire: Questionnaire, others: Iterable[Questionnaire]) -> Spots:
    """Return where everything stands for somebody who holds one questionnaire and may hold the others."""
    found: dict[str, Spot] = {}
    for each in (*others, questionnaire):
        sheet = "" if each.id == questionnaire.id else each.title.split(",")[0]
        found |= {item.id: Spot(sheet, n, item) for n, item in enumerate(each.items, 1)}
        found |= {scale.id: Spot(scale.title, None, None) for scale in each.scales}
    return found


def spoken(condition: Condition, where: Spots) -> str:
    """Return a condition as the end of a sentence that begins with "when", "if" or "while"."""
    match condition:
        case Is() | IsNot() | IsSilent() | Compare():
            return _group([condition.name], _answers([condition], where), where)
        case Not(inner):
            return f"it is not so that {spoken(inner, where)}"
        case AllOf(parts):
            return ", and ".join(_whole(part, where) for part in parts)
        case AnyOf(parts):
            return _either(parts, where)
        case AtLeast(count, parts):
            return f"at least {count} of these hold: {'; '.join(_whole(part, where) for part in parts)}"
        case Named(_, inner):
            return spoken(inner, where)
        case _:
            assert_never(condition)


def numbered(numbers: Iterable[int], last: str = "and") -> str:
    """Return the numbers of questions in ascending order, three and more in a row as a stretch."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [part for run in runs for part in _run(run)]
    return listed(parts, last)


def listed(parts: Sequence[str], last: str = "or") -> str:
    """Return words in a row, the last two joined by `last`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def _run(run: list[int]) -> list[str]:
    return [f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(number) for number in run]  # noqa: PLR2004 - three in a row


def _whole(part: Condition, where: Spots) -> str:
    """Return a part so that it can be told from its neighbours."""
    told = spoken(part, where)
    return f"({told})" if isinstance(part, AllOf | AnyOf | AtLeast | Named) else told


def _either(parts: Iterable[Condition], where: Spots) -> str:
    """Say what is true of one question once, and of several questions in one breath."""
    by_name: dict[str, list[_Leaf]] = {}
    others: list[str] = []
    for part in parts:
        if isinstance(part, _Leaf):
            by_name.setdefault(part.name, []).append(part)
        else:
            others.append(_whole(part, where))
    alike: dict[tuple[str, str], list[str]] = {}
    for name, leaves in by_name.items():
        alike.setdefault((where[name].sheet, _answers(leaves, where)), []).append(name)
    return ", or ".join([*(_group(names, said, where) for (_, said), names in alike.items()), *others])


def _group(names: Sequence[str], said: str, where: Spots) -> str:
    """Return one statement about one question, or about several of one sheet."""
    spot = where[names[0]]
    numbers = [where[name].number for name in names]
    questions = [number for number in numbers if number is not None]
    if not questions:
        return f"the {spot.sheet} is {said}"
    of = f"{spot.sheet} " if spot.sheet else ""
    return f"{of}question {listed([str(n) for n in questions])} is {said}"


def _answers(leaves: Iterable[_Leaf], where: Spots) -> str:
    """Return the answers meant; "anything but" comes last, so that it takes in nothing that follows."""
    in_order = sorted(leaves, key=lambda leaf: isinstance(leaf, IsNot))
    return listed([said for leaf in in_order for said in _said(leaf, where[leaf.name].item)])


def _said(leaf: _Leaf, item: Item | None) -> list[str]:
    match leaf:
        case Is(_, values):
            return [_quoted(value, item) for value in values]
        case IsNot(_, values):
            return [f"anything but {listed([_quoted(value, item) for value in values])}"]
        case IsSilent(_, how):
            return [_SILENT[how]]
        case Compare(_, comparison, number):
            return [_BOUND[comparison].format(printed(number))]
        case _:
            assert_never(leaf)


def _quoted(value: str, item: Item | None) -> str:
    label = (item.values or {}).get(value, value) if item else value
    return f"\u201c{label}\u201d"
