"""Whether what leaves the room may be read by somebody who makes the person's home unsafe."""

from screenkit.assessment import Assessment
from screenkit.models.answers import NoAnswer

UNSAFE_HOME, DEVICE_WATCHED, ALONE = "unsafe_home", "device_watched", "alone_and_free_to_talk"
"""The items of the shipped interview that ask for it, and whether it could be asked at all."""


def may_be_read_at_home(assessment: Assessment) -> bool:
    """Say whether to take care where a report goes; not known, declined and not asked count as yes."""
    states = assessment.states
    at_home = states.get(UNSAFE_HOME, NoAnswer.NOT_APPLICABLE)
    doubtful = states.get(DEVICE_WATCHED) == "yes" or at_home not in {"no", NoAnswer.NOT_APPLICABLE}
    return doubtful or _was_reported(assessment)


def may_be_taken_home(assessment: Assessment) -> bool:
    """Say whether a sheet for the person may leave the room: only where nothing speaks of others reading it.

    Home has to be answered with no, by somebody alone and free to talk; a device that is watched, or a
    question about it that was declined or not known, keeps the sheet here, and so does a no that has to be
    asked again, as when somebody could overhear it, or that took the place of a report nobody has settled. A
    device nobody asked about does not: that question is put where home gives a reason.
    """
    states, ask_again = assessment.states, assessment.ask_again
    if UNSAFE_HOME in ask_again or DEVICE_WATCHED in ask_again or _was_reported(assessment):
        return False
    if states.get(ALONE, "yes") not in {"yes", NoAnswer.NOT_APPLICABLE}:
        return False
    device = states.get(DEVICE_WATCHED, NoAnswer.NOT_ASKED)
    return states.get(UNSAFE_HOME) == "no" and device in {"no", NoAnswer.NOT_ASKED, NoAnswer.NOT_APPLICABLE}


def _was_reported(assessment: Assessment) -> bool:
    """Say whether home is on record as unsafe, here or in an earlier screening, and nobody settled that."""
    return any(
        UNSAFE_HOME in alert.items and (alert.holds or alert.state in {"open", "acknowledged"})
        for alert in assessment.safety.alerts
        if alert.level != "complete_screen"
    )
