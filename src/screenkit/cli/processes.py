"""Write summaries with several processes at once; one that fails costs no other."""

import gc
import os
import signal
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for
from threading import Thread

from screenkit.batch.kept import Job
from screenkit.batch.rejects import Place
from screenkit.cli.render import A4, Format, Pages, assessment_bytes
from screenkit.engine.assess import assess
from screenkit.errors import ScreenkitError
from screenkit.files import sweep, write_whole
from screenkit.models.content import Content

_WORTH_A_PROCESS = 20
"""Summaries for which starting another process pays."""
_AHEAD = 4
"""Summaries handed to each process ahead of time."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A summary that could not be written: the row, and why; it holds nothing of the answers."""

    place: Place
    record: int
    why: str

    def __str__(self) -> str:
        """Give the failure as one line."""
        return f"{self.place}: no summary was written for record {self.record}: {self.why}"


@dataclass(frozen=True, slots=True)
class Maker:
    """What it takes to write a summary of any row; each process has one."""

    content: Content
    form: Format
    overwrite: bool
    pages: Pages = A4

    def make(self, job: Job) -> Failure | None:
        """Write one summary; whatever goes wrong with it is the failure of this one alone."""
        try:
            assessment = assess(self.content, job.answers)
            made = assessment_bytes(self.content, assessment, self.form, pages=self.pages)
            write_whole(job.path, made, overwrite=self.overwrite)
            for other in job.replaces:
                other.unlink(missing_ok=True)
        except ScreenkitError as error:
            return Failure(job.place, job.record, "; ".join(map(str, error.problems)))
        except Exception as error:  # noqa: BLE001 - one person's fault never costs the others their summaries
            return Failure(job.place, job.record, f"screenkit failed ({type(error).__name__})")
        return None


def write_summaries(maker: Maker, jobs: Iterable[Job], processes: int) -> Generator[Failure | None]:
    """Write every summary, and yield what became of each as it is done, in any order."""
    if processes == 1:
        yield from map(maker.make, jobs)
        return
    waiting = iter(jobs)
    while doubtful := (yield from _until_a_process_ends(maker, waiting, processes)):
        again = replace(maker, overwrite=True)  # what such a process had written may stand there already
        for job in doubtful:
            sweep(job.path)
            yield _alone(again, job)


def processes_for(summaries: int) -> int:
    """Return how many processes to write this many summaries with: one a core, where it pays."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, summaries // _WORTH_A_PROCESS))


def _until_a_process_ends(
    maker: Maker, waiting: Iterator[Job], processes: int
) -> Generator[Failure | None, None, list[Job]]:
    """Write summaries until all are done, or a process ends before its time.

    Returns those of which it is not known then what became of them.
    """
    doubtful: list[Job] = []
    with _pool(maker, processes) as pool:
        under_way: dict[Future[Failure | None], Job] = {}

        def start(jobs: Iterable[Job]) -> None:
            for job in jobs:
                try:
                    under_way[pool.submit(_make, job)] = job
                except BrokenProcessPool:
                    doubtful.append(job)

        start(islice(waiting, processes * _AHEAD))
        while under_way:
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                job = under_way.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    doubtful.append(job)
                    continue
                yield future.result()
                start(islice(waiting, 0 if doubtful else 1))
    return doubtful


def _alone(maker: Maker, job: Job) -> Failure | None:
    """Write one summary in a process of its own: if that ends, too, it is this one's fault."""
    with _pool(maker, 1) as pool:
        try:
            return pool.submit(_make, job).result()
        except BrokenProcessPool:
            sweep(job.path)
            return Failure(job.place, job.record, "the process that wrote it ended before its time")


@contextmanager
def _pool(maker: Maker, processes: int) -> Iterator[ProcessPoolExecutor]:
    """Start processes that read nothing again: the content goes to each of them once."""
    context = get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(maker,))
    try:
        with _without_interrupts(), suppress(BrokenProcessPool):  # whoever hands in work is told
            for _ in range(processes):
                pool.submit(_nothing)
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back while processes start: they inherit that, and leave it to this one to stop them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_AT_WORK: list[Maker] = []
"""What this process writes summaries with; empty in every process that was not started for it."""


def _begin(maker: Maker) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_parent, daemon=True).start()
    _AT_WORK[:] = [maker]
    gc.freeze()  # the content stays: looking through it again and again costs a tenth of the work


def _end_with_the_parent() -> None:
    """End this process once the one that started it is gone, however that ended: it holds answers."""
    parent = parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


def _make(job: Job) -> Failure | None:
    return _AT_WORK[0].make(job)


def _nothing() -> None:
    """Give a process a reason to start."""
