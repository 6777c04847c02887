"""Check a clinician's decision: that it says why, and that a safety matter is not set aside by one alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from types import MappingProxyType
from typing import Literal

from screenkit.assessment import Assessment, Finding, Recommendation, Truth
from screenkit.case.events import Choice, Decided
from screenkit.case.history import Screening
from screenkit.case.name import check_name, is_same_person
from screenkit.case.reasons import REASONS
from screenkit.case.standing import STOPPING
from screenkit.errors import Problem, suggestion
from screenkit.models.base import Modality

CHOICES: Mapping[Choice, Recommendation] = {
    "offer": Recommendation.SUITABLE,
    "offer_once_arranged": Recommendation.CONDITIONAL,
    "wait": Recommendation.HOLD,
    "do_not_offer": Recommendation.NOT_RECOMMENDED,
}
"""What can be decided for a form, the most open first, each with the recommendation it follows."""

_ORDER = tuple(Recommendation)
_CLOSED = frozenset({Recommendation.HOLD, Recommendation.NOT_RECOMMENDED})


@dataclass(frozen=True, slots=True)
class Setting:
    """Who decides, when, when the person was screened, and whether the clinic has one clinician only.

    `leaders` are the names of the clinic's leaders by id.
    """

    who: str
    day: date
    screened_on: date
    solo_practice: bool
    leaders: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def check_decision(decided: Decided, assessment: Assessment, setting: Setting) -> tuple[Problem, ...]:
    """Return everything that is wrong with a decision on an assessment with its case laid over it."""
    known = {form: each for form, each in decided.choices.items() if form in assessment.modalities}
    return (
        *_forms(decided, assessment),
        *_reason(decided, is_other=differs(known, assessment)),
        *_second(decided, setting, needs=set_aside(known, assessment)),
        *_consultation(decided, setting),
        *_review(decided, setting),
    )


def set_aside(choices: Mapping[Modality, Choice], assessment: Assessment) -> tuple[Modality, ...]:
    """Return the forms for which a choice is more open than a recommendation that rests on safety."""
    return tuple(
        form
        for form, choice in choices.items()
        if _is_more_open(choice, assessment.modalities[form].recommendation)
        and assessment.modalities[form].recommendation in _CLOSED
        and _rests_on_safety(assessment, form)
    )


def differs(choices: Mapping[Modality, Choice], assessment: Assessment) -> bool:
    """Say whether a choice is another than the one that follows the recommendation."""
    return any(
        CHOICES[choice] is not assessment.modalities[form].recommendation for form, choice in choices.items()
    )


def in_force(screening: Screening, assessment: Assessment) -> Decided | None:
    """Return the decision on a screening; None where none counts any more, or none does yet.

    One older than an alert or an amendment has to be made anew; one that sets a safety matter aside counts
    once somebody else stands for it.
    """
    decided = screening.decided
    if decided is None or since_decided(screening) is not None:
        return None
    known = {form: each for form, each in decided.choices.items() if form in assessment.modalities}
    is_alone = decided.second is None and decided.consultation is None
    return None if is_alone and set_aside(known, assessment) else decided


@dataclass(frozen=True, slots=True)
class Since:
    """What came after a decision that it cannot have taken into account, and when."""

    what: Literal["alert", "amendment"]
    at: datetime


def since_decided(screening: Screening) -> Since | None:
    """Return the last alert, else the last amendment, that is newer than the decision on a screening."""
    by = screening.decided_by
    if by is None:
        return None
    raised = [mark for each in screening.alerts for mark in each.marks if mark.state == "open"]
    newer = [mark for mark in raised if mark.sequence > by.sequence]
    if newer:
        return Since("alert", max(newer, key=lambda mark: mark.sequence).at)
    answers = chain(screening.kept.values(), screening.set_aside.values())
    amended = [each for each in answers if each.sequence > by.sequence]
    return Since("amendment", max(amended, key=lambda each: each.sequence).at) if amended else None


def _is_more_open(choice: Choice, recommended: Recommendation) -> bool:
    return _ORDER.index(CHOICES[choice]) < _ORDER.index(recommended)


def _rests_on_safety(assessment: Assessment, form: Modality) -> bool:
    waiting = [
        alert
        for alert in assessment.safety.alerts
        if alert.level in STOPPING and alert.state in {"open", "acknowledged"}
    ]
    held = bool(assessment.safety.holding or waiting or assessment.gate.open_for(form))
    return held or any(_is_safety(finding) for finding in assessment.modalities[form].findings)


def _is_safety(finding: Finding) -> bool:
    rule = finding.rule
    counts = finding.truth is Truth.YES or (finding.truth is Truth.UNKNOWN and rule.counts_when_unknown)
    return (
        rule.effect in {"exclude", "hold"} and counts and (rule.domain == "safety" or rule.alert is not None)
    )


def _forms(decided: Decided, assessment: Assessment) -> Iterator[Problem]:
    if not decided.choices:
        yield Problem("choices", "nothing is decided", "decide for one form of group or more")
    for form in decided.choices:
        if form not in assessment.modalities:
            do = f"the rule set speaks of {', '.join(assessment.modalities)}"
            yield Problem(f"choices.{form}", "nothing was recommended for this form", do)


def _reason(decided: Decided, *, is_other: bool) -> Iterator[Problem]:
    coded = REASONS.get(decided.code)
    if coded is None:
        do = suggestion(decided.code, REASONS, f"write one of {', '.join(REASONS)}")
        yield Problem("code", "no reason of this code", do)
    elif coded.follows and is_other:
        do = f"write one of {', '.join(name for name, each in REASONS.items() if not each.follows)}"
        yield Problem("code", "the decision differs from what is recommended", do)
    if is_other and decided.reason is None:
        do = "say in a sentence why; it stands beside the recommendation"
        yield Problem("reason", "the decision differs from what is recommended", do)


def _second(decided: Decided, setting: Setting, *, needs: tuple[Modality, ...]) -> Iterator[Problem]:
    if decided.second is not None:
        yield from check_another("second", decided.second, setting)
    if needs and decided.second is None and decided.consultation is None:
        forms = ", ".join(needs)
        yield Problem("second", f"a safety matter is set aside ({forms})", _who_else(setting))


def check_another(where: str, name: str, setting: Setting) -> Iterator[Problem]:
    """Yield what is wrong with a name that must be somebody else's."""
    unreadable = check_name(where, name, setting.leaders)
    if unreadable is not None:
        yield unreadable
    elif is_same_person(name, setting.who, setting.leaders):
        yield Problem(where, "this is the name of whoever decides", "name another clinician")


