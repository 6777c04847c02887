"""What the solver must find impossible before a property holds: one question for each way to break it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations, pairwise
from typing import assert_never

import z3

from screenkit.assessment import LEVELS
from screenkit.check.breaks import concerned, forms_of, gains, gates_of, items_of, seriousness
from screenkit.check.smt.domain import Domain
from screenkit.check.smt.outcome import (
    alert_at_least,
    comes_out,
    gate_open,
    is_better,
    reachable,
    recommended,
    truth_of,
)
from screenkit.check.smt.person import Person
from screenkit.check.smt.raw import Entered, Given, any_entered, fixed, some_value, within
from screenkit.check.smt.scores import certain_when_complete, loosely_scored, narrower
from screenkit.check.smt.terms import Term, both, certain, every, opposite, some
from screenkit.models.answers import Answer, Value
from screenkit.models.property import Property, spelled_out
from screenkit.models.ruleset import Impossible


@dataclass(frozen=True)
class Question:
    """Something the solver is asked to find: somebody who breaks a property.

    `person` has the answers of the counterexample, `change` is who gave those in `changed` anew; `rules` is
    what holds besides, and `broken` what is looked for. A question that sees scores more loosely than they
    are proves as well, and where it finds somebody, the one `otherwise` decides. `exactly` are answers for
    which another stands that nothing tells apart.
    """

    person: Person
    broken: Term
    change: Person | None = None
    changed: frozenset[str] = frozenset()
    rules: tuple[Term, ...] = ()
    otherwise: "Question | None" = None
    exactly: Mapping[str, Answer] = field(default_factory=dict)

    def leaving_out(self, impossible: Iterable[Impossible]) -> Iterator[Term]:
        """Yield that nobody the question is about surely meets a combination, before a change or after."""
        for each in impossible:
            for person in (self.person, self.change):
                if person is not None:
                    yield opposite(person.truth(each.when).yes)


def questions(  # noqa: C901 - one case for each law
    person: Person, stated: Property
) -> Iterator[Question]:
    """Yield what must be impossible for a property to hold."""
    if stated.never is not None and stated.when is not None:
        outcome = spelled_out(stated.never, person.content.ruleset.modalities)
        excepted = person.truth(stated.unless).yes if stated.unless is not None else False
        broken = both(person.truth(stated.when).yes, opposite(excepted), comes_out(person, outcome))
        yield Question(person, broken)
        return
    match stated.always:
        case "an unanswered gate is never open":
            yield Question(person, some(_unanswered(person, stated)))
        case "a worse answer is never better":
            yield from _worse(person, stated)
        case "silence is never better than the mildest positive answer":
            yield from _silence(person, stated)
        case "a later form is never better on a safety rule":
            yield Question(person, some(_later_form(person, stated)))
        case "a benefit offsets no barrier":
            yield from _offsets(person)
        case "more knowledge only narrows":
            yield from _knowledge(person)
        case "complete answers settle":
            yield _settling(person)
        case "no total clears an alert":
            yield from _clearing(person)
        case "a higher alert never has a milder action text" | None:
            return
        case _:
            assert_never(stated.always)


def _unanswered(person: Person, stated: Property) -> Iterator[Term]:
    for item in gates_of(person.content, stated):
        is_open = gate_open(person, item)
        forms = concerned(person.content, stated, item)
        for form in forms:
            yield both(is_open, opposite(recommended(person, form).steps[1]))
        if forms:
            yield both(is_open, opposite(alert_at_least(person, "complete_screen")))


def _worse(person: Person, stated: Property) -> Iterator[Question]:
    for item in items_of(person.content, stated):
        if item.id not in person.domain.names:
            continue
        known = person.domain.values(item)
        order = [value for value in seriousness(item) if value in known]
        # a value between two others may be impossible for somebody: no chain leads from one to the other then
        next_to = combinations(order, 2) if person.content.ruleset.impossible else pairwise(order)
        for milder, worse in next_to:
            yield _better(person, item.id, milder, worse)


def _silence(person: Person, stated: Property) -> Iterator[Question]:
    for item in items_of(person.content, stated):
        order = seriousness(item)
        if item.id in person.domain.names and len(order) > 1:
            mildest = person.domain.stand_in(item, order[1])
            for silence in ("declined", "dont_know"):
                asked = _better(person, item.id, mildest, silence)
                yield replace(asked, exactly={item.id: order[1]})


def _better(person: Person, name: str, milder: Value, worse: Value) -> Question:
    """Ask for somebody for whom something more open is recommended with the worse answer."""
    one = person.with_given({name: fixed(person.domain, name, milder)})
    other = person.with_given({name: fixed(person.domain, name, worse)})
    forms = person.content.ruleset.modalities
    broken = some(is_better(recommended(other, form), recommended(one, form)) for form in forms)
    return Question(one, broken, other, frozenset({name}))


def _later_form(person: Person, stated: Property) -> Iterator[Term]:
    for one, later in forms_of(person.content, stated):
        yield is_better(
            recommended(person, later, safety_alone=True), recommended(person, one, safety_alone=True)
        )


def _offsets(person: Person) -> Iterator[Question]:
    rules = {rule.id: rule for rule in person.content.ruleset.rules}
    forms = person.content.ruleset.modalities
    for name, benefits in gains(person.content).items():
        item = person.content.items[name]
        order = seriousness(item)
        values = person.domain.values(item)
        alike = {value: person.with_given({name: fixed(person.domain, name, value)}) for value in values}
        for value, one in alike.items():
            if order and value == order[0]:
                continue
            others = [other for each, other in alike.items() if each != value]
            gained = some(
                both(truth_of(one, rules[each]).yes, opposite(truth_of(other, rules[each]).yes))
                for each in benefits
                for other in others
            )
            if gained is False or not others or _has_twins(person.domain, name, value):
                continue
            alone = some(
                every(is_better(recommended(one, form), recommended(other, form)) for other in others)
                for form in forms
            )
            yield Question(one, both(gained, alone), None, frozenset({name}))


def _has_twins(domain: Domain, name: str, value: Value) -> bool:
    """Say whether another number is the same to every condition: then no value of them is the only one."""
    item = domain.content.items[name]
    if item.number is None:
        return False
    numbers = range(item.number.lowest, item.number.highest + 1, item.number.step)
    alike = [each for each in numbers if domain.stand_in(item, Fraction(each)) == value]
    return len(alike) > 1


def _knowledge(person: Person) -> Iterator[Question]:
    more, rules = _knowing_more(person)
    exact = _narrowing(person, more, rules)
    loose, loosely = loosely_scored(person), loosely_scored(more)
    facts = [*narrower((person, more), (loose, loosely), rules), *rules]
    yield replace(_narrowing(loose, loosely, facts), otherwise=exact)


def _narrowing(person: Person, more: Person, rules: list[Term]) -> Question:
    before = {form: reachable(person, form) for form in person.content.ruleset.modalities}
    after = {form: reachable(more, form) for form in person.content.ruleset.modalities}
    new = [
        both(later, opposite(now))
        for form, each in after.items()
        for now, later in zip(before[form], each, strict=True)
    ]
    sound = [opposite(person.contradicts()), opposite(more.contradicts())]
    return Question(person, some(new), more, frozenset(person.domain.names), (*rules, *sound))


def _knowing_more(person: Person) -> tuple[Person, list[Term]]:
    """Return the same person with values given to some of what was open, and what holds of the two."""
    domain, content = person.domain, person.content
    asked = {each.id for each in content.asked}
    rules: list[Term] = []
    items: dict[str, Given] = {}
    for name, given in person.raw.items.items():
        if content.home[name].id not in asked:
            continue
        new, about = some_value(domain, name, "more:")
        learnt = z3.Bool(f"more:{name}:learnt")
        still_open = person.known(name, open_ended=True).unanswered
        rules += [z3.Implies(learnt, certain(still_open)), *about]
        kept = opposite(learnt)
        items[name] = Given(
            {
                value: some([both(learnt, new.values[value]), both(kept, term)])
                for value, term in given.values.items()
            },
            both(kept, given.declined),
            both(kept, given.dont_know),
        )
    totals: dict[str, Entered] = {}
    for name, total in person.raw.totals.items():
        if content.home[name].id not in asked:
            continue
        new_total, learnt = any_entered(name, "more:"), z3.Bool(f"more:{name}:learnt")
        applies = both(person.taken(content.home[name].id), opposite(total.is_so))
        rules += [z3.Implies(learnt, certain(applies)), within(domain, name, new_total)]
        amount = z3.If(learnt, new_total.amount, total.amount)
        totals[name] = Entered(some([learnt, total.is_so]), amount, both(opposite(learnt), total.silent))
    return person.with_given(items, totals), rules


def _settling(person: Person) -> Question:
    loose = loosely_scored(person)
    exact = Question(person, _unsettled(person))
    return Question(
        loose, _unsettled(loose), rules=tuple(certain_when_complete(person, loose)), otherwise=exact
    )


def _unsettled(person: Person) -> Term:
    content = person.content
    asked = {each.id for each in content.asked}
    complete: list[Term] = [
        opposite(person.known(name, open_ended=True).unanswered)
        for name in person.raw.items
        if content.home[name].id in asked
    ]
    for name, total in person.raw.totals.items():
        if content.home[name].id in asked and not content.scales[name].items:
            complete.append(some([opposite(person.taken(content.home[name].id)), total.is_so]))
    loose = []
    for form in content.ruleset.modalities:
        found, still = recommended(person, form), reachable(person, form)
        loose += [
            both(found.is_rank(n), some([opposite(still[n]), *still[:n], *still[n + 1 :]])) for n in range(4)
        ]
    return every([*complete, opposite(person.contradicts()), some(loose)])


def _clearing(person: Person) -> Iterator[Question]:
    for name, total in person.raw.totals.items():
        none = Entered(is_so=False, amount=total.amount, silent=total.silent)
        new = Entered(is_so=True, amount=total.amount, silent=False)
        one, other = person.with_given({}, {name: none}), person.with_given({}, {name: new})
        cleared = [
            both(alert_at_least(one, level), opposite(alert_at_least(other, level))) for level in LEVELS[1:]
        ]
        yield Question(one, some(cleared), other, frozenset({name}))
