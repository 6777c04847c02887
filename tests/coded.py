"""Answers of several people as a table of codes, and what the engine says of the same people one by one."""

from dataclasses import replace
from fractions import Fraction

import polars as pl

from screenkit.batch.codes import TOTAL, code_of, values_of
from screenkit.batch.plan.plan import plan_of
from screenkit.batch.results import Results
from screenkit.batch.tally import Counts, Tally
from screenkit.engine.assess import assess
from screenkit.models.answers import NoAnswer


def codes_of(content, ids, people):
    """The codes of some people: the items and totals in `ids` have a column."""
    columns = {
        "case_id": pl.Series([person.case_id for person in people], dtype=pl.String),
        "line": pl.Series(range(2, len(people) + 2), dtype=pl.UInt32),
    }
    for name in sorted(ids):
        given = [person.given.get(name, NoAnswer.NOT_ASKED) for person in people]
        if name in content.items:
            item = content.items[name]
            narrow = code_of(item, values_of(item)[-1]) < 1 << 8
            codes = [code_of(item, each) for each in given]
            columns[name] = pl.Series(codes, dtype=pl.UInt8 if narrow else pl.UInt16)
        else:
            totals = [int(each * TOTAL) if isinstance(each, Fraction) else None for each in given]
            columns[name] = pl.Series(totals, dtype=pl.Int64)
    return pl.DataFrame(columns)


def only(content, ids, answers):
    """The same answers without those that cannot stand in such a table: others go another way."""
    fitting = {name: answer for name, answer in answers.given.items() if name in ids}
    return replace(answers, given={n: a for n, a in fitting.items() if n in content.items or _is_coded(a)})


def one_by_one(content, ids, people):
    """The header and the rows that the engine comes to, and what is counted of them."""
    results, tally = Results(content, ids), Tally()
    found = [assess(content, person) for person in people]
    for assessment in found:
        tally.count_result(assessment)
    rows = [tuple(results.row(each)) for each in found]
    return results.header, rows, Counts(tally.remarks, tally.findings)


def agree(content, ids, people):
    """Assert that the columns and the engine say the same of these people, word for word."""
    plan, codes = plan_of(content, ids), codes_of(content, ids, people)
    header, rows, counts = one_by_one(content, ids, people)
    screened = plan.screen(codes)
    assert screened.columns == header
    for person, found, expected in zip(people, screened.rows(), rows, strict=True):
        assert dict(zip(header, found, strict=True)) == dict(zip(header, expected, strict=True)), person
    both, counted = plan.screen_and_count(codes)
    assert both.equals(screened)
    assert counted == counts


def _is_coded(total):
    return isinstance(total, Fraction) and (total * TOTAL).denominator == 1
