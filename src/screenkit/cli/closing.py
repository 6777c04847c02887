"""The end of a run on the screen: what cannot wait, then a table of what was found; plain lines in a pipe."""

import sys
from collections.abc import Iterator

from screenkit.assessment import LEVELS, SafetyLevel
from screenkit.batch.summary import (
    Beside,
    Summary,
    most_frequent,
    remark_lines,
    summary_lines,
    urgent_lines,
)
from screenkit.batch.words import FORM
from screenkit.cli import ask
from screenkit.models.content import Content
from screenkit.text import clean

_LEVEL: dict[SafetyLevel, str] = {
    "none": "no alert",
    "complete_screen": "safety questions not finished",
    "same_day": "a clinician speaks with them today",
    "immediate": "do not end the contact; get help now",
}
_RECOMMENDED = {
    "suitable": "no barrier found",
    "conditional": "possible with arrangements",
    "hold": "not yet",
    "not_recommended": "not recommended at present",
}

Row = tuple[str, str, str]
"""What is counted, of which kind, and how often."""


def close(content: Content, summary: Summary, rejects: str, beside: Beside, seconds: float) -> None:
    """Tell at the end what was found, and how long it took."""
    if not sys.stderr.isatty():
        tell([*summary_lines(summary, rejects, beside), f"time: {seconds:.1f} s"])
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    for line in urgent_lines(summary, rejects, beside):
        ask.say(line)
    table = Table(box=box.SIMPLE, show_header=False)
    table.add_column()
    table.add_column()
    table.add_column(justify="right")
    for row in rows_of(content, summary):
        table.add_row(*(Text(clean(cell)) for cell in row))
    table.add_row("time", "", f"{seconds:.1f} s")
    Console(stderr=True).print(table)
    if summary.rejected:
        ask.say(f"rejected rows stand in {rejects}, each with what to do")
    for line in remark_lines(summary):
        ask.say(line)


def rows_of(content: Content, summary: Summary) -> Iterator[Row]:
    """Yield the rows of the closing table."""
    yield "rows", "read", f"{summary.read:,}"
    yield "", "accepted", f"{summary.accepted:,}"
    yield "", "rejected", f"{summary.rejected:,}"
    reasons = sorted(summary.reasons.items(), key=lambda each: -each[1])
    yield from _part("rejected", [(reason, rows) for reason, rows in reasons])
    alerts = [(_LEVEL[level], summary.alerts.get(level, 0)) for level in LEVELS[::-1]]
    yield from _part("alerts", [each for each in alerts if each[1]])
    for modality, counts in summary.recommendations.items():
        told = [(_RECOMMENDED[each], count) for each, count in counts.items() if count]
        yield from _part(FORM[modality], told)
    titles = {rule.id: rule.title for rule in content.ruleset.rules}
    yield from _part("found most", [(titles[rule], rows) for rule, rows in most_frequent(summary)])


def _part(title: str, counts: list[tuple[str, int]]) -> Iterator[Row]:
    for number, (what, count) in enumerate(counts):
        yield "" if number else title, what, f"{count:,}"


def tell(lines: list[str]) -> None:
    """Write lines to standard error, cleaned."""
    for line in lines:
        print(clean(line), file=sys.stderr)
