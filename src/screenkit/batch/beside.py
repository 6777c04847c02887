"""Two steps of one work beside each other: what is made ahead of it, and what is done behind it."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

T = TypeVar("T")


_AHEAD = 2
"""Pieces that wait: what takes them takes two at a time now and then."""


def ahead(pieces: Iterator[T]) -> Iterator[T]:
    """Yield the same, the next ones being made while the last one is worked on."""
    nothing = object()
    with ThreadPoolExecutor(1) as worker:
        coming = deque(worker.submit(next, pieces, nothing) for _ in range(_AHEAD))
        while (piece := coming.popleft().result()) is not nothing:
            coming.append(worker.submit(next, pieces, nothing))
            yield piece  # type: ignore[misc]  # it is not `nothing`


class Behind:
    """Does one thing after another, in the order they are given, while the caller goes on.

    What one of them raises is raised by the next call, or at the end; nothing is done after it.
    """

    def __enter__(self) -> Self:
        """Begin with nothing to do."""
        self._worker = ThreadPoolExecutor(1)
        self._last: Future[None] | None = None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait until everything is done; an error of the caller's own goes first."""
        self._worker.shutdown()
        if error is None and self._last is not None:
            self._last.result()

    def do(self, step: Callable[[], None]) -> None:
        """Do this as soon as what was given before is done; wait for that."""
        if self._last is not None:
            self._last.result()
        self._last = self._worker.submit(step)
