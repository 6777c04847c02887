"""What people can differ in: the answers each item can have, as far as some content can tell them apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from screenkit.engine.decide import decide
from screenkit.engine.score import extent
from screenkit.models.answers import Value
from screenkit.models.condition import Compare, Condition, leaves
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item, Scale


@dataclass(frozen=True)
class Domain:
    """The items and scores that anything in some content depends on, and the values it tells apart.

    `also` are conditions that are asked of the people beside those of the content, `named` items that are
    looked at whether anything reads them or not.
    """

    content: Content
    also: tuple[Condition, ...] = ()
    named: frozenset[str] = frozenset()

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition a recommendation, an alert or a gate can depend on, and those asked beside.

        What is declared impossible is among them: whoever is left out of a proof is told apart by it.
        """
        rules = [rule.when for rule in self.content.ruleset.rules if rule.when]
        releases = [item.gate.released_by for item in self.content.gates if item.gate]
        declared = [each.when for each in self.content.ruleset.impossible]
        return (*rules, *(each for each in releases if each), *declared, *self.also)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every item and score whose answer can matter, those of an instrument that may be taken included."""
        heads = {leaf.name for each in self.conditions for leaf in leaves(each)}
        heads |= {item.id for item in self.content.gates} | self.named
        return frozenset().union(*(self.read_for(name) for name in heads))

    def conditions_on(self, other: Content) -> tuple[Condition, ...]:
        """Return the conditions, `ask_when` included, that ask only what another content knows as well."""
        asked = (item.ask_when for each in self.content.asked for item in each.items if item.ask_when)
        return tuple(
            each
            for each in (*self.conditions, *asked)
            if all(leaf.name in other.home for leaf in leaves(each))
        )

    def read_for(self, name: str) -> frozenset[str]:
        """Return the items and scores that decide on the state of one, itself among them."""
        if name not in self._read_for:
            self._read_for[name] = frozenset(self._reading([name]))
        return self._read_for[name]

    @cached_property
    def _read_for(self) -> dict[str, frozenset[str]]:
        return {}

    def _reading(self, waiting: list[str]) -> Iterable[str]:
        found: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self._next(name))
        return found

    def _next(self, name: str) -> Iterator[str]:
        item = self.content.items.get(name)
        if item is None:
            yield from self.content.scales[name].items
        elif item.ask_when:
            yield from (leaf.name for leaf in leaves(item.ask_when))

    def depends_on(self, name: str) -> frozenset[str]:
        """Return the items and scores whose answers can change the state of one.

        Whether an optional instrument is taken depends on everything in it.
        """
        if name not in self._depends_on:
            read = self.read_for(name)
            optional = {self.content.home[each].id for each in read} - set(
                self.content.ruleset.questionnaires
            )
            taken = {each for each in self.content.order if self.content.home[each].id in optional}
            self._depends_on[name] = read | taken
        return self._depends_on[name]

    @cached_property
    def _depends_on(self) -> dict[str, frozenset[str]]:
        return {}

    def rests_on(self, condition: Condition) -> frozenset[str]:
        """Return the items and scores whose answers can change the truth of a condition."""
        key = id(condition)
        if key not in self._rests_on:
            found = frozenset().union(*(self.depends_on(leaf.name) for leaf in leaves(condition)))
            self._rests_on[key] = condition, found
        return self._rests_on[key][1]

    @cached_property
    def _rests_on(self) -> dict[int, tuple[Condition, frozenset[str]]]:
        return {}

    @cached_property
    def thresholds(self) -> Mapping[str, tuple[Compare, ...]]:
        """The comparisons made with each item and score."""
        asked = [item.ask_when for item in self.content.items.values() if item.ask_when]
        found: dict[str, dict[Compare, None]] = {}
        for condition in (*self.conditions, *asked):
            for leaf in leaves(condition):
                if isinstance(leaf, Compare):
                    found.setdefault(leaf.name, {})[leaf] = None
        return {name: tuple(each) for name, each in found.items()}

    def values(self, item: Item) -> tuple[Value, ...]:
        """Return the values of an item; of numbers that nothing tells apart, the first stands for all."""
        if item.number is None:
            return tuple(item.values or ())
        numbers = item.number
        every = [Fraction(n) for n in range(numbers.lowest, numbers.highest + 1, numbers.step)]
        if item.id in self._counted:
            return tuple(every)
        first: dict[tuple[object, ...], Fraction] = {}
        for value in every:
            first.setdefault(self._told_apart(item.id, value), value)
        return tuple(first.values())

    def stand_in(self, item: Item, value: Value) -> Value:
        """Return the value that stands for one that was given."""
        if not isinstance(value, Fraction) or item.id in self._counted:
            return value
        wanted = self._told_apart(item.id, value)
        return next(each for each in self.values(item) if self._told_apart(item.id, each) == wanted)

    def _told_apart(self, name: str, value: Value) -> tuple[object, ...]:
        return tuple(decide(each, {name: value}) for each in self.thresholds.get(name, ()))

    @cached_property
    def _counted(self) -> frozenset[str]:
        """The items that count in a score that something compares."""
        scales = [self.content.scales[name] for name in self.thresholds if name in self.content.scales]
        return frozenset(item for scale in scales for item in scale.items)

    def unit(self, numbers: Iterable[Fraction]) -> int:
        """Return in how many parts a whole is cut so that each of some numbers is a whole number of them.

        Twice as many as needed: between two of the numbers lies a point that stands for all totals there.
        """
        return 2 * lcm(*(number.denominator for number in numbers))


def reach_of(scale: Scale, item: Item) -> tuple[Fraction, Fraction]:
    """Return the least and the most that an item without a value can add to a score."""
    alone = scale.model_copy(update={"items": (item.id,), "method": "sum"})
    span = extent(alone, {item.id: item})
    return span.low, span.high


def unread_of(content: Content, read: Iterable[str], questionnaire: str) -> Sequence[str]:
    """Return the items and scores of a questionnaire that nothing reads."""
    inside = content.questionnaires[questionnaire]
    ids = [*(item.id for item in inside.items), *(scale.id for scale in inside.scales)]
    known = set(read)
    return [name for name in ids if name not in known]
