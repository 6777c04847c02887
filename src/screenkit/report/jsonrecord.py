"""Lay what is on record of a case out as plain data, beside the JSON of its assessment."""

from typing import Any

from screenkit.assessment import Alert, Assessment
from screenkit.case.expiry import Expiry
from screenkit.case.history import Screening
from screenkit.case.record import Record


def recorded(assessment: Assessment, record: Record) -> dict[str, Any]:
    """Return one screening of a case as plain data; moments carry their offset from UTC."""
    screening = record.screening
    return {
        "case": record.case_id,
        "screening": screening.number,
        "begun_at": screening.begun.at.isoformat(),
        "begun_by": screening.begun.who,
        "screened_at": screening.screened_at.isoformat() if screening.screened_at else None,
        "head": record.head,
        "expiry": expiry_as_object(record.expiry),
        "alerts": [_alert(alert) for alert in assessment.safety.alerts],
        "decision": decision_as_object(screening),
        "notes": [
            {"item": note.item, "text": note.text, "at": note.at.isoformat(), "who": note.who}
            for note in screening.notes
        ],
        "told": dict(screening.told),
    }


def expiry_as_object(expiry: Expiry | None) -> dict[str, Any] | None:
    """Return for how long a recommendation counts, as plain data."""
    if expiry is None:
        return None
    return {
        "until": expiry.until.isoformat() if expiry.until else None,
        "expired": expiry.has_expired,
        "reasons": list(expiry.reasons),
        "changed": list(expiry.changed),
    }


def decision_as_object(screening: Screening) -> dict[str, Any] | None:
    """Return what was decided on a screening, by whom and when, as plain data."""
    if screening.decided is None or screening.decided_by is None:
        return None
    told = screening.decided.model_dump(mode="json", exclude={"kind"})
    return {**told, "at": screening.decided_by.at.isoformat(), "who": screening.decided_by.who}


def _alert(alert: Alert) -> dict[str, Any]:
    return {
        "rule": alert.rule,
        "state": alert.state,
        "changed": alert.is_changed,
        "holds": alert.holds,
        "marks": [
            {"state": mark.state, "at": mark.at.isoformat(), "who": mark.who, "reason": mark.reason}
            for mark in alert.marks
        ],
    }
