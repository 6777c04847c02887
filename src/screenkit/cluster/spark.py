"""Screen tables of people on Apache Spark: the same result as on one machine, row for row.

Parquet, or any other frame, is screened batch by batch. A CSV file is read by one task with screenkit's own
reader: Spark's drops empty lines, replaces bytes that are no UTF-8, and takes the people after an unclosed
quote for text. Case ids are held against one another over the whole table: of rows that share one the first
counts. Workers need screenkit with the extra `spark`; one that has other rules than the driver fails.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256

import pyarrow as pa
from pyarrow import compute
from pyspark import StorageLevel
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as sql

from screenkit import __version__
from screenkit.batch.arrow import (
    KEY,
    NAME,
    PLACE,
    REJECTED,
    columns_in,
    columns_out,
    header_of,
    screen_file,
    screen_table,
)
from screenkit.cluster.screen import content_of
from screenkit.errors import ContentError, Problem, TableError
from screenkit.models.content import Content
from screenkit.models.mapping import TableMapping

FILE = "file"
"""The column that says which file of a table a row stood in; empty where there are no files."""

_FIRST = "first"
_TWICE = "the case id stands before in the table"
_TWICE_ON_LINE = "the case id already stands on line [0-9]+"
_KEEP_ONE = "keep one row for each case"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: the results of everybody who was screened, and everybody else with the reason.

    Both rest on frames that Spark keeps on its disks until `done` is called: everything that was found, and
    which case ids stand twice.
    """

    results: DataFrame
    rejects: DataFrame
    kept: DataFrame
    twice: DataFrame

    def done(self) -> None:
        """Let go of what is kept."""
        self.kept.unpersist()
        self.twice.unpersist()


def screened(
    people: DataFrame,
    ruleset: str = "online-group",
    *,
    questionnaires: Sequence[str] = (),
    mapping: TableMapping | None = None,
) -> Found:
    """Screen the rows of a frame; arguments as for `screenkit.batch.screen`. A column names the case.

    Raises:
        ContentError: with every problem of the rule set.
        TableError: when the table cannot be used.

    """
    content = content_of(ruleset, tuple(questionnaires))
    work = _Work(ruleset, tuple(questionnaires), mapping, _fingerprint(content))
    names = _names(content, people.columns, mapping)
    at = f"{max(people.columns, key=len)}#"  # no column of the table has this name
    placed = people.withColumn(at, sql.monotonically_increasing_id())
    return _found(placed.mapInArrow(partial(work.batches, at=at), _schema(names)), names)


def screened_files(
    session: SparkSession,
    path: str,
    ruleset: str = "online-group",
    *,
    questionnaires: Sequence[str] = (),
    mapping: TableMapping | None = None,
) -> Found:
    """Screen CSV or TSV files: one, or those of a folder, on any path Spark reads; each below 2 GB.

    Raises:
        ContentError: with every problem of the rule set.
        TableError: when the first of them cannot be used.

    """
    content = content_of(ruleset, tuple(questionnaires))
    work = _Work(ruleset, tuple(questionnaires), mapping, _fingerprint(content))
    files = session.read.format("binaryFile").load(path).select("path", "content")
    names = _names(content, _first_header(files), mapping)
    each_alone = files.repartition(max(files.count(), 1))
    return _found(each_alone.mapInArrow(work.files, _schema(names)), names)


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker is told: which content, and a digest of what it means to the driver."""

    ruleset: str
    questionnaires: tuple[str, ...]
    mapping: TableMapping | None
    fingerprint: str

    def batches(self, batches: Iterable[pa.RecordBatch], *, at: str) -> Iterator[pa.RecordBatch]:
        """Screen the rows of each batch; the column `at` says where each stands in the whole table."""
        content = _same(self.ruleset, self.questionnaires, self.fingerprint)
        for batch in batches:
            people = pa.Table.from_batches([batch])
            places = people.column(at)
            found = screen_table(content, people.drop_columns([at]), self.mapping, keyed=True)
            if found.num_rows != people.num_rows:
                raise RuntimeError("rows were lost")  # a fault of ours: nothing is written
            found = found.set_column(found.schema.get_field_index(PLACE), PLACE, places)
            yield from _with_file("", _without_lines(found)).to_batches()

    def files(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Screen the records of each file."""
        content = _same(self.ruleset, self.questionnaires, self.fingerprint)
        for batch in batches:
            for name, file in zip(batch.column("path"), batch.column("content"), strict=True):
                found = screen_file(content, file.as_py(), name.as_py(), self.mapping)
                yield from _with_file(name.as_py(), found).to_batches()


