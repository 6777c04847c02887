"""screenkit cases follow-up: acknowledge an alert, record its assessment, or say it was entered in error."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from screenkit.cli.options import By, CaseId, Folder, PassphraseFile, ReasonFile

if TYPE_CHECKING:
    from screenkit.assessment import Alert, SafetyState
    from screenkit.case.events import Event
    from screenkit.case.history import Case
    from screenkit.errors import RecordError


class Step(StrEnum):
    """What is recorded of an alert."""

    ACKNOWLEDGED = "acknowledged"
    ASSESSED = "assessed"
    ENTERED_IN_ERROR = "entered_in_error"


_WORDS = {
    Step.ACKNOWLEDGED: "I have seen it and take it on",
    Step.ASSESSED: "I have assessed it, and say what I concluded",
    Step.ENTERED_IN_ERROR: "It rests on an answer that nobody gave, and I say how that came about",
}

As = Annotated[Step | None, typer.Option("--as", help="What is recorded; without it, it is asked for.")]
Rules = Annotated[
    list[str] | None,
    typer.Option(
        "--rule", metavar="RULE", help="The alert of this rule; may be repeated; else it is asked for."
    ),
]
OfScreening = Annotated[
    int | None,
    typer.Option("--screening", metavar="N", min=1, help="Only alerts that this screening raised."),
]


def follow_up(
    case_id: CaseId,
    *,
    step: As = None,
    rules: Rules = None,
    screening: OfScreening = None,
    reason_file: ReasonFile = None,
    by: By = None,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Say by name that an alert was seen, was assessed, or was entered in error.

    An alert of suicide opens nothing until the answers record its assessment and what it concluded.
    """
    from screenkit.cli import ask
    from screenkit.cli.desk import open_desk
    from screenkit.cli.signing import who
    from screenkit.cli.stored import Stored, latest

    with open_desk(folder, passphrase_file) as desk:
        stored, case = Stored(desk), desk.case(case_id)
        known = _stopping(case, stored.stands(case, latest(case)).safety.alerts, screening)
        marking = step or _step(case, known)
        alerts = _chosen(case, known, marking, rules)
        why = _why(marking, reason_file, at_terminal=step is None)
        signed = who(desk, by)
        events = tuple(_events(case, alerts, marking, why))
        desk.store.append(case.id, events, who=signed, at=desk.now, expecting=len(case.events))
        again = desk.case(case.id)
        still = [
            each for each in stored.stands(again, latest(again)).safety.holding if each.state == "assessed"
        ]
    for alert in alerts:
        typer.echo(f"{case.id}: {alert.rule}: {marking.value.replace('_', ' ')}, by {signed}")
    for alert in still:
        ask.say(f"{alert.rule} still holds every form of group: {_STILL.format(case.id)}")


_STILL = (
    "record in the answers that the assessment was done and what it concluded (screenkit cases amend {}), "
    "or say that the alert was entered in error."
)


_BEFORE: "Mapping[Step, frozenset[SafetyState]]" = {
    Step.ACKNOWLEDGED: frozenset({"open"}),
    Step.ASSESSED: frozenset({"open", "acknowledged", "assessed"}),
    Step.ENTERED_IN_ERROR: frozenset({"open", "acknowledged", "assessed"}),
}
"""In which states an alert can come to a step."""


def _stopping(case: "Case", alerts: Sequence["Alert"], screening: int | None) -> list["Alert"]:
    """Return the alerts that can be followed up: those that stop the flow, of one screening if it is named.

    Raises:
        RecordError: when there is none.

    """
    from screenkit.case.standing import STOPPING
    from screenkit.errors import Problem, RecordError

    stopping = [each for each in alerts if each.level in STOPPING]
    found = [each for each in stopping if screening in {None, _number(case, each)}]
    if found:
        return found
    if stopping:
        numbers = ", ".join(str(n) for n in sorted({_number(case, each) for each in stopping}))
        what, do = f"screening {screening} raised no alert", f"name one that did: {numbers}"
        raise RecordError([Problem(case.id, what, do)])
    what = "no alert is on record that asks for somebody"
    raise RecordError([Problem(case.id, what, "there is nothing to follow up in this case")])


def _step(case: "Case", alerts: Sequence["Alert"]) -> Step:
    """Return what somebody chooses to record, once they have seen the alerts it can be recorded of."""
    from screenkit.cli import ask

    possible = [step for step in Step if any(alert.state in _BEFORE[step] for alert in alerts)]
    if not possible:
        raise _nothing(case, alerts, Step.ACKNOWLEDGED)
    ask.refuse_without_terminal("What do you record?", "add --as")
    for alert in alerts:
        for line in _shown(case, alert):
            ask.say(line)
    return possible[ask.choice("What do you record?", [_WORDS[step] for step in possible], "add --as")]


