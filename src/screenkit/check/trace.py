"""What hangs together: criterion → rules → items → vignettes → properties, and what hangs in the air."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from screenkit.assessment import Truth
from screenkit.check.cases import NOTHING_STATED, Case
from screenkit.models.condition import definitions_in, names
from screenkit.models.content import Content
from screenkit.models.ruleset import Rule


@dataclass(frozen=True, slots=True)
class Thread:
    """One rule resting on one criterion, with all that hangs on it; ids, each in rule-set order.

    `rule` is empty where no rule rests on the criterion, but items, gates, doubts or tensions do: `items` are
    those that rest on it, or that these read.
    """

    criterion: str
    rule: str
    items: tuple[str, ...]
    vignettes: tuple[str, ...]
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Every thread of a rule set, in the order of its criteria, and what hangs on none, by kind."""

    threads: tuple[Thread, ...]
    orphans: Mapping[str, tuple[str, ...]]


def trace(content: Content, cases: Sequence[Case], used_elsewhere: Iterable[str] = ()) -> Trace:
    """Return what of a rule set and its parents hangs together.

    `used_elsewhere` are criteria and items that other rule sets use.
    """
    hung = _Hung({rule.id: _met(cases, rule) for rule in content.ruleset.rules}, _properties(content))
    threads = tuple(thread for name in content.criteria for thread in _threads(content, name, hung))
    return Trace(threads, _orphans(content, threads, cases, hung, frozenset(used_elsewhere)))


def _threads(content: Content, criterion: str, hung: "_Hung") -> Iterator[Thread]:
    resting = [rule for rule in content.ruleset.rules if criterion in rule.rests_on]
    for rule in resting:
        properties = hung.of_rule(content, rule.id)
        yield Thread(criterion, rule.id, content.reads[rule.id], hung.vignettes[rule.id], properties)
    items = tuple(dict.fromkeys(_resting(content, criterion))) if not resting else ()
    if items:
        yield Thread(criterion, "", items, (), ())


def _resting(content: Content, criterion: str) -> Iterator[str]:
    """Yield the items that rest on a criterion, and what gates, doubts and tensions resting on it read."""
    ruleset = content.ruleset
    yield from (item.id for each in content.asked for item in each.items if criterion in item.rests_on)
    if criterion in ruleset.gates.rests_on:
        yield from (item.id for item in content.gates)
    for doubt in ruleset.doubts:
        if criterion in doubt.rests_on:
            yield from names(doubt.when)
    for tension in ruleset.tensions:
        if any(criterion in side.criteria for side in tension.sides):
            yield from names(tension.when)


@dataclass(frozen=True, slots=True)
class _Hung:
    """The vignettes of each rule, and what each property reads."""

    vignettes: Mapping[str, tuple[str, ...]]
    properties: Mapping[str, frozenset[str]]

    def of_rule(self, content: Content, rule: str) -> tuple[str, ...]:
        """Return the properties that read what a rule reads."""
        return tuple(name for name, read in self.properties.items() if read & set(content.reads[rule]))


def used(content: Content) -> frozenset[str]:
    """Return the criteria, items and scores that a rule set uses."""
    ruleset = content.ruleset
    rested = {name for rule in ruleset.rules for name in rule.rests_on} | set(ruleset.gates.rests_on)
    rested |= {name for tension in ruleset.tensions for side in tension.sides for name in side.criteria}
    rested |= {name for doubt in ruleset.doubts for name in doubt.rests_on}
    return frozenset(rested | _read(content))


def _met(cases: Sequence[Case], rule: Rule) -> tuple[str, ...]:
    """Return the vignettes that say something of a rule or its definitions, or for whom it is so.

    Those of a parent try the rule as the parent has it, which may be another one.
    """
    concerned = {rule.id, *definitions_in(rule.when)} if rule.when else {rule.id}
    contents = {id(case.content): case.content for case in cases}
    having = {key for key, content in contents.items() if content.rules_by_id.get(rule.id) == rule}
    return tuple(
        case.spot.id
        for case in cases
        if id(case.content) in having
        and (
            not concerned.isdisjoint((*case.is_so, *case.is_not))
            or (rule.when is not None and case.truths.get(rule.id) is Truth.YES)
        )
    )


def _orphans(
    content: Content, threads: Sequence[Thread], cases: Sequence[Case], hung: _Hung, elsewhere: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    used_here = used(content) | elsewhere
    rested_by_items = {name for item in content.items.values() for name in item.rests_on}
    asked = [content.questionnaires[name] for name in content.ruleset.questionnaires]
    items = [item.id for each in asked for item in each.items]  # an instrument is asked as a whole
    scored = {name for scale in content.scales.values() for name in scale.items}
    asserting = {
        case.spot.id for case in cases if case.is_so or case.is_not or case.outcome != NOTHING_STATED
    }
    speaking = {name for thread in threads for name in thread.properties}
    found = {
        "criteria": [name for name in content.criteria if name not in used_here | rested_by_items],
        "rules": [rule.id for rule in content.ruleset.rules if not hung.vignettes[rule.id]],
        "items": [name for name in items if name not in used_here | scored],
        "vignettes": [case.spot.id for case in cases if case.spot.id not in asserting],
        "properties": [name for name in hung.properties if name not in speaking],
    }
    return {kind: tuple(of_kind) for kind, of_kind in found.items()}


def _read(content: Content) -> set[str]:
    found = {name for of_rule in content.reads.values() for name in of_rule}
    for tension in content.ruleset.tensions:
        found.update(names(tension.when))
    for doubt in content.ruleset.doubts:
        found.update(names(doubt.when))
    for item in content.items.values():
        if item.gate:
            found.add(item.id)
        for condition in (item.ask_when, item.hold_back_unless, item.gate and item.gate.released_by):
            if condition:
                found.update(names(condition))
    return found


def _properties(content: Content) -> dict[str, frozenset[str]]:
    """Return what each property reads, by its id; a law that names no items speaks of all."""
    every = frozenset(name for of_rule in content.reads.values() for name in of_rule)
    found: dict[str, frozenset[str]] = {}
    for each in getattr(content.ruleset, "properties", ()):
        conditions = [getattr(each, key, None) for key in ("when", "unless")]
        read = {name for condition in conditions if condition for name in names(condition)}
        found[each.id] = frozenset(read | set(getattr(each, "items", ()))) or every
    return found
