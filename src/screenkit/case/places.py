"""What the clinic's profile says of the place where a person is: whom to call, and who may work there."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from screenkit.models.clinic import Clinic, CrisisLine, Region


@dataclass(frozen=True, slots=True)
class Help:
    """Emergency number and crisis lines for one place, from the clinic's file.

    `is_old` says that nobody checked them within the clinic's own interval, or ever.
    """

    place: str
    name: str
    emergency: str
    crisis_lines: tuple[CrisisLine, ...]
    checked_on: date | None
    is_old: bool


@dataclass(frozen=True, slots=True)
class Authority:
    """Whether every leader is on file as authorised for a place on a day: `answer`, and why, line by line.

    `answer` is None where the profile cannot say: facts that are missing or too old count as unknown.
    """

    place: str
    answer: Literal["yes", "no"] | None
    lines: tuple[str, ...]


def help_at(clinic: Clinic, place: str, day: date) -> Help | None:
    """Return whom to call at a place, the part of a country before the country; None where none is on file.

    No other country's numbers are ever returned.
    """
    region = _region(clinic, place) or _region(clinic, place.partition("-")[0])
    if region is None:
        return None
    age = (day - region.checked_on).days if region.checked_on else None
    is_old = age is None or not 0 <= age <= clinic.numbers_review_after_days
    return Help(place, region.name, region.emergency, region.crisis_lines, region.checked_on, is_old)


def _region(clinic: Clinic, place: str) -> Region | None:
    return next((each for each in clinic.regions if each.region == place), None)
