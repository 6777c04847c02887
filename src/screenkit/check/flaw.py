"""What a check finds wrong with a rule set: how bad it is, where it stands, and what to do."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["note", "warning", "error"]

SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")
"""The mildest first."""

Kind = Literal[
    "ruleset",
    "rule",
    "definition",
    "tension",
    "doubt",
    "property",
    "impossible",
    "questionnaire",
    "item",
    "criteria",
    "criterion",
    "vignette",
]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in content: a kind of thing, its id, and a key in it, empty for the thing itself."""

    kind: Kind
    id: str
    key: str = ""

    def __str__(self) -> str:
        """Give the place as it stands in messages."""
        return f"{self.id}.{self.key}" if self.key else self.id


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong; `check` names the check that found it."""

    check: str
    severity: Severity
    spot: Spot
    what: str
    do: str
