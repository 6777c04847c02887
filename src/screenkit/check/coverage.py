"""Which sides of each rule no vignette stands on, clause by clause."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from screenkit.assessment import Truth
from screenkit.check.cases import Case
from screenkit.check.flaw import Flaw, Spot
from screenkit.check.search import Trial, trials
from screenkit.check.told import written
from screenkit.engine.decide import decide
from screenkit.models.condition import AllOf, AnyOf, AtLeast, Condition, Not, write
from screenkit.models.content import Content

_ALWAYS, _NEVER = AllOf(()), AnyOf(())


@dataclass(frozen=True, slots=True)
class Clause:
    """One question or definition in a condition, and the condition with another in its place."""

    clause: Condition
    replaced: Callable[[Condition], Condition]


def uncovered(content: Content, cases: Sequence[Case]) -> Iterator[Flaw]:
    """Yield what no vignette shows of the rules and definitions that a rule set adds to its parents."""
    own = content.chain[-1]
    for name, condition in own.definitions.items():
        yield from _sides(content, cases, Spot("definition", name), condition)
    for rule in content.own_rules:
        if rule.when:
            yield from _sides(content, cases, Spot("rule", rule.id, "when"), rule.when)


def clauses(condition: Condition) -> Iterator[Clause]:
    """Yield the clauses of a condition, left to right; a definition is one clause."""
    match condition:
        case Not(inner):
            for each in clauses(inner):
                yield Clause(each.clause, lambda new, each=each: Not(each.replaced(new)))  # type: ignore[misc]
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            for n, part in enumerate(parts):
                for each in clauses(part):
                    yield Clause(
                        each.clause,
                        lambda new, n=n, each=each: _with(condition, n, each.replaced(new)),  # type: ignore[misc]
                    )
        case _:
            yield Clause(condition, lambda new: new)


def _with(condition: AllOf | AnyOf | AtLeast, n: int, new: Condition) -> Condition:
    parts = (*condition.conditions[:n], new, *condition.conditions[n + 1 :])
    if isinstance(condition, AtLeast):
        return AtLeast(condition.count, parts)
    return type(condition)(parts)


def decides(clause: Clause, condition: Condition, case: Case) -> bool:
    """Say whether the truth of a condition hangs on one clause in a case: the opposite would change it."""
    truth = decide(clause.clause, case.states)
    if truth is Truth.UNKNOWN:
        return False
    other = clause.replaced(_NEVER if truth is Truth.YES else _ALWAYS)
    return decide(other, case.states) is not decide(condition, case.states)


def _sides(content: Content, cases: Sequence[Case], spot: Spot, condition: Condition) -> Iterator[Flaw]:
    truths = {case.spot: decide(condition, case.states) for case in cases}
    nearby: list[Trial] = []
    for truth in Truth:
        if truth in truths.values():
            continue
        nearby = nearby or _nearby(content, cases, condition)
        found = next((t for t in nearby if decide(condition, t.states) is truth), None)
        if found is not None or not nearby:
            what = f"no vignette takes it to {truth.value}"
            yield Flaw("coverage", "warning", spot, what, _missing(found))
    for clause in clauses(condition):
        if len(tuple(clauses(condition))) > 1 and not any(decides(clause, condition, case) for case in cases):
            what = f"no vignette in which '{write(clause.clause)}' decides"
            yield Flaw("coverage", "warning", spot, what, "add people on both sides of it")


def _nearby(content: Content, cases: Sequence[Case], condition: Condition) -> list[Trial]:
    people = [case.answers for case in cases[:1]] or [{}]
    return trials(content, people, [condition])


def _missing(found: Trial | None) -> str:
    return f"add one, such as {written(found.changes)}" if found else "add one"
