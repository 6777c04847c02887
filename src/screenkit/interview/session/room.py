"""What an interview is led with, and the one way in which anything becomes part of the case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from screenkit.case.events import Alerted, Event
from screenkit.errors import ScreenkitError
from screenkit.interview.desk import Desk
from screenkit.interview.keys import Reply
from screenkit.interview.layout import Screen
from screenkit.interview.screens import frame
from screenkit.interview.screens.safety import at_once
from screenkit.interview.state import Interview, Raised, after

Prompt = Callable[[Screen], Reply]
"""Shows a screen and returns what was chosen."""

Keep = Callable[[Sequence[Event]], None]
"""Keeps events, all of them or none; raises a ScreenkitError when it cannot."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where an interview is led: screens are shown by `prompt`, events kept by `keep`."""

    prompt: Prompt
    keep: Keep
    desk: Desk


def written(room: Room, interview: Interview, events: Sequence[Event], said: str) -> Interview:
    """Return the interview after some events, once they are kept; until then, stay with them.

    `said` is what they are, in words, for the screen that says they could not be saved. An alert among them,
    or one that is open, has the first word on that screen: nobody waits for a disk before help is called.
    """
    alerted = [each for each in events if isinstance(each, Alerted)]
    raised: list[Raised | Alerted] = [*alerted, *interview.open_alerts]
    while events:
        try:
            room.keep(events)
        except ScreenkitError as error:
            first = at_once(raised, interview.place, room.desk)
            room.prompt(frame.not_saved(error.problems, said, first))
        else:
            break
    return after(interview, events)
