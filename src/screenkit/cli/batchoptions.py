"""The options of `screenkit batch`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from screenkit.batch.kinds import Kind
from screenkit.cli.render import Format

Tables = Annotated[
    list[str],  # not paths: places of Spark may begin with s3a:// or hdfs://
    typer.Argument(
        metavar="TABLE",
        help="A CSV, TSV, Excel (.xlsx) or Parquet table, one person a row; '-' reads CSV from a pipe. "
        "Several files, or a folder, are read as one table.",
    ),
]
Sheet = Annotated[
    str | None,
    typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook; without it, the first."),
]
Decimal = Annotated[
    Literal["point", "comma"],
    typer.Option("--decimal", help="What stands before the decimals of a number; with comma, 2,5 is 2.5."),
]
OutFormat = Annotated[
    Kind | None,
    typer.Option("--format", help="The kind of table to write; without it, the ending of OUT decides."),
]
Out = Annotated[
    str | None, typer.Option("--output", "-o", metavar="OUT", help="Write results here; '-' is the screen.")
]
MapFile = Annotated[
    Path | None, typer.Option("--map", metavar="FILE", help="A mapping file: which column holds which item.")
]
Rejects = Annotated[
    str | None,
    typer.Option(
        "--rejects",
        metavar="FILE",
        help="Write unusable rows here; without it, to OUT.rejects.csv (or .xlsx … as OUT is).",
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="The table's encoding, where it is not UTF-8."),
]
Engine = Annotated[
    Literal["local", "spark"],
    typer.Option(
        "--engine",
        help="With spark, TABLE and OUT are on any path Apache Spark reads; OUT is Parquet. "
        "It pays from about a hundred million rows.",
    ),
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict", help="Refuse columns that are no item; write no results when a row is rejected."
    ),
]
Reports = Annotated[
    Path | None,
    typer.Option(
        "--reports", metavar="DIR", help="Write a summary for each accepted row, too, into this folder."
    ),
]
ReportsFormat = Annotated[
    Format | None, typer.Option("--reports-format", help="The format of these summaries; else pdf.")
]
WorklistFile = Annotated[
    Path | None,
    typer.Option(
        "--worklist",
        metavar="FILE",
        help="Write who is next and what to do, alerts first: .csv, .md or .txt.",
    ),
]
AlertsReadBy = Annotated[
    str | None,
    typer.Option(
        "--alerts-read-by",
        metavar="NAME",
        help="Who reads the alerts the same day: a name, or a leader's id.",
    ),
]
SincePrevious = Annotated[
    Path | None,
    typer.Option(
        "--since",
        metavar="PREVIOUS",
        help="The results of an earlier run: what changed for each case goes to OUT.changes.csv.",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="Answers about safety too old on this day, by screened_on, count as not asked.",
    ),
]
SafetyDays = Annotated[
    int | None,
    typer.Option(
        "--safety-days",
        metavar="N",
        help="For how many days they count; else as the clinic's profile says, or 14.",
    ),
]
SuggestMap = Annotated[
    bool,
    typer.Option("--suggest-map", help="Only propose a mapping file for TABLE, each guess to be confirmed."),
]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help="Only show the mapping, the first rows and the counts; write nothing."),
]
