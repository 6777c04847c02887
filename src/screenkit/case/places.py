"""What the clinic's profile says of the place where a person is: whom to call, and who may work there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from screenkit.assessment import Truth
from screenkit.case.authority import Standing, standing
from screenkit.case.dated import is_current, staleness
from screenkit.models.clinic import Clinic, CrisisLine, Region

Answer = Literal["yes", "no"] | None
"""What the profile says to a question: yes, no, or None where it cannot say."""


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
    `by_compact` says whether it rests on a compact: `not_needed` where licences for the place suffice.
    """

    place: str
    answer: Answer
    lines: tuple[str, ...]
    by_compact: Literal["yes", "no", "not_needed"] | None = None


def authority(clinic: Clinic, place: str, day: date) -> Authority:
    """Return whether every leader is on file as authorised for a place on a day.

    It is `yes` only if every leader is, and `no` if one of them surely is not.
    """
    table = clinic.jurisdictions
    why_not = staleness(table.checked_on, day, table.review_after_days)
    if why_not:
        return Authority(place, None, (f"Not known for {place}: licences and places were {why_not}",))
    each = [standing(clinic, leader, place, day) for leader in clinic.leaders]
    lines = tuple(_line(one, place, table.checked_on) for one in each)
    return Authority(place, _together(each), lines, _by_compact(each))


def _together(each: Sequence[Standing]) -> Answer:
    truths = {one.truth for one in each}
    if Truth.NO in truths:
        return "no"
    return "yes" if truths == {Truth.YES} else None


def _by_compact(each: Sequence[Standing]) -> Literal["yes", "no", "not_needed"] | None:
    answer = _together(each)
    if answer != "yes":
        return answer
    return "yes" if any(one.by_compact for one in each) else "not_needed"


def _line(one: Standing, place: str, checked_on: date | None) -> str:
    dates = [each.checked_on for each in one.grounds if each.checked_on and each.truth is one.truth]
    oldest = min([*dates, *([checked_on] if checked_on else [])])
    whys = [each.why for each in one.grounds if each.truth is one.truth or one.truth is not Truth.YES]
    match one.truth:
        case Truth.YES:
            how = f"authorised on file for {place}, checked on {oldest} ({whys[0]})"
        case Truth.NO:
            how = f"not authorised on file for {place}, checked on {oldest} ({'; '.join(whys)})"
        case Truth.UNKNOWN:
            how = f"not known for {place}: {'; '.join(whys)}"
    return f"{one.leader.name}: {how}"


def help_at(clinic: Clinic, place: str, day: date) -> Help | None:
    """Return whom to call at a place, the part of a country before the country; None where none is on file.

    No other country's numbers are ever returned.
    """
    region = _region(clinic, place) or _region(clinic, place.partition("-")[0])
    if region is None:
        return None
    is_old = not is_current(region.checked_on, day, clinic.numbers_review_after_days)
    return Help(place, region.name, region.emergency, region.crisis_lines, region.checked_on, is_old)


def _region(clinic: Clinic, place: str) -> Region | None:
    return next((each for each in clinic.regions if each.region == place), None)
