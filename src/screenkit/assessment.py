"""The result of one screening: recommendations, findings, scores, alerts, tensions and provenance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Literal, NamedTuple

from screenkit.errors import Problem
from screenkit.models.answers import Answer
from screenkit.models.base import Modality
from screenkit.models.content import Versions
from screenkit.models.criterion import Level, TensionSide
from screenkit.models.ruleset import AlertLevel, Loosening, Rule


class Truth(Enum):
    """What a condition comes to: `UNKNOWN` is a value, and never slides into `NO`."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Recommendation(StrEnum):
    """What is recommended for one modality, from the most open to the most closed."""

    SUITABLE = "suitable"
    CONDITIONAL = "conditional"
    HOLD = "hold"
    NOT_RECOMMENDED = "not_recommended"


SafetyLevel = Literal["none", "complete_screen", "same_day", "immediate"]
SafetyState = Literal["none", "open", "acknowledged", "assessed", "entered_in_error"]

STATES: tuple[SafetyState, ...] = ("none", "entered_in_error", "assessed", "acknowledged", "open")
"""States of an alert, the one that is most settled first."""

LEVELS: tuple[SafetyLevel, ...] = ("none", "complete_screen", "same_day", "immediate")
"""Levels of alert, the mildest first."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a number lies: from `low` to `high`, both possible; one point when nothing is missing."""

    low: Fraction
    high: Fraction


State = Answer | Interval
"""What is known of an item or a score: a value, a reason why there is none, or an interval."""


@dataclass(frozen=True, slots=True)
class Score:
    """What is known of one score.

    `estimate` is for display and follows the scale's missing-data rule; no decision rests on it.
    `contradicted` says that the entered total lies outside what the answered items allow, so that the
    interval runs over both. `answered` counts items with a value, `not_applicable` those the scale counts
    although they were not to be asked.
    """

    id: str
    interval: Interval
    estimate: Fraction | None
    band: str | None
    answered: int
    not_applicable: int
    items: int
    source: Literal["items", "entered", "both"]
    contradicted: bool


class Finding(NamedTuple):
    """What one rule said about one person: its truth, the answers it used, and how well it is supported."""

    rule: Rule
    truth: Truth
    used: Mapping[str, State]
    evidence: Level
    binding: bool


@dataclass(frozen=True, slots=True)
class GateFinding:
    """The engine's own hold: gate items without a value, and the modalities each of them concerns."""

    items: Mapping[str, tuple[Modality, ...]]
    used: Mapping[str, State]
    rests_on: tuple[str, ...]
    evidence: Level
    binding: bool

    def open_for(self, modality: Modality) -> tuple[str, ...]:
        """Return the items that hold one modality."""
        return tuple(name for name, concerned in self.items.items() if modality in concerned)


@dataclass(frozen=True, slots=True)
class ModalityResult:
    """What is recommended for one modality, and what can still be recommended once more is known."""

    recommendation: Recommendation
    reachable: tuple[Recommendation, ...]
    findings: tuple[Finding, ...]

    @property
    def settled(self) -> bool:
        """Whether nothing that is still unknown can change the recommendation."""
        return self.reachable == (self.recommendation,)


@dataclass(frozen=True, slots=True)
class Mark:
    """One step of an alert on record: the state it came to, when, by whom, why, and its place in the case."""

    state: SafetyState
    at: datetime
    who: str
    reason: str | None
    sequence: int


@dataclass(frozen=True, slots=True)
class Alert:
    """A safety matter, the answers that raised it, how it stands, and the marks it was given over time.

    `is_changed` says that it is on record and that the answers no longer raise it; `holds` that nothing on
    record has settled it since, so that it holds every form of group by itself. `screening` is the number of
    the earlier screening it comes from, None for the one that is assessed.
    """

    rule: str
    level: AlertLevel
    message: str
    items: tuple[str, ...]
    state: SafetyState = "open"
    marks: tuple[Mark, ...] = ()
    is_changed: bool = False
    holds: bool = False
    screening: int | None = None


@dataclass(frozen=True, slots=True)
class Safety:
    """The alerts of one set of answers and of its case, the gravest first."""

    level: SafetyLevel
    state: SafetyState
    alerts: tuple[Alert, ...]

    @property
    def holding(self) -> tuple[Alert, ...]:
        """The alerts that hold every form of group by themselves."""
        return tuple(alert for alert in self.alerts if alert.holds)


@dataclass(frozen=True, slots=True)
class ShownTension:
    """A tension that this person's answers bring up, and how the findings on each side fell."""

    id: str
    title: str
    sides: tuple[TensionSide, ...]
    fell: tuple[tuple[tuple[str, Truth], ...], ...]
    resolve: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Everything needed to derive the same assessment again."""

    screenkit: str
    content: Versions
    answers_sha256: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything found about one set of answers; `findings` holds each once, in rule-set order.

    `loosened` names the safety rules that the rule set makes softer than the one it extends.
    """

    case_id: str | None
    safety: Safety
    modalities: Mapping[Modality, ModalityResult]
    findings: tuple[Finding, ...]
    gate: GateFinding
    scores: Mapping[str, Score]
    tensions: tuple[ShownTension, ...]
    assumed: Mapping[str, str]
    ask_again: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]
    ask_next: tuple[str, ...]
    states: Mapping[str, State]
    provenance: Provenance
    loosened: tuple[Loosening, ...] = ()
