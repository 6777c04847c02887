"""One person as the solver sees one: an unknown answer to every item, and what follows from the answers."""

from collections.abc import Callable, Mapping
from fractions import Fraction

import z3

from screenkit.check.smt.decide import Known, Range, decided
from screenkit.check.smt.domain import Domain, reach_of, unread_of
from screenkit.check.smt.raw import (
    Entered,
    Given,
    Parts,
    Raw,
    added,
    any_entered,
    any_given,
    parts_of,
    within,
)
from screenkit.check.smt.terms import (
    YES,
    Number,
    Term,
    Three,
    at_most_one,
    both,
    choose,
    none_of,
    opposite,
    some,
)
from screenkit.engine.score import ROUNDING, points
from screenkit.models.condition import Condition
from screenkit.models.questionnaire import Item

Spans = dict[tuple[str, bool], tuple[Number, Number]]
"""How low and how high the items of a score come to, by the score and by whether it is seen open-ended."""


class Person:
    """The states of items and scores that follow from what was given, worked out when first asked for.

    A person may be made from another by giving some answers anew; whatever does not depend on them is shared.
    """

    def __init__(
        self,
        domain: Domain,
        raw: Raw,
        other: "Person | None" = None,
        changed: frozenset[str] = frozenset(),
        spans: Spans | None = None,
    ) -> None:
        """Look at what was given; `changed` names what differs from `other`.

        `spans` says how low and how high the items of scores may come to, where that is not to be added up.
        """
        self.domain, self.content, self.raw = domain, domain.content, raw
        self._other, self._changed = other, changed
        self.spans = spans or {}
        self.rules: tuple[Term, ...] = other.rules if other else ()
        self._items: dict[tuple[str, bool], Known] = {}
        self._ranges: dict[tuple[str, bool], Range] = {}
        self._truths: dict[tuple[int, bool], tuple[Condition, Three]] = {}
        self._taken: dict[str, Term] = {}
        self._made: dict[tuple[str, bool], Term] = {}

    def with_given(self, given: Mapping[str, Given], totals: Mapping[str, Entered] | None = None) -> "Person":
        """Return the person who gave other answers to some items or totals, all else equal."""
        totals = totals or {}
        raw = Raw({**self.raw.items, **given}, {**self.raw.totals, **totals}, self.raw.others)
        return Person(self.domain, raw, self, frozenset({*given, *totals}))

    def taken(self, questionnaire: str) -> Term:
        """Return whether a questionnaire applies."""
        if questionnaire in self.content.ruleset.questionnaires:
            return True
        if questionnaire not in self._taken:
            home = self.content.home
            given = [
                each.was_given for name, each in self.raw.items.items() if home[name].id == questionnaire
            ]
            totals = [
                some([each.is_so, each.silent])
                for name, each in self.raw.totals.items()
                if home[name].id == questionnaire
            ]
            self._taken[questionnaire] = some([*given, *totals, self.raw.others.get(questionnaire, False)])
        return self._taken[questionnaire]

    def shared(self, key: tuple[str, bool], names: frozenset[str], make: Callable[["Person"], Term]) -> Term:
        """Return a term made once, or taken from the other person where it depends on nothing changed."""
        if key not in self._made:
            same = self._other is not None and not self._changed & names
            self._made[key] = self._other.shared(key, names, make) if same and self._other else make(self)
        return self._made[key]

    def truth(self, condition: Condition, *, open_ended: bool = False) -> Three:
        """Return the truth of a condition."""
        key = id(condition), open_ended
        if key not in self._truths:
            if self._other and not self._changed & self.domain.rests_on(condition):
                found = self._other.truth(condition, open_ended=open_ended)
            else:
                found = decided(condition, self, open_ended=open_ended)
            self._truths[key] = condition, found
        return self._truths[key][1]

    def item(self, name: str, *, open_ended: bool = False) -> Known | None:
        """Return what is known of an item; None for what is a score."""
        if name not in self.content.items:
            return None
        if (name, open_ended) not in self._items:
            same = self._other and not self._changed & self.domain.depends_on(name)
            item = self.content.items[name]
            found = self._other.item(name, open_ended=open_ended) if same and self._other else None
            self._items[name, open_ended] = found or self._known(item, open_ended=open_ended)
        return self._items[name, open_ended]

    def known(self, name: str, *, open_ended: bool = False) -> Known:
        """Return what is known of an item."""
        found = self.item(name, open_ended=open_ended)
        if found is None:
            raise TypeError(f"{name} is a score")
        return found

    def _known(self, item: Item, *, open_ended: bool) -> Known:
        given = self.raw.items[item.id]
        has_value = given.has_value
        if item.assumed is not None:
            values = {
                value: some([term, opposite(has_value)]) if value == item.assumed else term
                for value, term in given.values.items()
            }
            return Known(
                values, has_value=True, declined=False, dont_know=False, not_asked=False, absent=False
            )
        silent = some([given.declined, given.dont_know])
        asked = self.truth(item.ask_when, open_ended=open_ended) if item.ask_when else YES
        left_out = some([opposite(self.taken(self.content.home[item.id].id)), asked.no])
        nothing = none_of([has_value, silent])
        absent, not_asked = both(nothing, left_out), both(nothing, opposite(left_out))
        if open_ended:
            still_open = some([not_asked, silent])
            return Known(
                given.values, has_value, declined=False, dont_know=False, not_asked=still_open, absent=absent
            )
        return Known(given.values, has_value, given.declined, given.dont_know, not_asked, absent)

    def range(self, name: str, *, open_ended: bool = False) -> Range:
        """Return how low and how high a score can be."""
        if (name, open_ended) not in self._ranges:
            same = self._other and not self._changed & self.domain.depends_on(name)
            found = self._other.range(name, open_ended=open_ended) if same and self._other else None
            self._ranges[name, open_ended] = found or self._range(name, open_ended=open_ended)
        return self._ranges[name, open_ended]

    def _range(self, name: str, *, open_ended: bool) -> Range:
        scale = self.content.scales[name]
        parts = parts_of(self.domain, scale)
        low, high = self.from_items(parts, open_ended=open_ended)
        total = self.raw.totals[name]
        applies = self.taken(self.content.home[name].id)
        if total.is_so is False:
            return Range(applies, low, high, parts.of)
        slack = parts.of(ROUNDING) if scale.method == "mean" else 0
        amount = total.amount
        fits = both(low - slack <= amount, amount <= high + slack)
        point = choose(amount < low, low, choose(amount > high, high, amount))
        least = choose(fits, point, choose(amount < low, amount, low))
        most = choose(fits, point, choose(amount > high, amount, high))
        return Range(applies, choose(total.is_so, least, low), choose(total.is_so, most, high), parts.of)

    def from_items(self, parts: Parts, *, open_ended: bool) -> tuple[Number, Number]:
        """Return how low and how high the items alone allow a score to be, in parts."""
        scale = parts.scale
        if not scale.items:
            return parts.of(scale.lowest or Fraction(0)), parts.of(scale.highest or Fraction(0))
        if (scale.id, open_ended) in self.spans:
            return self.spans[scale.id, open_ended]
        each = [self.span(parts, name, open_ended=open_ended) for name in scale.items]
        least = [number for low, _ in each for number in low]
        return added(least), added([*least, *(width for _, width in each)])

    def span(self, parts: Parts, name: str, *, open_ended: bool) -> tuple[list[Number], Number]:
        """Return what an item adds to a score at least, as numbers to add up, and how much more it may."""
        scale, item = parts.scale, self.content.items[name]
        known = self.known(name, open_ended=open_ended)
        low, high = reach_of(scale, item)
        least: list[Number] = [parts.added(low)]
        for value, term in known.values.items():
            more = parts.added(points(scale, item, value) - low)
            least += [choose(term, more, 0)] if more else []
        counted: Term = False
        if scale.when_not_applicable is not None:
            counted = known.absent
            least.append(choose(counted, parts.added(scale.when_not_applicable - low), 0))
        return least, choose(some([known.has_value, counted]), 0, parts.added(high - low))

    def contradicts(self) -> Term:
        """Return whether a total lies outside what its items allow."""
        found = []
        for name, total in self.raw.totals.items():
            if total.is_so is False:
                continue
            parts = parts_of(self.domain, self.content.scales[name])
            for open_ended in (False, True):
                low, high = self.from_items(parts, open_ended=open_ended)
                found.append(both(total.is_so, some([total.amount < low, total.amount > high])))
        return some(found)


def anybody(domain: Domain, prefix: str = "") -> Person:
    """Return somebody of whom nothing is known; `rules` is what holds of everybody."""
    content = domain.content
    items = {
        name: any_given(domain, name, prefix)
        for name in content.order
        if name in domain.names and name in content.items
    }
    totals = {
        name: any_entered(name, prefix)
        for name in content.order
        if name in domain.names and name in content.scales
    }
    homes = {content.home[name].id for name in domain.names} - set(content.ruleset.questionnaires)
    others = {
        each: z3.Bool(f"{prefix}{each}:other")
        for each in sorted(homes)
        if unread_of(content, domain.names, each)
    }
    rules = [at_most_one([*each.values.values(), each.declined, each.dont_know]) for each in items.values()]
    rules += [within(domain, name, total) for name, total in totals.items()]
    person = Person(domain, Raw(items, totals, others))
    person.rules = tuple(rule for rule in rules if rule is not True)
    return person
