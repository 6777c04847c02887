"""Where a run reads and writes: checked before it starts, and written whole or not at all."""

import contextlib
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import BinaryIO, cast

from screenkit.batch.hidden import beside, part_of
from screenkit.batch.kinds import BINARY, Kind, kind_of, unread, unwritten
from screenkit.batch.publishing import finish
from screenkit.errors import OutputError, Problem, TableError
from screenkit.files import told, write_stream

STREAM = Path("-")
"""Standard input, or standard output."""

_IN_MEMORY = 1 << 24
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Places:
    """The tables, where results and rejects go and as what, and whether files there may be replaced.

    `always` says that the file of rejects is written also when there are none, since it was asked for.
    """

    tables: tuple[Path, ...]
    out: Path
    rejects: Path
    always: bool
    overwrite: bool
    out_kind: Kind
    rejects_kind: Kind

    @property
    def note(self) -> Path:
        """Where it is noted what is still to be published, beside the results."""
        return beside(self._home, "publish")

    def part(self, path: Path) -> Path:
        """Return where a file of this run is written before it takes its name."""
        run = sha256(str(self._home.resolve()).encode()).hexdigest()[:8]
        return beside(path, f"{run}.part")

    def of_earlier_runs(self) -> Iterator[Path]:
        """Yield what is named like rejects of these results and was not written with them."""
        for kind in Kind if self.out != STREAM else ():
            path = Path(f"{self.out}.rejects.{kind}")
            if path != self.rejects and path.exists():
                yield path

    @property
    def _home(self) -> Path:
        """The file by which a run is told from others."""
        return self.rejects if self.out == STREAM else self.out

    @property
    def rejects_name(self) -> str:
        """What the place of the rejects is called in messages."""
        return "standard output" if self.rejects == STREAM else str(self.rejects)