@lru_cache(maxsize=2)
def _same(ruleset: str, questionnaires: tuple[str, ...], fingerprint: str) -> Content:
    """Return the content on this worker, where it means what it means to the driver.

    Raises:
        ContentError: when it does not.

    """
    content = content_of(ruleset, questionnaires)
    if _fingerprint(content) != fingerprint:
        what = "this worker has another version of the rules, or of screenkit, than the driver"
        raise ContentError([Problem(ruleset, what, "install the same everywhere")])
    return content


def _fingerprint(content: Content) -> str:
    return sha256(repr((__version__, content.versions)).encode()).hexdigest()


def _with_file(name: str, found: pa.Table) -> pa.Table:
    names = [pa.scalar(name, pa.string())] * found.num_rows
    return found.append_column(FILE, pa.array(names, pa.string())).select([*found.column_names, FILE])


def _without_lines(found: pa.Table) -> pa.Table:
    """Return rejects without numbers that count from the beginning of a batch: they say nothing."""
    reason = found.schema.get_field_index("reason")
    told = compute.replace_substring_regex(found.column(reason), _TWICE_ON_LINE, _TWICE)
    for name in ("line", "record"):
        nothing = pa.nulls(found.num_rows, pa.string())
        found = found.set_column(found.schema.get_field_index(name), name, nothing)
    return found.set_column(reason, "reason", told)


def _names(content: Content, header: Sequence[str], mapping: TableMapping | None) -> list[str]:
    return columns_out(content, columns_in(content, header, mapping, keyed=True))


def _first_header(files: DataFrame) -> tuple[str, ...]:
    """Return the columns of the first of some files; one worker reads it, and only they come back."""
    read = files.orderBy("path").limit(1).mapInArrow(_headers, "name string")
    found = [row["name"] for row in read.collect()]
    if not found:
        raise TableError([Problem(NAME, "there is no file", "check the path")])
    return tuple(found)


def _headers(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        for name, file in zip(batch.column("path"), batch.column("content"), strict=True):
            header = header_of(file.as_py(), name.as_py())
            yield pa.record_batch({"name": pa.array(header, pa.string())})


def _schema(names: Sequence[str]) -> str:
    return ", ".join(
        [*(f"`{name}` string" for name in names), f"{PLACE} long", f"{KEY} binary", f"{FILE} string"]
    )


def _found(found: DataFrame, names: Sequence[str]) -> Found:
    """Part what was found; a case id that stands twice counts once, wherever its rows were screened."""
    kept = found.persist(StorageLevel.DISK_ONLY)
    where = sql.struct(FILE, PLACE)
    keyed = kept.where(sql.col(KEY).isNotNull()).groupBy(KEY)
    firsts = keyed.agg(sql.min(where).alias(_FIRST), sql.count("*").alias("rows"))
    twice = firsts.where("rows > 1").drop("rows").persist(StorageLevel.DISK_ONLY)
    told = kept.join(sql.broadcast(twice), KEY, "left")
    later = sql.col(_FIRST).isNotNull() & (where != sql.col(_FIRST))
    refused = sql.col("reason").isNotNull()
    results = told.where(~refused & ~later).select(*(name for name in names if name not in REJECTED))
    told_why = [
        _why(name, later & ~refused).alias(name) for name in REJECTED if name not in {"line", "record"}
    ]
    rejects = told.where(refused | later).select(FILE, "line", "record", "case_id", *told_why, "safety")
    return Found(results, rejects, kept, twice)


def _why(name: str, only_later: Column) -> Column:
    said = {
        "column": sql.lit("case_id"),
        "value": sql.col("case_id"),
        "reason": sql.lit(_TWICE),
        "do": sql.lit(_KEEP_ONE),
    }
    return sql.when(only_later, said[name]).otherwise(sql.col(name))
