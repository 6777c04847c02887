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
        kept = {formula for formula in ordered if uses[formula] > 1} | set(wanted.values())
        self._names = {formula: f"{_OURS}{n}" for n, formula in enumerate(ordered) if formula in kept}
        self._stages: list[list[pl.Expr]] = []
        self._last = [pl.col(self._names[formula]).alias(name) for name, formula in wanted.items()]
        self._put_in_order(ordered)

    def work_out(self, table: pl.DataFrame) -> pl.DataFrame:
        """Return the columns that are wanted, for each row of a table."""
        for expressions in self._stages:
            table = table.with_columns(expressions)
        return table.select(self._last)

    def _put_in_order(self, ordered: Collection[Formula]) -> None:
        read: dict[Formula, tuple[pl.Expr, int]] = {}
        for formula in ordered:
            parts = [read[part] for part in formula.parts]
            stage = max((of_part for _, of_part in parts), default=0)
            written = formula.write([expression for expression, _ in parts])
            if formula in self._names:
                self._add(written.alias(self._names[formula]), stage)
                written, stage = pl.col(self._names[formula]), stage + 1
            read[formula] = written, stage

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
