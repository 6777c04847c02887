"""Look for answers on which two readings of a rule differ: the vignette that is missing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from screenkit.engine.score import extent
from screenkit.engine.states import States, mismatches
from screenkit.models.answers import Answer, Answers, NoAnswer
from screenkit.models.condition import Compare, Condition, leaves, names
from screenkit.models.content import Content

Changes = Mapping[str, Answer]
"""Answers laid over those of a person; `NOT_ASKED` takes one away."""


@dataclass(frozen=True)
class Trial:
    """Answers that were tried: what was changed, and what is known then."""

    changes: Changes
    states: States
    is_plain: bool
    """Whether every answer is one the others call for."""


def trials(
    content: Content,
    people: Sequence[Mapping[str, Answer]],
    conditions: Iterable[Condition],
    *,
    most: int = 2,
    limit: int = 6000,
) -> list[Trial]:
    """Return answers near those of some people, over what some conditions read, fewest changes first."""
    conditions = list(conditions)
    read = tuple(dict.fromkeys(name for each in conditions for name in names(each)))
    domains = {name: domain(content, name, conditions) for name in read}
    found: list[Trial] = []
    for count in range(most + 1):
        for person in people:
            for chosen in combinations(read, count):
                for values in product(*(domains[name] for name in chosen)):
                    changes = dict(zip(chosen, values, strict=True))
                    if any(person.get(name, NoAnswer.NOT_ASKED) == value for name, value in changes.items()):
                        continue
                    found.append(_trial(content, person, changes))
                    if len(found) >= limit:
                        return found
    return found


def domain(content: Content, name: str, conditions: Iterable[Condition]) -> tuple[Answer, ...]:
    """Return the answers of an item or score that some conditions can tell apart."""
    silent = (NoAnswer.DECLINED, NoAnswer.DONT_KNOW, NoAnswer.NOT_ASKED)
    item = content.items.get(name)
    if item and item.values:
        return (*item.values, *silent)
    numbers = sorted(set(_near(content, name, conditions)))
    return (*numbers, *silent)


def laid_over(person: Mapping[str, Answer], changes: Changes) -> dict[str, Answer]:
    """Return a person's answers with some changed."""
    return {
        name: answer for name, answer in {**person, **changes}.items() if answer is not NoAnswer.NOT_ASKED
    }


def _trial(content: Content, person: Mapping[str, Answer], changes: Changes) -> Trial:
    answers = Answers(laid_over(person, changes))
    states = States(content, answers)
    return Trial(changes, states, not mismatches(content, answers, states))


def _near(content: Content, name: str, conditions: Iterable[Condition]) -> Iterator[Fraction]:
    """Yield the numbers at and next to every cut-off, as far as they can be entered."""
    points = [
        leaf.number
        for c in conditions
        for leaf in leaves(c)
        if isinstance(leaf, Compare) and leaf.name == name
    ]
    item, scale = content.items.get(name), content.scales.get(name)
    step = Fraction(1, 10) if scale and scale.method == "mean" else Fraction(1)
    for point in points:
        for number in (point - 1, point - step, point, point + step, point + 1):
            if item and item.number and item.number.offers(number):
                yield number
            if scale:
                reach = extent(scale, content.items)
                if reach.low <= number <= reach.high and (not scale.is_whole or number.denominator == 1):
                    yield number
