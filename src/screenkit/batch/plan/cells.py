"""What the codes of a row say by themselves: which answer stands there, and which instruments were begun."""

from collections.abc import Collection

import polars as pl

from screenkit.batch.codes import FIRST_VALUE, NOT_ASKED, values_of
from screenkit.batch.plan.sheet import Bit, Formula, Sheet
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item, Questionnaire, Scale


class Cells:
    """The columns of codes and totals; an item or score without a column was not asked of anybody."""

    def __init__(self, content: Content, ids: Collection[str], sheet: Sheet) -> None:
        """`ids` are the items and scores that have a column."""
        self.content = content
        self.sheet = sheet
        self._ids = frozenset(ids)
        self._taken: dict[str, Bit] = {}

    def has(self, name: str) -> bool:
        """Say whether the table can answer this item or score at all."""
        return name in self._ids

    def code_in(self, item: Item, codes: Collection[int]) -> Bit:
        """Return whether the code of an item is one of these."""
        every = range(FIRST_VALUE + len(values_of(item)))
        if item.id not in self._ids:
            return NOT_ASKED in codes
        if NOT_ASKED in codes:  # said the other way round, so that both share one column
            return self.sheet.negation(self.code_in(item, set(every) - set(codes)))
        if not codes:
            return False
        runs = tuple(_runs(sorted(codes)))
        return self.sheet.formula(("code", item.id, runs), (), lambda _: _in_runs(item.id, runs, every[-1]))

    def answered(self, item: Item) -> Bit:
        """Return whether an item was given a value."""
        return self.code_in(item, range(FIRST_VALUE, FIRST_VALUE + len(values_of(item))))

    def given(self, item: Item) -> Bit:
        """Return whether an item was answered in any way, be it that it was declined or not known."""
        return self.code_in(item, range(NOT_ASKED + 1, FIRST_VALUE + len(values_of(item))))

    def has_total(self, scale: Scale) -> Bit:
        """Return whether a total was entered."""
        if scale.id not in self._ids:
            return False
        return self.sheet.formula(("has total", scale.id), (), lambda _: pl.col(scale.id).is_not_null())

    def total(self, scale: Scale) -> Formula:
        """Return the total that was entered; null where none was."""
        return self.sheet.formula(("total", scale.id), (), lambda _: pl.col(scale.id))

    def taken(self, questionnaire: Questionnaire) -> Bit:
        """Return whether a questionnaire applies: it always does, or it was begun."""
        if questionnaire.id in self.content.ruleset.questionnaires:
            return True
        if questionnaire.id not in self._taken:
            begun = [
                *(self.given(item) for item in questionnaire.items),
                *(self.has_total(scale) for scale in questionnaire.scales),
            ]
            self._taken[questionnaire.id] = self.sheet.any_of(begun)
        return self._taken[questionnaire.id]


def _runs(codes: list[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of whole numbers."""
    runs: list[tuple[int, int]] = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1] = runs[-1][0], code
        else:
            runs.append((code, code))
    return runs


def _in_runs(name: str, runs: tuple[tuple[int, int], ...], highest: int) -> pl.Expr:
    column = pl.col(name)
    found = [
        column == first
        if first == last
        else column >= first
        if last == highest
        else column.is_between(first, last)
        for first, last in runs
    ]
    return found[0] if len(found) == 1 else pl.any_horizontal(found)
