"""Dated facts shipped to start a clinic's profile from; none counts until a person has checked it."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from screenkit.models.base import ContentId, Model, Text
from screenkit.models.clinic import CompactMember, CrisisLine, PhoneNumber, Place, Profession
from screenkit.models.day import Day

Mark = Literal["found", "unverified"]
"""Whether a fact was seen in a source, or is field knowledge that none confirms here."""

SeedCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""A country, or EU for all of its countries."""


class SeedRegion(Model):
    """Numbers to offer for a country, or each of `countries`; `checked_on` is when the source was seen."""

    region: SeedCode
    countries: tuple[Place, ...] = ()
    name: Text
    emergency: PhoneNumber
    crisis_lines: tuple[CrisisLine, ...] = ()
    status: Literal["seed"]
    mark: Mark
    source: Text
    checked_on: Day | None = None


class CrisisLines(Model):
    """The shipped emergency numbers and crisis lines."""

    id: ContentId
    title: Text
    about: Text
    regions: tuple[SeedRegion, ...] = Field(min_length=1)


class PlaceNames(Model):
    """The names of countries and of parts of some, by code; only to suggest a code for a name."""

    id: ContentId
    title: Text
    about: Text
    names: dict[Place, tuple[Text, ...]]


class SeedMember(CompactMember):
    """A row of a shipped compact table."""

    mark: Mark


class CompactTable(Model):
    """The shipped table of one compact, as it stood on a day."""

    id: ContentId
    title: Text
    about: Text
    status: Literal["seed"]
    as_of: Day
    source: Text
    professions: tuple[Profession, ...] = Field(min_length=1)
    members: dict[Place, SeedMember]
