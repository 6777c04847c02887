"""screenkit batch: a table of people → a result for each row, or the reason why there is none."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli.options import Overwrite, PaperOption, Questionnaires, Rules
from screenkit.cli.render import Format, Pages, pages

if TYPE_CHECKING:
    from screenkit.batch.places import Places
    from screenkit.cli.summaries import Summaries

TableFile = Annotated[
    Path,
    typer.Argument(metavar="TABLE", help="A CSV or TSV table, one person a row; '-' reads it from a pipe."),
]
Out = Annotated[
    Path, typer.Option("--output", "-o", metavar="OUT", help="Write results here; '-' is the screen.")
]
MapFile = Annotated[
    Path | None, typer.Option("--map", metavar="FILE", help="A mapping file: which column holds which item.")
]
Rejects = Annotated[
    Path | None,
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
    reports: Reports = None,
    reports_format: ReportsFormat = None,
    paper: PaperOption = None,
) -> None:
    """Screen a table of people, one row a person."""
    from screenkit.batch.columns import columns_of
    from screenkit.batch.places import places
    from screenkit.batch.run import run
    from screenkit.batch.stream import reads_tables
    from screenkit.batch.summary import summary_lines
    from screenkit.batch.table import opened
    from screenkit.content.load import load
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
    where = places(table, out, rejects, overwrite=overwrite, others=read)
    content = load(rules, questionnaires or ())
    mapped = load_mapping(mapping, content) if mapping else None
    with _summaries(reports, form, where, read, printed) as wanted:
        with opened(table, encoding) as source:
            columns = columns_of(source.header, content, source.name, mapped, strict=strict)
            _tell((*source.notes, *columns.notes))
            if wanted:
                wanted.refuse_early(columns, encoding)
            kept = wanted.kept if wanted else None
            summary = run(content, source, columns, where, strict=strict, kept=kept, tell=_tell_one)
        _tell(summary_lines(summary, where.rejects_name))
        if summary.withheld:
            _tell([f"{where.out}: no results were written — mend the rejected rows, or leave --strict out"])
            raise typer.Exit(1)
        if wanted:
            wanted.write(content)


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


def _tell_one(line: str) -> None:
    _tell([line])


def _tell(lines: Iterable[str]) -> None:
    from screenkit.text import clean

    for line in lines:
        print(clean(line), file=sys.stderr)
