"""A model together with the document it was read from, so that its problems have a place."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from screenkit.content.read import Document, Path
from screenkit.errors import Problem

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Read(Generic[T_co]):
    """A model, and the document it was read from."""

    document: Document
    model: T_co

    def problem(self, path: Path, what: str, do: str) -> Problem:
        """Return a problem at a place of the document."""
        return Problem(self.document.where(path), what, do)