def places(  # noqa: PLR0913 - where one run reads and writes
    tables: Sequence[Path],
    out: Path,
    rejects: Path | None,
    *,
    overwrite: bool,
    others: Iterable[Path] = (),
    kind: Kind | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Places:
    """Return where a run reads and writes; `others` are files that it also reads.

    Results are written as `kind`, else as the name of the file says; rejects as their own name says. What an
    interrupted run had ready for the same place takes its names first, and `tell` is told.

    Raises:
        TableError: when a table is of a kind that is not read here.
        OutputError: with everything that speaks against writing there: before anything is read.

    """
    unreadable = [problem for table in tables for problem in unread(table)]
    if unreadable:
        raise TableError(unreadable)
    chosen_kind = kind or kind_of(out)
    beside = rejects or _beside(tables[0], out, chosen_kind)
    rejects_kind = kind_of(beside)
    chosen = Places(tuple(tables), out, beside, rejects is not None, overwrite, chosen_kind, rejects_kind)
    published = finish(chosen.note)
    if published:
        tell(f"{out}: an interrupted run was complete; {_listed(published)} stand there now")
    with told(chosen.out):  # a disk does not take every name
        problems = [*_of_kind(chosen, kind), *_existing(chosen), *_same(chosen, others)]
    if problems:
        raise OutputError(problems)
    return chosen


def check_further(written: Iterable[Path], chosen: Places, read: Iterable[Path] = ()) -> None:
    """See that files beside the results can be written; `read` are files that the run also reads.

    Raises:
        OutputError: with everything that speaks against it.

    """
    problems: list[Problem] = []
    taken = [path for path in (*chosen.tables, *read, chosen.out, chosen.rejects) if path != STREAM]
    for path in written:
        if any(_is_one_file(path, other) for other in taken):
            problems.append(Problem(str(path), "this run reads or writes this file, too", "name another"))
        elif path.exists() and not path.is_file():
            problems.append(Problem(str(path), "this is no ordinary file", "name a file"))
        elif path.exists() and not chosen.overwrite:
            problems.append(
                Problem(str(path), "the file exists already", "choose another name, or add --overwrite")
            )
        else:
            problems += _of_folder(path)
        taken.append(path)
    if problems:
        raise OutputError(problems)


def _of_folder(path: Path) -> Sequence[Problem]:
    """Return what keeps a new file from being made there: known before the work, not after it."""
    try:
        with told(path), TemporaryFile(dir=path.parent):
            return ()
    except OutputError as error:
        return error.problems


@dataclass(frozen=True, slots=True)
class Waiting:
    """What was written and has no name yet: a file of its own, or what goes to standard output."""

    file: BinaryIO
    part: Path | None

    def print(self) -> None:
        """Give it to standard output."""
        self.file.seek(0)
        while block := self.file.read(_BLOCK):
            write_stream(block)

    def give_up(self) -> None:
        """Take it away, unless it has its name by now."""
        self.file.close()
        if self.part:
            self.part.unlink(missing_ok=True)


@contextlib.contextmanager
def waiting(path: Path, places: Places) -> Iterator[Waiting]:
    """Open what waits for this name, or for standard output, in a run that reads and writes there.

    It belongs to the caller when the block ends well; else nothing of it stays.

    Raises:
        OutputError: when the disk does not take it.

    """
    if path != STREAM:
        part = places.part(path)
        with part_of(path, part) as file:
            yield Waiting(file, part)
        return
    spool = Waiting(cast("BinaryIO", SpooledTemporaryFile(max_size=_IN_MEMORY)), None)  # noqa: SIM115 - closed by its owner
    try:
        yield spool
    except BaseException:
        spool.give_up()
        raise


@contextlib.contextmanager
def put_by(stream: BinaryIO) -> Iterator[BinaryIO]:
    """Return what comes through a pipe as a file that can be read from any place; it has no name."""
    if stream.seekable():
        yield stream
        return
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        shutil.copyfileobj(stream, file)
        file.seek(0)
        yield cast("BinaryIO", file)


def _beside(table: Path, out: Path, kind: Kind) -> Path:
    """Return where rejects go when nobody says: beside the results, or into this folder beside a stream."""
    ending = f"rejects.{Kind.CSV if kind is Kind.TSV else kind}"
    if out != STREAM:
        return Path(f"{out}.{ending}")
    return Path(f"{'stdin' if table == STREAM else table.name}.{ending}")


def _listed(paths: Sequence[Path]) -> str:
    *names, last = [path.name for path in paths]
    return f"{', '.join(names)} and {last}" if names else last


def _of_kind(chosen: Places, named: Kind | None) -> Iterator[Problem]:
    """Say what cannot be written as it was named; `named` is the kind that was asked for."""
    if not named:
        yield from unwritten(chosen.out)
    yield from unwritten(chosen.rejects)
    if chosen.out == STREAM and chosen.out_kind in BINARY and sys.stdout.isatty():
        yield Problem("-", "no screen shows a table of this kind", "name a file with -o")


def _existing(chosen: Places) -> Iterator[Problem]:
    for path in (chosen.out, chosen.rejects):
        if path == STREAM or not path.exists():
            continue
        if not path.is_file():
            yield Problem(str(path), "this is no ordinary file", "name a file, or '-' for standard output")
        elif not chosen.overwrite:
            yield Problem(str(path), "the file exists already", "choose another name, or add --overwrite")


def _same(chosen: Places, others: Iterable[Path]) -> Iterator[Problem]:
    if chosen.out == chosen.rejects == STREAM:
        yield Problem("-", "results and rejects would run together", "name a file for one of them")
    read = [path for path in (*chosen.tables, *others) if path != STREAM]
    written = [path for path in (chosen.out, chosen.rejects) if path != STREAM]
    for path in written:
        if any(_is_one_file(path, other) for other in read):
            yield Problem(str(path), "this file is also read from", "choose another name for what is written")
    if len(written) > 1 and _is_one_file(*written):
        yield Problem(
            str(written[1]), "results and rejects would share this file", "choose another name for one"
        )


def _is_one_file(first: Path, second: Path) -> bool:
    if first.exists() and second.exists():
        return first.samefile(second)
    return first.resolve() == second.resolve()
