"""Scores seen loosely: two ends instead of a sum, with what was proved of them item by item.

Adding up is what costs a solver most. Whatever holds of every score with such ends holds of the sum as well.
"""

from collections.abc import Iterator, Sequence

import z3

from screenkit.check.smt.domain import Domain
from screenkit.check.smt.person import Person, Spans
from screenkit.check.smt.raw import added, parts_of
from screenkit.check.smt.terms import Term, both, certain, every, opposite, some


def loosely_scored(person: Person) -> Person:
    """Return the same person, whose scores have two ends of which nothing is known but their order."""
    spans: Spans = {}
    for name in _added_up(person.domain):
        for open_ended in (False, True):
            mark = f"{name}:{'later' if open_ended else 'now'}:{id(person)}"
            spans[name, open_ended] = z3.Int(f"{mark}:low"), z3.Int(f"{mark}:high")
    return Person(person.domain, person.raw, spans=spans)


def narrower(
    pair: tuple[Person, Person], loose: tuple[Person, Person], rules: Sequence[Term]
) -> Iterator[Term]:
    """Yield what holds of the ends of scores before and after more is known, where each item bears it out.

    `pair` is somebody before and after, `loose` the same two loosely scored, `rules` what holds of them.
    """
    one, more = pair
    solver = _solver(one, rules)
    for each in loose:
        yield from _in_order(each)
    for name in _added_up(one.domain):
        items = one.content.scales[name].items
        for view in (False, True):
            wider = (_is_wider(one, more, (name, view), item) for item in items)
            if all(_never(solver, term) for term in wider):
                low, high = loose[0].spans[name, view]
                new_low, new_high = loose[1].spans[name, view]
                yield z3.And(low <= new_low, new_high <= high)


def certain_when_complete(person: Person, loose: Person) -> Iterator[Term]:
    """Yield that a score is one number, the same in both views, once none of its items is open.

    Only where each item bears it out.
    """
    solver = _solver(person, ())
    yield from _in_order(loose)
    for name in _added_up(person.domain):
        items = person.content.scales[name].items
        known = {item: opposite(person.known(item, open_ended=True).unanswered) for item in items}
        applies = person.taken(person.content.home[name].id)
        if all(_never(solver, both(applies, known[item], _is_loose(person, name, item))) for item in items):
            ends = [*loose.spans[name, False], *loose.spans[name, True]]
            same = every(ends[0] == end for end in ends[1:])
            yield some([opposite(every([applies, *known.values()])), same])


def _is_loose(person: Person, name: str, item: str) -> Term:
    """Say that what an item adds is more than one number, or differs between the views."""
    parts = parts_of(person.domain, person.content.scales[name])
    now, width = person.span(parts, item, open_ended=False)
    later, later_width = person.span(parts, item, open_ended=True)
    return some([width != 0, later_width != 0, added(now) != added(later)])


def _is_wider(one: Person, more: Person, score: tuple[str, bool], item: str) -> Term:
    """Say that an item may add less, or more, to a score once more is known."""
    name, view = score
    parts = parts_of(one.domain, one.content.scales[name])
    least, width = one.span(parts, item, open_ended=view)
    new_least, new_width = more.span(parts, item, open_ended=view)
    low, new_low = added(least), added(new_least)
    applies = one.taken(one.content.home[name].id)
    return both(applies, some([new_low < low, new_low + new_width > low + width]))


def _never(solver: z3.Solver, term: Term) -> bool:
    return bool(solver.check(certain(term)) == z3.unsat)


def _solver(person: Person, rules: Sequence[Term]) -> z3.Solver:
    solver = z3.Solver()
    solver.add([certain(rule) for rule in (*person.rules, *rules)])
    return solver


def _in_order(person: Person) -> Iterator[Term]:
    for low, high in person.spans.values():
        yield low <= high


def _added_up(domain: Domain) -> list[str]:
    scales = domain.content.scales
    return [
        name
        for name in domain.content.order
        if name in domain.names and name in scales and scales[name].items
    ]
