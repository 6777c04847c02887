"""Somebody to whom a new rule set is more open, or for whom it raises a milder alert; or proof of nobody."""

import z3

from screenkit.assessment import LEVELS, Recommendation
from screenkit.check.outcome import RANK, outcome_of
from screenkit.check.shrink import Counterexample, in_order, shrunk
from screenkit.check.smt.domain import Domain
from screenkit.check.smt.outcome import alert_at_least, is_better, recommended
from screenkit.check.smt.person import Person, anybody
from screenkit.check.smt.raw import Entered, Given, Raw
from screenkit.check.smt.terms import Term, both, certain, opposite, some
from screenkit.check.smt.witness import Found, answers_of
from screenkit.errors import ContentError, Problem
from screenkit.models.answers import Answers
from screenkit.models.content import Content

_MOST_TRIES = 20


def opened_to(old: Content, new: Content) -> Answers | None:
    """Return answers that both rule sets take, for which the new one is more open or raises a milder alert.

    None is a proof: over all answers that both take, there is nobody. A form of group that only the new one
    has counts as not recommended before.

    Raises:
        ContentError: when neither somebody nor a proof was found.

    """
    before, after = _side_by_side(old, new)
    had = old.ruleset.modalities
    looser: list[Term] = [
        is_better(recommended(after, form), recommended(before, form))
        if form in had
        else opposite(recommended(after, form).is_rank(RANK[Recommendation.NOT_RECOMMENDED]))
        for form in new.ruleset.modalities
    ]
    looser += [
        both(alert_at_least(before, level), opposite(alert_at_least(after, level))) for level in LEVELS[1:]
    ]
    solver = z3.Solver()
    solver.add([certain(rule) for rule in (*before.rules, *after.rules)])
    solver.add(certain(some(looser)))
    for tries in range(_MOST_TRIES):
        found_any = solver.check()
        if found_any == z3.unsat and not tries:
            return None
        if found_any != z3.sat:
            break  # undecided, or somebody was found of whom the engine does not say so: that is no proof
        model = solver.model()
        found = _merged(Found(model), before, after)
        if opens(old, new, found):
            least = shrunk(Counterexample(found, {}), lambda answers, _: opens(old, new, answers))
            return in_order(new, least.answers)
        solver.add(
            z3.Or(
                [
                    each() != model.eval(each(), model_completion=True)
                    for each in model.decls()
                    if not each.arity()
                ]
            )
        )
    what = "whether the new one is more open to anybody could not be settled"
    do = "read what changed rule by rule, and look with 'rules impact' at people you know"
    raise ContentError([Problem(f"{old.ruleset.id} and {new.ruleset.id}", what, do)])


def opens(old: Content, new: Content, answers: Answers) -> bool:
    """Say whether the new rule set is more open to somebody, or raises a milder alert."""
    before, after = outcome_of(old, _taken(old, answers)), outcome_of(new, _taken(new, answers))
    more_open = any(
        RANK[found] < RANK[before.recommended.get(form, Recommendation.NOT_RECOMMENDED)]
        for form, found in after.recommended.items()
    )
    return more_open or LEVELS.index(after.level) < LEVELS.index(before.level)


def _side_by_side(old: Content, new: Content) -> tuple[Person, Person]:
    """Return one person as either rule set sees them: what both ask is answered once."""
    domains = Domain(old, Domain(new).conditions_on(old)), Domain(new, Domain(old).conditions_on(new))
    before, after = anybody(domains[0]), anybody(domains[1])
    items: dict[str, Given] = dict(after.raw.items)
    for name, given in before.raw.items.items():
        if name in items:
            kept = {value: given.values.get(value, False) for value in items[name].values}
            items[name] = Given(kept, given.declined, given.dont_know)
    gone = [
        term
        for name, given in before.raw.items.items()
        if name in after.raw.items
        for value, term in given.values.items()
        if value not in after.raw.items[name].values
    ]
    totals: dict[str, Entered] = {**after.raw.totals}
    other = Person(domains[1], Raw(items, totals, after.raw.others))
    other.rules = (*after.rules, *(z3.Not(term) for term in gone))
    return before, other


def _merged(found: Found, before: Person, after: Person) -> Answers:
    return Answers({**answers_of(found, before).given, **answers_of(found, after).given})


def _taken(content: Content, answers: Answers) -> Answers:
    """Return the answers that a rule set knows the items of."""
    return Answers({name: answer for name, answer in answers.given.items() if name in content.home})
