"""Every error screenkit raises on purpose, and the Problem (where, what, what to do) they carry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where it stands, what it is, and what to do about it."""

    where: str
    what: str
    do: str

    def __str__(self) -> str:
        """Give the problem as one line."""
        return f"{self.where}: {self.what} — {self.do}"


class ScreenkitError(Exception):
    """Something the reader can mend; never raised itself, only its kinds are."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Carry every problem found, in the order they were found."""
        self.problems: Sequence[Problem] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ContentError(ScreenkitError):
    """A rule set, questionnaire or other content file cannot be used."""


class AnswersError(ScreenkitError):
    """An answer file cannot be used."""


class TableError(ScreenkitError):
    """A table of people cannot be used at all; single rows that cannot be used are rejects instead."""


class OutputError(ScreenkitError):
    """A result cannot be written where it was asked for."""


class TerminalError(ScreenkitError):
    """An interview was asked for where nobody can answer."""


def suggestion(name: str, known: Iterable[str], otherwise: str) -> str:
    """Return "did you mean …?" when a known name is nearly `name`, else `otherwise`."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.7)
    return f"did you mean '{near[0]}'?" if near else otherwise
