"""From what is said to what is kept: an answer, and everything else that it brings about."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain

from screenkit.assessment import Alert, Assessment, Truth
from screenkit.case.amend import unchanged
from screenkit.case.events import (
    Alerted,
    Answered,
    Assessed,
    Changed,
    Event,
    GrownOld,
    Instrument,
    SetAside,
    Settled,
)
from screenkit.engine.decide import decide
from screenkit.engine.written import Total
from screenkit.interview.in_words import in_words
from screenkit.interview.state import How, Interview, after
from screenkit.models.answers import Answer, NoAnswer, Unreadable, read_total, spelled
from screenkit.models.condition import names
from screenkit.models.questionnaire import Item, Questionnaire
from screenkit.models.ruleset import Rule

CORRECTED = "corrected in the interview"
ASKED_LATER = "passed over at first, asked later"


def offers(target: Item | Total, answer: Answer) -> bool:
    """Say whether an answer may be recorded for an item, or as the total of a score."""
    match target, answer:
        case _, NoAnswer.NOT_APPLICABLE:
            return False
        case Item(), NoAnswer.DECLINED:
            return not target.judgement
        case Item(), NoAnswer():
            return True
        case Item(), str():
            return target.values is not None and answer in target.values
        case Item(), Fraction():
            return target.number is not None and target.number.offers(answer)
        case Total(), NoAnswer():
            return answer is NoAnswer.NOT_ASKED
        case Total(scale, reach), Fraction():
            return not isinstance(read_total(scale, reach, spelled(answer)), Unreadable)
        case _:
            return False


def answering(
    interview: Interview,
    target: Item | Total,
    answer: Answer,
    *,
    reason: str | None = None,
    as_last_time: bool = False,
) -> tuple[Event, ...]:
    """Return what recording an answer brings about; nothing where it is what is recorded already.

    Answers on a branch that it closes are set aside, other than answers about safety. `reason` is why it
    takes the place of another.

    Raises:
        ValueError: when the item does not offer the answer.

    """
    if not offers(target, answer):
        raise ValueError("the item asked now does not offer this answer")
    before = interview.kept.get(target.id)
    if before == answer:
        return ()
    written = spelled(answer)
    event: Event
    if before is None:
        event = Answered(item=target.id, answer=written, as_last_time=as_last_time)
    else:
        why = reason or (ASKED_LATER if before is NoAnswer.NOT_ASKED else CORRECTED)
        event = Changed(item=target.id, before=spelled(before), answer=written, reason=why)
    return _with_what_follows(interview, event, target.id)


def needs_reason(interview: Interview, name: str) -> bool:
    """Say whether a change of what is recorded has to be given a reason in words.

    It does once the interview was finished, and for an answer that has raised an alert, unless that alert
    was entered in error: then the reason was given there.
    """
    is_unanswered = interview.kept.get(name, NoAnswer.NOT_ASKED) is NoAnswer.NOT_ASKED
    if is_unanswered or reason_given(interview, name) is not None:
        return False
    raised = _raised_by(interview, name)
    return interview.is_finished or any(each != "entered_in_error" for each in raised)


def reason_given(interview: Interview, name: str) -> str | None:
    """Return the reason with which the alert that this answer raises was just entered in error.

    It is the reason of the one change that corrects the answer: while that stands, and for no later one.
    """
    raising = {each.rule for each in stopping(interview.assessment) if name in each.items}
    return next((each.reason for each in interview.alerts if each.is_denied and each.rule in raising), None)


def taking(interview: Interview, instrument: Questionnaire, how: How) -> tuple[Event, ...]:
    """Return what it brings about to take an instrument in one of the ways there are.

    Skipping sets its answers aside, other than those about safety; item by item, the totals entered.
    """
    totals = [each.id for each in instrument.scales]
    items = [each.id for each in instrument.items if not _stays(interview, each)]
    names = {"items": totals, "total": [], "skipped": [*totals, *items]}[how]
    aside = {name: spelled(interview.kept[name]) for name in names if name in interview.kept}
    event = Instrument(id=instrument.id, how=how)
    events = (event, SetAside(answers=aside)) if aside else (event,)
    now = after(interview, events)
    raised = alarms(interview, now)
    return (*events, *_closed(interview, events), *raised, *outdated(now, raised))


def stands_in_error(interview: Interview, name: str) -> bool:
    """Say whether an answer is still the one that raised an alert which was entered in error."""
    standing = {each.rule: each.items for each in stopping(interview.assessment)}
    marked = {each.rule for each in interview.alerts if each.state == "entered_in_error"}
    return any(name in items for rule, items in standing.items() if rule in marked)


def settling(interview: Interview, item: Item, reason: str) -> tuple[Event, ...]:
    """Return what it brings about to take out a safety answer that nothing asks for any more."""
    event = Settled(item=item.id, before=spelled(interview.kept[item.id]), reason=reason)
    return _with_what_follows(interview, event, item.id)


def uncalled(interview: Interview) -> tuple[Item, ...]:
    """Return the safety items whose answers count although nothing asks for them any more."""
    answered = (interview.content.items[each] for each in interview.given if each in interview.content.items)
    return tuple(item for item in answered if item.is_safety and _is_uncalled(interview, item))


def stopping(assessment: Assessment) -> tuple[Alert, ...]:
    """Return the alerts that stop the ordinary flow, the gravest first."""
    return tuple(each for each in assessment.safety.alerts if each.level in {"same_day", "immediate"})


def alarms(before: Interview, now: Interview) -> tuple[Alerted, ...]:
    """Return the alerts that stand now and did not stand before, or that new or other answers speak for."""
    was, now_found = before.assessment, now.assessment
    known = {each.rule: tuple(unchanged(each, was, now_found)) for each in stopping(was)}
    return _not_among(known, now)


def unheard(interview: Interview) -> tuple[Alerted, ...]:
    """Return the alerts that stand without being on record, in full or for one of the answers behind them.

    One that was last entered in error and still stands is among them.
    """
    heard = {each.rule: each.items for each in interview.alerts if not each.is_denied}
    return _not_among(heard, interview)


def outdated(now: Interview, raised: Sequence[Alerted], *, but: str = "") -> Iterator[GrownOld]:
    """Yield the answers on an assessment older than an alert just raised: it cannot have looked at it.

    They are asked anew; `but` is the item answered at this moment.
    """
    alerts = {each.rule: each.items for each in raised}
    old = [
        name
        for rule in now.content.ruleset.rules
        if rule.id in alerts and rule.released_by
        for name in names(rule.released_by)
        if name in now.given and name != but and name not in alerts[rule.id]
    ]
    if old:
        yield GrownOld(items=tuple(dict.fromkeys(old)))


def _not_among(known: Mapping[str, Sequence[str]], now: Interview) -> tuple[Alerted, ...]:
    """Return the alerts that stand now other than those known, each with the answers known to raise it."""
    standing = stopping(now.assessment)
    return tuple(
        _alerted(each)
        for each in standing
        if each.rule not in known or not set(each.items) <= set(known[each.rule])
    )


def _alerted(alert: Alert) -> Alerted:
    return Alerted(rule=alert.rule, level=alert.level, message=alert.message, items=alert.items)


def _with_what_follows(before: Interview, event: Event, name: str) -> tuple[Event, ...]:
    events = (event, *_closed(before, (event,)))
    now = after(before, events)
    raised = alarms(before, now)
    return (*events, *_assessed(now, name), *raised, *outdated(now, raised, but=name))


def _closed(before: Interview, events: Sequence[Event]) -> Iterator[SetAside]:
    """Yield the answers of closed branches: taking some out can close further ones."""
    now = after(before, events)
    aside: dict[str, str] = {}
    while closed := [name for name in now.kept if _is_closed(now, name)]:
        answers = {name: spelled(now.kept[name]) for name in closed}
        aside |= answers
        now = after(now, [SetAside(answers=answers)])
    if aside:
        yield SetAside(answers=aside)


def _is_closed(interview: Interview, name: str) -> bool:
    """Say whether an item is no longer to be asked; an answer about safety stays all the same."""
    item = interview.content.items.get(name)
    if item is None or item.ask_when is None or _stays(interview, item):
        return False
    return decide(item.ask_when, interview.states) is Truth.NO


def _stays(interview: Interview, item: Item) -> bool:
    return item.is_safety and item.id in interview.given


def _is_uncalled(interview: Interview, item: Item) -> bool:
    home = interview.content.home[item.id].id
    if interview.instruments.get(home) == "skipped":
        return True
    return item.ask_when is not None and decide(item.ask_when, interview.states) is Truth.NO


def _assessed(now: Interview, name: str) -> Iterator[Assessed]:
    """Yield the step of the alerts on record whose assessment the answer to one item has recorded."""
    waiting = {each.rule for each in now.alerts if each.state in {"open", "acknowledged", "assessed"}}
    rules = [
        rule
        for rule in now.content.ruleset.rules
        if rule.id in waiting and rule.assessed_when and name in names(rule.assessed_when)
    ]
    done = [
        rule for rule in rules if rule.assessed_when and decide(rule.assessed_when, now.states) is Truth.YES
    ]
    if done:
        yield Assessed(rules=tuple(rule.id for rule in done), reason=_concluded(now, done))


def _concluded(now: Interview, rules: Sequence[Rule]) -> str:
    """Return what the answers that record an assessment say, in words."""
    read = chain.from_iterable(names(rule.assessed_when) for rule in rules if rule.assessed_when)
    items = [now.content.items[name] for name in dict.fromkeys(read) if name in now.content.items]
    return "; ".join(in_words(item, now.given[item.id]) for item in items if item.id in now.given)


def _raised_by(interview: Interview, name: str) -> list[str]:
    """Return how the alerts stand that an answer has raised, whether it still raises them or not."""
    standing = {each.rule: each.items for each in stopping(interview.assessment)}
    return [each.state for each in interview.alerts if name in {*each.items, *standing.get(each.rule, ())}]
