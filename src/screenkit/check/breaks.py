"""Whether one person breaks a property, as the engine sees it: the judge of every counterexample."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

from screenkit.assessment import LEVELS, Recommendation, Truth
from screenkit.check.outcome import RANK, Outcome, contradicts, open_names, outcome_of
from screenkit.check.urgency import milder_texts
from screenkit.engine.decide import decide
from screenkit.engine.score import extent
from screenkit.engine.states import States, is_unanswered
from screenkit.models.answers import SILENT, Answer, Answers, NoAnswer, Value
from screenkit.models.base import Modality
from screenkit.models.content import Content
from screenkit.models.property import Property, spelled_out
from screenkit.models.questionnaire import Item

Change = Mapping[str, Answer]
"""Answers given anew, all else equal; empty where a property is about one person."""

ONLINE: tuple[Modality, ...] = ("online_video", "online_text", "online_forum")
"""The forms in which less and less is seen of a person."""

OPEN = {Recommendation.SUITABLE, Recommendation.CONDITIONAL}


def breaks(  # noqa: C901 - one case for each law
    content: Content, stated: Property, answers: Answers, change: Change
) -> bool:
    """Say whether this person, or this person beside the one with the change, breaks a property."""
    if stated.never is not None and stated.when is not None:
        return _comes_with(content, stated, answers)
    match stated.always:
        case "an unanswered gate is never open":
            return any(
                _passes_unanswered(content, stated, item, answers) for item in gates_of(content, stated)
            )
        case "a worse answer is never better" | "silence is never better than the mildest positive answer":
            return any(
                _is_worse(content, stated, answers, name, new) for name, new in change.items()
            ) and _opens(content, answers, change)
        case "a later form is never better on a safety rule":
            found = outcome_of(content, answers).on_safety
            return any(RANK[found[one]] > RANK[found[next_]] for one, next_ in forms_of(content, stated))
        case "a benefit offsets no barrier":
            return any(_offsets(content, answers, name) for name in change)
        case "more knowledge only narrows":
            return _widens(content, answers, change)
        case "complete answers settle":
            return _stays_open(content, answers)
        case "no total clears an alert":
            return _clears(content, answers, change)
        case "a higher alert never has a milder action text":
            return bool(milder_texts(content.ruleset.rules))
        case None:
            return False
        case _:
            assert_never(stated.always)


def changes_of(content: Content, stated: Property, answers: Answers) -> Iterator[Change]:
    """Yield every change of one answer under which a property could be broken; for numbers, some totals."""
    match stated.always:
        case "a worse answer is never better" | "silence is never better than the mildest positive answer":
            for item in items_of(content, stated):
                worse = worse_than(stated, item, answers.given.get(item.id, NoAnswer.NOT_ASKED))
                yield from ({item.id: each} for each in worse)
        case "a benefit offsets no barrier":
            yield from ({name: answers.given[name]} for name in gains(content) if name in answers.given)
        case "more knowledge only narrows":
            taken = States(content, answers).taken
            for name in (*open_names(content, answers), *_totals(content, answers, taken)):
                yield from ({name: value} for value in values_of(content, name))
        case "no total clears an alert":
            for name in content.scales:
                yield from ({name: total} for total in values_of(content, name))
        case _:
            yield {}


def gates_of(content: Content, stated: Property) -> list[Item]:
    """Return the items that may not stay unanswered: those named, else the gates."""
    return _named(content, stated) if stated.items else list(content.gates)


def items_of(content: Content, stated: Property) -> list[Item]:
    """Return the items whose worse answers are looked at: those named, else safety items with an order."""
    if stated.items:
        return _named(content, stated)
    return [item for each in content.asked for item in each.items if item.is_safety and item.ordered]


def forms_of(content: Content, stated: Property) -> list[tuple[Modality, Modality]]:
    """Return the neighbours among the forms of group that are compared; unless named, those online."""
    wanted = stated.modalities or ONLINE
    return list(pairwise(form for form in wanted if form in content.ruleset.modalities))


def concerned(content: Content, stated: Property, item: Item) -> tuple[Modality, ...]:
    """Return the forms of group that an unanswered item holds: those named, else those its gate concerns."""
    forms = stated.modalities or content.concerns(item)
    return tuple(form for form in content.ruleset.modalities if form in forms)


def seriousness(item: Item) -> list[Value]:
    """Return the values of an item, the least serious first; none when it is not ordered."""
    if item.number and item.ordered:
        numbers = item.number
        rising: list[Value] = [Fraction(n) for n in range(numbers.lowest, numbers.highest + 1, numbers.step)]
        return rising if item.ordered == "rising" else rising[::-1]
    return list(item.ordered) if isinstance(item.ordered, tuple) else []


def worse_than(stated: Property, item: Item, answer: Answer) -> Sequence[Answer]:
    """Return the answers that may never come to something better than this one."""
    order = seriousness(item)
    if stated.always == "a worse answer is never better":
        return order[order.index(answer) + 1 :] if answer in order else []
    mildest = order[1] if len(order) > 1 else None
    return [NoAnswer.DECLINED, NoAnswer.DONT_KNOW] if answer == mildest else []


def gains(content: Content) -> dict[str, list[str]]:
    """Return the items that benefits read, each with the benefits that do."""
    found: dict[str, list[str]] = {}
    for rule in content.ruleset.rules:
        if rule.effect == "benefit":
            for name in content.reads[rule.id]:
                for item in content.scales[name].items if name in content.scales else (name,):
                    found.setdefault(item, []).append(rule.id)
    return found


def values_of(content: Content, name: str) -> list[Value]:
    """Return every value of an item; for a score some totals it can have, both ends among them."""
    if name in content.items:
        item = content.items[name]
        if item.number:
            numbers = item.number
            return [Fraction(n) for n in range(numbers.lowest, numbers.highest + 1, numbers.step)]
        return list(item.values or ())
    scale = content.scales[name]
    reach = extent(scale, content.items)
    steps = int(reach.high - reach.low) if scale.is_whole else 4 * max(1, int(reach.high - reach.low))
    return (
        [reach.low + (reach.high - reach.low) * Fraction(n, steps) for n in range(steps + 1)]
        if steps
        else [reach.low]
    )


def with_change(answers: Answers, change: Change) -> Answers:
    """Return the same answers with some given anew."""
    return replace(answers, given={**answers.given, **change})


def opened(before: Outcome, after: Outcome) -> list[Modality]:
    """Return the forms for which something more open is recommended."""
    return [form for form, found in after.recommended.items() if RANK[found] < RANK[before.recommended[form]]]


def _named(content: Content, stated: Property) -> list[Item]:
    asked = {each.id for each in content.asked}
    return [
        content.items[name]
        for name in stated.items
        if name in content.items and content.home[name].id in asked
    ]


def _comes_with(content: Content, stated: Property, answers: Answers) -> bool:
    if stated.never is None or stated.when is None:
        return False
    states = States(content, answers)
    if decide(stated.when, states) is not Truth.YES:
        return False
    if stated.unless is not None and decide(stated.unless, states) is Truth.YES:
        return False
    return outcome_of(content, answers).says(spelled_out(stated.never, content.ruleset.modalities))


def _passes_unanswered(content: Content, stated: Property, item: Item, answers: Answers) -> bool:
    states = States(content, answers)
    if not is_unanswered(states, item.id):
        return False
    released_by = item.gate.released_by if item.gate else None
    if released_by and states[item.id] in SILENT and decide(released_by, states) is Truth.YES:
        return False
    found = outcome_of(content, answers)
    forms = concerned(content, stated, item)
    return bool(forms) and (found.level == "none" or any(found.recommended[form] in OPEN for form in forms))


def _is_worse(content: Content, stated: Property, answers: Answers, name: str, new: Answer) -> bool:
    item = content.items.get(name)
    return (
        item in items_of(content, stated)
        and new in worse_than(stated, item, answers.given.get(name, NoAnswer.NOT_ASKED))
        if item
        else False
    )


def _opens(content: Content, answers: Answers, change: Change) -> bool:
    return bool(opened(outcome_of(content, answers), outcome_of(content, with_change(answers, change))))


def _offsets(content: Content, answers: Answers, name: str) -> bool:
    """Say whether an answer that makes a benefit yes is the only one that opens a form of group so far."""
    item = content.items[name]
    given = answers.given.get(name, NoAnswer.NOT_ASKED)
    order = seriousness(item)
    if isinstance(given, NoAnswer) or (order and given == order[0]):
        return False
    gained = _benefits(content, answers, name)
    others = [with_change(answers, {name: value}) for value in values_of(content, name) if value != given]
    if not gained or all(gained <= _benefits(content, other, name) for other in others):
        return False
    here = outcome_of(content, answers).recommended
    there = [outcome_of(content, other).recommended for other in others]
    return any(all(RANK[other[form]] > RANK[found] for other in there) for form, found in here.items())


def _benefits(content: Content, answers: Answers, name: str) -> frozenset[str]:
    """Return the benefits that look at an item and are yes."""
    states = States(content, answers)
    looking = gains(content).get(name, ())
    rules = [rule for rule in content.ruleset.rules if rule.id in looking]
    return frozenset(rule.id for rule in rules if rule.when and decide(rule.when, states) is Truth.YES)


def _widens(content: Content, answers: Answers, change: Change) -> bool:
    more = with_change(answers, change)
    allowed = {*open_names(content, answers), *_totals(content, answers, States(content, answers).taken)}
    if not set(change) <= allowed or contradicts(content, answers) or contradicts(content, more):
        return False
    before, after = outcome_of(content, answers).reachable, outcome_of(content, more).reachable
    return any(not set(found) <= set(before[form]) for form, found in after.items())


def _totals(content: Content, answers: Answers, taken: frozenset[str]) -> list[str]:
    """Return the scores of what was taken that have no total yet."""
    asked = [each for each in content.asked if each.id in taken]
    scales = [scale.id for each in asked for scale in each.scales]
    return [name for name in scales if not isinstance(answers.given.get(name), Fraction)]


def _stays_open(content: Content, answers: Answers) -> bool:
    if open_names(content, answers) or contradicts(content, answers):
        return False
    found = outcome_of(content, answers)
    return any(found.reachable[form] != (now,) for form, now in found.recommended.items())


def _clears(content: Content, answers: Answers, change: Change) -> bool:
    if not set(change) <= set(content.scales) or any(
        isinstance(answers.given.get(name), Fraction) for name in change
    ):
        return False
    before, after = (
        outcome_of(content, answers).level,
        outcome_of(content, with_change(answers, change)).level,
    )
    return LEVELS.index(after) < LEVELS.index(before)
