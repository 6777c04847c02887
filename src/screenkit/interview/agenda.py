"""What belongs to an interview and may be asked now: items, totals, and how to take an instrument."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from screenkit.assessment import Assessment, Truth
from screenkit.engine.decide import decide
from screenkit.engine.states import States
from screenkit.engine.written import Total, target_of
from screenkit.interview.reach import Reach, Standing
from screenkit.models.answers import Answer
from screenkit.models.condition import names
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item, Questionnaire

Question = Item | Total | Questionnaire
"""An item to ask, a total to enter, or an instrument of which it is still open how it is taken."""


def questions_of(questionnaire: Questionnaire, how: str | None, content: Content) -> tuple[Question, ...]:
    """Return what one questionnaire asks, in order; `how` says how an instrument is taken, None while open.

    Of an instrument taken by its total, the gate items are asked all the same.
    """
    if questionnaire.id in content.ruleset.questionnaires or how == "items":
        return questionnaire.items
    if how is None:
        return (questionnaire,)
    if how == "total":
        totals = (target_of(content, scale.id) for scale in questionnaire.scales)
        return (*totals, *(item for item in questionnaire.items if item.gate))
    return ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """What belongs to an interview (`every`, in order), and what is known so far."""

    content: Content
    states: States
    kept: Mapping[str, Answer]
    every: tuple[Question, ...]

    def open(self, *, only_safety: bool, until_settled: Assessment | None) -> tuple[Question, ...]:
        """Return what may be asked and was not dealt with.

        With `only_safety`, safety and gate items and what they depend on. With an assessment as
        `until_settled`, gate items, what can still raise an alert, and what can still change a
        recommendation; a value that is only assumed can.
        """
        to_ask = [each for each in self.every if each.id not in self.kept]
        reach = Reach(self.content, self.states, [each for each in to_ask if isinstance(each, Item)])
        found = [
            each for each in to_ask if not isinstance(each, Item) or reach.standing(each) is Standing.OPEN
        ]
        if only_safety:
            wanted = self._for_safety()
            found = [each for each in found if not isinstance(each, Item) or each.id in wanted]
        if until_settled:
            matters = self._matters(until_settled)
            found = [each for each in found if isinstance(each, Questionnaire) or each.id in matters]
        return tuple(found)

    def _for_safety(self) -> set[str]:
        """Return the safety and gate items, and whatever decides whether one of them is asked."""
        items = [each for each in self.every if isinstance(each, Item)]
        return _with_what_they_read(self.content, (each.id for each in items if each.is_safety))

    def _matters(self, assessment: Assessment) -> set[str]:
        """Return what is still worth asking, with what decides whether it is asked."""
        gates = (each.id for each in self.every if isinstance(each, Item) and each.gate)
        begun = self.states.taken
        untouched = (  # nothing is known of such an instrument yet, so nothing says that it cannot matter
            each.id
            for each in self.every
            if not isinstance(each, Questionnaire) and self.content.home[each.id].id not in begun
        )
        assumed = (each.id for each in self.every if isinstance(each, Item) and each.assumed is not None)
        wanted = {*gates, *assessment.ask_next, *self._of_alerts(), *untouched, *assumed}
        return _with_what_they_read(self.content, wanted)

    def _of_alerts(self) -> Iterator[str]:
        """Yield what an alert that is not decided yet reads, and what would record its assessment."""
        for rule in self.content.ruleset.rules:
            if rule.alert is None or rule.when is None:
                continue
            truth = decide(rule.when, self.states)
            if truth is Truth.UNKNOWN:
                yield from self.content.reads[rule.id]
            if truth is Truth.YES and rule.assessed_when:
                yield from names(rule.assessed_when)


def _with_what_they_read(content: Content, wanted: Iterable[str]) -> set[str]:
    """Return items and scores with what makes them up or decides whether they are asked, all the way."""
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _read_by(content, name)
    return found


def _read_by(content: Content, name: str) -> Sequence[str]:
    item = content.items.get(name)
    if item is None:
        return content.scales[name].items
    conditions = [each for each in (item.ask_when, item.hold_back_unless) if each]
    return [read for condition in conditions for read in names(condition)]
