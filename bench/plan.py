"""How long the rule set as columns takes, beside what Polars needs to read the same columns from CSV.

python bench/plan.py [--rows 200000] [--rules online-group] [--times 3] [--sparse] [--totals]
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from screenkit.batch.codes import FIRST_VALUE, values_of
from screenkit.batch.plan.plan import plan_of
from screenkit.content.load import load
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item


def invented(content: Content, rows: int, seed: int = 1) -> pl.DataFrame:
    """Return codes of invented people: most items answered, most often with the first values they offer."""
    dice = np.random.default_rng(seed)
    columns = {"case_id": pl.Series([f"C{n:08d}" for n in range(rows)])}
    for each in content.asked:
        for item in each.items:
            columns[item.id] = pl.Series(_codes(item, rows, dice), dtype=pl.UInt8)
    return pl.DataFrame(columns)


def _codes(item: Item, rows: int, dice: np.random.Generator) -> np.ndarray:
    number = len(values_of(item))
    weights = np.array([3, 1, 1, *np.linspace(60, 10, number)])
    return dice.choice(FIRST_VALUE + number, size=rows, p=weights / weights.sum()).astype(np.uint8)


def as_written(content: Content, codes: pl.DataFrame) -> pl.DataFrame:
    """Return the same people as a table that a clinic would keep."""
    words = {}
    for name in codes.columns[1:]:
        written = [None, "declined", "dont_know", *map(str, values_of(content.items[name]))]
        words[name] = pl.Series(written, dtype=pl.String)
    return codes.with_columns([pl.lit(words[name]).gather(pl.col(name)).alias(name) for name in words])


def typed(content: Content, codes: pl.DataFrame) -> dict[str, pl.DataType]:
    """Return the narrowest type of each column."""
    enums = {
        name: pl.Enum(["declined", "dont_know", *map(str, values_of(content.items[name]))])
        for name in codes.columns[1:]
    }
    return {"case_id": pl.String(), **enums}


def timed(work: Callable[[], object], times: int) -> float:
    """Return the median time of some work, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--block", type=int, default=0)
    parser.add_argument("--rules", default="online-group")
    parser.add_argument("--times", type=int, default=3)
    chosen = parser.parse_args()
    random.seed(1)
    content = load(chosen.rules)
    codes = invented(content, chosen.rows)
    start = time.perf_counter()
    plan = plan_of(content, codes.columns[1:])
    print(f"plan made in {time.perf_counter() - start:.3f} s")
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "table.csv"
        as_written(content, codes).write_csv(table)
        types = typed(content, codes)
        read = timed(lambda: pl.read_csv(table, schema=types), chosen.times)
    block = chosen.block or chosen.rows
    pieces = [codes.slice(n, block) for n in range(0, chosen.rows, block)]
    screened = timed(lambda: [plan.screen_and_count(piece) for piece in pieces], chosen.times)
    print(
        f"read {read:.3f} s, screened {screened:.3f} s = {screened / read:.2f}x, {screened / chosen.rows * 1e6:.2f} us/row"
    )


if __name__ == "__main__":
    main()
