"""Every error screenkit raises on purpose, and the Problem (where, what, what to do) they carry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
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


class RecordError(ScreenkitError):
    """What was to be put on record of a case cannot be; nothing was recorded."""


class StoreError(ScreenkitError):
    """The store of cases cannot be used as it was asked to be; nothing was changed."""


class WrongPassphraseError(StoreError):
    """The passphrase or recovery code does not open the store, whose key file is whole."""


class StoreDamagedError(StoreError):
    """Something of the store is missing, or is not what screenkit wrote."""


class NotSavedError(StoreError):
    """The disk, the folder or another program did not let the store write; the same may be tried again."""


class ChangedMeanwhileError(StoreError):
    """Somebody else wrote to the case since it was read: up to which event, who, and when."""

    def __init__(self, problems: Iterable[Problem], *, sequence: int, who: str, at: datetime) -> None:
        """Carry what was written meanwhile."""
        super().__init__(problems)
        self.sequence, self.who, self.at = sequence, who, at


def suggestion(name: str, known: Iterable[str], otherwise: str) -> str:
    """Return "did you mean …?" when a known name is nearly `name`, else `otherwise`."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.7)
    return f"did you mean '{near[0]}'?" if near else otherwise
