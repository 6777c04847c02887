"""Put columns in order: in each stage those whose parts are there; what is needed twice is kept by a name."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

import polars as pl

from screenkit.batch.plan.sheet import Formula

_OURS = "#"
"""Begins the names of columns in between; no item and no score has such a name."""


class Stages:
    """The expressions of some columns: those of a stage read the table and the stages before it."""

    def __init__(self, wanted: Mapping[str, Formula]) -> None:
        """`wanted` are the columns to work out, by the names they get in the end."""
        ordered = list(_parts_first(wanted.values()))
        uses = Counter(part for formula in ordered for part in formula.parts)
        uses.update(wanted.values())
        self._kept = {formula: f"{_OURS}{n}" for n, formula in enumerate(ordered) if uses[formula] > 1}
        self._stages: list[list[pl.Expr]] = []
        written = self._put_in_order(ordered)
        self._last = [written[formula].alias(name) for name, formula in wanted.items()]
        self._wanted = list(wanted)
        read = dict.fromkeys(name for each in self._last for name in each.meta.root_names())
        # Let go of the others before the lists are written; one column is left to say how many rows it is.
        self._read_last = [pl.col(name) for name in read] or [pl.first()]

    def work_out(self, table: pl.DataFrame) -> pl.DataFrame:
        """Return the columns that are wanted, for each row of a table."""
        for expressions in self._stages:
            table = table.with_columns(expressions)
        return table.select(self._read_last).with_columns(self._last).select(self._wanted)

    def _put_in_order(self, ordered: Collection[Formula]) -> Mapping[Formula, pl.Expr]:
        written: dict[Formula, pl.Expr] = {}
        ready: dict[Formula, int] = {}  # the first stage that can read it
        for formula in ordered:
            written[formula] = formula.write([written[part] for part in formula.parts])
            ready[formula] = max((ready[part] for part in formula.parts), default=0)
            if formula in self._kept:
                name = self._kept[formula]
                self._add(written[formula].alias(name), ready[formula])
                written[formula], ready[formula] = pl.col(name), ready[formula] + 1
        return written

    def _add(self, expression: pl.Expr, stage: int) -> None:
        if len(self._stages) == stage:
            self._stages.append([])
        self._stages[stage].append(expression)


def _parts_first(formulas: Collection[Formula]) -> Iterator[Formula]:
    """Yield every column that these rest on, and these, each once and after its parts."""
    seen: set[Formula] = set()
    waiting = [(formula, False) for formula in reversed(list(formulas))]
    while waiting:
        formula, ready = waiting.pop()
        if ready:
            yield formula
        elif formula not in seen:
            seen.add(formula)
            waiting.append((formula, True))
            waiting += [(part, False) for part in reversed(formula.parts)]
