"""What comes next in an interview: every answer makes a new state, and going back loses none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from screenkit.assessment import Alert, Assessment, Truth
from screenkit.engine.assess import assess
from screenkit.engine.decide import decide
from screenkit.engine.states import States
from screenkit.interview.reach import Reach, Standing
from screenkit.models.answers import Answer, Answers, NoAnswer
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item, Questionnaire, Section

_NOTHING: Mapping[str, Answer] = MappingProxyType({})


@dataclass(frozen=True)
class Interview:
    """One interview at one moment.

    `asked` are the questionnaires to go through, in order. `given` holds values, declined and don't know;
    `left` the items passed over as not asked. `trail` names the items dealt with, in the order in which they
    came up, and `returned_to` the one gone back to. `set_aside` keeps the answers of branches that were
    closed by a later answer, and `raised` every alert there was, also where its answer was changed since.
    """

    content: Content
    asked: tuple[Questionnaire, ...]
    given: Mapping[str, Answer] = field(default_factory=lambda: _NOTHING)
    left: frozenset[str] = frozenset()
    trail: tuple[str, ...] = ()
    returned_to: str | None = None
    set_aside: Mapping[str, Answer] = field(default_factory=lambda: _NOTHING)
    raised: tuple[Alert, ...] = ()

    @cached_property
    def answers(self) -> Answers:
        """What was answered so far, as the engine takes it."""
        return Answers(given=self.given)

    @cached_property
    def states(self) -> States:
        """What is known of every item and score."""
        return States(self.content, self.answers)

    @cached_property
    def assessment(self) -> Assessment:
        """What the engine makes of the answers so far."""
        return assess(self.content, self.answers)

    @cached_property
    def open_items(self) -> tuple[Item, ...]:
        """The items that may be asked now, in questionnaire order."""
        to_ask = [item for each in self.asked for item in each.items if not self._is_dealt_with(item)]
        reach = Reach(self.content, self.states, to_ask)
        return tuple(item for item in to_ask if reach.standing(item) is Standing.OPEN)

    @cached_property
    def item(self) -> Item | None:
        """The item asked now; None when there is nothing left to ask."""
        if self.returned_to is not None:
            return self.content.items[self.returned_to]
        return self.open_items[0] if self.open_items else None

    @property
    def recorded(self) -> Answer | None:
        """What is recorded for the item asked now; None while nothing is."""
        if self.item is None or not self._is_dealt_with(self.item):
            return None
        return self.given.get(self.item.id, NoAnswer.NOT_ASKED)

    @property
    def section(self) -> Section | None:
        """The section of the item asked now."""
        if self.item is None:
            return None
        sections = (section for each in self.asked for section in each.sections)
        return next(each for each in sections if self.item.id in {item.id for item in each.items})

    def _is_dealt_with(self, item: Item) -> bool:
        return item.id in self.given or item.id in self.left


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an interview is: the section and question asked now, and about how many there are."""

    section: int
    sections: int
    question: int
    questions: int


def begin(content: Content, taken: Sequence[str] = ()) -> Interview:
    """Return an interview about to begin: what the rule set always asks, then the questionnaires `taken`."""
    wanted = {*content.ruleset.questionnaires, *taken}
    return Interview(content, tuple(each for each in content.in_order if each.id in wanted))


def offers(item: Item, answer: Answer) -> bool:
    """Say whether an answer may be recorded for an item."""
    match answer:
        case NoAnswer.NOT_APPLICABLE:
            return False
        case NoAnswer.DECLINED:
            return not item.judgement
        case NoAnswer():
            return True
        case str():
            return item.values is not None and answer in item.values
        case _:
            return item.number is not None and item.number.offers(answer)


def record(interview: Interview, answer: Answer) -> Interview:
    """Return the interview with an answer to the item asked now.

    Answers on a branch that this closes are set aside, other than answers about safety.

    Raises:
        ValueError: when nothing is asked, or the item does not offer the answer.

    """
    item = interview.item
    if item is None or not offers(item, answer):
        raise ValueError("the item asked now does not offer this answer")
    given = {name: each for name, each in interview.given.items() if name != item.id}
    left = interview.left - {item.id}
    if answer is NoAnswer.NOT_ASKED:
        left |= {item.id}
    else:
        given[item.id] = answer
    trail = interview.trail if item.id in interview.trail else (*interview.trail, item.id)
    set_aside = {name: each for name, each in interview.set_aside.items() if name != item.id}
    return _close(
        replace(interview, given=given, left=left, trail=trail, returned_to=None, set_aside=set_aside)
    )