def _who_else(setting: Setting) -> str:
    named = "name a second clinician who agrees"
    return f"{named}, or a consultation with its day and reason" if setting.solo_practice else named


def _consultation(decided: Decided, setting: Setting) -> Iterator[Problem]:
    consulted = decided.consultation
    if consulted is None:
        return
    if not setting.solo_practice:
        what = "a consultation stands in for a second clinician only where a clinician works alone"
        do = "name the second clinician, or set 'solo_practice: true' in the clinic's profile if that is so"
        yield Problem("consultation", what, do)
    yield from check_another("consultation.with_whom", consulted.with_whom, setting)
    yield from check_consulted_on(consulted.on, setting)


def check_consulted_on(day: date, setting: Setting) -> Iterator[Problem]:
    """Yield what is wrong with the day of a consultation."""
    if not setting.screened_on <= day <= setting.day:
        what = "the consultation was not between the screening and this decision"
        do = f"consult about what was found, then decide; from {setting.screened_on} to {setting.day}"
        yield Problem("consultation.on", what, do)


def _review(decided: Decided, setting: Setting) -> Iterator[Problem]:
    if decided.review_on is not None:
        yield from check_review_on(decided.review_on, setting)


def check_review_on(day: date, setting: Setting) -> Iterator[Problem]:
    """Yield what is wrong with the day on which a decision is looked at again."""
    if day < setting.day:
        yield Problem("review_on", "this day is past", "name the day on which it is reviewed")
