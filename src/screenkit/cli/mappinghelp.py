"""Help with a table before it is screened: propose a mapping, try one, say what becomes of safety answers."""

from collections.abc import Iterator
from pathlib import Path

import typer

from screenkit.batch.columns import Columns, columns_of
from screenkit.batch.dating import Dating
from screenkit.batch.echo import echo_lines, safety_columns, unseen_lines
from screenkit.batch.opening import Manner, Named, opened
from screenkit.batch.places import STREAM
from screenkit.batch.row import case_id_of, read_row
from screenkit.batch.run import rehearse
from screenkit.batch.summary import Beside, summary_lines
from screenkit.batch.table import Row
from screenkit.batch.values import seen_values
from screenkit.batch.watch import Watcher
from screenkit.files import write_whole
from screenkit.models.answers import spelled
from screenkit.models.content import Content
from screenkit.models.mapping import TableMapping
from screenkit.text import clean

_FIRST = 5
"""Rows that a dry run shows."""


def give_proposal(
    table: Named, content: Content, manner: Manner, out: Path | None, *, overwrite: bool
) -> None:
    """Print a mapping file that proposes what the columns of a table hold, or write it to `out`.

    Raises:
        OutputError: when it cannot be written.

    """
    proposed = suggest(table, content, manner)
    if out is None or out == STREAM:
        print(proposed, end="")
    else:
        write_whole(out, proposed.encode(), overwrite=overwrite)


def print_dry_run(
    table: Named, content: Content, mapping: TableMapping | None, manner: Manner, dating: Dating | None
) -> None:
    """Print what a run would make of a table."""
    for line in dry_run(table, content, mapping, manner, dating):
        print(clean(line))


def suggest(table: Named, content: Content, manner: Manner) -> str:
    """Return a mapping file that proposes what the columns of a table hold."""
    from screenkit.content.guess import guesses
    from screenkit.content.proposal import proposal

    _refuse_pipe(table, "--suggest-map")
    with opened(table.files, manner, table.name) as source:
        header = source.header
    seen = seen_values(table.files, header, manner)
    return proposal(guesses(header, seen, content), header, content, Path(table.name).name)


def echo(table: Named, columns: Columns, manner: Manner) -> list[str]:
    """Return what a mapping makes of answers about safety, value by value, before anybody is screened."""
    mapped = safety_columns(columns)
    if not all(path != STREAM and path.is_file() for path in table.files):
        return list(unseen_lines(mapped))
    names = {column.name for column in mapped}
    return list(echo_lines(mapped, seen_values(table.files, names, manner))) if names else []


def dry_run(
    table: Named, content: Content, mapping: TableMapping | None, manner: Manner, dating: Dating | None
) -> Iterator[str]:
    """Yield the mapping, the first rows as they would be read, and the counts of a run; write nothing."""
    _refuse_pipe(table, "--dry-run")
    with opened(table.files, manner, table.name) as source:
        columns = columns_of(source.header, content, source.name, mapping, comma=manner.comma, dating=dating)
        yield f"Columns of {source.name}, as the rules {content.ruleset.id} would read them:"
        yield from _mapped(columns)
        yield from (f"  {note}" for note in (*source.notes, *columns.notes))
        if mapping:
            yield "What becomes of the answers about safety:"
            yield from (f"  {line}" for line in echo(table, columns, manner))
        yield "The first rows, as they would be read:"
        for number, row in enumerate(source.rows(lambda _: False), 1):
            if number > _FIRST:
                break
            yield f"  line {row.line}: {_first(columns, row) if isinstance(row, Row) else row.fault.reason}"
    with opened(table.files, manner, table.name) as source:
        watcher = Watcher()
        summary = rehearse(content, source, columns, watcher=watcher)
    beside = Beside(grown_old=watcher.grown_old.total())
    yield "A run would find:"
    yield from (f"  {line}" for line in summary_lines(summary, "the file of rejects", beside))
    yield "Nothing was written."


def _mapped(columns: Columns) -> Iterator[str]:
    for title, place in (("case_id", columns.case_id), ("screened_on", columns.screened_on)):
        if place is not None:
            yield f"  {title} from column {columns.header[place]}"
    for column in columns.answers:
        yield f"  {column.id} from column {column.name}"
    for name, answer in columns.constants.items():
        yield f"  {name} for everybody: {spelled(answer)}"
    read = {column.place for column in columns.answers} | {columns.case_id, columns.screened_on}
    left = [name for place, name in enumerate(columns.header) if place not in read]
    yield f"Columns that are not read: {len(left)}{': ' if left else ''}{', '.join(left)}"


def _first(columns: Columns, row: Row) -> str:
    """Return what a row says; what is no answer is named by its column, and why."""
    if row.faults:
        return "; ".join(f"{fault.reason} ({fault.do})" for fault in row.faults)
    reading = read_row(columns, row.cells, case_id_of(columns, row.cells, row.number))
    told = [f"{name} {spelled(answer)}" for name, answer in reading.answers.given.items()]
    wrong = [f"{problem.column}: {problem.reason}" for problem in reading.problems]
    case_id = clean(reading.answers.case_id or "")
    return f"case {case_id}: {', '.join([*told, *wrong]) or 'no answer'}"


def _refuse_pipe(table: Named, option: str) -> None:
    if STREAM in table.files:
        raise typer.BadParameter("the table is read more than once: name a file", param_hint=option)
