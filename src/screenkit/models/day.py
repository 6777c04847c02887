"""Days and moments as values, written as ISO 8601 has them."""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_AS_WRITTEN = "a date is written year-month-day, such as 2026-02-15"


def read_day(text: str) -> date:
    """Return the day that `text` spells, such as 2026-02-15.

    Raises:
        ValueError: with what is wrong, in words for the reader.

    """
    if not _WRITTEN.match(text):
        raise ValueError(_AS_WRITTEN)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("there is no such day in the calendar") from None


def _day(value: object) -> date:
    if isinstance(value, str):
        return read_day(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError(_AS_WRITTEN)


def _moment(value: object) -> datetime:
    made = datetime.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(made, datetime) or made.tzinfo is None:
        raise ValueError("a moment is written with its offset from UTC")
    return made


Day = Annotated[
    date,
    PlainValidator(_day),
    PlainSerializer(date.isoformat, return_type=str),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
"""A day of the calendar."""

Moment = Annotated[datetime, PlainValidator(_moment), PlainSerializer(datetime.isoformat, return_type=str)]
"""An instant with its offset from UTC."""
