"""A content made ready to be asked again and again: its conditions, and lists that are the same for all."""

from screenkit.assessment import Truth
from screenkit.engine.decide import Decide, decider
from screenkit.engine.score import Span, spans_without_value
from screenkit.models.answers import NoAnswer
from screenkit.models.condition import Condition
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item, Scale


class Prepared:
    """What the engine asks of one content for everybody.

    `rules`, `tensions` and `doubts` decide by id or in the order they stand; `ask_when` by the item's id.
    `shown` are the rules that speak of some modality, what they read and how well they are supported;
    `speaking` are those of each modality, and `sides` those that rest on each side of a tension. `absent`
    holds the states of a questionnaire that was not begun, `assumed` the items whose value counts unasked.
    """

    def __init__(self, content: Content) -> None:
        """Make everything ready."""
        ruleset, items = content.ruleset, content.items.values()
        self.rules = {rule.id: _decider(rule.when) for rule in ruleset.rules}
        shown = [rule for rule in ruleset.rules if content.modalities_of(rule)]
        self.shown = tuple((rule, content.reads[rule.id], content.evidence[rule.id]) for rule in shown)
        self.speaking = {m: tuple(rule.id for rule in rules) for m, rules in content.rules_of.items()}
        self.tensions = tuple(decider(each.when) for each in ruleset.tensions)
        self.doubts = tuple((each.says, decider(each.when)) for each in ruleset.doubts)
        self.sides = tuple(
            tuple(_resting_on(side.criteria, content) for side in each.sides) for each in ruleset.tensions
        )
        self.ask_when = {item.id: decider(item.ask_when) for item in items if item.ask_when}
        self.conditional = tuple(item for item in items if item.ask_when)
        self.absent = {
            each.id: {item.id: NoAnswer.NOT_APPLICABLE for item in each.items if item.assumed is None}
            for each in content.questionnaires.values()
        }
        asked: tuple[Item, ...] = tuple(item for each in content.asked for item in each.items)
        self.assumed = tuple((item.id, item.assumed) for item in asked if item.assumed is not None)
        self.safety = tuple(item for item in asked if item.is_safety)
        self._items = content.items
        self._spans: dict[str, dict[str, Span]] = {}

    def spans(self, scale: Scale) -> dict[str, Span]:
        """Return what each item of a scale can add that has no value."""
        if scale.id not in self._spans:
            self._spans[scale.id] = spans_without_value(scale, self._items)
        return self._spans[scale.id]


def prepared(content: Content) -> Prepared:
    """Return what is made ready of a content, once."""
    return content.once(Prepared)


def _decider(condition: Condition | None) -> Decide:
    return decider(condition) if condition else lambda _: Truth.YES


def _resting_on(criteria: tuple[str, ...], content: Content) -> tuple[str, ...]:
    """Return the rules that speak of some modality and rest on one of these criteria."""
    wanted = set(criteria)
    return tuple(
        rule.id
        for rule in content.ruleset.rules
        if content.modalities_of(rule) and not wanted.isdisjoint(rule.rests_on)
    )
