"""What is known of every item and score: what was given, assumed, not asked, or not applicable."""

from collections.abc import Mapping

from screenkit.assessment import Interval, Score, State, Truth
from screenkit.engine.prepared import prepared
from screenkit.engine.score import from_items, score
from screenkit.models.answers import SILENT, Answer, Answers, NoAnswer
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item, Scale


class States(dict[str, State]):
    """The state of each item and score, worked out when it is first asked for.

    With `open_ended`, what was declined or not known counts as not asked: the view from which `reachable` is
    worked out, since a value may still be given to it.
    """

    def __init__(self, content: Content, answers: Answers, *, open_ended: bool = False) -> None:
        """Look at one person's answers."""
        super().__init__(
            (name, answer)
            for name, answer in answers.given.items()
            if name in content.items and not isinstance(answer, NoAnswer)
        )
        self._ready = prepared(content)
        self.taken = taken(content, answers)
        for questionnaire, absent in self._ready.absent.items():
            if questionnaire not in self.taken:
                self.update(absent)
        self._content = content
        self._given = answers.given
        self._open_ended = open_ended
        self._scores: dict[str, Score | None] = {}

    def __missing__(self, name: str) -> State:
        item = self._content.items.get(name)
        state: State = self._item(item) if item else self._score(self._content.scales[name])
        self[name] = state
        return state

    def answer(self, name: str) -> Answer:
        """Return the state of an item."""
        state = self[name]
        if isinstance(state, Interval):
            raise TypeError(f"{name} is a score")
        return state

    def score(self, scale: Scale) -> Score | None:
        """Return what is known of a score, or None when nothing is."""
        if scale.id not in self._scores:
            applies = self._content.home[scale.id].id in self.taken
            states = {name: self.answer(name) for name in scale.items} if applies else {}
            spans, entered = self._ready.spans(scale), self._given.get(scale.id)
            known = score(scale, self._content.items, states, entered, spans) if applies else None
            self._scores[scale.id] = known
        return self._scores[scale.id]

    def _item(self, item: Item) -> Answer:
        given = self._given.get(item.id, NoAnswer.NOT_ASKED)
        if not isinstance(given, NoAnswer):
            return given
        if item.assumed is not None:
            return item.assumed
        if given in SILENT:
            return NoAnswer.NOT_ASKED if self._open_ended else given
        if self._content.home[item.id].id not in self.taken:
            return NoAnswer.NOT_APPLICABLE
        ask_when = self._ready.ask_when
        if item.id in ask_when and ask_when[item.id](self) is Truth.NO:
            return NoAnswer.NOT_APPLICABLE
        return NoAnswer.NOT_ASKED

    def _score(self, scale: Scale) -> State:
        known = self.score(scale)
        if known:
            return known.interval
        if self._content.home[scale.id].id not in self.taken:
            return NoAnswer.NOT_APPLICABLE
        nothing = dict.fromkeys(scale.items, NoAnswer.NOT_ASKED)
        return from_items(scale, self._content.items, nothing, self._ready.spans(scale))


def taken(content: Content, answers: Answers) -> frozenset[str]:
    """Return the questionnaires that apply: those always asked, and those begun.

    A questionnaire is begun as soon as one of its items or totals has a value, or was declined or not known.
    """
    begun = {
        content.home[name].id for name, answer in answers.given.items() if answer is not NoAnswer.NOT_ASKED
    }
    return frozenset({*content.ruleset.questionnaires, *begun})


def mismatches(content: Content, answers: Answers, states: Mapping[str, State]) -> list[Item]:
    """Return the items that were answered although they were not to be asked; their answers count."""
    ready = prepared(content)
    return [
        item
        for item in ready.conditional
        if item.id in answers.given and ready.ask_when[item.id](states) is Truth.NO
    ]


def is_unanswered(states: Mapping[str, State], name: str) -> bool:
    """Say whether an item that applies has no value."""
    state = states[name]
    return isinstance(state, NoAnswer) and state is not NoAnswer.NOT_APPLICABLE
