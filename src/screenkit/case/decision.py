"""Check a clinician's decision: that it says why, and that a safety matter is not set aside by one alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from screenkit.assessment import Assessment, Finding, Recommendation, Truth
from screenkit.case.events import Choice, Decided
from screenkit.case.reasons import REASONS
from screenkit.case.standing import STOPPING
from screenkit.errors import Problem, suggestion
from screenkit.models.base import Modality
from screenkit.text import clean

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
    """Who decides, when, when the person was screened, and whether the clinic has one clinician only."""

    who: str
    day: date
    screened_on: date
    solo_practice: bool


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
        yield from _another("second", decided.second, setting)
    if needs and decided.second is None and decided.consultation is None:
        forms = ", ".join(needs)
        yield Problem("second", f"a safety matter is set aside ({forms})", _who_else(setting))


def _another(where: str, name: str, setting: Setting) -> Iterator[Problem]:
    """Yield what is wrong with a name that must be somebody else's."""
    if not _bare(name):
        yield Problem(where, "this is no name", "name another clinician")
    elif _bare(name) == _bare(setting.who):
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
    yield from _another("consultation.with_whom", consulted.with_whom, setting)
    if not setting.screened_on <= consulted.on <= setting.day:
        what = "the consultation was not between the screening and this decision"
        yield Problem("consultation.on", what, "consult about what was found, then decide")


def _review(decided: Decided, setting: Setting) -> Iterator[Problem]:
    if decided.review_on is not None and decided.review_on < setting.day:
        yield Problem("review_on", "this day is past", "name the day on which it is reviewed")


def _bare(name: str) -> str:
    return "".join(char for char in clean(name).casefold() if char.isalnum())
