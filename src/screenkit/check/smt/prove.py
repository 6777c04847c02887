"""Prove the properties of a rule set over all answers, or find somebody who breaks one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import z3

from screenkit.check.breaks import Change, breaks
from screenkit.check.impossible import broken_by, left_out
from screenkit.check.outcome import open_names
from screenkit.check.shrink import Counterexample, in_order, shrunk
from screenkit.check.smt.domain import Domain
from screenkit.check.smt.obligations import Question, questions
from screenkit.check.smt.person import Person, anybody
from screenkit.check.smt.terms import Term, both, certain, every, opposite
from screenkit.check.smt.witness import Found, answers_of
from screenkit.models.answers import Answers
from screenkit.models.condition import names
from screenkit.models.content import Content
from screenkit.models.property import ANY_FORM, SAFETY, Property
from screenkit.models.ruleset import Impossible

_MOST_TRIES = 20
"""How many people that the engine does not call a counterexample are passed over before giving up."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one property: proved, broken by somebody, or neither (`unsettled` says why).

    `rests_on` are the combinations declared impossible without which it is not proved. `of_nobody` says that
    nothing here could break it, whatever the rules are; `is_empty` that it was meant to say something.
    """

    stated: Property
    counterexample: Counterexample | None = None
    unsettled: str | None = None
    rests_on: tuple[str, ...] = ()
    of_nobody: bool = False
    is_empty: bool = False

    @property
    def proved(self) -> bool:
        """Whether it holds over all answers, and says something."""
        return self.counterexample is None and self.unsettled is None and not self.is_empty


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
    solver = _solver(person)
    rests_on: dict[str, None] = {}
    try:
        asked = list(questions(person, stated))
        for question in asked:
            found, needed = _settled(solver, question, stated)
            if found is not None:
                return Verdict(stated, found)
            rests_on |= dict.fromkeys(needed)
        without = [each for each in person.content.ruleset.impossible if each.id in rests_on]
        says = _says_something(solver, person, stated, asked, without)
    except _NotSettled as error:
        return Verdict(stated, unsettled=str(error))
    is_empty = not says and _names_something(person.content, stated)
    return Verdict(stated, rests_on=tuple(rests_on), of_nobody=not says, is_empty=is_empty)


def speaks_of_nobody(person: Person, stated: Property) -> bool:
    """Say whether there is nobody for whom the `when` of a property is so, and its `unless` is not."""
    try:
        return not _is_about_somebody(_solver(person), person, stated)
    except _NotSettled:
        return False


def _solver(person: Person) -> z3.Solver:
    solver = z3.Solver()
    solver.add([certain(rule) for rule in person.rules])
    return solver


def _is_possible(solver: z3.Solver, term: Term) -> bool:
    found = solver.check(certain(term))
    if found == z3.unknown:
        raise _NotSettled(f"the solver gave up: {solver.reason_unknown()}")
    return bool(found == z3.sat)


def _says_something(
    solver: z3.Solver,
    person: Person,
    stated: Property,
    asked: Sequence[Question],
    without: Sequence[Impossible],
) -> bool:
    """Say whether other rules could break a property."""
    if _has_no_form(person.content, stated):
        return False
    if stated.always:
        return any(question.broken is not False for question in asked)
    return _is_about_somebody(solver, person, stated, without)


def _names_something(content: Content, stated: Property) -> bool:
    """Say whether a property speaks of some answers, items or forms of its own choice.

    A law about all of them may find none in this rule set, and some in one that extends it; what a parent
    states of some forms of group may find none of them left.
    """
    return bool(stated.when or stated.items or stated.modalities) and not _has_no_form(content, stated)


def _has_no_form(content: Content, stated: Property) -> bool:
    named = {*stated.modalities, *(names(stated.never) if stated.never is not None else ())}
    return bool(named) and named.isdisjoint({*content.ruleset.modalities, ANY_FORM, SAFETY})


def _is_about_somebody(
    solver: z3.Solver, person: Person, stated: Property, without: Sequence[Impossible] = ()
) -> bool:
    """Say whether a `never` could be broken by anybody, were the rules other ones."""
    if stated.when is None:
        return True
    excepted = person.truth(stated.unless).yes if stated.unless is not None else False
    left = Question(person, both(person.truth(stated.when).yes, opposite(excepted)))
    return _is_possible(solver, every([left.broken, *left.leaving_out(without)]))


def _settled(
    solver: z3.Solver, question: Question, stated: Property
) -> tuple[Counterexample | None, tuple[str, ...]]:
    """Answer a question over everybody, or else over everybody who is possible.

    What is left out is told: those combinations without any of which somebody would be found.
    """
    may_be = left_out(question.person.content, stated)
    try:
        found = _answered(solver, question, stated, ())
    except _NotSettled:
        if not may_be:
            raise
        found = _answered(solver, question, stated, may_be)
    else:
        if found is None or not may_be:
            return found, ()
        found = _answered(solver, question, stated, may_be)
    return (found, ()) if found else (None, tuple(_needed(solver, question, stated, may_be)))


def _needed(
    solver: z3.Solver, question: Question, stated: Property, may_be: tuple[Impossible, ...]
) -> Iterator[str]:
    """Yield the ids of combinations that are enough, and of which none can be done without."""
    kept = may_be
    for each in may_be:
        fewer = tuple(other for other in kept if other is not each)
        try:
            is_needed = _answered(solver, question, stated, fewer) is not None
        except _NotSettled:
            is_needed = True
        kept = kept if is_needed else fewer
    yield from (each.id for each in kept)


class _NotSettled(Exception):  # noqa: N818 - no error of anybody's
    """The solver could not decide."""


def _answered(
    solver: z3.Solver, question: Question, stated: Property, without: tuple[Impossible, ...]
) -> Counterexample | None:
    solver.push()
    solver.add([certain(rule) for rule in (*question.rules, question.broken)])
    solver.add([certain(rule) for rule in question.leaving_out(without)])
    try:
        return _found(solver, question, stated, without)
    finally:
        solver.pop()


def _found(
    solver: z3.Solver, question: Question, stated: Property, without: tuple[Impossible, ...]
) -> Counterexample | None:
    for tries in range(_MOST_TRIES):
        match solver.check():
            case z3.unsat if tries:
                break  # somebody was found whom the engine does not call a counterexample: that is no proof
            case z3.unsat:
                return None
            case z3.sat if question.otherwise:
                exact = question.otherwise
                return _answered(_solver(exact.person), exact, stated, without)
            case z3.sat:
                found = _candidate(question, Found(solver.model()))
                content = question.person.content
                judge = partial(broken_by, content, stated, without)
                for change in _steps(content, found):
                    if judge(found.answers, change):
                        least = shrunk(Counterexample(found.answers, change), judge)
                        return Counterexample(in_order(content, least.answers), least.change)
                solver.add(_another(solver.model()))
            case _:
                raise _NotSettled(f"the solver gave up: {solver.reason_unknown()}")
    raise _NotSettled("the engine calls none of the people found a counterexample")


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
