"""The grammar of conditions: text as an author writes it → the closed union the engine walks."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from screenkit.errors import suggestion
from screenkit.models.condition import (
    RESERVED,
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
    leaves,
)
from screenkit.models.property import OUTCOMES

_GRAMMAR = (files("screenkit.content") / "condition.lark").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a condition, at which column of its text (counted from 1), and what to do."""

    column: int
    what: str
    do: str


@dataclass(frozen=True, slots=True)
class Words:
    """What an item that is answered in words offers."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """What an item or score that is a number can be."""

    lowest: Fraction
    highest: Fraction
    is_score: bool


@dataclass(frozen=True, slots=True)
class Unclear:
    """An item or score of which nobody can say what it can be, because its own file has a problem."""


Terms = Mapping[str, Words | Amount | Unclear]
"""Everything a condition may name: item or score id → what it can be."""

LookUp = Callable[[str], Condition | None]
"""Finds the condition a definition stands for."""


DEEPEST = 40
"""Brackets inside one another that are read."""


def parse(
    text: str,
    terms: Terms | None,
    look_up: LookUp,
    defined: Collection[str] = (),
    *,
    all_known: bool = True,
) -> tuple[Condition | None, list[Fault]]:
    """Return the condition that `text` spells, or None, and everything that is wrong with it.

    Without `terms` only the spelling is looked at, not what the names mean. Unless `all_known`, a name that
    is neither among the terms nor defined may be one all the same, and is let pass.
    """
    deep = _too_deep(text)
    if deep:
        return None, [
            Fault(deep, f"brackets inside more than {DEEPEST} others", "name a part under 'definitions'")
        ]
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as error:
        return None, [_syntax_fault(error, text)]
    builder = _Builder(terms or {}, look_up, defined, all_known=all_known)
    condition = builder.build(tree)
    return condition, builder.faults if terms is not None else []


def outcome(text: str) -> tuple[Condition | None, list[Fault]]:
    """Return the condition over what comes out of a screening that `text` spells, as `parse` does."""
    condition, faults = parse(
        text, {name: Words(values) for name, values in OUTCOMES.items()}, lambda _: None
    )
    if condition is not None and any(isinstance(leaf, IsSilent) for leaf in leaves(condition)):
        faults.append(Fault(1, "what comes out is never declined or not known", "ask for its values"))
    return condition, faults


def _too_deep(text: str) -> int:
    """Return the column of the first bracket inside too many others, or 0."""
    depth = 0
    for column, char in enumerate(text, 1):
        depth += (char == "(") - (char == ")")
        if depth > DEEPEST:
            return column
    return 0


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, start="condition", parser="lalr", maybe_placeholders=False)


class _Builder:
    """Turns a parse tree into a condition and notes what its names cannot mean."""

    def __init__(self, terms: Terms, look_up: LookUp, defined: Collection[str], *, all_known: bool) -> None:
        self._terms = terms
        self._all_known = all_known
        self._defined = defined
        self._look_up = look_up
        self.faults: list[Fault] = []

    def build(self, tree: Tree[Token]) -> Condition:
        parts: list[Any] = list(tree.children)
        match tree.data:
            case "all":
                return AllOf(tuple(self.build(part) for part in parts))
            case "any":
                return AnyOf(tuple(self.build(part) for part in parts))
            case "negation":
                return Not(self.build(parts[0]))
            case "at_least":
                return self._at_least(parts[0], tuple(self.build(part) for part in parts[1:]))
            case "is":
                return self._is(parts[0], parts[1:])
            case "is_not":
                return IsNot(self._words(parts[0], parts[1:]), tuple(str(value) for value in parts[1:]))
            case "compare":
                return self._compare(*parts)
            case _:
                return self._named(parts[0])

    def _at_least(self, count: Token, parts: tuple[Condition, ...]) -> Condition:
        if not 1 <= int(count) <= len(parts):
            self._fault(
                count,
                f"at least {count} of {len(parts)} can never be decided by them",
                f"write a number from 1 to {len(parts)}",
            )
        return AtLeast(int(count), parts)

    def _is(self, name: Token, values: list[Token]) -> Condition:
        if values[0].type == "SILENCE":
            if isinstance(self._term(name), Amount) and self._is_score(name):
                self._fault(
                    name, f"'{name}' is a score; only an item can be declined or not known", "name the items"
                )
            return IsSilent(str(name), "declined" if values[0] == "declined" else "dont_know")
        return Is(self._words(name, values), tuple(str(value) for value in values))

    def _compare(self, name: Token, comparison: Token, number: Token) -> Condition:
        match self._term(name):
            case Words(values):
                self._fault(
                    name,
                    f"'{name}' is answered in words, not numbers",
                    f"write '{name} is {values[0]}' or another of its values",
                )
            case Amount(lowest, highest) if not lowest <= Fraction(number) <= highest:
                self._fault(
                    number,
                    f"'{name}' runs from {lowest} to {highest}, never {number}",
                    "write a number in that range",
                )
            case _:
                pass
        return Compare(str(name), comparison.value, Fraction(number))

    def _named(self, name: Token) -> Condition:
        condition = self._look_up(str(name))
        if condition is None:
            if str(name) in self._terms:
                self._fault(
                    name,
                    f"'{name}' is an item, not a condition",
                    f"ask something of it, such as '{name} is …'",
                )
            elif self._all_known:
                do = suggestion(
                    str(name),
                    (*self._defined, *self._terms),
                    "define it under 'definitions', or name an item",
                )
                self._fault(name, f"no definition '{name}'", do)
            return Named(str(name), AllOf(()))
        return Named(str(name), condition)

    def _words(self, name: Token, values: list[Token]) -> str:
        match self._term(name):
            case Amount():
                self._fault(
                    name, f"'{name}' is a number, not a word", f"write '{name} >= …' or another comparison"
                )
            case Words(offered):
                for value in values:
                    if value in RESERVED:
                        self._fault(value, f"'{value}' cannot stand here", _how_to(str(value)))
                    elif value not in offered:
                        do = suggestion(str(value), offered, f"it offers {', '.join(offered)}")
                        self._fault(value, f"'{name}' does not offer '{value}'", do)
            case Unclear() | None:
                pass
        return str(name)

    def _is_score(self, name: Token) -> bool:
        term = self._terms.get(str(name))
        return isinstance(term, Amount) and term.is_score

    def _term(self, name: Token) -> Words | Amount | Unclear | None:
        term = self._terms.get(str(name))
        if term is None and self._all_known:
            do = suggestion(
                str(name), self._terms, "name an item or a score of the rule set's questionnaires"
            )
            self._fault(name, f"no item '{name}'", do)
        return term

    def _fault(self, token: Token, what: str, do: str) -> None:
        self.faults.append(Fault((token.start_pos or 0) + 1, what, do))


def _syntax_fault(error: UnexpectedInput, text: str) -> Fault:
    column = int(getattr(error, "pos_in_stream", None) or 0) + 1
    match error:
        case UnexpectedToken(expected=expected) if expected == {"LPAR"}:
            return Fault(column, "brackets are missing", "write 'not (…)' or 'at least 2 of (…; …)'")
        case UnexpectedToken(token=token) if token.type == "$END":
            return Fault(
                max(len(text), 1), "the condition breaks off", "finish it, or take the last word away"
            )
        case UnexpectedToken(token=token) if token in {"and", "or"}:
            return Fault(column, "'and' stands beside 'or'", "put brackets around what belongs together")
        case UnexpectedToken(token=token) if token in RESERVED:
            return Fault(column, f"'{token}' cannot stand here", _how_to(str(token)))
        case UnexpectedToken(token=token):
            return Fault(
                column,
                f"'{token}' cannot stand here",
                "write 'item is value', 'item >= number', or a definition",
            )
        case UnexpectedCharacters():
            return Fault(
                column,
                f"the character {text[column - 1]!r} cannot stand here",
                "use words, numbers and brackets",
            )
        case _:
            return Fault(
                column, "this is no condition", "write 'item is value', 'item >= number', or a definition"
            )


def _how_to(word: str) -> str:
    if word in {"declined", "dont_know"}:
        return f"write 'item is {word}' by itself, or 'not (item is {word})'"
    if word == "not":
        return "write 'not (…)' with brackets, or 'item is not value'"
    if word in {"not_asked", "not_applicable"}:
        return "no condition may ask this: what was not asked is unknown"
    return "this word belongs to the grammar and cannot be a name or a value"
