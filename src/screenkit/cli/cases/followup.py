"""screenkit cases follow-up: acknowledge an alert, record its assessment, or say it was entered in error."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from screenkit.cli.options import By, CaseId, Folder, PassphraseFile, ReasonFile

if TYPE_CHECKING:
    from screenkit.assessment import Alert
    from screenkit.case.events import Event
    from screenkit.case.history import Case


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
    from screenkit.cli.stored import Stored, latest

    with open_desk(folder, passphrase_file) as desk:
        stored, case = Stored(desk), desk.case(case_id)
        marking = step or list(Step)[ask.choice("What do you record?", list(_WORDS.values()), "add --as")]
        known = stored.stands(case, latest(case)).safety.alerts
        alerts = _chosen(case, [each for each in known if _fits(case, each, marking, screening)], rules)
        why = _why(marking, reason_file, at_terminal=step is None)
        who = desk.who(by)
        events = tuple(_events(case, alerts, marking, why))
        desk.store.append(case.id, events, who=who, at=desk.now, expecting=len(case.events))
        again = desk.case(case.id)
        still = [
            each for each in stored.stands(again, latest(again)).safety.holding if each.state == "assessed"
        ]
    for alert in alerts:
        typer.echo(f"{case.id}: {alert.rule}: {marking.value.replace('_', ' ')}, by {who}")
    for alert in still:
        ask.say(f"{alert.rule} still holds every form of group: {_STILL.format(case.id)}")


_STILL = (
    "record in the answers that the assessment was done and what it concluded (screenkit cases amend {}), "
    "or say that the alert was entered in error."
)


def _fits(case: "Case", alert: "Alert", marking: Step, screening: int | None) -> bool:
    """Say whether a mark can be put on an alert: it stops the flow, and stands before that step."""
    from screenkit.case.standing import STOPPING

    before = {
        Step.ACKNOWLEDGED: {"open"},
        Step.ASSESSED: {"open", "acknowledged", "assessed"},
        Step.ENTERED_IN_ERROR: {"open", "acknowledged", "assessed"},
    }
    is_asked_for = screening is None or screening == _number(case, alert)
    return alert.level in STOPPING and alert.state in before[marking] and is_asked_for


def _number(case: "Case", alert: "Alert") -> int:
    return alert.screening or len(case.screenings)


def _chosen(case: "Case", offered: Sequence["Alert"], rules: Sequence[str] | None) -> list["Alert"]:
    """Return the alerts to mark: those of the rules named, else those somebody chooses."""
    from screenkit.cli import ask
    from screenkit.errors import Problem, RecordError

    if not offered:
        raise RecordError(
            [Problem(case.id, "no alert waits for this", "see 'screenkit cases list --open-alerts'")]
        )
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
            "no alert of this rule waits for this",
            suggestion(rule, names, f"there are {', '.join(names)}"),
        )
    raise RecordError([Problem("--rule", what, do)])


def _told(case: "Case", alert: "Alert") -> str:
    return (
        f"{alert.message} ({alert.rule}, screening {_number(case, alert)}, {alert.state.replace('_', ' ')})"
    )


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
