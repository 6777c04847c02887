"""Screen every row of a table: each is accepted with its result or rejected with its reason, and counted."""

import contextlib
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, BinaryIO, Protocol

from screenkit import __version__
from screenkit.batch.columns import Columns
from screenkit.batch.kept import Kept
from screenkit.batch.kinds import Kind
from screenkit.batch.places import STREAM, Discarded, Places, remove, whole
from screenkit.batch.rejects import COLUMNS, Writer
from screenkit.batch.results import Results
from screenkit.batch.rows import RowByRow
from screenkit.batch.several import AnyTable
from screenkit.batch.stream import is_utf_8
from screenkit.batch.summary import Summary
from screenkit.batch.table import Table
from screenkit.batch.tally import Tally
from screenkit.batch.watch import Watcher
from screenkit.errors import ScreenkitError
from screenkit.files import told
from screenkit.models.content import Content

if TYPE_CHECKING:
    from screenkit.batch.byblocks import ByBlocks, PlanOf
    from screenkit.batch.journal import Journal

_FEW = 100
"""Rows that are screened one by one sooner than the columnar engine has begun."""
_START = 1 << 16
_DELIMITERS = {Kind.CSV: ",", Kind.TSV: "\t"}
"""What parts the cells of results and rejects that are written from columns."""

Tell = Callable[[str], None]
Stay = Callable[[], tuple[bool, bool]]
"""Says which are to stay when all is read: the results, and the rejects."""


class Sink(Protocol):
    """What bytes are written to."""

    def write(self, data: bytes | memoryview, /) -> int:
        """Write some bytes."""


def run(  # noqa: PLR0913 - what is screened, where it goes, and what may be chosen
    content: Content,
    table: AnyTable,
    columns: Columns,
    places: Places,
    *,
    strict: bool = False,
    kept: Kept | None = None,
    watcher: Watcher | None = None,
    tell: Tell = lambda _: None,
    few: int = _FEW,
    plan_of: "PlanOf | None" = None,
) -> Summary:
    """Screen a table, write results and rejects, and return what was found.

    With `strict` the results are withheld when a row is rejected; the rejects are written all the same.
    Accepted rows are put by in `kept`; nothing is written unless their reports can be written, too. Each
    result and each reject is shown to `watcher`. A table of more than a `few` rows is screened in columns by
    what `plan_of` makes of the content; a run of that kind that was killed goes on where it stood, and `tell`
    is told.

    Raises:
        TableError: when the table turns out to be no text of its encoding; nothing is written then.
        OutputError: when the results or the rejects cannot be written.

    """
    tally = Tally()

    def stay() -> tuple[bool, bool]:
        return not (strict and tally.rejected), bool(tally.rejected or places.always)

    counted = None
    if kept is None and isinstance(table, Table) and _is_for_columns(table, columns, places, few):
        asked = _Asked(content, table, columns, places, strict, watcher)
        counted = _in_columns(asked, tell, plan_of)
    if counted is not None:
        tally = counted
    else:
        _row_by_row(RowByRow(content, table, columns, tally, kept=kept, watcher=watcher), places, kept, stay)
    if not stay()[1]:
        remove(places.rejects)  # those of an earlier run, whose results have just been replaced
    return tally.summary(content, withheld=not stay()[0])


def rehearse(
    content: Content, table: AnyTable, columns: Columns, *, watcher: Watcher | None = None
) -> Summary:
    """Screen a table as `run` does, write nothing, and return what was found."""
    tally = Tally()
    RowByRow(content, table, columns, tally, watcher=watcher).screen(_Nowhere(), _Nowhere())
    return tally.summary(content, withheld=False)


def _row_by_row(work: RowByRow, places: Places, kept: Kept | None, stay: Stay) -> None:
    """Screen a table record by record into its places."""
    with (
        _whole(places, stay) as (out, rejects),
        work.results(out, places) as results,
        work.rejects(rejects, places) as refused,
    ):
        work.screen(results, refused)
        if kept is not None and stay()[0]:
            kept.ready()


@contextlib.contextmanager
def _whole(places: Places, stay: Stay) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Open results and rejects; afterwards `stay` says which of them are to stay.

    Rejects take their name first: results never stand there without the rows that are missing from them.
    """
    with whole(places.out, overwrite=places.overwrite) as out:
        with whole(places.rejects, overwrite=places.overwrite) as rejects:
            yield out, rejects
            if not stay()[1]:
                raise Discarded
        if not stay()[0]:
            raise Discarded


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is screened in columns, and where it goes."""

    content: Content
    table: Table
    columns: Columns
    places: Places
    strict: bool
    watcher: Watcher | None


