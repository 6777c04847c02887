"""What an interview is led with, and the one way in which anything becomes part of the case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from screenkit.case.events import Alerted, Event
from screenkit.errors import ScreenkitError
from screenkit.interview.desk import Desk
from screenkit.interview.keys import Reply
from screenkit.interview.layout import Screen
from screenkit.interview.raised import Raised
from screenkit.interview.screens import frame
from screenkit.interview.screens.safety import at_once
from screenkit.interview.session.contact import LeftLyingError, Prompt, Watch
from screenkit.interview.state import Interview, after

Keep = Callable[[Sequence[Event]], None]
"""Keeps events, all of them or none; raises a ScreenkitError when it cannot."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where an interview is led: screens are shown by `prompt`, events kept by `keep`.

    With a `watch`, which is the prompt then, it is noticed when a screen was left lying.
    """

    prompt: Prompt
    keep: Keep
    desk: Desk
    watch: Watch | None = None

    @property
    def was_left(self) -> bool:
        """Whether a screen was left lying since this contact with the person began."""
        return self.watch is not None and self.watch.was_left

    def ask(self, screen: Screen) -> Reply:
        """Show a screen, and return what was chosen while that can still be about this moment.

        Raises:
            LeftLyingError: when it, or one before, was left lying; the reply is not taken.

        """
        reply = self.prompt(screen)
        if self.was_left:
            raise LeftLyingError
        return reply


def room_of(prompt: Prompt, keep: Keep, desk: Desk) -> Room:
    """Return the room of one contact with the person."""
    if desk.contact is None:
        return Room(prompt, keep, desk)
    watch = Watch(prompt, desk.contact.clock)
    return Room(watch, keep, desk, watch)


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
