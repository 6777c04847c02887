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
    State,
    Truth,
)
from screenkit.case.answers import answers_of
from screenkit.case.history import Case, CaseAlert, Kept, Screening
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
class _Seen:
    """What an assessment and a screening say together: rules, what the answers record, and since when."""

    rules: Mapping[str, Rule]
    assessment: Assessment
    kept: Mapping[str, Kept]


def standing(assessment: Assessment, screening: Screening, earlier: Sequence[CaseAlert] = ()) -> Assessment:
    """Return an assessment of a screening's answers with the alerts on record laid over it.

    The level is the highest on record in the screening, which never falls. An alert that the answers no
    longer raise stays, and holds every form of group until it is settled; so do the alerts of earlier
    screenings that nothing has settled (`earlier`, see `unsettled_before`). No recommendation becomes better.
    """
    seen = _Seen({each.rule.id: each.rule for each in assessment.findings}, assessment, screening.kept)
    on_record = {each.rule: each for each in screening.alerts}
    raised = [_raised(seen, alert, on_record.get(alert.rule)) for alert in assessment.safety.alerts]
    known = {alert.rule for alert in raised}
    changed = [_changed(seen, each) for each in screening.alerts if _stays(each) and each.rule not in known]
    before = [_earlier(each) for each in earlier if not _is_released(seen.rules, each, assessment.states)]
    alerts = sorted([*raised, *changed, *before], key=lambda alert: -LEVELS.index(alert.level))
    safety = Safety(_level(alerts, screening), worst(alert.state for alert in alerts), tuple(alerts))
    return replace(assessment, safety=safety, modalities=_capped(assessment.modalities, safety.holding))


def unsettled_before(content: Content, case: Case, number: int) -> tuple[CaseAlert, ...]:
    """Return the alerts of the screenings before one that nothing has settled since.

    An alert that only an assessment settles is looked for in the answers of its own screening and of those
    that follow it, read under `content`.
    """
    rules = {rule.id: rule for rule in content.ruleset.rules}
    found: list[CaseAlert] = []
    for one in case.screenings[: number - 1]:
        states = States(content, answers_of(content, one))
        found = [each for each in found if not _is_released(rules, each, states)]
        found += [
            each for each in one.alerts if _stays(each) and not _is_settled(rules, each, one.kept, states)
        ]
    return tuple(found)


def _raised(seen: _Seen, alert: Alert, recorded: CaseAlert | None) -> Alert:
    """Return an alert that the answers raise, with what is on record of it."""
    if recorded is None:
        return alert
    marks = _marks(seen, recorded)
    return replace(alert, state=marks[-1].state, marks=marks)


def _changed(seen: _Seen, recorded: CaseAlert) -> Alert:
    """Return an alert on record that the answers no longer raise."""
    marks = _marks(seen, recorded)
    holds = not _is_settled(seen.rules, recorded, seen.kept, seen.assessment.states)
    return replace(_on_record(recorded, marks), is_changed=True, holds=holds)


def _earlier(recorded: CaseAlert) -> Alert:
    told = _on_record(recorded, recorded.marks)
    return replace(told, is_changed=True, holds=True, screening=recorded.screening)


def _on_record(recorded: CaseAlert, marks: tuple[Mark, ...]) -> Alert:
    return Alert(recorded.rule, recorded.level, recorded.message, recorded.items, marks[-1].state, marks)


def _marks(seen: _Seen, recorded: CaseAlert) -> tuple[Mark, ...]:
    """Return the marks of an alert, and one more where the answers record an assessment made since."""
    rule = seen.rules.get(recorded.rule)
    made = _assessed_since(rule, recorded, seen.kept, seen.assessment.states)
    if made is None or recorded.state in {"assessed", "entered_in_error"}:
        return recorded.marks
    return (*recorded.marks, Mark("assessed", made.at, made.who, None, made.sequence))


def _assessed_since(
    rule: Rule | None, recorded: CaseAlert, kept: Mapping[str, Kept], states: Mapping[str, State]
) -> Kept | None:
    """Return the last of the answers that record an assessment, where all of them came after the alert."""
    if rule is None or rule.assessed_when is None or not _is_yes(rule.assessed_when, states):
        return None
    told = [kept[name] for name in names(rule.assessed_when) if name in kept]
    raised_at = max(mark.sequence for mark in recorded.marks if mark.state == "open")
    if not told or min(each.sequence for each in told) < raised_at:
        return None
    return max(told, key=lambda each: each.sequence)


def _is_settled(
    rules: Mapping[str, Rule], recorded: CaseAlert, kept: Mapping[str, Kept], states: Mapping[str, State]
) -> bool:
    """Say whether an alert that the answers no longer raise holds nothing any more."""
    rule = rules.get(recorded.rule)
    if recorded.state == "entered_in_error":
        return True
    is_assessed = recorded.state == "assessed" or _assessed_since(rule, recorded, kept, states) is not None
    return is_assessed and (rule is None or rule.released_by is None or _is_yes(rule.released_by, states))


def _is_released(rules: Mapping[str, Rule], recorded: CaseAlert, states: Mapping[str, State]) -> bool:
    """Say whether the answers of a later screening record an assessment by which the group may proceed."""
    rule = rules.get(recorded.rule)
    return rule is not None and rule.released_by is not None and _is_yes(rule.released_by, states)


def _is_yes(condition: Condition, states: Mapping[str, State]) -> bool:
    return decide(condition, states) is Truth.YES


def _stays(recorded: CaseAlert) -> bool:
    return recorded.level in STOPPING


def _level(alerts: Iterable[Alert], screening: Screening) -> SafetyLevel:
    on_record = [each.level for each in screening.alerts if _stays(each)]
    levels: list[SafetyLevel] = [*(alert.level for alert in alerts), *on_record]
    return max(levels, key=LEVELS.index, default="none")


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
