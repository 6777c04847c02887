"""Definitions: named conditions of a rule set and its parents, in whatever order they are written."""

from collections.abc import Iterator

from screenkit.content.grammar import DEEPEST, Fault, parse
from screenkit.content.read import Document
from screenkit.content.terms import Vocabulary
from screenkit.errors import Problem
from screenkit.models.condition import AllOf, AnyOf, AtLeast, Condition, Named, Not


class Definitions:
    """The definitions known so far; a parent's are added before its child's."""

    def __init__(self) -> None:
        """Start without any."""
        self._texts: dict[str, str] = {}
        self._resolved: dict[str, Condition] = {}
        self._resolving: list[str] = []
        self._circles: set[str] = set()
        self._depths: dict[str, int] = {}
        self._words = Vocabulary({}, all_known=True)

    def add(self, document: Document, words: Vocabulary) -> None:
        """Add those of one rule set, whose conditions may name `words`."""
        self._words = words
        written = document.data.get("definitions") if isinstance(document.data, dict) else None
        if not isinstance(written, dict):
            self._words = Vocabulary(words.terms, words.all_known and written is None)
            return
        unread = (name for name, text in written.items() if not isinstance(text, str))
        self._resolved |= dict.fromkeys(unread, AllOf(()))
        texts = {name: " ".join(text.split()) for name, text in written.items() if isinstance(text, str)}
        self._texts |= texts
        for name in texts:
            self.look_up(name)
            if name in self._circles:
                document.problems.append(
                    Problem(
                        document.where(("definitions", name)),
                        f"'{name}' is defined by itself, in the end",
                        "break the circle",
                    )
                )
            elif self._depths.get(name, 0) > DEEPEST:
                where = document.where(("definitions", name))
                what = f"'{name}' rests on more than {DEEPEST} others inside one another"
                document.problems.append(Problem(where, what, "write it flatter"))

    def parse(self, text: str) -> tuple[Condition | None, list[Fault]]:
        """Parse a condition that may use these definitions."""
        return parse(text, self._words.terms, self.look_up, self._texts, all_known=self._words.all_known)

    def look_up(self, name: str) -> Condition | None:
        """Return what a definition stands for, or None when there is none of that name."""
        if name in self._resolved:
            return self._resolved[name]
        if name not in self._texts:
            return None
        if name in self._resolving:
            self._circles.update(self._resolving[self._resolving.index(name) :])
            return AllOf(())
        if len(self._resolving) > DEEPEST:
            self._depths[name] = DEEPEST
            return AllOf(())
        self._resolving.append(name)
        condition, _ = self.parse(self._texts[name])  # its faults are told where it is written
        self._resolving.pop()
        self._depths[name] = 1 + max((self._depths.get(each, 0) for each in named(condition)), default=0)
        self._resolved[name] = (condition or AllOf(())) if self._depths[name] <= DEEPEST else AllOf(())
        return self._resolved[name]


def named(condition: Condition | None) -> Iterator[str]:
    """Yield the definitions a condition names itself."""
    match condition:
        case Named(name):
            yield name
        case Not(inner):
            yield from named(inner)
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            for part in parts:
                yield from named(part)
        case _:
            pass
