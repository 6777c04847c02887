"""What comes out for one person, for the solver: recommendations, what is reachable, and alerts."""

from dataclasses import dataclass
from typing import assert_never

from screenkit.assessment import LEVELS
from screenkit.check.smt.person import Person
from screenkit.check.smt.terms import YES, Term, Three, at_least, both, every, none_of, opposite, some
from screenkit.models.base import Modality
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
from screenkit.models.property import OUTCOMES, SAFETY
from screenkit.models.questionnaire import Item
from screenkit.models.ruleset import Effect, Rule


@dataclass(frozen=True)
class Closed:
    """How closed a recommendation is: `steps[n]` says that it is at least the n-th after `suitable`."""

    steps: tuple[Term, Term, Term]

    def is_rank(self, rank: int) -> Term:
        """Say that it is exactly this one, `suitable` being 0."""
        reached = (True, *self.steps, False)
        return both(reached[rank], opposite(reached[rank + 1]))


def is_better(one: Closed, other: Closed) -> Term:
    """Say that one recommendation is more open than another."""
    return some(both(b, opposite(a)) for a, b in zip(one.steps, other.steps, strict=True))


def truth_of(person: Person, rule: Rule, *, open_ended: bool = False) -> Three:
    """Return the truth of a rule."""
    return person.truth(rule.when, open_ended=open_ended) if rule.when else YES


def gate_open(person: Person, item: Item, *, open_ended: bool = False) -> Term:
    """Say that a gate item applies, has no value and is not released."""
    names = person.domain.depends_on(item.id)
    if item.gate and item.gate.released_by:
        names |= person.domain.rests_on(item.gate.released_by)
    return person.shared(
        (f"gate:{item.id}", open_ended), names, lambda of: _gate_open(of, item, open_ended=open_ended)
    )


def _gate_open(person: Person, item: Item, *, open_ended: bool) -> Term:
    still = person.known(item.id, open_ended=open_ended).unanswered
    released_by = item.gate.released_by if item.gate else None
    if released_by is None or still is False:
        return still
    now = person.known(item.id)
    released = both(some([now.declined, now.dont_know]), person.truth(released_by, open_ended=open_ended).yes)
    return both(still, opposite(released))


def gates_open(person: Person, form: Modality, *, open_ended: bool = False) -> Term:
    """Say that some gate item that concerns a form of group is open."""
    content = person.content
    concerned = [item for item in content.gates if form in content.concerns(item)]
    return some(gate_open(person, item, open_ended=open_ended) for item in concerned)


def recommended(person: Person, form: Modality, *, safety_alone: bool = False) -> Closed:
    """Return what is recommended for a form of group; by its safety rules alone where so asked."""
    found: dict[Effect, list[Term]] = {"exclude": [], "hold": [], "caution": []}
    excluded = []
    for rule in person.content.barriers[form]:
        if safety_alone and rule.domain != "safety":
            continue
        truth = truth_of(person, rule)
        if rule.effect == "exclude":
            excluded.append(truth.yes)
        found[rule.effect].append(opposite(truth.no) if rule.counts_when_unknown else truth.yes)
    closed = some(excluded)
    held = some([closed, gates_open(person, form), *found["exclude"], *found["hold"]])
    return Closed((some([held, *found["caution"]]), held, closed))


def reachable(person: Person, form: Modality) -> tuple[Term, Term, Term, Term]:
    """Return whether each recommendation can still come about, the most open first."""
    truths: dict[Effect, list[Three]] = {"exclude": [], "hold": [], "caution": []}
    for rule in person.content.barriers[form]:
        truths[rule.effect].append(truth_of(person, rule, open_ended=True))
    yes = {effect: some(each.yes for each in of) for effect, of in truths.items()}
    maybe = {effect: some(opposite(each.no) for each in of) for effect, of in truths.items()}
    held = some([maybe["hold"], gates_open(person, form, open_ended=True)])
    free = opposite(yes["exclude"])
    unheld = both(free, opposite(yes["hold"]))
    return (
        both(unheld, opposite(yes["caution"])),
        both(unheld, maybe["caution"]),
        both(free, held),
        maybe["exclude"],
    )


def alert_at_least(person: Person, level: str) -> Term:
    """Say that the gravest alert is this one or a graver one; no alert is `none`."""
    content = person.content
    if level == "none":
        return True
    raised = [
        truth_of(person, rule).yes
        for rule in content.ruleset.rules
        if rule.alert and LEVELS.index(rule.alert) >= LEVELS.index(level)
    ]
    if level == "complete_screen":
        raised += [gate_open(person, item) for item in content.gates if content.concerns(item)]
    return some(raised)


def comes_out(person: Person, outcome: Condition) -> Term:
    """Say that a condition over what comes out is so; each of its names always has a value."""
    match outcome:
        case Is(name, values):
            return some(_has(person, name, value) for value in values)
        case IsNot(name, values):
            return none_of(_has(person, name, value) for value in values)
        case IsSilent() | Compare():
            return False
        case Not(inner):
            return opposite(comes_out(person, inner))
        case AllOf(parts):
            return every(comes_out(person, part) for part in parts)
        case AnyOf(parts):
            return some(comes_out(person, part) for part in parts)
        case AtLeast(count, parts):
            return at_least(count, [comes_out(person, part) for part in parts])
        case Named(_, inner):
            return comes_out(person, inner)
        case _:
            assert_never(outcome)


def _has(person: Person, name: str, value: str) -> Term:
    if name == SAFETY:
        graver = LEVELS[LEVELS.index(value) + 1 :] if value in LEVELS else ()
        return both(
            alert_at_least(person, value), opposite(alert_at_least(person, graver[0])) if graver else True
        )
    form: Modality | None = next((each for each in person.content.ruleset.modalities if each == name), None)
    return recommended(person, form).is_rank(OUTCOMES[name].index(value)) if form else False
