"""Mapping files: how somebody's table is brought to our items and values."""

from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from screenkit.models.answers import read_number
from screenkit.models.base import Model

ColumnName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""The name a column has in the table's first row, carried as it is."""


def spelled(written: object) -> object:
    """Read a whole number as the text that spells it; everything else that is no text stays what it is."""
    match written:
        case bool():
            return written
        case int():
            return str(written)
        case Fraction(denominator=1):
            return str(written.numerator)
        case _:
            return written


Spelled = Annotated[str, BeforeValidator(spelled)]
"""A value as an answer file spells it."""

Recoding = dict[str, Spelled]
"""What a table writes → what it means here."""


def key_of(written: str) -> str | Fraction:
    """Return what a value of a table is compared by: its number where it is one, else its letters."""
    bare = written.strip(" ")
    number = read_number(bare)
    return bare if number is None else number


def overlaid(*recodings: Recoding) -> Recoding:
    """Return one recoding of several, of which the later go first; each value is spelled as it is written."""
    found: dict[str | Fraction, tuple[str, str]] = {}
    for recoding in recodings:
        found |= {key_of(written): (written, target) for written, target in recoding.items()}
    return dict(found.values())


class MappedItem(Model):
    """The column that holds an item or a score, and values that stand for something else in it.

    `confirmed` is false while it is a guess that nobody has looked at.
    """

    column: ColumnName
    values: Recoding = Field(default_factory=dict)
    confirmed: bool = True


def _mapped(written: object) -> object:
    """Read the bare name of a column as that column without values of its own."""
    match written:
        case str():
            return {"column": written}
        case dict() | MappedItem():
            return written
        case _:
            raise ValueError("this is neither the name of a column nor 'column' with 'values'")


def _named(written: object) -> object:
    """Read a column with the mark of whether it was confirmed as that column."""
    match written:
        case {"column": column, "confirmed": bool(), **rest} if not rest:
            return column
        case dict():
            raise ValueError("this is neither the name of a column nor 'column' with 'confirmed'")
        case _:
            return written


Named = Annotated[ColumnName | None, BeforeValidator(_named)]
"""The column that names the case, or the day, of a row."""


class TableMapping(Model):
    """Which column holds what: ids of items and scores, values for every mapped column, and constants.

    `values` of an item stand before those for every mapped column; `constants` hold for everybody in the
    table. Without `case_id` a case is named by its record number. `screened_on` is the column with the day
    on which a row was answered.
    """

    case_id: Named = None
    screened_on: Named = None
    items: dict[str, Annotated[MappedItem, BeforeValidator(_mapped)]] = Field(min_length=1)
    values: Recoding = Field(default_factory=dict)
    constants: dict[str, Spelled] = Field(default_factory=dict)

    def recoding_of(self, name: str) -> Recoding:
        """Return every value that stands for another in the column of an item or score."""
        return overlaid(self.values, self.items[name].values)
