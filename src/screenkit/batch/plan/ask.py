"""What to ask next: for each item and score that may be asked, in order, for whom it is."""

from collections.abc import Iterable, Iterator, Mapping

from screenkit.batch.plan.cells import Cells
from screenkit.batch.plan.scores import is_open
from screenkit.batch.plan.sheet import Bit
from screenkit.batch.plan.view import View
from screenkit.models.condition import names
from screenkit.models.questionnaire import Scale

Asked = tuple[str, Bit]
"""An item or score, and for whom it is to be asked."""


class Questions:
    """What is to be asked, in the open-ended view."""

    def __init__(self, cells: Cells, view: View) -> None:
        """Nothing is worked out before it is asked for."""
        self._content = cells.content
        self._sheet = cells.sheet
        self._view = view

    def next(self, undecided: Mapping[str, Bit]) -> list[Asked]:
        """Return what is to be asked next, in order; a name may stand in several places, of different people.

        `undecided` says of each rule, by its id, for whom it is undecided and would change something.
        """
        gates = {item.id: self._view.is_unanswered(item) for item in self._content.gates}
        read = self._read_by(undecided)
        rest = {name: read[name] for name in sorted(read, key=self._content.order.__getitem__)}
        placed = [*gates.items(), *((name, bit) for name, bit in rest.items() if name not in gates)]
        return self._each_once(each for name, bit in placed for each in self._unless_held_back(name, bit))

    def _read_by(self, undecided: Mapping[str, Bit]) -> dict[str, Bit]:
        """Return for each item and score for whom it is unanswered and read by such a rule."""
        wanted: dict[str, list[Bit]] = {}
        for rule, bit in undecided.items():
            for name in self._content.reads[rule]:
                wanted.setdefault(name, []).append(bit)
        found: dict[str, list[Bit]] = {}
        for name, bits in wanted.items():
            is_wanted = self._sheet.any_of(bits)
            for each, unanswered in self._unanswered(name):
                found.setdefault(each, []).append(self._sheet.all_of([is_wanted, unanswered]))
        return {name: self._sheet.any_of(bits) for name, bits in found.items()}

    def _unanswered(self, name: str) -> list[Asked]:
        """Return what to ask about one item or score that is read: a scale without an answer by its score."""
        if name in self._content.items:
            return [(name, self._view.is_unanswered(self._content.items[name]))]
        scale = self._content.scales[name]
        unanswered = {each: self._view.is_unanswered(self._content.items[each]) for each in scale.items}
        none_answered = self._sheet.all_of(unanswered.values())
        some_answered = self._sheet.negation(none_answered)
        open_ = self._is_open(scale)
        return [
            *((each, self._sheet.all_of([open_, some_answered, bit])) for each, bit in unanswered.items()),
            (name, self._sheet.all_of([open_, none_answered])),
        ]

    def _is_open(self, scale: Scale) -> Bit:
        return self._sheet.all_of([self._view.is_taken(scale), is_open(self._sheet, self._view.reach(scale))])

    def _unless_held_back(
        self, name: str, bit: Bit, waiting: frozenset[str] = frozenset()
    ) -> Iterator[Asked]:
        """Yield an item, and where it is held back what its condition reads, be it held back in turn."""
        item = self._content.items.get(name)
        if item is None or item.hold_back_unless is None:
            yield name, bit
            return
        free = self._view.truth(item.hold_back_unless).surely
        yield name, self._sheet.all_of([bit, free])
        held_back = self._sheet.all_of([bit, self._sheet.negation(free)])
        for read in names(item.hold_back_unless):
            for each, unanswered in self._unanswered(read) if read not in waiting else ():
                asked = self._sheet.all_of([held_back, unanswered])
                if asked is not False:
                    yield from self._unless_held_back(each, asked, waiting | {name, read})

    def _each_once(self, asked: Iterable[Asked]) -> list[Asked]:
        """Return the same without what was asked of the same person at an earlier place."""
        earlier: dict[str, list[Bit]] = {}
        found: list[Asked] = []
        for name, bit in asked:
            before = earlier.setdefault(name, [])
            found.append((name, self._sheet.all_of([bit, *(self._sheet.negation(each) for each in before)])))
            before.append(bit)
        return [(name, bit) for name, bit in found if bit is not False]
