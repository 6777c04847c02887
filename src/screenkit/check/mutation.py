"""Mutation: does any vignette notice a fault put into a rule set?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from screenkit.assessment import Truth
from screenkit.check.cases import Case, Reading, misses
from screenkit.check.flaw import Flaw, Kind, Spot
from screenkit.check.mutants import Mutant
from screenkit.check.search import Trial, trials
from screenkit.check.told import written
from screenkit.engine.decide import decide
from screenkit.models.condition import AllOf, AnyOf, AtLeast, Condition, Named, Not, definitions_in
from screenkit.models.content import Content
from screenkit.models.ruleset import Rule
from screenkit.models.vignette import Edge


@dataclass(frozen=True)
class Notice:
    """Vignettes that look for faults, those of the rule concerned first."""

    content: Content
    cases: Sequence[Case]
    edges: Sequence[Edge]

    def is_noticed(self, mutant: Mutant) -> bool:
        """Say whether a vignette, or what an edge says of its rule, contradicts the fault."""
        if mutant.rule is not None and any(
            contradicts(self.content, edge, mutant.rule) for edge in self.edges_of(mutant)
        ):
            return True
        changed = self.conditions(mutant)
        return any(self._differs(case, mutant, changed) for case in self._in_order(mutant.name))

    def edges_of(self, mutant: Mutant) -> Iterator[Edge]:
        """Yield the edges of the rule or definition concerned."""
        return (edge for edge in self.edges if mutant.name in (edge.rule, edge.definition))

    def edge_cases(self, name: str) -> Sequence[Case]:
        """Return the cases that say what a rule or definition is."""
        return self._of_name.get(name, ())

    def conditions(self, mutant: Mutant) -> Mapping[str, Condition]:
        """Return every condition that is another under a fault, by the rule or definition it is of."""
        if mutant.condition is None:
            return {}
        if mutant.name not in self.content.ruleset.definitions:
            return {mutant.name: mutant.condition}
        every = self._named_in.get(mutant.name, {})
        found = {name: with_definition(each, mutant.name, mutant.condition) for name, each in every.items()}
        return {mutant.name: mutant.condition, **found}

    def _differs(self, case: Case, mutant: Mutant, changed: Mapping[str, Condition]) -> bool:
        reading = reading_of(case, mutant, changed)
        return reading is not None and next(misses(case, reading), None) is not None

    def _in_order(self, name: str) -> Iterator[Case]:
        yield from self._of_name.get(name, ())
        yield from (case for case in self.cases if name not in case.is_so)

    @cached_property
    def _of_name(self) -> Mapping[str, list[Case]]:
        found: dict[str, list[Case]] = {}
        for case in self.cases:
            for name in case.is_so:
                found.setdefault(name, []).append(case)
        return found

    @cached_property
    def _named_in(self) -> Mapping[str, Mapping[str, Condition]]:
        """The conditions that use each definition, by the definition and then by the rule or definition."""
        ruleset = self.content.ruleset
        every = {rule.id: rule.when for rule in ruleset.rules if rule.when} | dict(ruleset.definitions)
        found: dict[str, dict[str, Condition]] = {}
        for name, condition in every.items():
            for used in definitions_in(condition):
                found.setdefault(used, {})[name] = condition
        return found


def reading_of(case: Case, mutant: Mutant, changed: Mapping[str, Condition]) -> Reading | None:
    """Return how a case reads under a fault, or None where it reads the same."""
    if mutant.rule is not None:
        speaks = case.truth(mutant.name) is not Truth.NO
        return Reading(rules={mutant.name: mutant.rule}) if speaks else None
    if mutant.gate:
        return Reading(no_gates=frozenset({mutant.name})) if mutant.name in case.open_items else None
    truths: dict[str, Truth] = {}
    for name, condition in changed.items():
        truth = decide(condition, case.states)
        if truth is not case.truth(name):
            truths[name] = truth
    return Reading(truths=truths) if truths else None


def with_definition(condition: Condition, name: str, meaning: Condition) -> Condition:
    """Return a condition in which a definition stands for something else."""
    match condition:
        case Named(used, inner):
            return Named(used, meaning if used == name else with_definition(inner, name, meaning))
        case Not(inner):
            return Not(with_definition(inner, name, meaning))
        case AllOf(parts):
            return AllOf(tuple(with_definition(part, name, meaning) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(with_definition(part, name, meaning) for part in parts))
        case AtLeast(count, parts):
            return AtLeast(count, tuple(with_definition(part, name, meaning) for part in parts))
        case _:
            return condition


def unnoticed(notice: Notice, every: Iterable[Mutant]) -> Iterator[Flaw]:
    """Yield the faults that no vignette notices, each with the vignette that is missing."""
    for mutant in every:
        if not notice.is_noticed(mutant):
            kind: Kind = "rule" if mutant.name in notice.content.rules_by_id else "definition"
            spot = Spot("item", mutant.name) if mutant.gate else Spot(kind, mutant.name)
            what = f"no vignette notices this fault: {mutant.what}"
            yield Flaw("mutant", "warning", spot, what, missing(notice, mutant))


def missing(notice: Notice, mutant: Mutant) -> str:
    """Return, in words, the vignette that would notice a fault."""
    if mutant.gate:
        return f"add an edge '- gate: {mutant.name}' that leaves it without a value, and what that comes to"
    if mutant.condition is None:
        return (
            f"add an edge '- rule: {mutant.name}' with 'effect', 'for' and 'if_unknown', and what it comes to"
        )
    content, name = notice.content, mutant.name
    written_one = content.ruleset.definitions.get(name) or content.rules_by_id[name].when
    told: dict[Truth, str] = {}
    for trial in _near(notice, name, mutant.condition):
        truth = decide(written_one, trial.states) if written_one else Truth.YES
        if truth is not decide(mutant.condition, trial.states):
            told.setdefault(truth, f"add people for whom it is {truth.value}: {written(trial.changes)}")
    for truth in (Truth.YES, Truth.NO, Truth.UNKNOWN):
        if truth in told:
            return told[truth]
    return "no answers were found that tell the two apart; if there are none, list it as accepted, and why"


def _near(notice: Notice, name: str, condition: Condition) -> Iterator[Trial]:
    """Yield answers near those of the people who stand on an edge of it, and of the first there is."""
    known = notice.edge_cases(name)
    people = [case.answers for case in (*known, *notice.cases[:1])][:6] or [{}]
    for most, limit in ((1, 1000), (2, 8000)):
        yield from trials(notice.content, people, [condition], most=most, limit=limit)


def contradicts(content: Content, edge: Edge, rule: Rule) -> bool:
    """Say whether what an edge says of its rule is not so of another one."""
    if edge.effect is not None and edge.effect != rule.effect:
        return True
    if edge.modalities and set(edge.modalities) != set(rule.modalities or content.ruleset.modalities):
        return True
    return edge.if_unknown is not None and (edge.if_unknown == "counts") != rule.counts_when_unknown
