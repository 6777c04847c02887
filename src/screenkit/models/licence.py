"""Under which terms an instrument may be used, and the codes by which others know it."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from screenkit.models.base import Model, Text


class Licence(Model):
    """What may be shipped of an instrument, and what a clinic must see to itself.

    Class A: even its items' text may be shipped. B: structure, scoring and labels of ours; the clinic brings
    the official form. C: a total is entered, nothing more.
    """

    ship_class: Literal["A", "B", "C"]
    notice: Text
    status: Literal["confirmed", "unverified"]
    official_form: Text | None = None


class Loinc(Model):
    """A LOINC code, and whether it was seen in a source."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]+-[0-9]$")]
    verified: bool
