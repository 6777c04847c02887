"""Where a run reads and writes: checked before it starts, and written whole or not at all."""

import contextlib
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from screenkit.batch.kinds import BINARY, Kind, kind_of, unread, unwritten
from screenkit.errors import OutputError, Problem, TableError
from screenkit.files import whole_file, write_stream

STREAM = Path("-")
"""Standard input, or standard output."""

_IN_MEMORY = 1 << 24
_BLOCK = 1 << 16


class Discarded(Exception):  # noqa: N818 - nothing went wrong
    """Raised inside `whole` when what was written is not wanted after all."""


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
) -> Places:
    """Return where a run reads and writes; `others` are files that it also reads.

    Results are written as `kind`, else as the name of the file says; rejects as their own name says.

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
        taken.append(path)
    if problems:
        raise OutputError(problems)


@contextlib.contextmanager
def whole(path: Path, *, overwrite: bool) -> Iterator[BinaryIO]:
    """Open a file, or standard output, to which everything is written or nothing.

    Raising `Discarded` inside leaves everything as it was, and is no error.
    """
    with contextlib.suppress(Discarded):
        if path == STREAM:
            with _stream() as file:
                yield file
        else:
            with whole_file(path, overwrite=overwrite) as file:
                yield file


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


def remove(path: Path) -> None:
    """Take away a file, where there is one.

    Raises:
        OutputError: when it stays.

    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        what = f"the rejects of an earlier run cannot be taken away ({error.strerror})"
        raise OutputError([Problem(str(path), what, "delete the file yourself")]) from None


@contextlib.contextmanager
def _stream() -> Iterator[BinaryIO]:
    """Gather what goes to standard output until all of it is there, if need be in a file without a name."""
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        yield cast("BinaryIO", file)
        file.seek(0)
        while block := file.read(_BLOCK):
            write_stream(block)


def _beside(table: Path, out: Path, kind: Kind) -> Path:
    """Return where rejects go when nobody says: beside the results, or into this folder beside a stream."""
    ending = f"rejects.{Kind.CSV if kind is Kind.TSV else kind}"
    if out != STREAM:
        return Path(f"{out}.{ending}")
    return Path(f"{'stdin' if table == STREAM else table.name}.{ending}")


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
