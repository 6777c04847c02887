"""Why a report is incomplete: safety questions, an interview that goes on, help nobody wrote down."""

from screenkit.assessment import Recommendation
from screenkit.case.record import Record
from screenkit.report import words
from screenkit.report.told import Told

_OPEN = frozenset({Recommendation.SUITABLE, Recommendation.CONDITIONAL})


def unfinished(told: Told, record: Record | None = None) -> tuple[str, ...]:
    """Return what a summary lacks before it can be filed, in a few words each; nothing where it is whole."""
    nothing_offered = is_closed(told) and not offered(record)
    return (*unasked(told, record), *((words.OFFER_OPEN,) if nothing_offered else ()))


def unasked(told: Told, record: Record | None = None) -> tuple[str, ...]:
    """Return what is still to be asked before anything that was found can be relied on."""
    gate = (words.SAFETY_OPEN,) if told.assessment.gate.items else ()
    is_open = record is not None and record.screening.is_open
    return (*gate, *((words.INTERVIEW_OPEN,) if is_open else ()))


def is_closed(told: Told) -> bool:
    """Say whether no form of group is recommended, so that something else has to be offered."""
    return not _OPEN & {result.recommendation for result in told.assessment.modalities.values()}


def offered(record: Record | None) -> tuple[str, ...]:
    """Return the forms of group that a clinician decided to offer, in words."""
    decided = record.screening.decided if record else None
    choices = decided.choices if decided else {}
    return tuple(
        f"{words.MODALITY[form]}: {words.CHOICE[choice]}"
        for form, choice in choices.items()
        if choice in {"offer", "offer_once_arranged"}
    )
