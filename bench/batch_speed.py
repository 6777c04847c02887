"""How fast a table is screened: row by row, in columns, and how long Polars alone takes to parse it.

python bench/batch_speed.py make ROWS TABLE [--damaged N]   an invented table of the shipped rule set's items
python bench/batch_speed.py compare TABLE [--times 3]       each way in a process of its own, in turns
python bench/batch_speed.py profile TABLE                   where the time of the columns goes
"""

import argparse
import contextlib
import cProfile
import csv
import json
import pstats
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from screenkit.batch.codes import values_of
from screenkit.batch.columns import columns_of
from screenkit.batch.opening import opened
from screenkit.batch.places import places
from screenkit.batch.run import run
from screenkit.content.load import load
from screenkit.models.answers import spelled

NOTES = ["", "x, y", 'says "no"', "two\nlines, here", "plain", "Zoë, 患者 🙂", "long " * 12]
ROWS_ALONE = 1000
"""Rows that the scalar engine is timed with; the rest is worked out from them."""


def make(rows: int, table: Path, damaged: int | None) -> None:
    """Write a table; with `damaged`, one cell in so many is no answer."""
    content, dice = load(), random.Random(1)
    items = [item for questionnaire in content.asked for item in questionnaire.items]
    values = {item.id: [spelled(value) for value in values_of(item)][:50] for item in items}
    chance = 1 / damaged if damaged else 0
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["case_id", *values, "note"])
        for start in range(0, rows, 20_000):
            count = min(20_000, rows - start)
            columns = [[f"P{n:08d}" for n in range(start, start + count)]]
            columns += [dice.choices([*offered, ""], k=count) for offered in values.values()]
            columns.append(dice.choices(NOTES, k=count))
            for row in zip(*columns, strict=True):
                cells = list(row)
                if chance and dice.random() < chance * len(values):
                    cells[dice.randrange(1, len(values) + 1)] = "two"
                writer.writerow(cells)


def columns(table: Path, few: int, rows: int | None = None) -> int:
    """Screen a table, or the first rows of it; return how many rows were read."""
    content = load()
    with tempfile.TemporaryDirectory() as folder:
        if rows:
            part = Path(folder) / "part.csv"
            with table.open(newline="", encoding="utf-8") as file:
                first = [row for _, row in zip(range(rows + 1), csv.reader(file), strict=False)]
            with part.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(first)
            table = part
        where = places([table], Path(folder) / "out.csv", None, overwrite=False)
        with opened([table]) as source:
            read = columns_of(source.header, content, source.name, None)
            return run(content, source, read, where, few=few).read


def parse(table: Path) -> int:
    """Parse the same columns with Polars alone."""
    import polars as pl  # noqa: PLC0415 - its start is part of what is timed

    content = load()
    with table.open(newline="", encoding="utf-8") as file:
        header = next(csv.reader(file))
    words = {
        name: pl.Enum(["declined", "dont_know", *map(spelled, values_of(content.items[name]))])
        for name in header
        if name in content.items
    }
    schema = {name: words.get(name, pl.String()) for name in header}
    scanned = pl.scan_csv(table, schema=schema).select(["case_id", *words])
    return int(scanned.collect(engine="streaming").height)


WAYS = {
    "parse": parse,
    "columns": lambda table: columns(table, 0),
    "rows": lambda table: columns(table, 10**9, ROWS_ALONE),
}


def timed(way: str, table: Path) -> None:
    """Do one thing in this process; print its seconds and the most memory it took."""
    start = time.perf_counter()
    rows = WAYS[way](table)
    seconds = time.perf_counter() - start
    status = Path("/proc/self/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    print(json.dumps({"rows": rows, "seconds": seconds, "mb": peak // 1024}))


def compare(table: Path, times: int) -> None:
    """Time each way in turns."""
    found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for n in range(times):
        for way in WAYS if n % 2 == 0 else reversed(WAYS):
            command = [sys.executable, __file__, "timed", str(table), "--way", way]
            with contextlib.suppress(IndexError):
                found[way].append(json.loads(subprocess.check_output(command).splitlines()[-1]))
    base = statistics.median(each["seconds"] / each["rows"] for each in found["parse"])
    for way, runs in found.items():
        seconds = statistics.median(each["seconds"] for each in runs)
        rows = runs[0]["rows"]
        ratio = seconds / rows / base
        peak = max(each["mb"] for each in runs)
        print(f"{way:8} {rows:>10,} rows {seconds:8.2f} s {1e6 * seconds / rows:9.2f} µs a row", end=" ")
        print(f"{ratio:9.2f} times parsing {peak:6,} MB")


def main() -> None:
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=["make", "compare", "profile", "timed"])
    parser.add_argument("arguments", nargs="+")
    parser.add_argument("--damaged", type=int)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--way", choices=WAYS)
    given = parser.parse_args()
    table = Path(given.arguments[-1])
    match given.what:
        case "make":
            make(int(given.arguments[0]), table, given.damaged)
        case "compare":
            compare(table, given.times)
        case "timed":
            timed(given.way, table)
        case _:
            with cProfile.Profile() as profile:
                columns(table, 0)
            pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
