"""The desk: the clinic's folder open, with its store of cases, its profile, and who sits there."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from screenkit.cli import ask
from screenkit.errors import (
    ContentError,
    Problem,
    RecordError,
    StoreError,
    WrongPassphraseError,
    suggestion,
)

if TYPE_CHECKING:
    from screenkit.case.history import Case
    from screenkit.models.clinic import Clinic
    from screenkit.store.cases import Store

_TRIES = 3
"""How often a passphrase that is typed may be wrong."""

HOLD_HOURS = 12
"""For how long answers about safety count where no profile says so."""

_PASSPHRASE = "add --passphrase-file FILE"  # noqa: S105 - an option's name


@dataclass(frozen=True, slots=True)
class Desk:
    """An open store, the clinic's profile where there is one, and this moment; `folder` as it was named."""

    store: "Store"
    clinic: "Clinic | None"
    now: datetime
    folder: Path | None = None

    def command(self, *words: str) -> str:
        """Return a command of screenkit that works at this desk, as it is typed at a shell."""
        from screenkit.cli.options import command

        return command(self.folder, *words)

    @property
    def hold_hours(self) -> int:
        """For how many hours an answer about safety counts; twelve where no profile says so."""
        return self.clinic.safety_answers_hold_hours if self.clinic else HOLD_HOURS

    def who(self, by: str) -> str:
        """Return the name of the leader who does something, named by id.

        Raises:
            RecordError: when no leader has that id.

        """
        known = {leader.id: leader.name for leader in self.clinic.leaders} if self.clinic else {}
        if by not in known:
            otherwise = (
                f"known are {', '.join(known)}" if known else "the clinic's folder holds no clinic.yaml"
            )
            raise RecordError([Problem("--by", "no leader of this id", suggestion(by, known, otherwise))])
        return known[by]

    def case(self, typed: str) -> "Case":
        """Return the case of an id, typed in any case and with or without its dash.

        Raises:
            StoreError: when there is no such case, or it was purged.

        """
        from screenkit.case.history import case_of
        from screenkit.store.codes import read_case_id

        case_id = read_case_id(typed)
        if case_id is None:
            do = f"copy it from '{self.command('cases', 'list')}'"
            raise StoreError([Problem("the case", "this is no id of a case", do)])
        found = case_of(case_id, self.store.events(case_id))
        if found.purged is not None:
            what = f"it was purged on {found.purged.at.date()} by {found.purged.who}"
            raise StoreError([Problem(case_id, what, "what is left is its tombstone")])
        return found

    def cases(self) -> "Iterator[Case]":
        """Yield every case that was not purged, in the order of their ids."""
        from screenkit.case.history import case_of

        for case_id in self.store.case_ids():
            yield case_of(case_id, self.store.events(case_id))

    @property
    def works_alone(self) -> bool:
        """Whether the clinic's profile says that there is one clinician only."""
        return self.clinic is not None and self.clinic.solo_practice


@contextmanager
def open_desk(
    folder: Path | None, passphrase_file: Path | None, *, needs_profile: bool = False
) -> Iterator[Desk]:
    """Open the clinic's folder: its store, by the passphrase of a file or one that is typed, and its profile.

    A profile that cannot be used is told of, and does without: a slip in it keeps nobody from the cases.

    Raises:
        StoreError: as the store raises it.
        ContentError: when the profile cannot be used and `needs_profile`.

    """
    from screenkit.cli.clock import now
    from screenkit.cli.options import clinic_folder

    place = clinic_folder(folder)
    profile = profile_in(place) if needs_profile else _profile_or_none(place)
    with _opened(place, passphrase_file) as store:
        for notice in store.notices:
            ask.say(str(notice))
        yield Desk(store, profile, now(), folder)


def _opened(place: Path, passphrase_file: Path | None) -> "Store":
    """Open the store; a typed passphrase that is wrong is asked for again, a few times."""
    from screenkit.store.access import open_store

    for left in reversed(range(_TRIES)):
        try:
            return open_store(place, lambda: passphrase(passphrase_file))
        except WrongPassphraseError as error:
            if passphrase_file is not None or not left:
                raise
            for problem in error.problems:
                ask.say(str(problem))
    raise AssertionError("unreachable")


def _profile_or_none(place: Path) -> "Clinic | None":
    try:
        return profile_in(place)
    except ContentError as error:
        for problem in error.problems:
            ask.say(str(problem))
        ask.say("The clinic's profile is not used until that is mended: screenkit doctor says more.")
        return None


def passphrase(file: Path | None) -> str:
    """Return the passphrase that a file holds on its first line, else the one that is typed."""
    return ask.hidden("Passphrase", _PASSPHRASE) if file is None else secret_of(file, "--passphrase-file")


def secret_of(file: Path, option: str) -> str:
    """Return the first line of a file, and say so where others may read it.

    Raises:
        StoreError: when the file cannot be read, or is no text.

    """
    try:
        if file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
            ask.say(f"{option}: others may read this file; make it readable by you alone (chmod 600)")
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        problem = Problem(option, f"the file cannot be read ({reason})", "check the name and its permissions")
        raise StoreError([problem]) from None
    if not lines or not lines[0]:
        raise StoreError([Problem(option, "the file is empty", "write the passphrase on its first line")])
    return lines[0]


def profile_in(folder: Path) -> "Clinic | None":
    """Return the profile of the clinic whose folder it is; None where there is none.

    Raises:
        ContentError: when it cannot be used.

    """
    from screenkit.content.clinic import CLINIC_FILE, load_clinic

    return load_clinic(folder / CLINIC_FILE) if (folder / CLINIC_FILE).is_file() else None
