"""Why a report is incomplete: safety questions, an interview that goes on, help nobody wrote down."""

from screenkit.assessment import Assessment, Recommendation
from screenkit.case.decision import in_force
from screenkit.case.events import Decided
from screenkit.case.record import Record
from screenkit.report import words

_OPEN = frozenset({Recommendation.SUITABLE, Recommendation.CONDITIONAL})


def unfinished(assessment: Assessment, record: Record | None = None) -> tuple[str, ...]:
    """Return what a summary lacks before it can be filed, in a few words each; nothing where it is whole."""
    nothing = is_closed(assessment) and not is_offered(assessment, record)
    return (*unasked(assessment, record), *((words.OFFER_OPEN,) if nothing else ()))


def unasked(assessment: Assessment, record: Record | None = None) -> tuple[str, ...]:
    """Return what is still to be asked before anything that was found can be relied on."""
    gate = (words.SAFETY_OPEN,) if assessment.gate.items else ()
    is_open = record is not None and record.screening.is_open
    return (*gate, *((words.INTERVIEW_OPEN,) if is_open else ()))


def is_closed(assessment: Assessment) -> bool:
    """Say whether no form of group is recommended, so that something else has to be offered."""
    return not _OPEN & {result.recommendation for result in assessment.modalities.values()}


def decided(assessment: Assessment, record: Record | None) -> Decided | None:
    """Return the decision that counts."""
    return in_force(record.screening, assessment) if record else None


def is_offered(assessment: Assessment, record: Record | None) -> bool:
    """Say whether a clinician has put on record what the person is offered: a group, or something else."""
    made = decided(assessment, record)
    return made is not None and (made.instead is not None or bool(forms_offered(made)))


def forms_offered(made: Decided | None) -> tuple[str, ...]:
    """Return the forms of group that a decision offers, in words."""
    choices = made.choices if made else {}
    return tuple(
        f"{words.MODALITY[form]}: {words.CHOICE[choice]}"
        for form, choice in choices.items()
        if choice in {"offer", "offer_once_arranged"}
    )
