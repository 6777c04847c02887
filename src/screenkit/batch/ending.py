"""The end of a run: what it wrote takes its names, together with what is made of what it found."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from screenkit.batch.places import STREAM, Places, Waiting, waiting
from screenkit.batch.publishing import New, is_noted, publish
from screenkit.batch.summary import Summary
from screenkit.batch.tally import Tally
from screenkit.errors import Problem, TableError
from screenkit.models.content import Content

Write = Callable[[BinaryIO], None]
Further = Callable[[Summary], Mapping[Path, Write | None]]
"""Says of what was found which files are written beside the results, and how; None is one that is not."""


def nothing_further(_: Summary) -> Mapping[Path, Write | None]:
    """Say that nothing is written beside results and rejects."""
    return {}


class Ending:
    """Ends one run."""

    def __init__(self, content: Content, places: Places, further: Further, *, strict: bool) -> None:
        """End a run of this content; with `strict`, results are withheld when a row is rejected."""
        self._content, self._places, self._further, self._strict = content, places, further, strict
        self._tables = list(map(_state, places.tables))

    def withholds(self, tally: Tally) -> bool:
        """Say whether there are to be no results."""
        return self._strict and tally.rejected > 0

    def end(
        self, tally: Tally, results: Waiting, rejects: Waiting, leftovers: Iterable[Path] = ()
    ) -> Summary:
        """Give what was written its names, and return what was found; `leftovers` are files that go then.

        Raises:
            TableError: when a table was changed while it was read: some rows may be of before, some of after.
            OutputError: when a name was taken meanwhile, or the disk does not take it; everything stands as
                it stood before.

        """
        self._refuse_changed()
        withheld = self.withholds(tally)
        places, has_rejects = self._places, bool(tally.rejected or self._places.always)
        summary = tally.summary(self._content, withheld=withheld)
        with self.until_noted() as held:
            files = [_new(places.rejects, rejects if has_rejects else None)]
            for path, write in self._further(summary).items():
                held.extend([_written(path, write, places)] if write else [])
                files.append(_new(path, held[-1] if write else None))
            files.append(_new(places.out, None if withheld else results))
            if places.rejects == STREAM and has_rejects:
                rejects.print()
            named = [file for file in files if file.name != STREAM]
            publish(named, places.note, overwrite=places.overwrite, leftovers=leftovers)
        if places.out == STREAM and not withheld:
            results.print()
        return summary

    def _refuse_changed(self) -> None:
        tables = zip(self._places.tables, self._tables, strict=True)
        changed = [path for path, before in tables if _state(path) != before]
        if changed:
            what, do = "the table was changed while it was read", "let it be saved to its end, and run again"
            raise TableError(Problem(str(path), what, do) for path in changed)

    @contextmanager
    def until_noted(self) -> Iterator[list[Waiting]]:
        """Collect what waits for its name; where the block fails, it goes, unless a note knows of it."""
        held: list[Waiting] = []
        try:
            yield held
        except BaseException:
            if not is_noted(self._places.note, [each.part for each in held if each.part]):
                for each in held:
                    each.give_up()
            raise
        for each in held:
            each.give_up()


def _state(path: Path) -> tuple[int, int, int] | None:
    """Return what tells a file from what it was before; None where that cannot be told, as of a pipe."""
    if path == STREAM or not path.is_file():
        return None
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _new(path: Path, held: Waiting | None) -> New:
    return New(path, held.part if held else None)


def _written(path: Path, write: Write, places: Places) -> Waiting:
    with waiting(path, places) as held:
        write(held.file)
    return held
