"""How far a run is: rows, rate and time left on a terminal, plain lines for every tenth elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_TINY = 20_000
"""Rows before which nothing is shown."""

_LINE_EVERY = 100_000
"""Rows after which a line is written where nobody knows how many there are."""

Share = Callable[[], float | None]
"""Tells how much of the table has been read, from 0 to 1; None where its end is not known."""


@contextmanager
def progress(share: Share) -> Iterator[Callable[[int], None]]:
    """Show how far a run is; what is returned is told how many rows have been read so far."""
    if sys.stderr.isatty():
        with _bar(share) as step:
            yield step
    else:
        yield _lines(share)


@contextmanager
def _bar(share: Share) -> Iterator[Callable[[int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.fields[rows]:,} rows"),
        BarColumn(),
        TaskProgressColumn(show_speed=False),
        TextColumn("{task.fields[rate]:,} rows/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("rows", total=None, rows=0, rate=0, visible=False)

        def step(rows: int) -> None:
            read, passed = share(), bar.tasks[0].elapsed or 0
            total = None if read is None else 1.0
            rate = int(rows / passed) if passed else 0
            bar.update(task, total=total, completed=read or 0, rows=rows, rate=rate, visible=rows >= _TINY)

        yield step


def _lines(share: Share) -> Callable[[int], None]:
    told = 0

    def step(rows: int) -> None:
        nonlocal told
        if rows < _TINY:
            return
        read = share()
        reached = rows // _LINE_EVERY if read is None else int(read * 10)
        if reached > told:
            told = reached
            print(f"{_percent(read)}{rows:,} rows read", file=sys.stderr, flush=True)

    return step


def _percent(read: float | None) -> str:
    return "" if read is None else f"{int(read * 10) * 10} %: "
