"""The clock: read here and nowhere else, so that everything below takes the moment as an argument."""

from datetime import date, datetime


def now() -> datetime:
    """Return this moment, with its offset from UTC."""
    return datetime.now().astimezone()


def today() -> date:
    """Return today's date, where this machine is."""
    return now().date()
