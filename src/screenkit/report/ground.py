"""What makes a recommendation for one form, a line each, for whoever decides on it at the terminal."""

from collections.abc import Iterator

from screenkit.assessment import Truth
from screenkit.case.waiting import waiting
from screenkit.models.base import Modality
from screenkit.models.ruleset import Effect
from screenkit.report import words
from screenkit.report.reasons import counts
from screenkit.report.told import Told
from screenkit.text import counted

_BARRIERS: tuple[Effect, ...] = ("exclude", "hold", "caution")
_MOST_UNKNOWN = 6


def grounds(told: Told, form: Modality) -> Iterator[str]:
    """Yield the alerts nobody has settled, open safety questions, and the rules that weigh on a form.

    Rules stand by their titles, the gravest first; those that are not known yet and count come last.
    """
    lines = [*_alerts(told), *_gate(told, form), *_known(told, form), *_unknown(told, form)]
    yield from lines or ["nothing that speaks against it was found"]


def _alerts(told: Told) -> Iterator[str]:
    for alert in waiting(told.assessment):
        yield f"{words.ALERT[alert.level]}: {alert.message} ({words.BRIEF[alert.state]})"


def _gate(told: Told, form: Modality) -> Iterator[str]:
    still_open = told.assessment.gate.open_for(form)
    if still_open:
        yield f"{words.EFFECT['hold']}: {counted(len(still_open), 'safety question')} without an answer"


def _known(told: Told, form: Modality) -> Iterator[str]:
    for finding in told.findings(_BARRIERS, Truth.YES):
        if form in told.content.modalities_of(finding.rule):
            yield f"{words.EFFECT[finding.rule.effect]}: {finding.rule.title}"


def _unknown(told: Told, form: Modality) -> Iterator[str]:
    found = [
        f"{words.EFFECT[finding.rule.effect]}, {words.TRUTH[Truth.UNKNOWN]}: {finding.rule.title}"
        for finding in told.findings(_BARRIERS, Truth.UNKNOWN)
        if counts(finding) and form in told.content.modalities_of(finding.rule)
    ]
    yield from found[:_MOST_UNKNOWN]
    more = len(found) - _MOST_UNKNOWN
    if more > 0:
        yield f"and {counted(more, 'more matter')} not known yet"
