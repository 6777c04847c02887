"""screenkit batch --engine spark: a table anywhere Spark reads → results and rejects as Parquet."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from screenkit.batch.summary import Summary
    from screenkit.cluster.spark import Found
    from screenkit.models.content import Content
    from screenkit.models.mapping import TableMapping

_PARQUET = (".parquet", ".pq")
_CSV = (".csv", ".tsv", ".tab", ".txt")

SETTINGS = {
    "spark.log.level": "OFF",  # a log could show what somebody answered
    "spark.ui.enabled": "false",  # it would answer to the whole network
    "spark.ui.showConsoleProgress": "false",
    "spark.hadoop.fs.permissions.umask-mode": "077",  # results are for their owner only
    "spark.sql.execution.arrow.maxRecordsPerBatch": "20000",  # more take more memory a worker
    "spark.sql.execution.arrow.maxBytesPerBatch": str(2**26),
}
"""How the session of `--engine spark` is set up."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is screened by which rules, and where results and rejects go; places are as Spark names them."""

    table: str
    out: str
    rejects: str
    rules: str
    questionnaires: Sequence[str]
    mapping: Path | None
    overwrite: bool


def screen_on_spark(asked: Asked) -> "Summary":
    """Screen a table on Spark, write results and rejects as folders of Parquet, and return what was found.

    Raises:
        ContentError, TableError: as for a table on this machine, or when Spark gives up.

    """
    from screenkit.content.load import load
    from screenkit.content.mapping import load_mapping

    _check(asked)
    content = load(asked.rules, asked.questionnaires)
    mapping = load_mapping(asked.mapping, content) if asked.mapping else None
    with _session() as session:
        found = _found(session, asked, mapping)
        summary = _summary(content, found)
        mode = "overwrite" if asked.overwrite else "errorifexists"
        # Rejects take their name first: results never stand there without the rows that are missing.
        found.rejects.write.mode(mode).parquet(asked.rejects)
        found.results.write.mode(mode).parquet(asked.out)
        found.done()
    return summary


def _found(session: Any, asked: Asked, mapping: "TableMapping | None") -> "Found":  # noqa: ANN401 - Spark's
    from screenkit.cluster.spark import screened, screened_files

    if asked.table.endswith(_PARQUET):
        people = session.read.parquet(asked.table)
        return screened(people, asked.rules, questionnaires=asked.questionnaires, mapping=mapping)
    return screened_files(
        session, asked.table, asked.rules, questionnaires=asked.questionnaires, mapping=mapping
    )


def _check(asked: Asked) -> None:
    if not asked.table.endswith((*_PARQUET, *_CSV)):
        what = "on Spark a table is named .parquet, .csv or .tsv, a folder of several too"
        raise typer.BadParameter(what, param_hint="TABLE")
    for option, place in (("--output", asked.out), ("--rejects", asked.rejects)):
        if not place.endswith(_PARQUET):
            raise typer.BadParameter("on Spark results are Parquet: name it .parquet", param_hint=option)


@contextmanager
def _session() -> Iterator[Any]:
    """Open a session as Spark is set up here; by itself it takes all cores of this machine.

    Raises:
        TableError: when Spark is not there, or gives up; nothing of the table stands in the message.

    """
    from screenkit.errors import Problem, ScreenkitError, TableError

    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        do = "pip install 'screenkit[spark]', and Java 17 or later"
        raise TableError([Problem("--engine spark", "Spark is not installed here", do)]) from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        session = _configured(SparkSession.builder.appName("screenkit")).getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        try:
            yield session
        finally:
            session.stop()
    except ScreenkitError:
        raise
    except PySparkException as error:
        raise TableError([Problem("--engine spark", *_told(error))]) from None


def _configured(builder: Any) -> Any:  # noqa: ANN401 - Spark's
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    return builder


def _told(error: Exception) -> tuple[str, str]:
    """Return what a worker said in our own words, or else the kind of the fault."""
    lines = str(error).splitlines()
    ours = [line.partition(": ")[2] for line in lines if line.startswith("screenkit.errors.")]
    if ours:
        return ours[-1], "mend it, and run again: nothing was written"
    return f"Spark gave up ({type(error).__name__})", "look at its own log; nothing was written"


def _summary(content: "Content", found: "Found") -> "Summary":
    """Count what was found; accepted and rejected rows together are all there are.

    Raises:
        RuntimeError: when rows were lost.

    """
    from screenkit.batch.summary import Summary

    modalities = content.ruleset.modalities
    accepted = found.results.groupBy("safety", *modalities).count().collect()
    rejected = found.rejects.groupBy("reason", "safety").count().collect()
    read = found.kept.count()
    if read != sum(row["count"] for row in (*accepted, *rejected)):
        raise RuntimeError("rows were lost")  # a fault of ours: nothing is written
    return Summary(
        read=read,
        accepted=sum(row["count"] for row in accepted),
        reasons=_counted((_reason(row["reason"]), row) for row in rejected),
        alerts=_counted((row["safety"], row) for row in accepted),
        rejected_alerts=_counted((row["safety"], row) for row in rejected if row["safety"]),
        recommendations={name: _counted((row[name], row) for row in accepted) for name in modalities},
        remarks={},
        findings={},
        refused=None,
        withheld=False,
    )


def _reason(told: str) -> str:
    """Return the first reason of a reject, without the line that it may name."""
    return told.partition(" | ")[0].partition(" on line ")[0]


def _counted(rows: Iterable[tuple[str, Any]]) -> Counter[Any]:
    counts: Counter[Any] = Counter()
    for name, row in rows:
        counts[name] += row["count"]
    return counts