def _shown(case: "Case", alert: "Alert") -> Iterator[str]:
    """Yield an alert as somebody has to see it before anything is recorded of it."""
    from screenkit.report import words
    from screenkit.report.onrecord import marked

    yield f"{words.ALERT[alert.level]}: {alert.message}"
    changed = ", and the answer was changed since" if alert.is_changed else ""
    yield f"  {alert.rule}, screening {_number(case, alert)}{changed}"
    for mark in alert.marks:
        yield f"  {marked(mark)}"
    yield f"  {words.STATE[alert.state]}."


def _nothing(case: "Case", alerts: Sequence["Alert"], marking: Step) -> "RecordError":
    """Return that a step cannot be recorded of any of these alerts, and which steps can."""
    from screenkit.errors import Problem, RecordError
    from screenkit.report import words

    states = words.listed([words.BRIEF[each] for each in dict.fromkeys(alert.state for alert in alerts)])
    possible = [step.value for step in Step if any(alert.state in _BEFORE[step] for alert in alerts)]
    what = f"no alert here can come to '{marking.value}': {states}"
    do = f"possible is --as {words.listed(possible, 'or')}" if possible else "nothing is left to be recorded"
    return RecordError([Problem(case.id, what, do)])


def _number(case: "Case", alert: "Alert") -> int:
    return alert.screening or len(case.screenings)


def _chosen(
    case: "Case", known: Sequence["Alert"], marking: Step, rules: Sequence[str] | None
) -> list["Alert"]:
    """Return the alerts to mark: those of the rules named, else those somebody chooses."""
    from screenkit.cli import ask

    offered = [each for each in known if each.state in _BEFORE[marking]]
    if not offered:
        raise _nothing(case, known, marking)
    if rules:
        return [_of_rule(case, offered, rule) for rule in dict.fromkeys(rules)]
    if len(offered) == 1:
        ask.say(_told(case, offered[0]))
        return list(offered)
    lines = [*(_told(case, each) for each in offered), "All of them"]
    chosen = ask.choice("Which alert?", lines, "add --rule")
    return list(offered) if chosen == len(offered) else [offered[chosen]]


def _of_rule(case: "Case", offered: Sequence["Alert"], rule: str) -> "Alert":
    from screenkit.errors import Problem, RecordError, suggestion

    found = [each for each in offered if each.rule == rule]
    if len(found) == 1:
        return found[0]
    names = list(dict.fromkeys(each.rule for each in offered))
    if found:
        numbers = ", ".join(str(_number(case, each)) for each in found)
        what, do = f"screenings {numbers} raised it", "say which with --screening"
    else:
        what, do = (
            "no alert of this rule can come to that",
            suggestion(rule, names, f"there are {', '.join(names)}"),
        )
    raise RecordError([Problem("--rule", what, do)])


def _told(case: "Case", alert: "Alert") -> str:
    from screenkit.report import words

    state = words.BRIEF[alert.state]
    return f"{alert.message} ({alert.rule}, screening {_number(case, alert)}, {state})"


def _why(marking: Step, reason_file: str | None, *, at_terminal: bool) -> str | None:
    """Return the reason; whoever only acknowledges need not give one."""
    from screenkit.cli.reading import needed_reason, reason

    if marking is not Step.ACKNOWLEDGED:
        return needed_reason(reason_file)
    return reason(reason_file, optional=True) if reason_file or at_terminal else None


def _events(case: "Case", alerts: Sequence["Alert"], marking: Step, why: str | None) -> Iterator["Event"]:
    """Yield the marks, screening by screening; before them the alerts that nobody had put on record."""
    from screenkit.case.events import Alerted

    for alert in alerts:
        if not alert.marks:
            yield Alerted(rule=alert.rule, level=alert.level, message=alert.message, items=alert.items)
    numbers = dict.fromkeys(_number(case, alert) for alert in alerts)
    for number in numbers:
        rules = tuple(alert.rule for alert in alerts if _number(case, alert) == number)
        yield _mark(marking, rules, why, None if number == len(case.screenings) else number)


def _mark(marking: Step, rules: tuple[str, ...], why: str | None, screening: int | None) -> "Event":
    from screenkit.case.events import Acknowledged, Assessed, EnteredInError

    match marking:
        case Step.ACKNOWLEDGED:
            return Acknowledged(rules=rules, reason=why, screening=screening)
        case Step.ASSESSED:
            return Assessed(rules=rules, reason=why or "", screening=screening)
        case Step.ENTERED_IN_ERROR:
            return EnteredInError(rules=rules, reason=why or "", screening=screening)
        case _:
            assert_never(marking)