def _is_for_columns(table: Table, columns: Columns, places: Places, few: int) -> bool:
    """Say whether a table is worth the columnar engine, and of a kind that it reads and writes."""
    kinds = {places.out_kind, places.rejects_kind}
    is_plain = columns.dating is None and not any(column.comma for column in columns.answers)
    if not is_plain or kinds - {*_DELIMITERS}:
        return False
    if table.begins != 0 or not is_utf_8(table.encoding):
        return False
    here = table.file.tell()
    table.file.seek(0)
    start = table.file.read(_START)
    table.file.seek(here)
    return len(start) == _START or start.count(b"\n") > few


def _in_columns(asked: _Asked, tell: Tell, plan_of: "PlanOf | None") -> Tally | None:
    """Screen a table in columns; return what was counted, or None where columns cannot hold the scores."""
    from screenkit.batch.byblocks import ByBlocks, planned  # noqa: PLC0415 - polars comes along

    try:
        plan = (plan_of or planned)(asked.content, asked.columns.ids)
    except OverflowError:  # scores that columns cannot hold
        return None
    work = ByBlocks(asked.content, asked.table, asked.columns, plan, asked.watcher)
    header, places = Results(asked.content, asked.columns.ids).header, asked.places

    def stay() -> tuple[bool, bool]:
        rejected = work.tally.rejected
        return not (asked.strict and rejected), bool(rejected or places.always)

    is_watched = asked.watcher is not None and asked.watcher.needs_every_row
    if is_watched or STREAM in {*places.tables, places.out, places.rejects}:
        with _whole(places, stay) as (out, rejects):
            _screen(work, None, (out, rejects), places, header)
        return work.tally
    with _journaled(work, places, _identity(asked), tell) as journal:
        parts = journal.parts["results"], journal.parts["rejects"]
        _screen(work, journal, parts, places, header)
        results, refused = stay()
        journal.publish(results=results, rejects=refused)
    return work.tally


@contextlib.contextmanager
def _journaled(
    work: "ByBlocks", places: Places, identity: dict[str, object], tell: Tell
) -> Iterator["Journal"]:
    """Open the journal of a run; nothing of it stays when the run fails, and all when it is interrupted."""
    from screenkit.batch.journal import Journal  # noqa: PLC0415 - numpy comes along

    with told(places.out):
        journal = Journal(places, identity)
        try:
            if journal.steps and not journal.agrees(work.source, work.start.offset):
                journal.restart(other=True)
            if journal.steps:
                done = journal.steps[-1].place.number
                tell(f"{places.out}: goes on after row {done:,} of an interrupted run")
            elif journal.was_other:
                what = "an interrupted run had another table, content or options"
                tell(f"{places.out}: {what}; this one begins anew")
            yield journal
        except (ScreenkitError, RuntimeError, OSError):
            journal.discard()
            raise
        finally:
            journal.close()


def _screen(
    work: "ByBlocks", journal: "Journal | None", sinks: tuple[Sink, Sink], places: Places, header: list[str]
) -> None:
    """Screen a table into these sinks, which begin with their headers or go on behind what is there."""
    out, rejects = sinks
    goes_on = journal is not None and bool(journal.steps)
    if not goes_on:
        _results(out, places, header)
    written = _rejects(rejects, places, header=not goes_on)
    work.screen(journal, out.write, written, _DELIMITERS[places.out_kind])


def _identity(asked: _Asked) -> dict[str, object]:
    """Return what two runs must have in common so that one goes on where the other stood."""
    table, columns, places = asked.table, asked.columns, asked.places
    path = places.tables[0]
    status = path.stat()
    read = [(column.place, column.id, column.recode) for column in columns.answers]
    return {
        "table": [str(path.resolve()), status.st_size, status.st_mtime_ns],
        "header": [*table.header, table.delimiter, table.line],
        "columns": repr((columns.case_id, read, sorted(columns.constants.items()))),
        "content": repr(asked.content.versions),
        "options": [str(places.out), str(places.rejects), places.always, asked.strict],
        "programs": [__version__, *(version(name) for name in ("polars", "numpy"))],
    }


class _Encoded:
    """Takes the lines of a table as text and writes them as UTF-8."""

    def __init__(self, file: Sink) -> None:
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(text.encode())


def _results(file: Sink, places: Places, header: list[str]) -> Writer:
    writer = csv.writer(_Encoded(file), delimiter=_DELIMITERS[places.out_kind], lineterminator="\n")
    writer.writerow(header)
    return writer


def _rejects(file: Sink, places: Places, *, header: bool = True) -> Writer:
    writer = csv.writer(_Encoded(file), delimiter=_DELIMITERS[places.rejects_kind], lineterminator="\n")
    if header:
        writer.writerow(COLUMNS)
    return writer


class _Nowhere:
    """Takes rows and writes them nowhere."""

    def writerow(self, row: Sequence[object], /) -> None:
        pass
