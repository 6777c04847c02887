"""The alerts that somebody still has to see to: what is handed over from one clinician to the next."""

from screenkit.assessment import LEVELS, STATES, Alert, Assessment
from screenkit.case.standing import STOPPING


def waiting(assessment: Assessment) -> tuple[Alert, ...]:
    """Return the alerts that nobody has settled, the gravest first, and those nobody has seen before others.

    `assessment` has its case laid over it, so that alerts of earlier screenings stand in it, too.
    """
    found = [alert for alert in assessment.safety.alerts if alert.level in STOPPING and _waits(alert)]
    return tuple(sorted(found, key=order))


def order(alert: Alert) -> tuple[int, int]:
    """Return the place of an alert in a list that is read from the top."""
    return -LEVELS.index(alert.level), -STATES.index(alert.state)


def _waits(alert: Alert) -> bool:
    return alert.holds or alert.state in {"open", "acknowledged"}
