"""screenkit batch: a table of people → a result for each row, or the reason why there is none."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from screenkit.cli.options import Overwrite, Questionnaires, Rules

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
    where = places(table, out, rejects, overwrite=overwrite, others=[mapping] if mapping else [])
    content = load(rules, questionnaires or ())
    mapped = load_mapping(mapping, content) if mapping else None
    with opened(table, encoding) as source:
        columns = columns_of(source.header, content, source.name, mapped, strict=strict)
        _tell((*source.notes, *columns.notes))
        summary = run(content, source, columns, where, strict=strict)
    _tell(summary_lines(summary, where.rejects_name))
    if summary.withheld:
        _tell([f"{where.out}: no results were written — mend the rejected rows, or leave --strict out"])
        raise typer.Exit(1)


def _tell(lines: Iterable[str]) -> None:
    from screenkit.text import clean

    for line in lines:
        print(clean(line), file=sys.stderr)
