"""Which answers about safety have grown too old to count: yesterday's, and those past their hours."""

from dataclasses import replace
from datetime import datetime, timedelta

from screenkit.case.history import Screening
from screenkit.models.content import Content


def grown_old(screening: Screening, content: Content, now: datetime, hold_hours: int) -> tuple[str, ...]:
    """Return the safety items of a screening that have to be asked anew, in the order they came up.

    An answer about safety counts on the day it was given, as days are counted where `now` is, and for
    `hold_hours` hours. One that bears a later moment than `now` does not count either: a clock was set, and
    nobody can say how old it is. What was passed over as not asked is asked anew too.
    """
    return tuple(
        name
        for name, kept in screening.kept.items()
        if name in content.items and content.items[name].is_safety and _is_old(kept.at, now, hold_hours)
    )


def aged(screening: Screening, content: Content, now: datetime, hold_hours: int) -> Screening:
    """Return a screening as it counts now: unfinished, without the answers about safety grown too old.

    What was found at the end of a finished one rests on the day of its answers, which expire as a whole.
    """
    old = grown_old(screening, content, now, hold_hours) if screening.is_open else ()
    if not old:
        return screening
    dropped = {name: screening.kept[name] for name in old}
    kept = {name: each for name, each in screening.kept.items() if name not in dropped}
    return replace(screening, kept=kept, old={**screening.old, **dropped})


def _is_old(at: datetime, now: datetime, hold_hours: int) -> bool:
    if at > now or now - at > timedelta(hours=hold_hours):
        return True
    return at.astimezone(now.tzinfo).date() != now.date()
