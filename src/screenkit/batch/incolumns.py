"""Screen a table in columns, with a journal beside the results, so that a run that was killed goes on."""

import contextlib
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Protocol

from screenkit import __version__
from screenkit.batch.columns import Columns
from screenkit.batch.ending import Ending
from screenkit.batch.kinds import Kind
from screenkit.batch.places import STREAM, Places, Waiting, waiting
from screenkit.batch.publishing import is_noted
from screenkit.batch.rejects import COLUMNS, Writer
from screenkit.batch.results import Results
from screenkit.batch.stream import is_utf_8
from screenkit.batch.summary import Summary
from screenkit.batch.table import Table
from screenkit.batch.watch import Watcher
from screenkit.errors import ScreenkitError
from screenkit.files import told
from screenkit.models.content import Content

if TYPE_CHECKING:
    from screenkit.batch.byblocks import ByBlocks, PlanOf
    from screenkit.batch.journal import Journal

_START = 1 << 16
_DELIMITERS = {Kind.CSV: ",", Kind.TSV: "\t"}
"""What parts the cells of results and rejects that are written from columns."""

Tell = Callable[[str], None]


class Sink(Protocol):
    """What bytes are written to."""

    def write(self, data: bytes | memoryview, /) -> int:
        """Write some bytes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is screened in columns, and where it goes."""

    content: Content
    table: Table
    columns: Columns
    places: Places
    strict: bool
    watcher: Watcher | None

    @property
    def header(self) -> list[str]:
        """The names of the columns of the results."""
        return Results(self.content, self.columns.ids).header


def is_for_columns(table: Table, columns: Columns, places: Places, few: int) -> bool:
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


def in_columns(asked: Asked, ending: Ending, tell: Tell, plan_of: "PlanOf | None") -> Summary | None:
    """Screen a table in columns, and return what was found, or None where columns cannot hold the scores.

    A run that was interrupted goes on where it stood, and `tell` is told.

    Raises:
        TableError: when the table turns out to be no text of its encoding; nothing is written then.
        OutputError: when the results or the rejects cannot be written.

    """
    from polars.exceptions import PanicException  # noqa: PLC0415 - only where tables are read in columns

    from screenkit.batch.byblocks import ByBlocks, planned  # noqa: PLC0415

    try:
        plan = (plan_of or planned)(asked.content, asked.columns.ids)
    except OverflowError:  # scores that columns cannot hold
        return None
    work = ByBlocks(asked.content, asked.table, asked.columns, plan, asked.watcher)
    places = asked.places
    try:
        if STREAM in {*places.tables, places.out, places.rejects}:
            return _unnoted(work, asked, ending)
        return _noted(work, asked, ending, tell)
    except PanicException:  # no ordinary exception; it may hold what somebody answered
        raise RuntimeError("polars broke down") from None


def _unnoted(work: "ByBlocks", asked: Asked, ending: Ending) -> Summary:
    """Screen what cannot be read or written twice: an interrupted run begins anew."""
    places = asked.places
    with ending.until_noted() as held:
        with waiting(places.out, places) as results, waiting(places.rejects, places) as rejects:
            _screen(work, None, (results.file, rejects.file), asked)
        held += [results, rejects]
        return ending.end(work.tally, results, rejects)


def _noted(work: "ByBlocks", asked: Asked, ending: Ending, tell: Tell) -> Summary:
    """Screen a table, and note how far it is."""
    from screenkit.batch.again import show_again  # noqa: PLC0415 - polars comes along

    with _journaled(work, asked, tell) as journal:
        parts = journal.parts["results"], journal.parts["rejects"]
        if asked.watcher is not None and asked.watcher.needs_every_row:
            show_again(asked.watcher, journal, asked.header, _DELIMITERS[asked.places.out_kind])
        _screen(work, journal, parts, asked)
        journal.force()
        results, rejects = (Waiting(part.file, part.path) for part in parts)
        summary = ending.end(work.tally, results, rejects, journal.paths)
        journal.discard()
    return summary


@contextlib.contextmanager
def _journaled(work: "ByBlocks", asked: Asked, tell: Tell) -> Iterator["Journal"]:
    """Open the journal of a run; nothing of it stays when the run fails, and all when it is interrupted."""
    from screenkit.batch.journal import Journal  # noqa: PLC0415 - numpy comes along

    places = asked.places
    with told(places.out):
        journal = Journal(places, _identity(asked))
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
            if not is_noted(places.note, journal.paths):
                journal.discard()
            raise
        finally:
            journal.close()


def _screen(work: "ByBlocks", journal: "Journal | None", sinks: tuple[Sink, Sink], asked: Asked) -> None:
    """Screen a table into these sinks, which begin with their headers or go on behind what is there."""
    results, rejects = sinks
    places = asked.places
    goes_on = journal is not None and bool(journal.steps)
    if not goes_on:
        _writer(results, places.out_kind).writerow(asked.header)
        _writer(rejects, places.rejects_kind).writerow(COLUMNS)
    work.screen(journal, results.write, _writer(rejects, places.rejects_kind), _DELIMITERS[places.out_kind])


def _identity(asked: Asked) -> dict[str, object]:
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


def _writer(file: Sink, kind: Kind) -> Writer:
    return csv.writer(_Encoded(file), delimiter=_DELIMITERS[kind], lineterminator="\n")
