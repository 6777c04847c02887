"""What may be typed for a place or a day; what cannot be meant is refused in words for the reader."""

from collections.abc import Callable
from datetime import date
from typing import Literal

from screenkit.content.clinic import parts_of_the_us
from screenkit.content.reference import place_names, places_meant
from screenkit.errors import suggestion
from screenkit.models.clinic import read_place
from screenkit.models.day import read_day


def typed_place(line: str) -> str:
    """Return the ISO 3166 code that was typed, in small letters or capitals."""
    try:
        code = read_place(line.upper())
    except ValueError as error:
        raise ValueError(f"{error}{place_hint(line)}") from None
    if code.partition("-")[0] not in place_names():
        raise ValueError(f"no country has the code {code.partition('-')[0]}{place_hint(line)}")
    states = parts_of_the_us()
    if code.startswith("US-") and code not in states:
        hint = suggestion(code, sorted(states), "write one such as US-NV")
        raise ValueError(f"no state or territory {code}: {hint}")
    return code


def place_hint(line: str) -> str:
    """Return which code to type for the place that was named, as the end of a sentence; often nothing."""
    found = (f"if you mean {name}, type {code}" for code, name in places_meant(line).items())
    return "".join(f"; {each}" for each in found)


def typed_practice_place(line: str) -> str:
    """Return the place of a licence: in the United States, a state."""
    code = typed_place(line)
    if code == "US":
        raise ValueError("licences in the United States are given state by state; write one such as US-NV")
    return code


def typed_expiry(line: str) -> date | Literal["never"]:
    """Return the first day on which something no longer counts, or `never`."""
    return "never" if line.lower() == "never" else read_day(line)


def not_after(day: date) -> Callable[[str], date]:
    """Return what reads a day that is not still to come."""

    def read(line: str) -> date:
        found = read_day(line)
        if found > day:
            raise ValueError("that day is still to come")
        return found

    return read
