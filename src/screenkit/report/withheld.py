"""Take out of a case what goes to nobody else: the names of clinicians, and everything written freely."""

from collections.abc import Iterator
from dataclasses import replace

from screenkit.assessment import Alert, Assessment
from screenkit.case.events import Consultation, Decided, Instead, Stamped
from screenkit.case.history import Screening
from screenkit.case.record import Record
from screenkit.text import counted

CLINICIAN, SECOND, CONSULTED = "a clinician", "another clinician", "a colleague"
"""What stands in the place of names."""

_LEFT_OUT = "the reason is left out of this copy"


def without_names(assessment: Assessment, *, with_free_text: bool) -> Assessment:
    """Return an assessment whose alerts name nobody; reasons of their marks only where they are kept."""
    alerts = tuple(_alert(each, with_free_text=with_free_text) for each in assessment.safety.alerts)
    return replace(assessment, safety=replace(assessment.safety, alerts=alerts))


def pseudonymous(record: Record, *, with_free_text: bool) -> Record:
    """Return the record of a case that names nobody; notes, reasons and what was told only where kept.

    Events and answers as they were kept go too: the assessment holds what a report tells of them.
    """
    before = record.screening
    screening = replace(
        before,
        begun=_unnamed(before.begun),
        decided=_decided(before.decided, with_free_text=with_free_text) if before.decided else None,
        decided_by=_unnamed(before.decided_by) if before.decided_by else None,
        last=None,
        kept={},
        set_aside={},
        old={},
        alerts=(),
        notes=tuple(replace(note, who=CLINICIAN) for note in before.notes) if with_free_text else (),
        told=before.told if with_free_text else {},
    )
    return replace(record, screening=screening)


def left_out(assessment: Assessment, record: Record | None) -> tuple[str, ...]:
    """Return what is written freely in a case, counted kind by kind, for a copy that goes without it."""
    screening = record.screening if record else None
    marks = [mark.reason for alert in assessment.safety.alerts for mark in alert.marks if mark.reason]
    reasons = len({*marks, *_reasons(screening)})  # one reason may stand with several alerts
    counted = {
        "note": len(screening.notes) if screening else 0,
        "reason": reasons,
        "thing told at the safety stop": len(screening.told) if screening else 0,
    }
    return tuple(_number(number, of) for of, number in counted.items() if number)


def _number(number: int, of: str) -> str:
    first, _, rest = of.partition(" ")
    return f"{counted(number, first)} {rest}".rstrip()


def _reasons(screening: Screening | None) -> Iterator[str]:
    decided = screening.decided if screening else None
    if decided and decided.reason:
        yield decided.reason
    if decided and decided.consultation:
        yield decided.consultation.reason
    if decided and decided.instead:
        yield decided.instead.what


def _alert(alert: Alert, *, with_free_text: bool) -> Alert:
    marks = tuple(
        replace(mark, who=CLINICIAN, reason=mark.reason if with_free_text else None) for mark in alert.marks
    )
    return replace(alert, marks=marks)


def _unnamed(stamped: Stamped) -> Stamped:
    return stamped.model_copy(update={"who": CLINICIAN})


def _decided(decided: Decided, *, with_free_text: bool) -> Decided:
    consulted = decided.consultation
    changes = {
        "reason": decided.reason if with_free_text else None,
        "second": SECOND if decided.second else None,
        "consultation": _consulted(consulted, with_free_text=with_free_text) if consulted else None,
        "instead": _instead(decided.instead, with_free_text=with_free_text) if decided.instead else None,
    }
    return decided.model_copy(update=changes)


def _instead(instead: Instead, *, with_free_text: bool) -> Instead:
    what = instead.what if with_free_text else "other help, left out of this copy"
    return instead.model_copy(update={"what": what, "by": CLINICIAN})


def _consulted(consulted: Consultation, *, with_free_text: bool) -> Consultation:
    reason = consulted.reason if with_free_text else _LEFT_OUT
    return consulted.model_copy(update={"with_whom": CONSULTED, "reason": reason})
