"""From what the solver found to answers as an answer file holds them, and back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import z3

from screenkit.check.smt.domain import unread_of
from screenkit.check.smt.person import Person
from screenkit.check.smt.raw import Entered, Given, parts_of
from screenkit.check.smt.terms import Number, Term
from screenkit.models.answers import Answer, Answers, NoAnswer

_FINEST = 1000
"""Totals are looked for in thousandths where no whole number of parts is a decimal."""


@dataclass(frozen=True)
class Found:
    """An assignment of the solver."""

    model: z3.ModelRef

    def holds(self, term: Term) -> bool:
        """Say whether a term is so."""
        return term if isinstance(term, bool) else z3.is_true(self.model.eval(term, model_completion=True))

    def number(self, term: Number) -> int:
        """Return a number."""
        if isinstance(term, int):
            return term
        return int(self.model.eval(term, model_completion=True).as_long())


def answers_of(found: Found, person: Person) -> Answers:
    """Return what a person answered, in the words of answer files."""
    given = dict(_items(found, person.raw.items))
    for name, total in person.raw.totals.items():
        answer = _total(found, person, name, total)
        if answer is not None:
            given[name] = answer
    for questionnaire, other in person.raw.others.items():
        if found.holds(other):
            given[unread_of(person.content, person.domain.names, questionnaire)[0]] = NoAnswer.DONT_KNOW
    return Answers(given)


def _items(found: Found, items: Mapping[str, Given]) -> Iterator[tuple[str, Answer]]:
    for name, given in items.items():
        for value, term in given.values.items():
            if found.holds(term):
                yield name, value
        if found.holds(given.declined):
            yield name, NoAnswer.DECLINED
        if found.holds(given.dont_know):
            yield name, NoAnswer.DONT_KNOW


def _total(found: Found, person: Person, name: str, total: Entered) -> Answer | None:
    if found.holds(total.is_so):
        parts = parts_of(person.domain, person.content.scales[name])
        exact = Fraction(found.number(total.amount), parts.unit * parts.divisor)
        is_decimal = (exact * 10**18).denominator == 1
        return exact if is_decimal else Fraction(round(exact * _FINEST), _FINEST)
    return NoAnswer.DONT_KNOW if found.holds(total.silent) else None


def assumptions(person: Person, answers: Answers) -> list[Term]:
    """Return the terms that say that a person gave exactly these answers."""
    content = person.content
    said: list[Term] = []
    for name, given in person.raw.items.items():
        answer = answers.given.get(name, NoAnswer.NOT_ASKED)
        if not isinstance(answer, NoAnswer):
            answer = person.domain.stand_in(content.items[name], answer)
        said += [term if value == answer else z3.Not(term) for value, term in given.values.items()]
        for silence, term in ((NoAnswer.DECLINED, given.declined), (NoAnswer.DONT_KNOW, given.dont_know)):
            said.append(term if answer is silence else z3.Not(term))
    for name, total in person.raw.totals.items():
        answer = answers.given.get(name, NoAnswer.NOT_ASKED)
        is_so, silent = isinstance(answer, Fraction), answer in {NoAnswer.DECLINED, NoAnswer.DONT_KNOW}
        said += [
            total.is_so if is_so else z3.Not(total.is_so),
            total.silent if silent else z3.Not(total.silent),
        ]
        if isinstance(answer, Fraction):
            said.append(total.amount == parts_of(person.domain, content.scales[name]).of(answer))
    for questionnaire, other in person.raw.others.items():
        unread = unread_of(content, person.domain.names, questionnaire)
        said.append(other if any(name in answers.given for name in unread) else z3.Not(other))
    return said
