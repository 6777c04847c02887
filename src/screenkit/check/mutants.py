"""Small faults put into a rule set on purpose: what the vignettes have to notice."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

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
    write,
)
from screenkit.models.content import Content
from screenkit.models.ruleset import AlertLevel, Effect, Rule

_SOFTER: Mapping[Effect, Effect] = {
    "exclude": "hold",
    "hold": "caution",
    "caution": "note",
    "benefit": "note",
}
_LOWER: Mapping[AlertLevel, AlertLevel | None] = {
    "immediate": "same_day",
    "same_day": "complete_screen",
    "complete_screen": None,
}
_NEARBY: Mapping[Comparison, Comparison] = {">=": ">", ">": ">=", "<=": "<", "<": "<=", "==": ">="}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: in the condition of a rule or definition, in a rule, or a gate taken away.

    `name` is the rule, definition or item; `what` says what was changed, in one line.
    """

    name: str
    what: str
    condition: Condition | None = None
    rule: Rule | None = None
    gate: bool = False


def mutants(content: Content) -> Iterator[Mutant]:
    """Yield every fault of what a rule set adds to its parents: rules, definitions and gates."""
    own = content.chain[-1]
    for name, condition in own.definitions.items():
        for what, changed in changes(condition, content):
            yield Mutant(name, what, changed)
    for rule in content.own_rules:
        if rule.when:
            for what, changed in changes(rule.when, content):
                yield Mutant(rule.id, what, changed)
        for what, other in _other_rules(rule, content):
            yield Mutant(rule.id, what, rule=other)
    inherited = {name for each in content.chain[:-1] for name in (*each.questionnaires, *each.instruments)}
    for item in content.gates:
        if content.home[item.id].id not in inherited:
            yield Mutant(item.id, "no gate any more", gate=True)


def changes(condition: Condition, content: Content) -> Iterator[tuple[str, Condition]]:
    """Yield every condition that differs in one place, and what was changed; definitions are left whole."""
    for what, changed in _here(condition, content):
        yield f"{write(condition)} → {what or write(changed)}", changed
    match condition:
        case Not(inner):
            yield from _within(inner, Not, content)
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            for n, part in enumerate(parts):
                yield from _within(part, lambda new, n=n: _with(condition, n, new), content)  # type: ignore[misc]
        case _:
            pass


def _within(
    part: Condition, around: Callable[[Condition], Condition], content: Content
) -> Iterator[tuple[str, Condition]]:
    for what, changed in changes(part, content):
        yield what, around(changed)


def _with(condition: AllOf | AnyOf | AtLeast, n: int, new: Condition) -> Condition:
    parts = (*condition.conditions[:n], new, *condition.conditions[n + 1 :])
    match condition:
        case AllOf():
            return AllOf(parts)
        case AnyOf():
            return AnyOf(parts)
        case AtLeast(count):
            return AtLeast(count, parts)
        case _:
            assert_never(condition)


def _here(condition: Condition, content: Content) -> Iterator[tuple[str, Condition]]:
    """Yield a condition changed at its root; the words are empty where it speaks for itself."""
    match condition:
        case Is() | IsNot() | IsSilent() | Compare():
            yield from (("", changed) for changed in _other_questions(condition, content))
        case Named():
            yield "", Not(condition)
        case Not(inner):
            yield "", inner
        case AllOf() | AnyOf() | AtLeast():
            yield "", Not(condition)
            yield from _other_joints(condition)
        case _:
            assert_never(condition)


def _other_questions(leaf: Is | IsNot | IsSilent | Compare, content: Content) -> Iterator[Condition]:
    match leaf:
        case Is(name, values):
            yield IsNot(name, values)
            yield from (Is(name, others) for others in _other_values(name, values, content))
        case IsNot(name, values):
            yield Is(name, values)
            yield from (IsNot(name, others) for others in _other_values(name, values, content))
        case IsSilent(name, how):
            yield Not(leaf)
            yield IsSilent(name, "dont_know" if how == "declined" else "declined")
        case Compare(name, comparison, number):
            yield Not(leaf)
            yield Compare(name, _NEARBY[comparison], number)
            yield Compare(name, comparison, number + 1)
            yield Compare(name, comparison, number - 1)
        case _:
            assert_never(leaf)


def _other_joints(joint: AllOf | AnyOf | AtLeast) -> Iterator[tuple[str, Condition]]:
    parts = joint.conditions
    if isinstance(joint, AtLeast):
        for other in (joint.count - 1, joint.count + 1):
            if 1 <= other <= len(parts):
                yield "", AtLeast(other, parts)
        return
    yield "", AnyOf(parts) if isinstance(joint, AllOf) else AllOf(parts)
    for n, part in enumerate(parts):
        rest = (*parts[:n], *parts[n + 1 :])
        yield f"without {write(part)}", rest[0] if len(rest) == 1 else type(joint)(rest)


def _other_values(name: str, values: tuple[str, ...], content: Content) -> Iterator[tuple[str, ...]]:
    """Yield the values with one taken away, one added, and one replaced by its neighbour."""
    offered = list(content.items[name].values or ())
    others = [value for value in offered if value not in values]
    for n, value in enumerate(values):
        rest = (*values[:n], *values[n + 1 :])
        if rest:
            yield rest
        near = min(others, key=lambda other: abs(offered.index(other) - offered.index(value)), default=None)
        if near is not None:
            yield (*values[:n], near, *values[n + 1 :])
    for other in others:
        if len(values) + 1 < len(offered):
            yield (*values, other)


def _other_rules(rule: Rule, content: Content) -> Iterator[tuple[str, Rule]]:
    if rule.effect in _SOFTER:
        yield (
            f"effect {rule.effect} → {_SOFTER[rule.effect]}",
            rule.model_copy(update={"effect": _SOFTER[rule.effect]}),
        )
    forms = content.modalities_of(rule)
    for form in forms:
        rest = tuple(each for each in forms if each != form)
        if rest:
            yield f"without {form}", rule.model_copy(update={"modalities": rest})
    if rule.effect in {"exclude", "hold", "caution"}:
        other = "asks" if rule.counts_when_unknown else "counts"
        yield f"if_unknown: {other}", rule.model_copy(update={"if_unknown": other})
    if rule.alert:
        lower = _LOWER[rule.alert]
        yield f"alert {rule.alert} → {lower or 'none'}", rule.model_copy(update={"alert": lower})
