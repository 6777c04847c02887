"""A report as a value: sections of a few kinds of block, which every layout places in its own way."""

import json
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from typing import Any, Literal

from screenkit.models.base import printed

Emphasis = Literal["plain", "strong", "quiet"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or a few."""

    text: str
    emphasis: Emphasis = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short statements that belong together."""

    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that must be read first: a heading, then lines."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A reason or a tension: what it is, why, and its details by name."""

    heading: str
    text: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    """Reasons, one after the other."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; the first cell of a row names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class BandMark:
    """A stretch of a score's range, with its name."""

    title: str
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Stretch:
    """A band as it is drawn: its name, the number it begins with, and its ends as shares of the range."""

    title: str
    begins: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One score on its range: a point, or an interval where items are missing; `text` says all of it.

    `points` are published cut-offs that part no bands, or part them differently.
    """

    title: str
    low: Fraction
    high: Fraction
    lowest: Fraction
    highest: Fraction
    bands: tuple[BandMark, ...]
    text: str
    points: tuple[Fraction, ...] = ()

    def share(self, number: Fraction) -> float:
        """Return where a number lies on the range, from 0 to 1."""
        return float((number - self.lowest) / (self.highest - self.lowest))

    @property
    def stretches(self) -> tuple["Stretch", ...]:
        """The range from end to end, parted where a band begins; without bands, one stretch, nameless."""
        begins = [(band.low, band.title) for band in self.bands] or [(self.lowest, "")]
        if begins[0][0] > self.lowest:
            begins.insert(0, (self.lowest, ""))
        ends = [*(low for low, _ in begins[1:]), self.highest]
        return tuple(
            Stretch(title, str(printed(low)), self.share(low), self.share(end))
            for (low, title), end in zip(begins, ends, strict=True)
        )

    @property
    def ends(self) -> str:
        """The number at the end of the range."""
        return str(printed(self.highest))

    @property
    def legend(self) -> str:
        """Where each band begins, in words; empty where there are none."""
        return "; ".join(f"from {printed(band.low)} {band.title}" for band in self.bands)


@dataclass(frozen=True, slots=True)
class Bars:
    """Scores on their ranges."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Blanks:
    """Lines to be filled in by hand, each with its label."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be answered by hand on paper.

    `warning` must not be overlooked; `remarks` say when and how it is asked. One of `boxes` is ticked, or one
    of `silence` where there is no answer. `blanks` are labels of lines to write on, `lines` how many more
    lines are left free.
    """

    number: str
    text: str
    warning: str = ""
    remarks: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()
    silence: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    lines: int = 0

    @property
    def heading(self) -> str:
        """The question with its number."""
        return f"{self.number}. {self.text}" if self.number else self.text


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions to be answered by hand, one after the other."""

    questions: tuple[Question, ...]


Block = Paragraph | Bullets | Notice | Entries | Table | Bars | Blanks | Questions


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under one heading."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report, in the order it is read.

    `missing` says why one is incomplete, a few words a reason; `foot` stands at the foot of every page.
    """

    title: str
    subtitle: str
    case_id: str | None
    incomplete: bool
    sections: tuple[Section, ...]
    language: str = "en"
    missing: tuple[str, ...] = ()
    foot: str = ""

    @property
    def status(self) -> str:
        """What stands at the head of an incomplete report; nothing where it is complete."""
        why = f": {'; '.join(self.missing)}" if self.missing else ""
        return f"Incomplete{why}" if self.incomplete else ""


def as_json(document: Document) -> str:
    """Return a report as JSON: every block with its kind."""
    return json.dumps(plain(document), ensure_ascii=False, indent=1) + "\n"


def plain(value: object) -> Any:  # noqa: ANN401 - plain data of any shape
    """Return a report, or a part of one, as plain data; a score's places are shares of its range."""
    match value:
        case Bar():
            return {
                "title": value.title,
                "text": value.text,
                "low": value.share(value.low),
                "high": value.share(value.high),
                "bands": [plain(stretch) for stretch in value.stretches],
                "points": [value.share(point) for point in value.points],
                "ends": value.ends,
                "legend": value.legend,
            }
        case tuple():
            return [plain(each) for each in value]
        case _ if is_dataclass(value):
            named = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
            return {"kind": type(value).__name__, **named}
        case _:
            return value
