"""What somebody gave, as the solver sees it: for every item and total one of several answers, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import z3

from screenkit.check.smt.domain import Domain, reach_of
from screenkit.check.smt.terms import Number, Term, at_most_one, both, certain, every, none_of, some
from screenkit.engine.score import ROUNDING, extent, points
from screenkit.models.answers import Value
from screenkit.models.questionnaire import Scale


@dataclass(frozen=True)
class Given:
    """The answer that was given to an item: one of these is so, or none: it was not asked."""

    values: Mapping[Value, Term]
    declined: Term = False
    dont_know: Term = False

    @property
    def has_value(self) -> Term:
        """Some value was given."""
        return some(self.values.values())

    @property
    def was_given(self) -> Term:
        """A value was given, or it was declined or not known."""
        return some([*self.values.values(), self.declined, self.dont_know])


@dataclass(frozen=True)
class Entered:
    """The total entered for a score: whether it was, how much in the scale's own parts, and silence."""

    is_so: Term
    amount: Number
    silent: Term


@dataclass(frozen=True)
class Raw:
    """All that was given: answers, totals, and whether anything that nothing reads was answered."""

    items: Mapping[str, Given]
    totals: Mapping[str, Entered]
    others: Mapping[str, Term]


@dataclass(frozen=True)
class Parts:
    """A scale in whole numbers: everything is multiplied by `unit`, and a mean by the count of its items."""

    scale: Scale
    unit: int
    divisor: int

    def of(self, number: Fraction) -> int:
        """Return a score in parts."""
        exact = number * self.divisor * self.unit
        return int(exact)

    def added(self, number: Fraction) -> int:
        """Return what one item adds, in parts."""
        return int(number * self.unit)


def parts_of(domain: Domain, scale: Scale) -> Parts:
    """Return in which parts a scale is counted, so that everything it is held against is whole."""
    items = domain.content.items
    divisor = len(scale.items) if scale.method == "mean" else 1
    numbers = [ROUNDING * divisor]
    numbers += [leaf.number * divisor for leaf in domain.thresholds.get(scale.id, ())]
    for name in scale.items:
        numbers += [*reach_of(scale, items[name])]
        numbers += [points(scale, items[name], value) for value in domain.values(items[name])]
    numbers += [
        number for number in (scale.when_not_applicable, scale.lowest, scale.highest) if number is not None
    ]
    return Parts(scale, domain.unit(numbers), divisor)


def added(numbers: Sequence[Number]) -> Number:
    """Return the sum of some numbers."""
    certain_part = sum(number for number in numbers if isinstance(number, int))
    left = [number for number in numbers if not isinstance(number, int)]
    return z3.Sum([*left, z3.IntVal(certain_part)]) if left else certain_part


def any_given(domain: Domain, name: str, prefix: str) -> Given:
    """Return an answer of which nothing is known."""
    values = domain.values(domain.content.items[name])
    return Given(
        {value: z3.Bool(f"{prefix}{name}={value}") for value in values},
        z3.Bool(f"{prefix}{name}:declined"),
        z3.Bool(f"{prefix}{name}:dont_know"),
    )


def some_value(domain: Domain, name: str, prefix: str) -> tuple[Given, list[Term]]:
    """Return an answer that is some value, and what holds of it."""
    given = any_given(domain, name, prefix)
    terms = list(given.values.values())
    return Given(given.values), [certain(some(terms)), certain(at_most_one(terms))]


def any_entered(name: str, prefix: str) -> Entered:
    """Return a total that may have been entered."""
    return Entered(
        z3.Bool(f"{prefix}{name}:total"), z3.Int(f"{prefix}{name}"), z3.Bool(f"{prefix}{name}:silent")
    )


def within(domain: Domain, name: str, total: Entered) -> Term:
    """Return that a total is one its score can have, and that not both a total and silence stand there."""
    scale = domain.content.scales[name]
    parts = parts_of(domain, scale)
    reach = extent(scale, domain.content.items)
    rules = [total.amount >= parts.of(reach.low), total.amount <= parts.of(reach.high)]
    if scale.is_whole:
        rules.append(total.amount % parts.of(Fraction(1)) == 0)
    return every([*rules, none_of([both(total.is_so, total.silent)])])


def fixed(domain: Domain, name: str, answer: Value | str) -> Given:
    """Return the answer that is certainly this value, or `declined`, or `dont_know`."""
    values = dict.fromkeys(domain.values(domain.content.items[name]), False)
    if answer in values:
        return Given({**values, answer: True})
    return Given(values, declined=answer == "declined", dont_know=answer == "dont_know")
