"""A summary for each accepted row of a table: where it goes, how far the work is, and what became of it."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import typer

from screenkit.batch.columns import Columns
from screenkit.batch.kept import Kept
from screenkit.batch.opening import Manner, opened
from screenkit.batch.places import Places
from screenkit.cli.processes import Failure, Maker, processes_for, write_summaries
from screenkit.cli.render import ENDING, Format, Pages
from screenkit.models.content import Content
from screenkit.report.unfinished import unfinished
from screenkit.text import clean

_INCOMPLETE = (
    "incomplete, as their names say, since safety questions are open or what is offered is not written down"
)
_AT_HOME = (
    "take care where {:,} of these files go: somebody at the person's home may read them, or that is not "
    "known. Send nothing to the person's home, telephone, e-mail or device."
)


class Summaries:
    """The summaries of one run: rows are put by while a table is screened, and written afterwards."""

    def __init__(
        self, folder: Path, form: Format, where: Places, others: Iterable[Path], pages: Pages
    ) -> None:
        """Write into this folder; `others` are files the run reads beside its table.

        Raises:
            OutputError: when a file stands where the folder should be.

        """
        self._folder, self._form, self._where, self._pages = folder, form, where, pages
        beside = (*where.tables, where.out, where.rejects, *others)
        self.kept = Kept(
            folder,
            ENDING[form],
            overwrite=where.overwrite,
            is_incomplete=lambda found: bool(unfinished(found)),
            others=beside,
        )

    def refuse_early(self, columns: Columns, manner: Manner) -> None:
        """Name all the files in the way before anybody is screened, where the table can be read twice.

        Raises:
            OutputError: when there are any.

        """
        if all(table.is_file() for table in self._where.tables):  # a pipe is read once
            with opened(self._where.tables, manner) as table:
                self.kept.refuse_early(table, columns)

    def write(self, content: Content) -> None:
        """Write every summary, and say what became of them.

        Raises:
            Exit: with status 1 when some could not be written; all the others are there.

        """
        total = len(self.kept)
        maker = Maker(content, self._form, self._where.overwrite, self._pages)
        made = write_summaries(maker, self.kept.jobs(), processes_for(total))
        failures: list[Failure] = []
        done = 0
        try:
            with closing(made), _progress(total) as step:
                for failure in made:
                    done += 1
                    failures += [failure] if failure else []
                    step()
        except KeyboardInterrupt:
            _tell([self._count(f"at least {done - len(failures):,}")])
            raise
        _tell(map(str, sorted(failures, key=lambda each: each.record)))
        _tell(self._told(total - len(failures)))
        if failures:
            raise typer.Exit(1)

    def _told(self, written: int) -> Iterator[str]:
        yield self._count(f"{written:,}")
        if self.kept.incomplete:
            yield f"{_INCOMPLETE}: {self.kept.incomplete:,}"
        if self.kept.at_home:
            yield _AT_HOME.format(self.kept.at_home)

    def _count(self, written: str) -> str:
        return f"summaries written into {self._folder}: {written} of {len(self.kept):,}"


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """Show how many of the summaries are done: a bar on a terminal, else a line for every tenth."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("summaries", total=total)
            yield lambda: bar.advance(task)
        return
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if done * 10 // total > (done - 1) * 10 // total:
            print(f"summaries: {done * 100 // total} % ({done:,} of {total:,})", file=sys.stderr, flush=True)

    yield step


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        print(clean(line), file=sys.stderr)
