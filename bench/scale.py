"""Measure what a row costs on one core, and what Spark adds: the figures of docs/scale.md.

python bench/scale.py [--rows 200000] [--spark]     Linux; Spark needs the extra `spark` and Java 17

The table is that of bench/peers/shipped.py: every item that online-group asks, as Parquet in eight files. On
one core means one thread for Polars and one process; Spark runs as `local[1]` and `local[2]`, its session
started already, set up as `screenkit batch --engine spark` sets it up, and reads and writes Parquet.
Processor time is that of all processes together; the fastest of three rounds counts.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_ROUNDS = 3
_FILES = 8
_FEW = 2000
"""Rows that the engine screens one by one."""

Measured = dict[str, float]


def fastest(step: Callable[[], object]) -> Measured:
    """Return the seconds of the fastest of some rounds, and those of the processor in it."""
    found = []
    for _ in range(_ROUNDS):
        began, used = time.perf_counter(), processor_seconds()
        step()
        found.append((time.perf_counter() - began, processor_seconds() - used))
    seconds, used = min(found)
    return {"seconds": seconds, "processor": used}


def processor_seconds() -> float:
    """Return the processor time of this process and of all that it has started, of which some have ended."""
    children, ticks = defaultdict(list), {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = place.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        process = int(place.parent.name)
        children[int(told[1])].append(process)
        ticks[process] = sum(map(int, told[11:15]))
    family = [os.getpid()]
    for process in family:
        family += children[process]
    return sum(ticks[process] for process in family) / os.sysconf("SC_CLK_TCK")


def columns(folder: Path, kind: str) -> Measured:
    """Screen a table in memory in columns: of texts, or with every answer that is a number as one."""
    import pyarrow as pa
    from pyarrow import compute, parquet

    from screenkit.batch import screen

    people = parquet.read_table(folder)
    if kind == "numbers":
        for place, name in enumerate(people.column_names):
            if (
                name != "case_id"
                and not compute.any(compute.match_substring_regex(people[name], "[a-z]")).as_py()
            ):
                column = compute.if_else(compute.equal(people[name], ""), None, people[name])
                people = people.set_column(place, name, column.cast(pa.int8()))
    screen(people.slice(0, 200))  # the rule set is loaded, and the plan made, once a process
    return {"rows": people.num_rows, **fastest(lambda: screen(people))}


def row_by_row(folder: Path) -> Measured:
    """Screen a table in memory row by row, as its engine does."""
    from pyarrow import parquet

    from screenkit.batch import arrow, screen

    arrow._FEW = 1 << 40  # noqa: SLF001 - no table is large enough for columns
    people = parquet.read_table(folder).slice(0, _FEW)
    return {"rows": people.num_rows, **fastest(lambda: screen(people))}


def by_command(folder: Path) -> Measured:
    """Screen the same table as CSV by the command, a process each time, on all cores."""
    table = folder.with_suffix(".csv")
    program = Path(sys.executable).with_name("screenkit")
    command = [program, "batch", table, "-o", folder.with_name("results.csv"), "--overwrite"]
    with table.open() as file:
        rows = sum(1 for _ in file) - 1
    step = partial(subprocess.run, command, stderr=subprocess.DEVNULL, check=True)
    return {"rows": rows, **fastest(step)}


def spark(folder: Path, work: str, cores: int) -> Measured:
    """Screen a table on Spark on this machine and write the results; or hand it through Python as it is."""
    from pyspark.sql import SparkSession

    from screenkit.cli.spark import SETTINGS
    from screenkit.cluster.spark import screened

    os.environ["PYSPARK_PYTHON"] = sys.executable
    began = time.perf_counter()
    built = SparkSession.builder.master(f"local[{cores}]")
    for name, value in SETTINGS.items():
        built = built.config(name, value)
    session = built.getOrCreate()
    started = time.perf_counter() - began
    out, rejects = str(folder.with_name("out")), str(folder.with_name("rejects"))
    rows = session.read.parquet(str(folder)).count()

    def run() -> None:
        people = session.read.parquet(str(folder))
        if work == "through":
            people.mapInArrow(_through, people.schema).write.mode("overwrite").parquet(out)
            return
        found = screened(people)
        found.rejects.write.mode("overwrite").parquet(rejects)
        found.results.write.mode("overwrite").parquet(out)
        found.done()

    return {"rows": rows, "start": started, **fastest(run)}


def _through(batches: Iterator[Any]) -> Iterator[Any]:
    yield from batches


def _in_process(*arguments: str) -> Measured:
    """Run one of these in a process of its own; where a core is meant, with one thread for Polars."""
    command = [sys.executable, __file__, "--part", *arguments]
    environment = {**os.environ, **({} if arguments[0] == "command" else {"POLARS_MAX_THREADS": "1"})}
    ran = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    found: Measured = json.loads(ran.stdout.splitlines()[-1])
    return found


def _people(folder: Path, rows: int) -> Path:
    """Write people as Parquet in several files; return their folder."""
    import polars as pl

    table, people = folder / "people.csv", folder / "people"
    subprocess.run([sys.executable, HERE / "peers" / "shipped.py", "write", str(rows), table], check=True)
    people.mkdir()
    frame = pl.read_csv(table, infer_schema=False).with_columns(pl.all().fill_null(""))
    for number, part in enumerate(frame.iter_slices(-(-rows // _FILES))):
        part.write_parquet(people / f"part-{number}.parquet", row_group_size=50_000)
    return people


def _measure(rows: int, *, on_spark: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        people = _people(Path(folder), rows)
        size = sum(file.stat().st_size for file in people.iterdir()) / rows
        names = ("polars", "pyarrow", *(("pyspark",) if on_spark else ()))
        told = f"Python {sys.version.split()[0]}, {', '.join(f'{name} {version(name)}' for name in names)}"
        print(f"{rows:,} rows, {size:,.0f} bytes each as Parquet; {os.cpu_count()} cores; {told}\n")
        print("| | rows | start s | s | µs a row and core | µs of processor a row |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        for name, cores, arguments in _parts(on_spark=on_spark):
            found = _in_process(arguments[0], str(people), *arguments[1:])
            start = f"{found['start']:.1f}" if "start" in found else ""
            each, used = (found[key] / found["rows"] * 1e6 for key in ("seconds", "processor"))
            shown = (
                f"{found['rows']:,.0f} | {start} | {found['seconds']:.2f} | {each * cores:,.1f} | {used:,.1f}"
            )
            print(f"| {name} | {shown} |", flush=True)


def _parts(*, on_spark: bool) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Yield what is measured, on how many cores, and what it is called here."""
    yield "the engine, row by row", 1, ("rows",)
    yield "`screen`, every column text", 1, ("columns", "text")
    yield "`screen`, numbers as numbers", 1, ("columns", "numbers")
    yield "`screenkit batch`, CSV to CSV", os.cpu_count() or 1, ("command",)
    for cores in (1, 2) if on_spark else ():
        yield f"Spark `local[{cores}]`, handed through Python", cores, ("spark", "through", str(cores))
        yield f"Spark `local[{cores}]`, screened", cores, ("spark", "screened", str(cores))


def main() -> None:
    """Measure, or run one part in this process."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--rows", type=int, default=200_000)
    options.add_argument("--spark", action="store_true")
    options.add_argument("--part", nargs="+", help=argparse.SUPPRESS)
    asked = options.parse_args()
    match asked.part:
        case ["rows", folder]:
            print(json.dumps(row_by_row(Path(folder))))
        case ["command", folder]:
            print(json.dumps(by_command(Path(folder))))
        case ["columns", folder, kind]:
            print(json.dumps(columns(Path(folder), kind)))
        case ["spark", folder, work, cores]:
            print(json.dumps(spark(Path(folder), work, int(cores))))
        case _:
            _measure(asked.rows, on_spark=asked.spark)


if __name__ == "__main__":
    main()
