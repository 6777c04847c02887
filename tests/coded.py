"""Answers of several people as a table of codes, and what the scalar engine says of the same people."""

from collections import Counter
from fractions import Fraction

import polars as pl

from screenkit.batch.codes import TOTAL, code_of
from screenkit.batch.results import Results
from screenkit.engine.assess import assess
from screenkit.models.answers import NoAnswer


def codes_of(content, ids, people):
    """The codes of some people, as tables give them: only items and totals in `ids` have a column."""
    columns = {
        "case_id": pl.Series([person.case_id for person in people], dtype=pl.String),
        "line": pl.Series(range(2, len(people) + 2), dtype=pl.UInt32),
    }
    for name in sorted(ids):
        if name in content.items:
            item = content.items[name]
            codes = [code_of(item, person.given.get(name, NoAnswer.NOT_ASKED)) for person in people]
            columns[name] = pl.Series(codes, dtype=pl.UInt8)
        else:
            totals = [person.given.get(name) for person in people]
            columns[name] = pl.Series([None if t is None else int(t * TOTAL) for t in totals], dtype=pl.Int64)
    return pl.DataFrame(columns)


def fits(content, name, answer):
    """Whether an answer can stand in a table of codes; others take the scalar path."""
    if name in content.items:
        return answer is not NoAnswer.NOT_APPLICABLE
    return isinstance(answer, Fraction) and (answer * TOTAL).denominator == 1


def one_by_one(content, ids, people):
    """The rows and remarks that the scalar engine comes to."""
    results = Results(content, ids)
    found = [assess(content, person) for person in people]
    remarks = Counter()
    for assessment in found:
        remarks.update({f"{problem.what} — {problem.do}" for problem in assessment.problems})
    return results.header, [results.row(each) for each in found], remarks
