"""What lies on the clinician's desk in an interview: who asks, whom to call, what is known from before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from screenkit.case.history import Screening
from screenkit.case.places import Authority, Help
from screenkit.models.clinic import Clinic

if TYPE_CHECKING:
    from screenkit.interview.state import Interview

Clock = Callable[[], datetime]
"""Says what time it is."""


def _nobody_on_file(_: str) -> Help | None:
    """Know of no number anywhere."""
    return None


def _no_hint(_: str) -> str:
    """Know of no place by its name."""
    return ""


@dataclass(frozen=True, slots=True)
class Contact:
    """How an interview that was left lying goes on: what time it is, and the way into a new contact.

    `anew` drops what is too old or counts for one contact, keeps that, and returns the interview and the desk
    of today.
    """

    clock: Clock
    anew: "Callable[[Interview], tuple[Interview, Desk]]"


@dataclass(frozen=True, slots=True)
class Desk:
    """What is around an interview.

    `who` is the name of the clinician who asks, `kept_in` what the first screen says of where answers are
    kept. `help_at` and `authority` say what the clinic's file holds of a place, by its ISO 3166 code; without
    `authority` nothing is worked out. `place_hint` says which code to type for a place that was named.
    `platforms` are its lines on the software that groups meet in.
    `earlier` is the screening of the same person before this one. Without `contact` nobody knows the time.
    """

    who: str
    today: date
    kept_in: str
    clinic: Clinic | None = None
    authority: Callable[[str], Authority] | None = None
    help_at: Callable[[str], Help | None] = _nobody_on_file
    place_hint: Callable[[str], str] = _no_hint
    earlier: Screening | None = None
    platforms: tuple[str, ...] = ()
    contact: Contact | None = None

    def numbers(self, place: str | None) -> Help | None:
        """Return whom to call at a place; None where that or the place itself is not known."""
        return self.help_at(place) if place else None
