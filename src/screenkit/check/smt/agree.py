"""Hold the encoding against the engine on people at random, so that a proof is about the program."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import z3

from screenkit.assessment import LEVELS, Recommendation, Truth
from screenkit.check.breaks import values_of
from screenkit.check.impossible import met
from screenkit.check.outcome import RANK, outcome_of, truths
from screenkit.check.smt.outcome import alert_at_least, reachable, recommended, truth_of
from screenkit.check.smt.person import Person
from screenkit.check.smt.terms import Term, certain
from screenkit.check.smt.witness import Found, assumptions
from screenkit.engine.assess import assess
from screenkit.engine.states import States
from screenkit.models.answers import Answer, Answers, NoAnswer
from screenkit.models.content import Content

Dice = Callable[[int], int]
"""Returns a number from 0 up to but without the one it is given."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Somebody of whom the encoding and the engine say different things, and what about."""

    answers: Answers
    about: tuple[str, ...]


class Comparison:
    """The encoding of a content, ready to be held against what the engine says of people."""

    def __init__(self, person: Person) -> None:
        """Name everything the encoding says."""
        self._person = person
        self._solver = z3.Solver()
        self._solver.add([certain(rule) for rule in person.rules])
        self._marks = {about: z3.Bool(f"says:{about}") for about, _ in _said(person)}
        self._solver.add([self._marks[about] == certain(term) for about, term in _said(person)])

    def difference(self, answers: Answers) -> Difference | None:
        """Return what the encoding says otherwise than the engine."""
        if self._solver.check(*assumptions(self._person, answers)) != z3.sat:
            return Difference(answers, ("these answers are possible",))
        found = Found(self._solver.model())
        engine = _told(self._person.content, answers)
        about = [name for name, mark in self._marks.items() if found.holds(mark) != engine[name]]
        return Difference(answers, tuple(about)) if about else None


def first_difference(person: Person, dice: Dice, people: int) -> Difference | None:
    """Return somebody among as many people at random of whom the encoding and the engine differ."""
    compared = Comparison(person)
    for _ in range(people):
        found = compared.difference(at_random(person.content, dice))
        if found:
            return found
    return None


def at_random(content: Content, dice: Dice) -> Answers:
    """Return the answers of somebody at random: some instruments not taken, some totals entered."""
    given: dict[str, Answer] = {}
    for questionnaire in content.asked:
        if questionnaire.id in content.ruleset.instruments and dice(3):
            continue
        share = 1 + dice(9)
        for item in questionnaire.items:
            if dice(10) < share:
                silent = (NoAnswer.DECLINED, NoAnswer.DONT_KNOW)
                values = values_of(content, item.id)
                given[item.id] = silent[dice(2)] if dice(8) == 0 else values[dice(len(values))]
        for scale in questionnaire.scales:
            if dice(4) == 0:
                totals = values_of(content, scale.id)
                given[scale.id] = totals[dice(len(totals))]
    return Answers(given)


def _said(person: Person) -> Iterator[tuple[str, Term]]:
    for rule in person.content.ruleset.rules:
        truth = truth_of(person, rule)
        yield from ((f"{rule.id} is yes", truth.yes), (f"{rule.id} is no", truth.no))
    for combination in person.content.ruleset.impossible:
        yield f"{combination.id} is met", person.truth(combination.when).yes
    for form in person.content.ruleset.modalities:
        steps, later = recommended(person, form).steps, reachable(person, form)
        safety = recommended(person, form, safety_alone=True).steps
        for n, each in enumerate(Recommendation):
            yield f"{each} is reachable for {form}", later[n]
            if n:
                yield f"{form} is {each} at least", steps[n - 1]
                yield f"{form} is {each} at least on safety", safety[n - 1]
    for level in LEVELS[1:]:
        yield f"the alert is {level} at least", alert_at_least(person, level)


def _told(content: Content, answers: Answers) -> dict[str, bool]:
    found, now = assess(content, answers), truths(content, States(content, answers))
    on_safety = outcome_of(content, answers).on_safety
    told = {f"{name} is yes": truth is Truth.YES for name, truth in now.items()}
    told |= {f"{name} is no": truth is Truth.NO for name, truth in now.items()}
    for form, result in found.modalities.items():
        for n, each in enumerate(Recommendation):
            told[f"{each} is reachable for {form}"] = each in result.reachable
            told[f"{form} is {each} at least"] = RANK[result.recommendation] >= n
            told[f"{form} is {each} at least on safety"] = RANK[on_safety[form]] >= n
    together = met(content, content.ruleset.impossible, answers)
    told |= {f"{each.id} is met": each.id in together for each in content.ruleset.impossible}
    level = LEVELS.index(found.safety.level)
    return told | {f"the alert is {each} at least": level >= n for n, each in enumerate(LEVELS)}
