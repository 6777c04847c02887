"""What changed in meaning between two rule sets, rule by rule, in words; key order is nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from screenkit.models.condition import Condition, Named, leaves, write
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item
from screenkit.models.ruleset import Impossible, Loosening, Rule

_RULE_WORDS = {
    "title": "its title",
    "domain": "what it is about",
    "because": "its reason",
    "resolve": "the way out",
    "offer_now": "what is offered now",
    "settled_by": "who settles it",
    "modifiable": "whether it can be changed",
    "scope": "its scope",
    "limits": "its limits",
    "asks_because": "why it only asks",
    "topic": "its topic",
    "rests_on": "what it rests on",
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that was added, taken away or changed: what it is, and how, a line each."""

    what: str
    how: tuple[str, ...]


def changes_between(old: Content, new: Content) -> Iterator[Changed]:
    """Yield what changed in meaning, rules first, in the order of the new rule set."""
    yield from _of_kind("rule", _rules(old), _rules(new), lambda a, b: _rule(old, new, a, b), _told)
    yield from _of_kind(
        "item", _items(old), _items(new), lambda a, b: list(_item(a, b)), lambda item: item.text
    )
    yield from _of_kind("scale", old.scales, new.scales, _plainly, lambda scale: scale.title)
    for kind in ("tensions", "doubts", "properties"):
        before = {each.id: each for each in getattr(old.ruleset, kind)}
        after = {each.id: each for each in getattr(new.ruleset, kind)}
        yield from _of_kind(kind, before, after, _plainly, lambda _: "")
    yield from _of_kind(
        "impossible combination",
        {each.id: each for each in old.ruleset.impossible},
        {each.id: each for each in new.ruleset.impossible},
        _combination,
        lambda each: f"{_asked(each.when)}: {each.because}",
    )
    yield from _of_kind(
        "safety rule made softer:",
        {each.rule: each for each in old.ruleset.loosens},
        {each.rule: each for each in new.ruleset.loosens},
        lambda _, after: [_answered_for(after)],
        _answered_for,
    )
    if old.ruleset.modalities != new.ruleset.modalities:
        forms = f"{', '.join(old.ruleset.modalities)} became {', '.join(new.ruleset.modalities)}"
        yield Changed("forms of group", (forms,))


def _of_kind(
    kind: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    compared: Callable[[Any, Any], Iterable[str]],
    told: Callable[[Any], str],
) -> Iterator[Changed]:
    for name, after in new.items():
        if name not in old:
            yield Changed(f"{kind} {name}: added", (told(after),) if told(after) else ())
        elif old[name] != after:
            lines = tuple(compared(old[name], after))
            if lines:
                yield Changed(f"{kind} {name}: changed", lines)
    for name, before in old.items():
        if name not in new:
            yield Changed(f"{kind} {name}: taken away", (told(before),) if told(before) else ())


def _rules(content: Content) -> dict[str, Rule]:
    return {rule.id: rule for rule in content.ruleset.rules}


def _items(content: Content) -> dict[str, Item]:
    return {item.id: item for each in content.asked for item in each.items}


def _told(rule: Rule) -> str:
    forms = f" for {', '.join(rule.modalities)}" if rule.modalities else ""
    return f"{rule.effect}{forms} when {write(rule.when) if rule.when else 'always'}"


def _rule(old: Content, new: Content, before: Rule, after: Rule) -> Iterator[str]:
    if before.effect != after.effect:
        yield f"effect: {before.effect} became {after.effect}"
    forms, now = old.modalities_of(before), new.modalities_of(after)
    if forms != now:
        yield f"forms: {', '.join(forms) or 'none'} became {', '.join(now) or 'none'}"
    yield from _conditions("when", before.when, after.when)
    yield from _conditions("assessed when", before.assessed_when, after.assessed_when)
    yield from _conditions("released by", before.released_by, after.released_by)
    if before.counts_when_unknown != after.counts_when_unknown:
        yield "while unknown: " + ("it counts now" if after.counts_when_unknown else "it only asks now")
    if before.alert != after.alert:
        yield f"alert: {before.alert or 'none'} became {after.alert or 'none'}"
    for key, word in _RULE_WORDS.items():
        if getattr(before, key) != getattr(after, key):
            yield f"{word}: {_shown(getattr(before, key))} became {_shown(getattr(after, key))}"


def _conditions(word: str, before: Condition | None, after: Condition | None) -> Iterator[str]:
    if before == after:
        return
    same_words = before is not None and after is not None and write(before) == write(after)
    yield f"{word}: {_asked(before)} became {_asked(after)}" + (
        " (a definition in it changed)" if same_words and not isinstance(after, Named) else ""
    )


def _asked(condition: Condition | None) -> str:
    if condition is None:
        return "always"
    return f"\u201c{write(condition)}\u201d" if any(True for _ in leaves(condition)) else "nothing"


def _item(before: Item, after: Item) -> Iterator[str]:
    yield from _conditions("asked when", before.ask_when, after.ask_when)
    yield from _conditions("held back unless", before.hold_back_unless, after.hold_back_unless)
    if before.gate != after.gate:
        yield "gate: " + (
            "taken away" if after.gate is None else "added" if before.gate is None else "changed"
        )
    for key, word in {
        "values": "its values",
        "number": "its numbers",
        "ordered": "which answer is worse",
    }.items():
        if getattr(before, key) != getattr(after, key):
            yield f"{word} changed"
    if before.assumed != after.assumed:
        yield f"assumed: {before.assumed or 'nothing'} became {after.assumed or 'nothing'}"
    if before.text != after.text or before.help != after.help:
        yield "its wording changed"


def _answered_for(loosening: Loosening) -> str:
    return f"{loosening.reason} Answered for by {', '.join(loosening.by)}."


def _combination(before: Impossible, after: Impossible) -> Iterator[str]:
    yield from _conditions("when", before.when, after.when)
    if before.because != after.because:
        yield f"its reason: {_shown(before.because)} became {_shown(after.because)}"


def _plainly(_: object, __: object) -> list[str]:
    return ["it reads otherwise now"]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value is None else f"\u201c{value}\u201d"
