"""Whether what leaves the room may be read by somebody who makes the person's home unsafe."""

from collections.abc import Container, Mapping

from screenkit.assessment import State
from screenkit.models.answers import NoAnswer

UNSAFE_HOME, DEVICE_WATCHED = "unsafe_home", "device_watched"
"""The items of the shipped interview that ask for it."""


def may_be_read_at_home(states: Mapping[str, State]) -> bool:
    """Say whether to take care where a report goes; not known, declined and not asked count as yes."""
    at_home = states.get(UNSAFE_HOME, NoAnswer.NOT_APPLICABLE)
    return states.get(DEVICE_WATCHED) == "yes" or at_home not in {"no", NoAnswer.NOT_APPLICABLE}


def may_be_taken_home(states: Mapping[str, State], ask_again: Container[str]) -> bool:
    """Say whether a sheet for the person may leave the room: only while nothing speaks of somebody reading it.

    Home has to be answered with no; a device that is watched, or a question about it that was declined or not
    known, keeps the sheet here, and so does a no that has to be asked again (`ask_again`), as when somebody
    could overhear it. A device nobody asked about does not: that question is put where home gives a reason.
    """
    if UNSAFE_HOME in ask_again or DEVICE_WATCHED in ask_again:
        return False
    device = states.get(DEVICE_WATCHED, NoAnswer.NOT_ASKED)
    return states.get(UNSAFE_HOME) == "no" and device in {"no", NoAnswer.NOT_ASKED, NoAnswer.NOT_APPLICABLE}
