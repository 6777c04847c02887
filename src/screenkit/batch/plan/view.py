"""What is known of items, scores and conditions: as the engine knows it, or in its open-ended view."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import assert_never

from screenkit.assessment import Truth
from screenkit.batch.codes import DECLINED, DONT_KNOW, FIRST_VALUE, NOT_ASKED, values_of
from screenkit.batch.plan.cells import Cells
from screenkit.batch.plan.scores import Reach, compared, reach_of
from screenkit.batch.plan.sheet import Bit
from screenkit.engine.decide import decide
from screenkit.models.answers import Answer, NoAnswer
from screenkit.models.condition import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Condition,
    Is,
    IsNot,
    IsSilent,
    Named,
    Not,
)
from screenkit.models.questionnaire import Item, Scale

Leaf = Is | IsNot | IsSilent | Compare


@dataclass(frozen=True, slots=True)
class Kleene:
    """The truth of a condition: yes is sure, no is not even possible, unknown is possible and not sure."""

    surely: Bit
    possibly: Bit


class View:
    """Every condition as columns; with `open_ended`, what was declined or not known counts as not asked."""

    def __init__(self, cells: Cells, *, open_ended: bool = False) -> None:
        """Nothing is worked out before it is asked for."""
        self._cells = cells
        self._content = cells.content
        self._sheet = cells.sheet
        self._open_ended = open_ended
        self._absent: dict[str, Bit] = {}
        self._reaches: dict[str, Reach] = {}
        self._truths: dict[Condition, Kleene] = {}

    def is_absent(self, item: Item) -> Bit:
        """Return whether an item is not applicable: without an answer, and not to be asked."""
        if item.assumed is not None:
            return False
        if item.id not in self._absent:
            reasons = [self._sheet.negation(self._cells.taken(self._content.home[item.id]))]
            if item.ask_when:
                reasons.append(self._sheet.negation(self.truth(item.ask_when).possibly))
            nothing_given = self._cells.code_in(item, {NOT_ASKED})
            self._absent[item.id] = self._sheet.all_of([nothing_given, self._sheet.any_of(reasons)])
        return self._absent[item.id]

    def is_unanswered(self, item: Item) -> Bit:
        """Return whether an item that applies has no value."""
        if item.assumed is not None:
            return False
        applies = self._sheet.negation(self.is_absent(item))
        return self._sheet.all_of([self._sheet.negation(self._cells.answered(item)), applies])

    def reach(self, scale: Scale) -> Reach:
        """Return where a score lies, as if its questionnaire were taken."""
        if scale.id not in self._reaches:
            self._reaches[scale.id] = reach_of(self._cells, scale, self.is_absent)
        return self._reaches[scale.id]

    def is_taken(self, scale: Scale) -> Bit:
        """Return whether the questionnaire of a score applies."""
        return self._cells.taken(self._content.home[scale.id])

    def is_scored(self, scale: Scale) -> Bit:
        """Return whether anything is known of a score: a total, an item, or one that counts unasked."""
        items = [self._content.items[name] for name in scale.items]
        counts = scale.when_not_applicable is not None
        known = [item.assumed is not None or (counts and self.is_absent(item)) for item in items]
        taken = self.is_taken(scale)
        return self._sheet.any_of(
            [
                self._cells.has_total(scale),
                *(self._cells.given(item) for item in items),
                self._sheet.all_of([taken, self._sheet.any_of(known)]),
            ]
        )

    def truth(self, condition: Condition) -> Kleene:
        """Return the truth of a condition."""
        if condition not in self._truths:
            self._truths[condition] = self._truth(condition)
        return self._truths[condition]

    def _truth(self, condition: Condition) -> Kleene:
        match condition:
            case Is() | IsNot() | IsSilent() | Compare():
                return self._leaf(condition)
            case Not(inner):
                truth = self.truth(inner)
                return Kleene(self._sheet.negation(truth.possibly), self._sheet.negation(truth.surely))
            case AllOf(parts):
                return self._joined(parts, self._sheet.all_of)
            case AnyOf(parts):
                return self._joined(parts, self._sheet.any_of)
            case AtLeast(count, parts):
                return self._joined(parts, lambda bits: self._sheet.at_least(count, list(bits)))
            case Named(_, inner):
                return self.truth(inner)
            case _:
                assert_never(condition)

    def _joined(self, parts: Iterable[Condition], join: Callable[[Iterable[Bit]], Bit]) -> Kleene:
        truths = [self.truth(part) for part in parts]
        return Kleene(join(each.surely for each in truths), join(each.possibly for each in truths))

    def _leaf(self, leaf: Leaf) -> Kleene:
        if leaf.name in self._content.items:
            return self._of_item(leaf, self._content.items[leaf.name])
        return self._of_score(leaf, self._content.scales[leaf.name])

    def _of_item(self, leaf: Leaf, item: Item) -> Kleene:
        """Return a truth: by the codes that the engine decides as yes, and those that it does not as no."""
        truths = {code: decide(leaf, {item.id: answer}) for code, answer in self._answers(item).items()}
        surely = {code for code, truth in truths.items() if truth is Truth.YES}
        possibly = {code for code, truth in truths.items() if truth is not Truth.NO}
        return Kleene(self._where_it_applies(item, surely), self._where_it_applies(item, possibly))

    def _where_it_applies(self, item: Item, codes: set[int]) -> Bit:
        """Return whether an item has one of these codes; of one that is not applicable nothing is true."""
        found = self._cells.code_in(item, codes)
        if NOT_ASKED not in codes:
            return found
        return self._sheet.all_of([found, self._sheet.negation(self.is_absent(item))])

    def _answers(self, item: Item) -> dict[int, Answer]:
        """Return what each code of an item means in this view."""
        silent: dict[int, Answer] = {
            NOT_ASKED: NoAnswer.NOT_ASKED,
            DECLINED: NoAnswer.NOT_ASKED if self._open_ended else NoAnswer.DECLINED,
            DONT_KNOW: NoAnswer.NOT_ASKED if self._open_ended else NoAnswer.DONT_KNOW,
        }
        if item.assumed is not None:
            silent = dict.fromkeys(silent, item.assumed)
        return silent | dict(enumerate(values_of(item), FIRST_VALUE))

    def _of_score(self, leaf: Leaf, scale: Scale) -> Kleene:
        if not isinstance(leaf, Compare):
            raise TypeError(f"{scale.id} is a score; content that asks for its words is refused")
        surely, possibly = compared(self._sheet, self.reach(scale), leaf.comparison, leaf.number)
        taken = self.is_taken(scale)
        return Kleene(self._sheet.all_of([surely, taken]), self._sheet.all_of([possibly, taken]))
