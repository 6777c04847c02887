"""Mapping files: how somebody's table is brought to our items and values."""

from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from screenkit.models.base import Model

ColumnName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""The name a column has in the table's first row, carried as it is."""


def _spelled(written: object) -> object:
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


Spelled = Annotated[str, BeforeValidator(_spelled)]
"""A value as an answer file spells it."""

Recoding = dict[str, Spelled]
"""What a table writes → what it means here."""


class MappedItem(Model):
    """The column that holds an item or a score, and values that stand for something else in it."""

    column: ColumnName
    values: Recoding = Field(default_factory=dict)


def _mapped(written: object) -> object:
    """Read the bare name of a column as that column without values of its own."""
    match written:
        case str():
            return {"column": written}
        case dict() | MappedItem():
            return written
        case _:
            raise ValueError("this is neither the name of a column nor 'column' with 'values'")


class TableMapping(Model):
    """Which column holds what: ids of items and scores, values for every mapped column, and constants.

    `values` of an item stand before those for every mapped column; `constants` hold for everybody in the
    table. Without `case_id` a case is named by its record number.
    """

    case_id: ColumnName | None = None
    items: dict[str, Annotated[MappedItem, BeforeValidator(_mapped)]] = Field(min_length=1)
    values: Recoding = Field(default_factory=dict)
    constants: dict[str, Spelled] = Field(default_factory=dict)
