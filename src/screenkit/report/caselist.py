"""The list of cases, and the list of alerts to hand over: as a report, and as plain data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from screenkit.assessment import Alert, Assessment, SafetyState
from screenkit.case.decision import since_decided
from screenkit.case.events import Decided, Purged, Stamped
from screenkit.case.expiry import Expiry
from screenkit.case.history import Case, Screening
from screenkit.case.standing import STOPPING
from screenkit.case.waiting import order, waiting
from screenkit.report import words
from screenkit.report.decisionblock import overtaken
from screenkit.report.document import Document, Paragraph, Section, Table
from screenkit.report.jsonrecord import decision_as_object, expiry_as_object
from screenkit.report.onrecord import moment
from screenkit.text import counted

_EMPTY = "\u2013"


@dataclass(frozen=True, slots=True)
class Row:
    """One case as a list tells of it: its latest screening, with what is on record laid over it."""

    case: Case
    stands: Assessment | None
    expiry: Expiry | None


def overview(rows: Sequence[Row]) -> Document:
    """Return the list of cases."""
    head = ("Case", "Screened", "Safety", "Still counts", "Recommended, and what was decided")
    table = Table("Cases", head, tuple(_cells(row) for row in rows))
    return _document("Cases", counted(len(rows), "case"), table if rows else None)


def hand_over(rows: Sequence[Row]) -> Document:
    """Return the alerts that wait for somebody, the gravest first, with who has seen them and when."""
    found = _waiting(rows)
    table = Table("Alerts to see to", _HEAD, tuple(_alert_cells(row, alert) for row, alert in found))
    count = f"{counted(len(found), 'alert')} to see to"
    return _document("Alerts that wait for somebody", count, table if found else None)


def graves(purged: Mapping[str, Stamped]) -> Document:
    """Return what is left of the cases that were purged, by id."""
    head = ("Case", "Purged", "By", "Reason")
    rows = tuple((name, moment(each.at), each.who, _reason(each)) for name, each in purged.items())
    return _document(
        "Cases that were purged", counted(len(rows), "case"), Table("Purged", head, rows) if rows else None
    )


def graves_as_object(purged: Mapping[str, Stamped]) -> list[dict[str, Any]]:
    """Return the same as plain data."""
    return [
        {"case": name, "purged_at": each.at.isoformat(), "who": each.who, "reason": _reason(each)}
        for name, each in purged.items()
    ]


def _reason(grave: Stamped) -> str:
    return grave.event.reason if isinstance(grave.event, Purged) else ""


def overview_as_object(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the list of cases as plain data."""
    return [_as_object(row) for row in rows]


def hand_over_as_object(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the alerts that wait for somebody as plain data, in the same order."""
    return [
        {
            "case": row.case.id,
            "screening": alert.screening or len(row.case.screenings),
            "rule": alert.rule,
            "level": alert.level,
            "state": alert.state,
            "changed": alert.is_changed,
            "message": alert.message,
            "marks": [
                {"state": mark.state, "at": mark.at.isoformat(), "who": mark.who, "reason": mark.reason}
                for mark in alert.marks
            ],
        }
        for row, alert in _waiting(rows)
    ]


_HEAD = ("Case", "Raised", "Acknowledged", "Now", "What is asked for, and why")


def _waiting(rows: Iterable[Row]) -> list[tuple[Row, Alert]]:
    found = [(row, alert) for row in rows if row.stands for alert in waiting(row.stands)]
    return sorted(found, key=lambda each: order(each[1]))


def _alert_cells(row: Row, alert: Alert) -> tuple[str, ...]:
    changed = " The answer was changed since." if alert.is_changed else ""
    settled = " What the assessment concluded is not in the answers." if alert.state == "assessed" else ""
    why = f"{_asked_for(alert)}: {alert.message}{changed}{settled}"
    stands = words.BRIEF[alert.state]
    return row.case.id, _marked(alert, "open"), _marked(alert, "acknowledged"), stands, why


def _asked_for(alert: Alert) -> str:
    return words.ALERT[alert.level] if alert.screening is None else words.NOT_SETTLED


def _marked(alert: Alert, state: SafetyState) -> str:
    """Return the last mark of a kind since the alert was last raised: what was seen before was another."""
    raised = max((mark.sequence for mark in alert.marks if mark.state == "open"), default=0)
    since = [mark for mark in alert.marks if mark.sequence >= raised and mark.state == state]
    last = since[-1] if since else None
    return f"{moment(last.at)}, {last.who}" if last else _EMPTY


def _cells(row: Row) -> tuple[str, ...]:
    latest = row.case.latest
    if latest is None or row.stands is None:
        return row.case.id, "never", _EMPTY, _EMPTY, _EMPTY
    screened = f"{latest.begun.at.date()}{', not at its end' if latest.is_open else ''}"
    since = overtaken(latest)
    told = "; ".join([*_forms(row.stands, latest.decided), *([since.lower()] if since else [])])
    return row.case.id, screened, _safety(row.stands), _counts(row.expiry), told


def _safety(stands: Assessment) -> str:
    level, state = stands.safety.level, stands.safety.state
    if level in {"none", "complete_screen"}:
        return words.LEVEL[level]
    is_earlier = all(alert.screening for alert in stands.safety.alerts if alert.level in STOPPING)
    return f"{'earlier alert' if is_earlier else words.LEVEL[level]}: {words.BRIEF[state]}"


def _counts(expiry: Expiry | None) -> str:
    if expiry is None:
        return _EMPTY
    if expiry.has_expired:
        return f"expired: {', '.join(words.EXPIRED_BRIEF[each] for each in expiry.reasons)}"
    return f"until {expiry.until}" if expiry.until else "yes"


def _forms(stands: Assessment, decided: Decided | None) -> Iterator[str]:
    """Yield what is recommended for each form, and what was decided for it."""
    choices = decided.choices if decided else {}
    for form, result in stands.modalities.items():
        chosen = f" (decided: {words.CHOSEN[choices[form]]})" if form in choices else ""
        yield f"{words.MODALITY[form].lower()}: {words.SHORT[result.recommendation]}{chosen}"


def _as_object(row: Row) -> dict[str, Any]:
    latest, stands = row.case.latest, row.stands
    return {
        "case": row.case.id,
        "screenings": len(row.case.screenings),
        "begun_at": latest.begun.at.isoformat() if latest else None,
        "screened_at": latest.screened_at.isoformat() if latest and latest.screened_at else None,
        "recommendations": {form: result.recommendation.value for form, result in stands.modalities.items()}
        if stands
        else {},
        "safety": {"level": stands.safety.level, "state": stands.safety.state} if stands else None,
        "expiry": expiry_as_object(row.expiry),
        "decision": decision_as_object(latest) if latest else None,
        "decided_before": _newer(latest) if latest else None,
    }


def _newer(latest: Screening) -> dict[str, str] | None:
    """Return the alert or amendment that is newer than the decision, as plain data."""
    since = since_decided(latest)
    return {"what": since.what, "at": since.at.isoformat()} if since else None


def _document(title: str, subtitle: str, table: Table | None) -> Document:
    block = table or Paragraph("There is nothing to list.")
    return Document(title, subtitle, None, incomplete=False, sections=(Section("list", title, (block,)),))
