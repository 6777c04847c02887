"""Conditions → the same questions in the languages of other engines, as text.

An engine that knows only true and false gets each rule twice: whether it surely holds, and whether it
possibly does. What is between the two is unknown. Sums are made for it by the caller, as the lowest and the
highest they can be: `phq_low`, `phq_high`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from screenkit.models.condition import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    Is,
    IsNot,
    IsSilent,
    Named,
    Not,
)
from screenkit.models.content import Content

OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
_YES_OR_NO = {"yes", "no"}


@dataclass(frozen=True)
class Words:
    """How an expression language with true and false says things; `counted` makes a number of a truth."""

    both: str = " and "
    either: str = " or "
    negation: str = "not ({})"
    counted: str = "(({}) ? 1 : 0)"
    listed: str = "{} in [{}]"


CEL = Words(both=" && ", either=" || ", negation="!({})")


class TwoValued:
    """Lowers conditions to expressions that are true or false."""

    def __init__(self, content: Content, words: Words = Words()) -> None:
        """Lower conditions on the items of a content into a language."""
        self._content = content
        self._words = words

    def pair(self, condition: Condition) -> tuple[str, str]:
        """Return when a condition surely holds, and when it possibly does."""
        return self._lowered(condition, possibly=False), self._lowered(condition, possibly=True)

    def _lowered(self, condition: Condition, *, possibly: bool) -> str:  # noqa: C901 - a case for each kind
        words = self._words
        match condition:
            case Is(name, values):
                return self._of_item(name, self._is_one_of(name, values), possibly=possibly)
            case IsNot(name, values):
                not_one = words.negation.format(self._is_one_of(name, values))
                return self._of_item(name, not_one, possibly=possibly)
            case Compare(name, comparison, number):
                if name not in self._content.scales:
                    return self._of_item(name, f"{name} {comparison} {number}", possibly=possibly)
                upwards = comparison in {">=", ">"}
                return f"({name}_{'high' if upwards == possibly else 'low'} {comparison} {number})"
            case Not(inner):
                return words.negation.format(self._lowered(inner, possibly=not possibly))
            case AllOf(parts):
                return f"({words.both.join(self._lowered(part, possibly=possibly) for part in parts)})"
            case AnyOf(parts):
                return f"({words.either.join(self._lowered(part, possibly=possibly) for part in parts)})"
            case AtLeast(count, parts):
                ones = (words.counted.format(self._lowered(part, possibly=possibly)) for part in parts)
                return f"(({' + '.join(ones)}) >= {count})"
            case Named(_, inner):
                return self._lowered(inner, possibly=possibly)
            case IsSilent():
                raise NotImplementedError("the table knows no silence but an empty cell")
            case _:
                assert_never(condition)

    def _is_one_of(self, name: str, values: Iterable[str]) -> str:
        if is_yes_or_no(self._content, name):
            return " or ".join(f"{name} == {'true' if value == 'yes' else 'false'}" for value in values)
        quoted = [f'"{value}"' for value in values]
        return (
            f"{name} == {quoted[0]}"
            if len(quoted) == 1
            else self._words.listed.format(name, ", ".join(quoted))
        )

    def _of_item(self, name: str, question: str, *, possibly: bool) -> str:
        if possibly:
            return f"({name} == null{self._words.either}{question})"
        return f"({name} != null{self._words.both}{question})"


def json_logic(  # noqa: C901 - a case for each kind
    content: Content, condition: Condition, *, possibly: bool
) -> Any:  # noqa: ANN401 - JSON
    """Return a condition as JsonLogic that is true or false."""

    def lowered(part: Condition, *, possibly: bool = possibly) -> Any:  # noqa: ANN401
        match part:
            case Is(name, values) if is_yes_or_no(content, name):
                return of_item(name, {"===": [{"var": name}, values == ("yes",)]}, possibly=possibly)
            case Is(name, values):
                return of_item(name, {"in": [{"var": name}, list(values)]}, possibly=possibly)
            case Compare(name, comparison, number):
                if name not in content.scales:
                    return of_item(name, {comparison: [{"var": name}, int(number)]}, possibly=possibly)
                upwards = comparison in {">=", ">"}
                end = "high" if upwards == possibly else "low"
                return {comparison: [{"var": f"{name}_{end}"}, int(number)]}
            case Not(inner):
                return {"!": [lowered(inner, possibly=not possibly)]}
            case AllOf(parts):
                return {"and": [lowered(each, possibly=possibly) for each in parts]}
            case AnyOf(parts):
                return {"or": [lowered(each, possibly=possibly) for each in parts]}
            case AtLeast(count, parts):
                ones = [{"if": [lowered(each, possibly=possibly), 1, 0]} for each in parts]
                return {">=": [{"+": ones}, count]}
            case _:
                raise NotImplementedError(type(part).__name__)

    def of_item(name: str, question: object, *, possibly: bool) -> object:
        unknown = {"===": [{"var": name}, None]}
        return {"or": [unknown, question]} if possibly else {"and": [{"!": [unknown]}, question]}

    return lowered(condition)


def polars(content: Content, condition: Condition) -> str:  # noqa: C901 - a case for each kind
    """Return a condition as a Polars expression; null is unknown, and Polars' own logic is Kleene's."""

    def lowered(part: Condition) -> str:
        match part:
            case Is(name, values) if is_yes_or_no(content, name):
                return f"pl.col('{name}?')" if values == ("yes",) else f"~pl.col('{name}?')"
            case Is(name, (value,)):
                return f"(pl.col('{name}') == '{value}')"
            case Is(name, values):
                return f"pl.col('{name}').is_in({list(values)})"
            case Compare(name, comparison, number) if name in content.scales:
                ends = ("low", "high") if comparison in {">=", ">"} else ("high", "low")
                surely, possibly = (f"(pl.col('{name}_{end}') {comparison} {number})" for end in ends)
                return f"pl.when({surely} == {possibly}).then({surely})"
            case Compare(name, comparison, number):
                return f"(pl.col('{name}') {comparison} {number})"
            case Not(inner):
                return f"~{lowered(inner)}"
            case AllOf(parts):
                return f"({' & '.join(map(lowered, parts))})"
            case AnyOf(parts):
                return f"({' | '.join(map(lowered, parts))})"
            case AtLeast(count, parts):
                sums = (
                    ", ".join(f"{lowered(each)}.fill_null({unknown}).cast(pl.UInt8)" for each in parts)
                    for unknown in (False, True)
                )
                surely, possibly = (f"(pl.sum_horizontal([{each}]) >= {count})" for each in sums)
                return f"pl.when({surely} == {possibly}).then({surely})"
            case _:
                raise NotImplementedError(type(part).__name__)

    return lowered(condition)


def sql(content: Content, condition: Condition) -> str:
    """Return a condition as SQL; NULL is unknown, and SQL's own logic is Kleene's."""

    def lowered(part: Condition) -> str:
        match part:
            case Is(name, values):
                return f"({name} IN ({', '.join(repr(value) for value in values)}))"
            case Compare(name, comparison, number) if name in content.scales:
                ends = ("low", "high") if comparison in {">=", ">"} else ("high", "low")
                surely, possibly = (f"{name}_{end} {comparison} {number}" for end in ends)
                return f"(CASE WHEN {surely} THEN true WHEN {possibly} THEN NULL ELSE false END)"
            case Compare(name, comparison, number):
                return f"({name} {comparison} {number})"
            case Not(inner):
                return f"(NOT {lowered(inner)})"
            case AllOf(parts):
                return f"({' AND '.join(map(lowered, parts))})"
            case AnyOf(parts):
                return f"({' OR '.join(map(lowered, parts))})"
            case AtLeast(count, parts):
                surely, possibly = (
                    " + ".join(f"coalesce({lowered(each)}, {unknown})::UTINYINT" for each in parts)
                    for unknown in ("false", "true")
                )
                return (
                    f"(CASE WHEN {surely} >= {count} THEN true "
                    f"WHEN {possibly} >= {count} THEN NULL ELSE false END)"
                )
            case _:
                raise NotImplementedError(type(part).__name__)

    return lowered(condition)


class Python:
    """Lowers conditions to one Python function over the cells of a row.

    A truth is two bits: 3 yes, 1 unknown, 0 no, so that `&` and `|` are Kleene's own. The function returns
    the truths of all rules in one number, two bits each.
    """

    def __init__(
        self, content: Content, places: Mapping[str, int], spelled: Callable[[str, str], str]
    ) -> None:
        """`places` says where each item's cell is, `spelled` how a cell spells a value of an item."""
        self._content = content
        self._places = places
        self._spelled = spelled
        self.tables: dict[str, Any] = {"UNTRUE": {0: 3, 1: 1, 3: 0}, "ONES": {0: 0, 1: 1, 3: 65}}
        self._lines: list[str] = []
        self._named: dict[object, str] = {}

    def source(self, conditions: Iterable[Condition]) -> str:
        """Return the text of a function `truths(row)`."""
        rules = " | ".join(f"({self._lowered(each)} << {2 * n})" for n, each in enumerate(conditions))
        return "\n    ".join(["def truths(row):", *self._lines, f"return {rules}"])

    def _lowered(self, condition: Condition) -> str:
        match condition:
            case Is(name, values):
                item = self._content.items[name]
                truth = {self._spelled(name, each): 3 if each in values else 0 for each in item.values or {}}
                return self._looked_up(condition, name, truth)
            case Compare(name, comparison, number) if name in self._content.scales:
                ends = ("low", "high") if comparison in {">=", ">"} else ("high", "low")
                self._sum(name)
                surely, possibly = (f"{name}_{end} {comparison} {number}" for end in ends)
                return self._line(condition, f"3 if {surely} else 1 if {possibly} else 0")
            case Compare(name, comparison, number):
                offered = self._content.items[name].number
                numbers = range(offered.lowest, offered.highest + 1, offered.step) if offered else ()
                truth = {str(n): 3 if _holds(n, comparison, int(number)) else 0 for n in numbers}
                return self._looked_up(condition, name, truth)
            case Not(inner):
                return f"UNTRUE[{self._lowered(inner)}]"
            case AllOf(parts):
                return f"({' & '.join(map(self._lowered, parts))})"
            case AnyOf(parts):
                return f"({' | '.join(map(self._lowered, parts))})"
            case AtLeast(count, parts):
                ones = self._line(condition, " + ".join(f"ONES[{self._lowered(each)}]" for each in parts))
                return f"(3 if {ones} >> 6 >= {count} else 1 if {ones} & 63 >= {count} else 0)"
            case _:
                raise NotImplementedError(type(condition).__name__)

    def _looked_up(self, condition: Condition, name: str, truth: dict[str, int]) -> str:
        table = f"T{len(self.tables)}"
        line = self._line(condition, f"{table}[row[{self._places[name]}]]")
        self.tables[table] = {**truth, "": 1}
        return line

    def _line(self, key: object, text: str) -> str:
        if key not in self._named:
            self._named[key] = f"x{len(self._named)}"
            self._lines.append(f"{self._named[key]} = {text}")
        return self._named[key]

    def _sum(self, name: str) -> None:
        if name in self._named:
            return
        self._named[name] = name
        items = self._content.scales[name].items
        highest = max(offered.highest for item in items if (offered := self._content.items[item].number))
        self.tables[f"N{highest}"] = {**{str(n): n for n in range(highest + 1)}, "": 1 << 12}
        self._lines.append(f"s = {' + '.join(f'N{highest}[row[{self._places[item]}]]' for item in items)}")
        self._lines.append(f"{name}_low = s & 4095")
        self._lines.append(f"{name}_high = {name}_low + (s >> 12) * {highest}")


def is_yes_or_no(content: Content, name: str) -> bool:
    """Say whether an item is a question of yes or no."""
    return set(content.items[name].values or ()) == _YES_OR_NO


def _holds(number: int, comparison: str, limit: int) -> bool:
    return {
        ">=": number >= limit,
        ">": number > limit,
        "<=": number <= limit,
        "<": number < limit,
        "==": number == limit,
    }[comparison]
