"""Prove the properties of a rule set over all answers, or find somebody who breaks one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import z3

from screenkit.check.breaks import Change, breaks
from screenkit.check.outcome import open_names
from screenkit.check.shrink import Counterexample, in_order, shrunk
from screenkit.check.smt.domain import Domain
from screenkit.check.smt.obligations import Question, questions
from screenkit.check.smt.person import Person, anybody
from screenkit.check.smt.terms import certain
from screenkit.check.smt.witness import Found, answers_of
from screenkit.models.answers import Answers
from screenkit.models.content import Content
from screenkit.models.property import Property

_MOST_TRIES = 20
"""How many people that the engine does not call a counterexample are passed over before giving up."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one property: proved, broken by somebody, or neither (`unsettled` says why)."""

    stated: Property
    counterexample: Counterexample | None = None
    unsettled: str | None = None

    @property
    def proved(self) -> bool:
        """Whether it holds over all answers."""
        return self.counterexample is None and self.unsettled is None


def everybody(content: Content, also: Sequence[Property] = ()) -> Person:
    """Return somebody of whom nothing is known, for the properties of a content and some others."""
    stated = (*content.ruleset.properties, *also)
    asked = [condition for each in stated for condition in (each.when, each.unless) if condition is not None]
    named = {name for each in stated for name in each.items if name in content.items}
    return anybody(Domain(content, tuple(asked), frozenset(named)))


def verdict(person: Person, stated: Property) -> Verdict:
    """Prove one property over everybody, or find somebody who breaks it.

    `stated` must be one of those that `everybody` was made for.
    """
    if stated.always == "a higher alert never has a milder action text":
        nobody = Counterexample(Answers({}), {})
        return Verdict(stated, nobody if breaks(person.content, stated, nobody.answers, {}) else None)
    solver = z3.Solver()
    solver.add([certain(rule) for rule in person.rules])
    try:
        for question in questions(person, stated):
            found = _answered(solver, question, stated)
            if found is not None:
                return Verdict(stated, found)
    except _NotSettled as error:
        return Verdict(stated, unsettled=str(error))
    return Verdict(stated)


class _NotSettled(Exception):  # noqa: N818 - no error of anybody's
    """The solver could not decide."""


def _answered(solver: z3.Solver, question: Question, stated: Property) -> Counterexample | None:
    solver.push()
    solver.add([certain(rule) for rule in (*question.rules, question.broken)])
    try:
        return _found(solver, question, stated)
    finally:
        solver.pop()


def _found(solver: z3.Solver, question: Question, stated: Property) -> Counterexample | None:
    for tries in range(_MOST_TRIES):
        match solver.check():
            case z3.unsat if tries:
                break  # somebody was found whom the engine does not call a counterexample: that is no proof
            case z3.unsat:
                return None
            case z3.sat if question.otherwise:
                return _exactly(question.otherwise, stated)
            case z3.sat:
                found = _candidate(question, Found(solver.model()))
                content = question.person.content
                judge = partial(breaks, content, stated)
                for change in _steps(content, found):
                    if judge(found.answers, change):
                        least = shrunk(Counterexample(found.answers, change), judge)
                        return Counterexample(in_order(content, least.answers), least.change)
                solver.add(_another(solver.model()))
            case _:
                raise _NotSettled(f"the solver gave up: {solver.reason_unknown()}")
    raise _NotSettled("the engine calls none of the people found a counterexample")


def _exactly(question: Question, stated: Property) -> Counterexample | None:
    """Answer the question that a looser one left open, by a solver of its own."""
    solver = z3.Solver()
    solver.add([certain(rule) for rule in question.person.rules])
    return _answered(solver, question, stated)


def _candidate(question: Question, found: Found) -> Counterexample:
    answers = answers_of(found, question.person)
    answers = replace(answers, given={**answers.given, **question.exactly})
    if question.change is None:
        return Counterexample(answers, {name: answers.given[name] for name in question.changed})
    after = answers_of(found, question.change).given
    return Counterexample(
        answers, {name: answer for name, answer in after.items() if answers.given.get(name) != answer}
    )


def _steps(content: Content, found: Counterexample) -> Iterator[Change]:
    """Yield the whole change, and where it is of many answers, whatever of it is open at once."""
    yield found.change
    if len(found.change) > 1:
        now = set(open_names(content, found.answers)) | set(content.scales)
        yield {name: answer for name, answer in found.change.items() if name in now}


def _another(model: z3.ModelRef) -> z3.BoolRef:
    """Return that somebody differs from the one that was found, in the answers or in a total."""
    differing = []
    for each in model.decls():
        if each.arity() == 0:
            constant = each()
            differing.append(constant != model.eval(constant, model_completion=True))
    return z3.Or(differing)
