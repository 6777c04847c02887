"""Watch a run: each result and each reject, once, for whatever is made of them beside the results."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from screenkit.assessment import SafetyLevel
from screenkit.batch.rejects import Reject
from screenkit.batch.since import Since
from screenkit.batch.words import TODAY
from screenkit.batch.worklist import Worklist

if TYPE_CHECKING:
    import polars as pl

WAS = "safety_was"
"""The column of a frame that holds the alert of answers since grown too old; it may be absent."""

Step = Callable[[int], None]
"""Told how many rows have been read so far."""

_ROWS_A_STEP = 1000


class Watcher:
    """Sees the cells of each result, in the order of the table, and each reject; keeps counts only.

    `grown_old` counts accepted rows by the alert that answers since grown too old have raised.
    """

    def __init__(
        self, *, worklist: Worklist | None = None, since: Since | None = None, step: Step | None = None
    ) -> None:
        """Pass what is seen on to a worklist, a comparison and a progress bar, where they are wanted."""
        self._worklist, self._since, self._step = worklist, since, step
        self._rows = 0
        self.grown_old: Counter[SafetyLevel] = Counter()

    def row(self, cells: Mapping[str, str], line: int, record: int, was: SafetyLevel = "none") -> None:
        """See one result, by the names of its columns; `was` is the alert of answers since grown too old."""
        if was in TODAY:
            self.grown_old[was] += 1
        if self._worklist:
            self._worklist.row(cells, line, record, was)
        if self._since:
            self._since.row(cells)
        self._advance(1)

    def frame(self, frame: "pl.DataFrame", rejects: Sequence[Reject] = ()) -> None:
        """See many results: the columns of a result and, as whole numbers, `line` and `record`.

        With a column `safety_was` the alert of answers since grown too old stands there. `rejects` are the
        rows among them that cannot be used.
        """
        import polars as pl  # noqa: PLC0415 - polars is imported when a table is read by columns

        filled = frame.with_columns(pl.col(pl.String).fill_null(""))
        if WAS not in filled.columns:
            filled = filled.with_columns(pl.lit("none").alias(WAS))
        was = filled[WAS].value_counts()
        self.grown_old.update({level: rows for level, rows in was.iter_rows() if level in TODAY})
        if self._worklist:
            self._worklist.frame(filled, WAS)
            for reject in rejects:
                self._worklist.reject(reject)
        if self._since:
            self._since.frame(filled, rejects)
        self._advance(frame.height + len(rejects))

    @property
    def needs_every_row(self) -> bool:
        """Whether a row that is not shown would be missing from what is written."""
        return self._worklist is not None or self._since is not None

    def reject(self, reject: Reject) -> None:
        """See one row that cannot be used."""
        if self._worklist:
            self._worklist.reject(reject)
        if self._since:
            self._since.reject(reject)
        self._advance(1)

    def _advance(self, rows: int) -> None:
        before = self._rows // _ROWS_A_STEP
        self._rows += rows
        if self._step and self._rows // _ROWS_A_STEP > before:
            self._step(self._rows)


def named(header: Sequence[str], cells: Sequence[str]) -> Mapping[str, str]:
    """Return the cells of one result by the names of its columns."""
    return dict(zip(header, cells, strict=True))
