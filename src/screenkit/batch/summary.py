"""What a run found, in numbers and in words; no answer stands in either."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from screenkit.assessment import LEVELS, SafetyLevel
from screenkit.batch.rejects import Place
from screenkit.batch.words import TODAY
from screenkit.models.base import Modality

_MOST_FREQUENT = 5
"""Findings that are named as the most frequent ones."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The stretch at the end of a table that could not be read: where it begins and how many lines it has."""

    place: Place
    lines: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run found: rows by what became of them, alerts by level, recommendations by modality.

    `reasons` counts rejected rows by the first thing wrong with them, `remarks` accepted rows by what is odd
    about them, `findings` accepted rows by the rules found in them. `withheld` says that results were not
    written because rows were rejected.
    """

    read: int
    accepted: int
    reasons: Mapping[str, int]
    alerts: Mapping[SafetyLevel, int]
    rejected_alerts: Mapping[SafetyLevel, int]
    recommendations: Mapping[Modality, Mapping[str, int]]
    remarks: Mapping[str, int]
    findings: Mapping[str, int]
    refused: Refused | None
    withheld: bool

    @property
    def rejected(self) -> int:
        """How many rows could not be used."""
        return sum(self.reasons.values())

    @property
    def rejected_today(self) -> int:
        """How many rejected rows hold an answer that somebody reads on the same day."""
        return sum(self.rejected_alerts.get(level, 0) for level in TODAY)

    @property
    def accepted_today(self) -> int:
        """How many accepted rows hold an alert that somebody reads on the same day."""
        return sum(self.alerts.get(level, 0) for level in TODAY)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is told beside the summary of a run.

    `read_by` is the person who reads the alerts. `grown_old` counts people whose answers have grown too old
    and raised an alert.
    """

    read_by: str | None = None
    grown_old: int = 0


def alerts_today(summary: Summary, beside: Beside) -> int:
    """Return how many alerts somebody reads today, in rows that were accepted or rejected."""
    return summary.accepted_today + summary.rejected_today + beside.grown_old


def most_frequent(summary: Summary) -> list[tuple[str, int]]:
    """Return the rules that were found most often, with the rows of each."""
    return sorted(summary.findings.items(), key=lambda each: (-each[1], each[0]))[:_MOST_FREQUENT]


def read_by_line(alerts: int, read_by: str | None) -> str:
    """Return who reads the alerts today, in words."""
    counted = f"{alerts:,} {'alert' if alerts == 1 else 'alerts'}"
    if read_by:
        return f"{read_by} reads {counted} today"
    return f"nobody is named to read {counted} today — name somebody with --alerts-read-by"


def summary_lines(summary: Summary, rejects: str, beside: Beside | None = None) -> Iterator[str]:
    """Yield the summary in words, what cannot wait first; `rejects` is where rejected rows were written."""
    beside = beside or Beside()
    yield from urgent_lines(summary, rejects, beside)
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
    frequent = [f"{rule} {rows:,}" for rule, rows in most_frequent(summary)]
    if frequent:
        yield f"most frequent findings: {', '.join(frequent)}"
    yield from remark_lines(summary)


def urgent_lines(summary: Summary, rejects: str, beside: Beside) -> Iterator[str]:
    """Yield what cannot wait, who reads it first."""
    alerts = alerts_today(summary, beside)
    if alerts:
        yield read_by_line(alerts, beside.read_by)
    if summary.rejected_today:
        what = "rejected row holds" if summary.rejected_today == 1 else "rejected rows hold"
        it = "it" if summary.rejected_today == 1 else "them"
        levels = _counted(summary.rejected_alerts, TODAY)
        yield f"{summary.rejected_today:,} {what} a safety answer: read {it} today in {rejects} ({levels})"
    if summary.accepted_today:
        people = "person" if summary.accepted_today == 1 else "people"
        told = "among the accepted rows: a clinician speaks with them today"
        yield f"{summary.accepted_today:,} {people} {told}"
    if beside.grown_old:
        who = "person" if beside.grown_old == 1 else "people"
        told = "gave answers, since grown too old, that raised an alert: find out today what was done"
        yield f"{beside.grown_old:,} {who} {told}"
    if summary.refused:
        place, lines = summary.refused.place, summary.refused.lines
        yield f"from {place} on, {lines:,} lines, the table could not be read: close the quote there"


def remark_lines(summary: Summary) -> Iterator[str]:
    """Yield what is odd about rows that were accepted."""
    for remark, rows in summary.remarks.items():
        yield f"accepted {_rows(rows)}: {remark}"


def _rows(count: int) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'}"


def _counted(counts: Mapping[SafetyLevel, int], order: Sequence[SafetyLevel]) -> str:
    return ", ".join(f"{level} {counts[level]:,}" for level in order if counts.get(level))
