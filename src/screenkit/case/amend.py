"""What an amended answer sets off: branches that close, alerts that rise, and the assessment made anew."""

from collections.abc import Callable, Sequence

from screenkit.assessment import Alert, Assessment
from screenkit.case.answers import answers_of
from screenkit.case.events import Alerted, Assessed, Changed, Event, Screened, SetAside, Stamped
from screenkit.case.history import Case, Screening, case_of
from screenkit.case.standing import STOPPING, raised_before, standing
from screenkit.engine.assess import assess
from screenkit.engine.states import States, mismatches
from screenkit.engine.written import read_written, target_of
from screenkit.errors import Problem, suggestion
from screenkit.models.answers import Answers, NoAnswer, Unreadable
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item

AMENDED = "The amended answers record the assessment and what it concluded."
"""What stands as the reason where an amendment records the assessment of an alert."""

TOLD = "The answers of the interview record the assessment and what it concluded."
"""The same where an interview does, for an alert of an earlier screening."""


def check_answer(content: Content, item: str, written: str) -> tuple[Problem, ...]:
    """Return what is wrong with an answer that is to be put on record; no message repeats it."""
    if item not in content.home:
        do = suggestion(item, content.home, "see 'screenkit questionnaires show' for what may stand here")
        return (Problem(item, "no item or score of this name", do),)
    target = target_of(content, item)
    match read_written(target, written):
        case Unreadable(what, do):
            return (Problem(item, what, do),)
        case NoAnswer.NOT_APPLICABLE:
            return (Problem(item, "'not_applicable' is worked out, never entered", "give another answer"),)
        case NoAnswer.DECLINED if isinstance(target, Item) and target.judgement:
            what = "this is the clinician's judgement; nobody can decline it"
            return (Problem(item, what, "give a value, or dont_know"),)
        case _:
            return ()


def amended(
    content: Content, case: Case, change: Changed, as_json: Callable[[Assessment], str]
) -> tuple[Event, ...]:
    """Return every event that an amended answer of the latest screening brings, ending in its assessment.

    Other answers on a branch that the change closes are set aside, those on safety excepted; an alert that
    the answers did not raise before is put on record. `as_json` writes the assessment of the bare answers.
    """
    known: tuple[Event, ...] = (change,)
    known = (*known, *_closed(content, case, followed(case, known), change.item))
    found = _bare(content, followed(case, known))
    known = (*known, *_assessed(content, followed(case, known), found, AMENDED))
    known = (*known, *newly_alerted(_bare(content, case), found))
    return (*known, screened(content, followed(case, known), found, as_json(found)))


def concluded(
    content: Content, case: Case, found: Assessment, as_json: Callable[[Assessment], str]
) -> tuple[Event, ...]:
    """Return what the end of the latest screening brings about: alerts it has assessed, and its assessment.

    `found` is what its bare answers come to. An alert of an earlier screening is among those assessed.
    """
    done: tuple[Event, ...] = _assessed(content, case, found, TOLD)
    return (*done, screened(content, followed(case, done), found, as_json(found)))


def _assessed(content: Content, case: Case, found: Assessment, reason: str) -> tuple[Assessed, ...]:
    """Return the step of each alert, of this screening or an earlier one, that the answers now assess."""
    latest = _latest(case)
    stands = standing(found, latest, raised_before(content, case, latest.number))
    assessed = [each for each in stands.safety.alerts if each.marks and each.state == "assessed"]
    return tuple(
        Assessed(rules=(each.rule,), reason=reason, screening=each.screening)
        for each in assessed
        if each.marks[-1].reason is None  # read from the answers, and no event of its own yet
    )


def newly_alerted(before: Assessment, after: Assessment) -> tuple[Alerted, ...]:
    """Return the alerts that stop the ordinary flow and were not raised before, as events.

    One that was raised is raised again where answers speak for it that did not before, or that are others
    now: whoever has seen or assessed it cannot have looked at them.
    """
    known = {(alert.rule, alert.level): unchanged(alert, before, after) for alert in before.safety.alerts}
    return tuple(
        Alerted(rule=alert.rule, level=alert.level, message=alert.message, items=alert.items)
        for alert in after.safety.alerts
        if alert.level in STOPPING and not known.get((alert.rule, alert.level), frozenset()) >= {*alert.items}
    )


def unchanged(alert: Alert, before: Assessment, after: Assessment) -> frozenset[str]:
    """Return the items behind an alert of an assessment whose answers are the same in a later one."""
    was, now = before.states, after.states
    return frozenset(name for name in alert.items if was.get(name) == now.get(name))


def screened(content: Content, case: Case, found: Assessment, kept: str) -> Screened:
    """Return the event that keeps an assessment of the latest screening: what stands, and the bare JSON."""
    latest = _latest(case)
    stands = standing(found, latest, raised_before(content, case, latest.number))
    return Screened(
        recommendations={form: result.recommendation for form, result in stands.modalities.items()},
        level=stands.safety.level,
        complete=is_complete(content, found),
        assessment=kept,
    )


def is_complete(content: Content, found: Assessment) -> bool:
    """Say whether every item that applies has a value."""
    states = [found.states[item.id] for each in content.asked for item in each.items]
    return all(not isinstance(state, NoAnswer) or state is NoAnswer.NOT_APPLICABLE for state in states)


def followed(case: Case, events: Sequence[Event]) -> Case:
    """Return a case as it will be once these events are on record; they are stamped like the last one."""
    last = case.events[-1]
    more = [
        Stamped(sequence=last.sequence + n, at=last.at, who=last.who, event=each)
        for n, each in enumerate(events, 1)
    ]
    return case_of(case.id, (*case.events, *more))


def _bare(content: Content, case: Case) -> Assessment:
    return assess(content, answers_of(content, _latest(case), case.id))


def _closed(content: Content, before: Case, after: Case, changed: str) -> tuple[SetAside, ...]:
    """Return the answers that a change leaves on no branch, those on branches behind them included."""
    written = _latest(after).answers
    was = set(_uncalled(content, answers_of(content, _latest(before))))
    answers = answers_of(content, _latest(after))
    aside: dict[str, str] = {}
    while closed := [name for name in _uncalled(content, answers) if name not in was and name != changed]:
        aside |= {name: written[name] for name in closed}
        answers = Answers({name: each for name, each in answers.given.items() if name not in closed})
    return (SetAside(answers=aside),) if aside else ()


def _uncalled(content: Content, answers: Answers) -> list[str]:
    """Return the items answered although nothing calls for them; those on safety stay in any case."""
    states = States(content, answers)
    return [item.id for item in mismatches(content, answers, states) if not item.is_safety]


def _latest(case: Case) -> Screening:
    if case.latest is None:
        raise ValueError("the case holds no screening")
    return case.latest
