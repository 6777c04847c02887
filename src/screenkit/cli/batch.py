"""screenkit batch: a table of people → a result for each row, or the reason why there is none."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from screenkit.cli.options import Overwrite, PaperOption, Questionnaires, Rules, cache_folder
from screenkit.cli.render import Format, Pages, pages

if TYPE_CHECKING:
    from screenkit.batch.places import Places
    from screenkit.cli.spark import Asked
    from screenkit.cli.summaries import Summaries

TableFile = Annotated[
    str,  # not a path: Spark's places may begin with s3a:// or hdfs://
    typer.Argument(metavar="TABLE", help="A CSV or TSV table, one person a row; '-' reads it from a pipe."),
]
Out = Annotated[
    str, typer.Option("--output", "-o", metavar="OUT", help="Write results here; '-' is the screen.")
]
MapFile = Annotated[
    Path | None, typer.Option("--map", metavar="FILE", help="A mapping file: which column holds which item.")
]
Rejects = Annotated[
    str | None,
    typer.Option(
        "--rejects", metavar="FILE", help="Write unusable rows here; without it, to OUT.rejects.csv."
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="The table's encoding, where it is not UTF-8."),
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict", help="Refuse columns that are no item; write no results when a row is rejected."
    ),
]
Engine = Annotated[
    Literal["local", "spark"],
    typer.Option(
        "--engine",
        help="With spark, TABLE and OUT are on any path Apache Spark reads; OUT is Parquet. "
        "It pays from about a hundred million rows.",
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


def batch(
    table: TableFile,
    *,
    out: Out,
    rules: Rules = "online-group",
    questionnaires: Questionnaires = None,
    mapping: MapFile = None,
    rejects: Rejects = None,
    encoding: Encoding = None,
    strict: Strict = False,
    overwrite: Overwrite = False,
    engine: Engine = "local",
    reports: Reports = None,
    reports_format: ReportsFormat = None,
    paper: PaperOption = None,
) -> None:
    """Screen a table of people, one row a person."""
    if engine == "spark":
        refused = {"--encoding": encoding, "--strict": strict, "--reports": reports}
        _refuse_on_spark({**refused, "--reports-format": reports_format, "--paper": paper})
        from screenkit.cli.spark import Asked as Wanted

        beside = rejects or f"{out}.rejects.parquet"
        _on_spark(Wanted(table, out, beside, rules, questionnaires or (), mapping, overwrite))
        return
    from screenkit.batch.columns import columns_of
    from screenkit.batch.places import places
    from screenkit.batch.run import run
    from screenkit.batch.stream import reads_tables
    from screenkit.batch.summary import summary_lines
    from screenkit.batch.table import opened
    from screenkit.content.cache import load_kept
    from screenkit.content.mapping import load_mapping

    if encoding and not reads_tables(encoding):
        what = "this encoding is not read; cp1252 and latin-1 are, for example"
        raise typer.BadParameter(what, param_hint="--encoding")
    for option, given in (("--reports-format", reports_format), ("--paper", paper)):
        if given and not reports:
            raise typer.BadParameter("say with --reports where they go", param_hint=option)
    form = reports_format or Format.PDF
    printed = pages(form, paper, None)
    read = [mapping] if mapping else []
    where = places(
        Path(table), Path(out), Path(rejects) if rejects else None, overwrite=overwrite, others=read
    )
    content = load_kept(rules, questionnaires or (), cache_folder())
    mapped = load_mapping(mapping, content) if mapping else None
    with _summaries(reports, form, where, read, printed) as wanted:
        with opened(Path(table), encoding) as source:
            columns = columns_of(source.header, content, source.name, mapped, strict=strict)
            _tell((*source.notes, *columns.notes))
            if wanted:
                wanted.refuse_early(columns, encoding)
            kept = wanted.kept if wanted else None
            summary = run(content, source, columns, where, strict=strict, kept=kept)
        _tell(summary_lines(summary, where.rejects_name))
        if summary.withheld:
            _tell([f"{where.out}: no results were written — mend the rejected rows, or leave --strict out"])
            raise typer.Exit(1)
        if wanted:
            wanted.write(content)


def _refuse_on_spark(options: Mapping[str, object]) -> None:
    for option, given in options.items():
        if given:
            raise typer.BadParameter("this is not done on Spark", param_hint=option)


def _on_spark(asked: "Asked") -> None:
    from screenkit.batch.summary import summary_lines
    from screenkit.cli.spark import screen_on_spark

    _tell(summary_lines(screen_on_spark(asked), asked.rejects))


@contextmanager
def _summaries(
    folder: Path | None, form: Format, where: "Places", read: Iterable[Path], printed: Pages
) -> Iterator["Summaries | None"]:
    """Return the summaries of this run, where they are wanted; the answers put by for them are let go of."""
    if folder is None:
        yield None
        return
    from screenkit.cli.summaries import Summaries

    wanted = Summaries(folder, form, where, read, printed)
    with closing(wanted.kept):
        yield wanted


def _tell(lines: Iterable[str]) -> None:
    from screenkit.text import clean

    for line in lines:
        print(clean(line), file=sys.stderr)
