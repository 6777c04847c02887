"""Whether what leaves the room may be read by somebody who makes the person's home unsafe."""

from collections.abc import Mapping

from screenkit.assessment import State
from screenkit.models.answers import NoAnswer

UNSAFE_HOME, DEVICE_WATCHED = "unsafe_home", "device_watched"
"""The items of the shipped interview that ask for it."""


def may_be_read_at_home(states: Mapping[str, State]) -> bool:
    """Say whether to take care where a report goes; not known, declined and not asked count as yes."""
    at_home = states.get(UNSAFE_HOME, NoAnswer.NOT_APPLICABLE)
    return states.get(DEVICE_WATCHED) == "yes" or at_home not in {"no", NoAnswer.NOT_APPLICABLE}
