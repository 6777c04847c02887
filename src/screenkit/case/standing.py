"""Lay what is on record over an assessment: alerts that stay, how they stand, and what they hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from screenkit.assessment import (
    LEVELS,
    Alert,
    Assessment,
    Mark,
    ModalityResult,
    Recommendation,
    Safety,
    SafetyLevel,
    SafetyState,
    State,
    Truth,
)
from screenkit.case.alerts import CaseAlert
from screenkit.case.answers import answers_of
from screenkit.case.history import Case, Kept, Screening
from screenkit.engine.assess import worst
from screenkit.engine.decide import decide
from screenkit.engine.states import States
from screenkit.models.base import Modality
from screenkit.models.condition import Condition, names
from screenkit.models.content import Content
from screenkit.models.ruleset import AlertLevel, Rule

STOPPING: frozenset[AlertLevel] = frozenset({"same_day", "immediate"})
"""Alerts that stop the ordinary flow, and stay on record; unfinished work goes when it is finished."""

HELD_RULE = "alert-not-assessed"
"""The name under which the hold of alerts on record is reported."""

_BETTER_THAN_HOLD = frozenset({Recommendation.SUITABLE, Recommendation.CONDITIONAL})


@dataclass(frozen=True, slots=True)
class Before:
    """An alert of an earlier screening with every mark it came to since, and whether it still holds."""

    alert: CaseAlert
    holds: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    """The rules, and what the answers of one screening record, and since when.

    `began` is the sequence with which the screening began under whose rules all of this is read.
    """

    rules: Mapping[str, Rule]
    states: Mapping[str, State]
    kept: Mapping[str, Kept]
    began: int


def standing(assessment: Assessment, screening: Screening, earlier: Sequence[Before] = ()) -> Assessment:
    """Return an assessment of a screening's answers with the alerts on record laid over it.

    The level is the highest on record, which never falls; no alert on record goes from sight. One that only
    an assessment settles, and one that the answers no longer raise, holds every form of group until it is
    settled; so do those of earlier screenings (`earlier`, see `raised_before`). No recommendation becomes
    better.
    """
    rules = {each.rule.id: each.rule for each in assessment.findings}
    seen = _Seen(rules, assessment.states, screening.kept, screening.begun.sequence)
    on_record = {each.rule: each for each in screening.alerts}
    raised = [_raised(seen, alert, on_record.get(alert.rule)) for alert in assessment.safety.alerts]
    known = {alert.rule for alert in raised}
    changed = [_changed(seen, each) for each in screening.alerts if _stays(each) and each.rule not in known]
    before = [_earlier(_followed(seen, each)) for each in earlier]
    alerts = sorted([*raised, *changed, *before], key=lambda alert: -LEVELS.index(alert.level))
    level = _level(alerts, screening)
    safety = Safety(level, _state(alerts, level), tuple(alerts))
    return replace(assessment, safety=safety, modalities=_capped(assessment.modalities, safety.holding))


def raised_before(content: Content, case: Case, number: int) -> tuple[Before, ...]:
    """Return the alerts of the screenings before one, and which of them nothing has settled since.

    An alert that only an assessment settles is looked for in the answers of its own screening and of those
    that follow it, read under `content`.
    """
    rules = {rule.id: rule for rule in content.ruleset.rules}
    began = case.screenings[number - 1].begun.sequence
    found: list[Before] = []
    for one in case.screenings[: number - 1]:
        seen = _Seen(rules, States(content, answers_of(content, one)), one.kept, began)
        own = [each for each in one.alerts if _stays(each)]
        found = [_followed(seen, each) for each in found]
        found += [Before(_seen_assessed(seen, each), not _is_settled(seen, each)) for each in own]
    return tuple(found)


def _raised(seen: _Seen, alert: Alert, recorded: CaseAlert | None) -> Alert:
    """Return an alert that the answers raise, with what is on record of it.

    An assessment older than the alert cannot have looked at it, whatever it concluded. Called an entry in
    error while the answer stands all the same, it is open.
    """
    if recorded is None:
        return alert
    known = _seen_assessed(seen, recorded)
    rule = seen.rules.get(recorded.rule)
    needs_assessment = rule is not None and rule.released_by is not None and _stays(recorded)
    is_denied = recorded.marks[-1].state == "entered_in_error"
    holds = needs_assessment and (is_denied or _released_since(seen, recorded) is None)
    return replace(alert, state="open" if is_denied else known.state, marks=known.marks, holds=holds)


def _changed(seen: _Seen, recorded: CaseAlert) -> Alert:
    """Return an alert on record that the answers no longer raise."""
    told = _on_record(_seen_assessed(seen, recorded))
    return replace(told, is_changed=True, holds=not _is_settled(seen, recorded))


def _earlier(before: Before) -> Alert:
    recorded = before.alert
    told = _on_record(recorded)
    return replace(told, is_changed=True, holds=before.holds, screening=recorded.screening)


def _followed(seen: _Seen, before: Before) -> Before:
    """Return an earlier alert after a later screening: its answers may record what settles it."""
    made = _released_since(seen, before.alert) if before.holds else None
    if made is None:
        return before
    return Before(_with_assessment(before.alert, made), holds=False)


def _on_record(recorded: CaseAlert) -> Alert:
    return Alert(
        recorded.rule, recorded.level, recorded.message, recorded.items, recorded.state, recorded.marks
    )


def _seen_assessed(seen: _Seen, recorded: CaseAlert) -> CaseAlert:
    """Return an alert, with one more mark where the answers record an assessment made since."""
    made = _assessed_since(seen, recorded)
    return recorded if made is None else _with_assessment(recorded, made)


def _with_assessment(recorded: CaseAlert, made: Kept) -> CaseAlert:
    if recorded.state in {"assessed", "entered_in_error"}:
        return recorded
    return recorded.marked(Mark("assessed", made.at, made.who, None, made.sequence))


def _assessed_since(seen: _Seen, recorded: CaseAlert) -> Kept | None:
    """Return the last of the answers that record an assessment, where all of them came after the alert."""
    rule = seen.rules.get(recorded.rule)
    return _since(seen, recorded, rule.assessed_when) if rule else None


def _released_since(seen: _Seen, recorded: CaseAlert) -> Kept | None:
    """Return the same of the answers by which the group may proceed."""
    rule = seen.rules.get(recorded.rule)
    return _since(seen, recorded, rule.released_by) if rule else None


def _since(seen: _Seen, recorded: CaseAlert, condition: Condition | None) -> Kept | None:
    """Return the last of the answers a condition reads, where it is met and all came after the alert."""
    if condition is None or not _is_yes(condition, seen.states):
        return None
    told = [seen.kept[name] for name in names(condition) if name in seen.kept]
    raised_at = max(mark.sequence for mark in recorded.counting or recorded.marks if mark.state == "open")
    if not told or min(each.sequence for each in told) < raised_at:
        return None
    return max(told, key=lambda each: each.sequence)


def _is_settled(seen: _Seen, recorded: CaseAlert) -> bool:
    """Say whether an alert on record holds nothing any more."""
    if recorded.state == "entered_in_error":
        return True
    rule = seen.rules.get(recorded.rule)
    if rule is None:  # these rules cannot say what settles it: an assessment made under them does
        return any(mark.state == "assessed" and mark.sequence > seen.began for mark in recorded.counting)
    if rule.released_by is None:
        return recorded.state == "assessed"
    return _released_since(seen, recorded) is not None


def _is_yes(condition: Condition, states: Mapping[str, State]) -> bool:
    return decide(condition, states) is Truth.YES


def _stays(recorded: CaseAlert) -> bool:
    return recorded.level in STOPPING


def _level(alerts: Iterable[Alert], screening: Screening) -> SafetyLevel:
    on_record = [each.level for each in screening.alerts if _stays(each)]
    levels: list[SafetyLevel] = [*(alert.level for alert in alerts), *on_record]
    return max(levels, key=LEVELS.index, default="none")


def _state(alerts: Sequence[Alert], level: SafetyLevel) -> SafetyState:
    """Return the least settled state of the alerts; beside a level that stops, of those that stop alone."""
    stopping = [alert for alert in alerts if alert.level in STOPPING]
    return worst(alert.state for alert in (stopping if level in STOPPING else alerts))


def _capped(
    results: Mapping[Modality, ModalityResult], holding: Sequence[Alert]
) -> Mapping[Modality, ModalityResult]:
    """Return the recommendations, none better than `hold` while an alert holds every form."""
    if not holding:
        return results
    return {modality: _held(result) for modality, result in results.items()}


def _held(result: ModalityResult) -> ModalityResult:
    if result.recommendation not in _BETTER_THAN_HOLD:
        return result
    reachable = {*result.reachable, Recommendation.HOLD}
    return replace(
        result,
        recommendation=Recommendation.HOLD,
        reachable=tuple(each for each in Recommendation if each in reachable),
    )
