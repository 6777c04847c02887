"""Measure what a row costs on one core, and what Spark adds: the figures of docs/scale.md.

python bench/scale.py [--rows 200000] [--spark]     Spark needs the extra `spark` and Java 17

The table is that of bench/peers/shipped.py: every item that online-group asks, as Parquet. On one core means
one thread for Polars and one process; Spark runs as `local[1]` and `local[2]`, its session started already.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
_ROUNDS = 3


def fastest(step: Callable[[], object]) -> float:
    """Return the seconds of the fastest of some rounds."""
    found = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        step()
        found.append(time.perf_counter() - began)
    return min(found)


def arrow(path: Path) -> dict[str, float]:
    """Screen a table in memory, on as many threads as Polars was given."""
    from pyarrow import parquet

    from screenkit.batch import screen

    people = parquet.read_table(path)
    screen(people.slice(0, 10))  # the rule set is loaded once a process
    return {"rows": people.num_rows, "seconds": fastest(lambda: screen(people)), "bytes": people.nbytes}


def spark(path: Path, cores: int) -> dict[str, float]:
    """Screen the same table on Spark on this machine, and write the results."""
    from pyspark.sql import SparkSession

    from screenkit.cluster.spark import screened

    os.environ["PYSPARK_PYTHON"] = sys.executable
    began = time.perf_counter()
    built = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false")
    built = built.config("spark.log.level", "OFF").config("spark.ui.showConsoleProgress", "false")
    session = built.getOrCreate()
    started = time.perf_counter() - began

    def run() -> None:
        people = session.read.parquet(str(path)).repartition(2 * cores)
        found = screened(people)
        found.rejects.write.mode("overwrite").parquet(str(path.with_name("rejects.parquet")))
        found.results.write.mode("overwrite").parquet(str(path.with_name("out.parquet")))
        found.done()

    return {"start": started, "seconds": fastest(run)}


def _in_process(name: str, *arguments: str, threads: int = 1) -> dict[str, float]:
    """Run one of these in a process of its own."""
    command = [sys.executable, __file__, "--part", name, *arguments]
    environment = {**os.environ, "POLARS_MAX_THREADS": str(threads)}
    ran = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


def _measure(rows: int, *, on_spark: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "people.csv"
        subprocess.run([sys.executable, HERE / "peers" / "shipped.py", "write", str(rows), table], check=True)
        import polars as pl

        people = table.with_suffix(".parquet")
        pl.read_csv(table, infer_schema=False).write_parquet(people, row_group_size=50_000)
        told = [("`screenkit.batch.screen`, one core", _in_process("arrow", str(people)), 1)]
        if on_spark:
            told += [
                (f"Spark `local[{n}]`, Parquet to Parquet", _in_process("spark", str(people), str(n)), n)
                for n in (1, 2)
            ]
        size = people.stat().st_size / rows
    print(f"{rows:,} rows, {size:,.0f} bytes each as Parquet\n\n| | start s | s | µs a row and core |")
    print("| --- | ---: | ---: | ---: |")
    for name, found, cores in told:
        each = found["seconds"] * cores / rows * 1e6
        print(f"| {name} | {found.get('start', 0):.1f} | {found['seconds']:.1f} | {each:,.1f} |")


def main() -> None:
    """Measure, or run one part in this process."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--rows", type=int, default=200_000)
    options.add_argument("--spark", action="store_true")
    options.add_argument("--part", nargs="+", help=argparse.SUPPRESS)
    asked = options.parse_args()
    match asked.part:
        case ["arrow", path]:
            print(json.dumps(arrow(Path(path))))
        case ["spark", path, cores]:
            print(json.dumps(spark(Path(path), int(cores))))
        case _:
            _measure(asked.rows, on_spark=asked.spark)


if __name__ == "__main__":
    main()
