"""The clock: read here and nowhere else, so that everything below takes the moment as an argument."""

import time
from collections.abc import Callable
from datetime import date, datetime


def now() -> datetime:
    """Return this moment, with its offset from UTC."""
    return datetime.now().astimezone()


def today() -> date:
    """Return today's date, where this machine is."""
    return now().date()


def stopwatch() -> Callable[[], float]:
    """Return what tells how many seconds have passed since now."""
    began = time.monotonic()
    return lambda: time.monotonic() - began
