"""A content file as it was read: the model it makes, and whatever in it is well made when it makes none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import EllipsisType
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from screenkit.content.read import Document, Path, Plain
from screenkit.errors import Problem, suggestion

M_co = TypeVar("M_co", bound=BaseModel, covariant=True)
P = TypeVar("P", bound=BaseModel)

Step = str | EllipsisType
"""A key, or `...` for every entry of a list and every key of a mapping."""


@dataclass(frozen=True, slots=True)
class Known:
    """The names there are of one kind, and whether these are all: a file or an entry may be unreadable."""

    names: frozenset[str]
    all_of_them: bool = True

    def lacks(self, name: str) -> bool:
        """Say whether there is certainly nothing of that name."""
        return self.all_of_them and name not in self.names


@dataclass(frozen=True, slots=True)
class Draft(Generic[M_co]):
    """A content file as it was read.

    `model` is what it makes, or None when something in it is not well made. `data` is what it holds, with
    every condition parsed that can be; `broken` are the places whose shape was complained of.
    """

    document: Document
    model: M_co | None
    data: Any
    broken: frozenset[Path] = frozenset()

    @property
    def whole(self) -> M_co:
        """The model, of a file about which there is no problem."""
        if self.model is None:
            raise TypeError(f"{self.document.file} is not well made")
        return self.model

    def problem(self, path: Path, what: str, do: str) -> Problem:
        """Return a problem at a place of the file."""
        return Problem(self.document.where(path), what, do)

    def entries(self, *steps: Step) -> Iterator[tuple[Path, Any]]:
        """Yield everything at the places these steps lead to, well made or not."""
        return _reached(self.data, steps, ())

    def words(self, *steps: Step) -> Iterator[tuple[Path, str]]:
        """Yield the well-made words at the places these steps lead to."""
        for path, value in self.entries(*steps):
            if isinstance(value, str) and path not in self.broken:
                yield path, value

    def parts(self, kind: type[P], *steps: Step) -> Iterator[tuple[Path, P]]:
        """Yield the parts at the places these steps lead to that are well made by themselves."""
        for path, value in _reached(self.data if self.model is None else self.model, steps, ()):
            part = value if isinstance(value, kind) else _made(kind, value)
            if part is not None:
                yield path, part

    def known(self, *steps: Step) -> Known:
        """Return the ids of the entries at the places these steps lead to."""
        ids = [name for _, name in self.words(*steps, "id")]
        all_have_one = len(ids) == sum(1 for _ in self.entries(*steps))
        return Known(frozenset(ids), all_have_one and not self._may_hide(steps))

    def _may_hide(self, steps: tuple[Step, ...]) -> bool:
        """Say whether the lists that these steps lead through are broken, or stand under a key misspelt."""
        if any(len(path) < len(steps) and _leads(steps, path) for path in self.broken):
            return True
        strange = [path[0] for path in self.broken if len(path) == 1 and path[0] in self.data]
        near = [key for key in strange if suggestion(str(key), [str(steps[0])], "")]
        return steps[0] not in self.data and bool(near)


def joined(known: Iterable[Known]) -> Known:
    """Return the names of several files as one."""
    each = list(known)
    return Known(frozenset().union(*(one.names for one in each)), all(one.all_of_them for one in each))


def _reached(value: Any, steps: tuple[Step, ...], path: Path) -> Iterator[tuple[Path, Any]]:  # noqa: ANN401 - any content
    if not steps:
        yield path, value
        return
    step, *rest = steps
    for key, inner in _inside(value, step):
        yield from _reached(inner, tuple(rest), (*path, key))


def _inside(value: Any, step: Step) -> Iterator[tuple[str | int, Any]]:  # noqa: ANN401
    match value:
        case tuple() if step is ...:
            yield from enumerate(value)
        case dict() if step is ...:
            yield from value.items()
        case dict() if step in value:
            yield str(step), value[step]
        case BaseModel() if isinstance(step, str):
            yield step, getattr(value, step)
        case _:
            return


def _made(kind: type[P], value: Plain) -> P | None:
    try:
        return kind.model_validate(value)
    except ValidationError:
        return None


def _leads(steps: tuple[Step, ...], path: Path) -> bool:
    return all(step is ... or step == key for step, key in zip(steps, path, strict=False))
