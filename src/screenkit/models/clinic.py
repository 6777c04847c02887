"""The clinic's own profile: who leads, where they may work, whom to call, how long facts last."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema

from screenkit.models.base import ContentId, Modality, Model, Text
from screenkit.models.day import Day, read_day

_PLACE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?\Z")
_RENAMED = {"UK": "GB", **{part: f"US-{part}" for part in ("AS", "GU", "MP", "PR", "UM", "VI")}}
_NUMBER = re.compile(r"[0-9+*#][0-9 ()/+*#.-]*\Z")
_LONGEST_INTERVAL = 731
_LONGEST_HOLD = 24


def read_place(text: str) -> str:
    """Return a code of ISO 3166-1 (a country) or 3166-2 (a part of one) as it is written.

    Raises:
        ValueError: with what is wrong, in words for the reader.

    """
    if not _PLACE.match(text):
        raise ValueError("a place is written as its ISO 3166 code, such as IE or US-NV")
    if text == "EU":
        raise ValueError(
            "EU is no country; each of its countries is written with a code of its own, such as IE"
        )
    if text in _RENAMED:
        raise ValueError(f"'{text}' is written {_RENAMED[text]} here")
    return text


def read_number(text: str) -> str:
    """Return a telephone number as it is written.

    Raises:
        ValueError: with what is wrong, in words for the reader.

    """
    if not _NUMBER.match(text) or sum(char.isdigit() for char in text) < 2:  # noqa: PLR2004 - none is shorter
        raise ValueError("a telephone number holds digits, spaces and + ( ) / - . * # only")
    return text


def read_days(days: int) -> int:
    """Return an interval in days.

    Raises:
        ValueError: with what is wrong, in words for the reader.

    """
    if not 1 <= days <= _LONGEST_INTERVAL:
        raise ValueError(f"an interval is 1 to {_LONGEST_INTERVAL} days")
    return days


def read_hours(hours: int) -> int:
    """Return for how many hours answers about safety hold.

    Raises:
        ValueError: with what is wrong, in words for the reader.

    """
    if not 1 <= hours <= _LONGEST_HOLD:
        raise ValueError(f"answers about safety hold for 1 to {_LONGEST_HOLD} hours")
    return hours


def _expiry(value: Any) -> date | Literal["never"]:  # noqa: ANN401 - a validator takes what the file holds
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return "never" if value == "never" else read_day(value)
    raise ValueError("a date is written year-month-day, such as 2026-02-15, or 'never'")


Place = Annotated[str, AfterValidator(read_place)]
"""A country or a part of one, by its ISO 3166 code."""

PhoneNumber = Annotated[Text, AfterValidator(read_number)]
"""A telephone number as it is dialled."""

Days = Annotated[int, AfterValidator(read_days)]
"""An interval in days."""

Expiry = Annotated[
    date | Literal["never"],
    PlainValidator(_expiry),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^(never|[0-9]{4}-[0-9]{2}-[0-9]{2})$"}),
]
"""The first day on which something no longer counts, or `never`."""

Profession = Literal[
    "psychologist",
    "psychiatrist",
    "psychotherapist",
    "counsellor",
    "social_worker",
    "family_therapist",
    "nurse",
    "trainee",
    "other",
]
"""What a leader is licensed as; compacts name the professions they cover. A trainee has no part in one."""

MemberStatus = Literal["effective", "enacted", "not_member"]
"""How a jurisdiction stood to a compact on the day this was checked."""


class PracticeLicence(Model):
    """A licence or registration to practise; it counts before the day it expires."""

    jurisdiction: Place
    number_on_file: bool
    expires: Expiry


class Apit(Model):
    """A psychologist's authority to practise interjurisdictional telepsychology, under PSYPACT."""

    number_on_file: bool
    expires: Day


class Leader(Model):
    """Somebody who leads groups. `home_state` is where they are during sessions."""

    id: ContentId
    name: Text
    profession: Profession
    home_state: Place
    licences: tuple[PracticeLicence, ...] = ()
    apit: Apit | None = None


class Jurisdictions(Model):
    """When the facts on licences and places were last checked, by whom, and for how many days they count."""

    layout: Literal[1] = Field(default=1, alias="schema")
    checked_on: Day | None = None
    checked_by: Text | None = None
    review_after_days: Days
    source: Text | None = None


class CompactMember(Model):
    """How one jurisdiction stood to a compact when checked.

    A member is in effect from the day `effective` and no longer on the day `ended`; without the first of them
    nobody knows since when, and it does not count.
    """

    status: MemberStatus
    enacted: Day | None = None
    effective: Day | None = None
    ended: Day | None = None
    source: Text | None = None
    checked_on: Day | None = None


class Compact(Model):
    """An agreement by which licences of one member count in others, for the professions it names only.

    `checked_on` is when the whole table was compared with its source; an entry checked later has its own
    date.
    """

    professions: tuple[Profession, ...] = Field(min_length=1)
    checked_on: Day | None = None
    members: dict[Place, CompactMember]


class CrisisLine(Model):
    """A line for people in a crisis."""

    name: Text
    number: PhoneNumber
    hours: Text | None = None
    languages: tuple[Text, ...] = ()


class Region(Model):
    """The emergency number and crisis lines of a country or a part of one, and when a person checked them."""

    region: Place
    name: Text
    emergency: PhoneNumber
    crisis_lines: tuple[CrisisLine, ...] = ()
    source: Text | None = None
    checked_on: Day | None = None


class Platform(Model):
    """Software that online groups meet in; the agreement is the one privacy law asks for, such as a BAA."""

    id: ContentId
    name: Text
    version: Text | None = None
    agreement: Literal["signed", "missing"]
    agreed_on: Day | None = None
    checked_on: Day | None = None


class Clinic(Model):
    """What a clinic says of itself in `clinic.yaml`.

    Intervals are in days. Facts without a date of checking, or with one longer ago than their interval, count
    as unknown. `solo_practice` is true where there is no second clinician.
    """

    name: Text
    solo_practice: bool
    modalities: tuple[Modality, ...] = Field(min_length=1)
    leaders: tuple[Leader, ...] = Field(min_length=1)
    jurisdictions: Jurisdictions
    compacts: dict[ContentId, Compact] = Field(default_factory=dict)
    regions: tuple[Region, ...] = Field(min_length=1)
    numbers_review_after_days: Days
    platforms: tuple[Platform, ...] = ()
    platforms_review_after_days: Days = 180
    rescreen_after_days: Days
    safety_answers_hold_hours: Annotated[int, AfterValidator(read_hours)] = 12
    table_safety_answers_hold_days: Days = 14
