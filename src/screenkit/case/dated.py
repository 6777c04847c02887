"""How old a fact is: it counts from the day a person checked it, for as long as the clinic says."""

from datetime import date


def is_current(checked_on: date | None, day: date, days: int) -> bool:
    """Say whether a fact checked on a day still counts on another, for so many days after the check."""
    return checked_on is not None and 0 <= (day - checked_on).days <= days


def staleness(checked_on: date | None, day: date, days: int) -> str | None:
    """Return in words why a fact does not count on a day; None where it does."""
    if checked_on is None:
        return "never checked"
    if checked_on > day:
        return f"said to be checked on {checked_on}, which is still to come"
    if (day - checked_on).days > days:
        return f"last checked on {checked_on}, more than {days} days ago"
    return None
