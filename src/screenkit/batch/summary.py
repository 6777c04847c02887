"""What a run found, in numbers and in words; no answer stands in either."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from screenkit.assessment import LEVELS, SafetyLevel
from screenkit.batch.rejects import Place
from screenkit.models.base import Modality

_TODAY: tuple[SafetyLevel, ...] = ("immediate", "same_day")
"""Levels of alert that somebody reads on the same day."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The stretch at the end of a table that could not be read: where it begins and how many lines it has."""

    place: Place
    lines: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run found: rows by what became of them, alerts by level, recommendations by modality.

    `reasons` counts rejected rows by the first thing wrong with them, `remarks` accepted rows by what is odd
    about them. `withheld` says that results were not written because rows were rejected.
    """

    read: int
    accepted: int
    reasons: Mapping[str, int]
    alerts: Mapping[SafetyLevel, int]
    rejected_alerts: Mapping[SafetyLevel, int]
    recommendations: Mapping[Modality, Mapping[str, int]]
    remarks: Mapping[str, int]
    refused: Refused | None
    withheld: bool

    @property
    def rejected(self) -> int:
        """How many rows could not be used."""
        return sum(self.reasons.values())

    @property
    def rejected_today(self) -> int:
        """How many rejected rows hold an answer that somebody reads on the same day."""
        return sum(self.rejected_alerts.get(level, 0) for level in _TODAY)


def summary_lines(summary: Summary, rejects: str) -> Iterator[str]:
    """Yield the summary in words, what cannot wait first; `rejects` is where rejected rows were written."""
    if summary.rejected_today:
        what = "rejected row holds" if summary.rejected_today == 1 else "rejected rows hold"
        it = "it" if summary.rejected_today == 1 else "them"
        levels = _counted(summary.rejected_alerts, _TODAY)
        yield f"{summary.rejected_today:,} {what} a safety answer: read {it} today in {rejects} ({levels})"
    today = sum(summary.alerts.get(level, 0) for level in _TODAY)
    if today:
        people = "person" if today == 1 else "people"
        yield f"{today:,} {people} among the accepted rows: a clinician speaks with them today"
    if summary.refused:
        place, lines = summary.refused.place, summary.refused.lines
        yield f"from {place} on, {lines:,} lines, the table could not be read: close the quote there"
    read, accepted, rejected = summary.read, summary.accepted, summary.rejected
    yield f"rows read {read:,} = accepted {accepted:,} + rejected {rejected:,}"
    for reason, rows in sorted(summary.reasons.items(), key=lambda each: -each[1]):
        yield f"rejected {_rows(rows)}: {reason}"
    if rejected:
        yield f"rejected rows stand in {rejects}, each with what to do"
    if summary.accepted:
        yield f"alerts in accepted rows: {_counted(summary.alerts, LEVELS[::-1])}"
        for modality, counts in summary.recommendations.items():
            yield f"{modality}: {', '.join(f'{each} {count:,}' for each, count in counts.items() if count)}"
    for remark, rows in summary.remarks.items():
        yield f"accepted {_rows(rows)}: {remark}"


def _rows(count: int) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'}"


def _counted(counts: Mapping[SafetyLevel, int], order: Sequence[SafetyLevel]) -> str:
    return ", ".join(f"{level} {counts[level]:,}" for level in order if counts.get(level))