def keep(interview: Interview) -> Interview:
    """Return the interview where it was before going back, with what is recorded left as it is."""
    return replace(interview, returned_to=None)


def back(interview: Interview) -> Interview:
    """Return the interview at the item dealt with before this one; at the first item, unchanged."""
    before = interview.trail
    if interview.item is not None and interview.item.id in before:
        before = before[: before.index(interview.item.id)]
    return replace(interview, returned_to=before[-1]) if before else interview


def back_to(interview: Interview, item: Item) -> Interview:
    """Return the interview at this item, whether it was dealt with before or not."""
    return replace(interview, returned_to=item.id)


def ask_left(interview: Interview) -> Interview:
    """Return the interview with the items that were passed over to be asked again."""
    trail = tuple(name for name in interview.trail if name not in interview.left)
    return replace(interview, left=frozenset(), trail=trail, returned_to=None)


def progress(interview: Interview) -> Progress:
    """Return how far the interview is; the total grows when an answer opens further items."""
    sections = [section for each in interview.asked for section in each.sections]
    section = sections.index(interview.section) if interview.section else len(sections) - 1
    dealt_with = len(interview.given) + len(interview.left)
    question = dealt_with
    if interview.item is not None and interview.item.id in interview.trail:
        question = interview.trail.index(interview.item.id)
    total = dealt_with + len(interview.open_items)
    return Progress(section + 1, len(sections), min(question + 1, total), total)


def opens_section(interview: Interview) -> bool:
    """Say whether the item asked now is the first one of its section to come up."""
    section = interview.section
    return section is not None and not any(item.id in interview.trail for item in section.items)


def comes_late(interview: Interview) -> bool:
    """Say whether the item asked now stands before the one last asked: an answer since has opened it."""
    item, order = interview.item, interview.content.order
    if item is None or interview.recorded is not None or not interview.trail:
        return False
    return order[item.id] < order[interview.trail[-1]]


def stopping(assessment: Assessment) -> tuple[Alert, ...]:
    """Return the alerts that stop the ordinary flow, the gravest first."""
    return tuple(each for each in assessment.safety.alerts if each.level in {"same_day", "immediate"})


def newly_raised(before: Interview, after: Interview) -> tuple[Alert, ...]:
    """Return the alerts that stop the flow and were not raised before."""
    known = {(each.rule, each.level) for each in stopping(before.assessment)}
    return tuple(each for each in stopping(after.assessment) if (each.rule, each.level) not in known)


def remember(interview: Interview, alerts: Sequence[Alert]) -> Interview:
    """Return the interview with alerts that stay on record whatever is answered later."""
    known = {each.rule for each in interview.raised}
    new = tuple(each for each in alerts if each.rule not in known)
    return replace(interview, raised=(*interview.raised, *new)) if new else interview


def withdrawn(interview: Interview) -> tuple[Alert, ...]:
    """Return the alerts that were raised in this interview and that its answers raise no longer."""
    standing = {each.rule for each in stopping(interview.assessment)}
    return tuple(each for each in interview.raised if each.rule not in standing)


def _close(interview: Interview) -> Interview:
    """Take the answers of closed branches out of the answer set, until none is left to take out."""
    closed = [name for name in interview.trail if _is_closed(interview, interview.content.items[name])]
    if not closed:
        return interview
    return _close(
        replace(
            interview,
            given={name: each for name, each in interview.given.items() if name not in closed},
            left=interview.left - set(closed),
            trail=tuple(name for name in interview.trail if name not in closed),
            set_aside={
                **interview.set_aside,
                **{name: interview.given[name] for name in closed if name in interview.given},
            },
        )
    )


def _is_closed(interview: Interview, item: Item) -> bool:
    """Say whether an item is no longer to be asked; an answer about safety stays all the same."""
    if item.ask_when is None or (item.is_safety and item.id in interview.given):
        return False
    return decide(item.ask_when, interview.states) is Truth.NO
