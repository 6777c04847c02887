"""The worklist: who is next and what to do, alerts first, in files without a name until it is written."""

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from screenkit.assessment import SafetyLevel
from screenkit.batch.rejects import Reject, shown
from screenkit.batch.words import ALERTS, PARTS, TODAY, Part, Words
from screenkit.models.content import Content
from screenkit.text import formula_safe

if TYPE_CHECKING:
    import polars as pl

_IN_MEMORY = 1 << 22


@dataclass(frozen=True, slots=True)
class Entry:
    """One person on the worklist: what to do, where the row stands in the table, and the details."""

    part: Part
    case_id: str
    line: int
    record: int
    details: str


class Worklist:
    """Sorts rows by what to do next; within a part, rows that cannot be used first, then in table order.

    In memory stay counts, and of the rows some megabytes at most.
    """

    def __init__(self, content: Content, rejects: str) -> None:
        """Sort results of this content; `rejects` is where rows that cannot be used are written."""
        self._words = Words(content)
        self._rejects = rejects
        self._open = ExitStack()
        self._spools = {(part, refused): self._spool() for part in PARTS for refused in (True, False)}
        self.counts: dict[Part, int] = dict.fromkeys(PARTS, 0)

    def row(self, cells: Mapping[str, str], line: int, record: int, was: SafetyLevel = "none") -> None:
        """Put by one accepted row; `was` is the alert of answers since grown too old."""
        part, details = self._words.of(tuple(cells[name] for name in self._words.columns), was)
        self._add(Entry(part, cells["case_id"], line, record, details), refused=False)

    def reject(self, reject: Reject) -> None:
        """Put by a row that cannot be used, where its readable cells raise an alert for today."""
        if reject.safety in TODAY:
            part: Part = "immediate" if reject.safety == "immediate" else "same_day"
            why = reject.problems[0].kind
            details = (
                f"This row could not be used ({why}); it holds a safety answer: read it in {self._rejects}."
            )
            case_id = formula_safe(shown(reject.case_id))
            self._add(Entry(part, case_id, reject.place.line, reject.record, details), refused=True)

    def frame(self, frame: "pl.DataFrame", was: str) -> None:
        """Put by many accepted rows; `was` is the column with the alert of answers since grown too old."""
        import polars as pl  # noqa: PLC0415 - polars is imported when a table is read by columns

        keys = [*self._words.columns, was]
        distinct = frame.select(keys).unique(maintain_order=True)
        told = [self._words.of(cells[:-1], cells[-1]) for cells in distinct.iter_rows()]
        distinct = distinct.with_columns(
            pl.Series("part", [part for part, _ in told], dtype=pl.String),
            pl.Series("details", [details for _, details in told], dtype=pl.String),
        )
        joined = frame.join(distinct, on=keys, how="left", maintain_order="left")
        for part in PARTS:
            rows = joined.filter(pl.col("part") == part).select("case_id", "line", "record", "details")
            self._spools[part, False].write(rows.write_csv(include_header=False).encode())
            self.counts[part] += rows.height

    @property
    def today(self) -> int:
        """How many stand on it with an alert that somebody reads today."""
        return sum(self.counts[part] for part in ALERTS)

    def entries(self, *, only_alerts: bool = False) -> Iterator[Entry]:
        """Yield everybody, what cannot wait first; or those only for whom something cannot wait."""
        for (part, _), spool in self._spools.items():
            if only_alerts and part not in ALERTS:
                continue
            spool.seek(0)
            text = io.TextIOWrapper(spool, "utf-8", newline="")
            for case_id, line, record, details in csv.reader(text):
                yield Entry(part, case_id, int(line), int(record), details)
            text.detach()

    def close(self) -> None:
        """Let go of the rows."""
        self._open.close()

    def _add(self, entry: Entry, *, refused: bool) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(
            (entry.case_id, entry.line, entry.record, entry.details)
        )
        self._spools[entry.part, refused].write(text.getvalue().encode())
        self.counts[entry.part] += 1

    def _spool(self) -> "SpooledTemporaryFile[bytes]":
        return self._open.enter_context(SpooledTemporaryFile(max_size=_IN_MEMORY))
