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
    """Say whether a sheet for the person may leave the room: only once both questions are answered with no.

    Stricter than the care that is asked for with reports, since this sheet goes home with the person. A no
    that has to be asked again (`ask_again`), as when somebody could overhear it, is none.
    """
    return all(states.get(item) == "no" and item not in ask_again for item in (UNSAFE_HOME, DEVICE_WATCHED))
