"""The settings every model shares, and the kinds of name and number content is written in."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

from screenkit.models.condition import Condition, write
from screenkit.text import clean


class Model(BaseModel):
    """A value: frozen, strict, and closed to keys it does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        hide_input_in_errors=True,
        arbitrary_types_allowed=True,
        defer_build=True,  # most commands never validate most kinds
    )


def _exact(value: Any) -> Fraction:  # noqa: ANN401 - a validator takes what the file holds
    if isinstance(value, Fraction | Decimal | int) and not isinstance(value, bool):
        return Fraction(value)
    raise ValueError("not a number")


def printed(number: Fraction) -> int | float:
    """Return an exact number as it is printed: at most two decimals, half up, whole without a point."""
    hundredths = (abs(number) * 200 + 1) // 2
    rounded = Fraction(hundredths if number >= 0 else -hundredths, 100)
    return int(rounded) if rounded.denominator == 1 else float(rounded)


def _cleaned(value: Any) -> Any:  # noqa: ANN401 - a validator takes what the file holds
    return clean(value) if isinstance(value, str) else value


Number = Annotated[
    Fraction,
    PlainValidator(_exact, json_schema_input_type=int | float),
    PlainSerializer(str, return_type=str),
]
"""An exact number."""


def _parsed(value: Any) -> Condition:  # noqa: ANN401 - a validator takes what the file holds
    if isinstance(value, Condition):
        return value
    raise ValueError("not a condition")


_CONDITION = WithJsonSchema(
    {
        "type": "string",
        "minLength": 1,
        "pattern": r"\S",
        "description": (
            "A condition that reads aloud: 'item is value', 'item is not one of a, b', 'item is declined', "
            "'score >= 20', 'not (…)', '… and …', '… or …', 'at least 2 of (…; …)', or the name of a "
            "definition. 'and' beside 'or' needs brackets."
        ),
    },
    mode="validation",
)

Asked = Annotated[Condition, PlainValidator(_parsed), PlainSerializer(write, return_type=str), _CONDITION]
"""A condition, parsed before the model is made; written back in its canonical form."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), BeforeValidator(_cleaned)]
"""A sentence or a few, never empty, cleaned as it comes in."""

ItemId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""The id of an item, a scale, a value or a definition: also a CSV column and a REDCap field name."""

ContentId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$", max_length=60)]
"""The id of a rule set, a questionnaire, a rule or a work; a file is named for it."""

CriterionId = Annotated[str, StringConstraints(pattern=r"^[A-Z]+(-[A-Z0-9]+)+$", max_length=60)]
"""The id of a criterion: a letter for its source, then words."""

TensionId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]*$", max_length=20)]
"""The id of a tension between criteria."""

Version = Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
"""Three numbers; the first grows when a recommendation could change."""

Modality = Literal["in_person", "online_video", "online_text", "online_forum"]
"""The form of group."""

MODALITIES: tuple[Modality, ...] = ("in_person", "online_video", "online_text", "online_forum")
