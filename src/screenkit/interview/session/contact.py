"""Notice that an interview was left lying: what held in that talk may not hold in this one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from screenkit.interview.desk import Clock
from screenkit.interview.keys import Reply
from screenkit.interview.layout import Screen

TOO_LONG = timedelta(hours=1)
"""After so long on one screen it is another contact with the person, as after `--resume`."""


Prompt = Callable[[Screen], Reply]
"""Shows a screen and returns what was chosen."""


class LeftLyingError(Exception):
    """A screen was answered so long after it was shown that the answer is not taken."""


@dataclass(slots=True)
class Watch:
    """Shows screens, and remembers whether one of them lay too long before somebody answered it.

    A clock that went back counts too: nobody can say then how long it was.
    """

    show: Prompt
    clock: Clock
    was_left: bool = False

    def __call__(self, screen: Screen) -> Reply:
        """Show a screen, and return what was chosen, however long that took."""
        shown = self.clock()
        reply = self.show(screen)
        self.was_left = self.was_left or _is_too_long(shown, self.clock())
        return reply


def _is_too_long(shown: datetime, answered: datetime) -> bool:
    return abs(answered - shown) > TOO_LONG
