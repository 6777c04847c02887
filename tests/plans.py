"""A plan that asks the scalar engine about every row: what the columnar one must equal."""

from fractions import Fraction

import polars as pl

from screenkit.batch.codes import TOTAL, answer_of
from screenkit.batch.results import Results
from screenkit.batch.tally import Counts, Tally
from screenkit.engine.assess import assess
from screenkit.models.answers import Answers, NoAnswer


class RowByRowPlan:
    def __init__(self, content, ids):
        self._content, self._ids = content, sorted(ids)
        self._results = Results(content, ids)

    def screen(self, codes):
        rows = [self._results.row(assessment) for assessment in self._assessed(codes)]
        return pl.DataFrame(rows, schema=dict.fromkeys(self._results.header, pl.String()), orient="row")

    def screen_and_count(self, codes):
        tally = Tally()
        for assessment in self._assessed(codes):
            tally.count_result(assessment)
        return self.screen(codes), Counts(tally.remarks, tally.findings)

    def _assessed(self, codes):
        assert not any(codes[name].has_nulls() for name in self._ids if name in self._content.items)
        for row in codes.iter_rows(named=True):
            answers = {name: self._answer(name, row[name]) for name in self._ids}
            given = {name: each for name, each in answers.items() if each is not NoAnswer.NOT_ASKED}
            yield assess(self._content, Answers(given, row["case_id"]))

    def _answer(self, name, code):
        if name in self._content.items:
            return answer_of(self._content.items[name], code)
        return NoAnswer.NOT_ASKED if code is None else Fraction(code, TOTAL)
