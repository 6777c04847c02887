"""Accepted rows, put by until their reports can be written, and the file each report goes into."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile

from screenkit.assessment import Assessment
from screenkit.batch.columns import Columns
from screenkit.batch.filenames import INCOMPLETE, possible, stems
from screenkit.batch.places import STREAM
from screenkit.batch.rejects import Place
from screenkit.batch.row import case_id_of, reads_as_row
from screenkit.batch.several import AnyTable
from screenkit.batch.table import Row
from screenkit.case.athome import may_be_read_at_home
from screenkit.errors import OutputError, Problem
from screenkit.files import make_private_folder
from screenkit.models.answers import Answers

_IN_MEMORY = 1 << 24


@dataclass(frozen=True, slots=True)
class Job:
    """One report to be written: the row, its answers, the file, and what an earlier run may have left."""

    place: Place
    record: int
    answers: Answers
    path: Path
    replaces: tuple[Path, ...]


class Kept:
    """The accepted rows of one run; in memory stay their ids, answers go into a file without a name."""

    def __init__(
        self,
        folder: Path,
        ending: str,
        *,
        overwrite: bool,
        is_incomplete: Callable[[Assessment], bool],
        others: Iterable[Path] = (),
    ) -> None:
        """Write into this folder, with this ending; `others` are files that are read or written as well.

        `is_incomplete` says whether a report has to name itself so.

        Raises:
            OutputError: when a file stands where the folder should be.

        """
        if folder.exists() and not folder.is_dir():
            raise OutputError([Problem(str(folder), "this is no folder", "name another with --reports")])
        self._is_incomplete = is_incomplete
        self._folder, self._ending, self._overwrite = folder, ending, overwrite
        self._others = {path.resolve() for path in others if path != STREAM}
        self._rows = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by `close`
        self._ids: dict[str, bool] = {}
        self.at_home = 0

    def __len__(self) -> int:
        """Return how many reports there are to write."""
        return len(self._ids)

    @property
    def incomplete(self) -> int:
        """How many of them are incomplete."""
        return sum(self._ids.values())

    def add(self, place: Place, record: int, answers: Answers, assessment: Assessment) -> None:
        """Put by a row that was accepted."""
        self._ids[answers.case_id or str(record)] = self._is_incomplete(assessment)
        self.at_home += may_be_read_at_home(assessment)
        pickle.dump((place, record, answers), self._rows)

    def refuse_early(self, table: AnyTable, columns: Columns) -> None:
        """Refuse what `ready` would, before anybody is screened; reads a table through for its ids.

        Raises:
            OutputError: as `ready` does.

        """
        if not self._overwrite and self._folder.is_dir() and any(self._folder.iterdir()):
            pieces = table.rows(partial(reads_as_row, columns))
            rows = (piece for piece in pieces if isinstance(piece, Row) and piece.cells)
            self._refuse(case_id_of(columns, row.cells, row.number) for row in rows)

    def ready(self) -> None:
        """Make the folder, and see that every report can be written there.

        Raises:
            OutputError: with every file that is in the way.

        """
        make_private_folder(self._folder, option="--reports")
        self._refuse(self._ids)

    def jobs(self) -> Iterator[Job]:
        """Yield the reports to write, in the order of the table."""
        names = stems(self._ids)
        self._rows.seek(0)
        for _ in self._ids:
            place, record, answers = pickle.load(self._rows)  # noqa: S301 - written above, read by nobody else
            case_id = answers.case_id or str(record)
            path = self._path(names[case_id] + (INCOMPLETE if self._ids[case_id] else ""))
            others = tuple(other for other in map(self._path, possible(case_id)) if other != path)
            yield Job(place, record, answers, path, others if self._overwrite else ())

    def close(self) -> None:
        """Let go of the answers."""
        self._rows.close()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{self._ending}"

    def _refuse(self, ids: Iterable[str]) -> None:
        paths = (self._path(name) for case_id in ids for name in possible(case_id))
        problems = [problem for path in paths for problem in self._in_the_way(path)]
        if problems:
            raise OutputError(problems)

    def _in_the_way(self, path: Path) -> Iterator[Problem]:
        if path.resolve() in self._others:
            yield Problem(str(path), "this run reads or writes this file, too", "name another folder")
        elif path.is_dir():
            yield Problem(str(path), "this is a folder", "name another folder for the reports")
        elif path.exists() and not self._overwrite:
            yield Problem(str(path), "the file exists already", "name another folder, or add --overwrite")
