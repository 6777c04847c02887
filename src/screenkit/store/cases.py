"""The open store: read cases, add to them, verify, hand over, back up and purge."""

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from screenkit.case.events import Event, Stamped
from screenkit.errors import NotSavedError, Problem, StoreDamagedError, StoreError
from screenkit.store import backup, system_keyring
from screenkit.store.append import last_seen, refuse_unkept, stamp
from screenkit.store.codes import Head, head_of, new_case_id, new_recovery_code
from screenkit.store.connection import in_our_words, reading, writing
from screenkit.store.folder import copies_in, key_file_of
from screenkit.store.handover import exported, take_over
from screenkit.store.keyfile import Slot, read_key_file, typed_slot, written
from screenkit.store.lines import read_lines
from screenkit.store.locks import Means, Unlocked, keyring_slot, refuse_weak, relock
from screenkit.store.purge import bury
from screenkit.store.records import Records, stamped
from screenkit.store.schema import database_bytes
from screenkit.store.verify import Verified, verify


class Store:
    """An open store of cases, for one thread; as a context manager it closes itself.

    Whatever reads raises StoreDamagedError where something is not as it was written. Whatever writes is done
    whole and on the disk when it returns, or not at all: where the disk or another program is in the way it
    raises NotSavedError, and may be tried again.
    """

    def __init__(self, unlocked: Unlocked, records: Records, notices: tuple[Problem, ...]) -> None:
        """Take over a connection that was opened and checked."""
        self._unlocked, self._records = unlocked, records
        self.notices = notices
        """What somebody should see to, such as files that others may read."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._records.connection.close()

    @property
    def folder(self) -> Path:
        """Where the store lies."""
        return self._records.path.parent

    @property
    def is_encrypted(self) -> bool:
        """Whether the cases are encrypted on the disk; `--no-encryption` is the only way not to be."""
        return self._unlocked.file.encrypted

    @property
    def means(self) -> Means:
        """What the store was opened with."""
        return self._unlocked.means

    def case_ids(self) -> tuple[str, ...]:
        """Return the cases of the store, in the order of their ids; purged ones are left out."""
        with in_our_words(self._records.path):
            buried = self._records.purged_ids()
            return tuple(each for each in self._records.case_ids() if each not in buried)

    def tombstones(self) -> dict[str, Stamped]:
        """Return what is left of purged cases: when, by whom, why."""
        with in_our_words(self._records.path):
            buried = sorted(self._records.purged_ids())
            return {case_id: stamped(self._records.known(case_id))[-1] for case_id in buried}

    def new_case(self) -> str:
        """Return a pseudonym that no case has or had; it is taken once its first event is appended."""
        with in_our_words(self._records.path):
            return new_case_id(set(self._records.case_ids()).__contains__)

    def events(self, case_id: str) -> tuple[Stamped, ...]:
        """Return the events of a case by sequence; of a purged one its tombstone.

        Raises:
            StoreError: when there is no such case.

        """
        with self._reading():
            return stamped(self._records.known(case_id))

    def head(self, case_id: str) -> Head:
        """Return the head of a case's chain, which reports print.

        Raises:
            StoreError: when there is no such case.

        """
        with self._reading():
            last = self._records.known(case_id)[-1]
        return head_of(last.sequence, last.mac)

    def append(
        self, case_id: str, events: Sequence[Event], *, who: str, at: datetime, expecting: int | None
    ) -> tuple[Stamped, ...]:
        """Add events to a case, all or none, and return them as they are kept.

        `expecting` is the sequence of the last event the writer has seen: 0 for a case that is new, None
        where it does not matter.

        Raises:
            ChangedMeanwhileError: when the case has gone on since; nothing was added.
            StoreError: when the case was purged, or an `Opened` names contents that were not kept before.

        """
        with self._writing():
            after = last_seen(self._records, case_id, expecting)
            made = stamp(events, after, who=who, at=at)
            refuse_unkept(self._records, case_id, made)
            if made:
                self._records.add(case_id, made, after=after)
        return made

    def keep_content(self, body: bytes) -> str:
        """Keep a snapshot of rules and questionnaires, once however often it is given; return its SHA-256."""
        sha256 = hashlib.sha256(body).hexdigest()
        with self._writing():
            self._records.keep(sha256, body)
        return sha256

    def content(self, sha256: str) -> bytes:
        """Return a snapshot of rules and questionnaires, as it was kept.

        Raises:
            StoreDamagedError: when it is not there, or not what was kept.

        """
        with in_our_words(self._records.path):
            return self._records.content(sha256)

    def verify(self, heads: Iterable[tuple[str, str]] = ()) -> Verified:
        """Check everything, and compare heads as reports printed them: pairs of a case id and a head."""
        with self._reading():
            return verify(self._records, encrypted=self.is_encrypted, heads=heads)

    def export(self, case_ids: Sequence[str]) -> Iterator[bytes]:
        """Return cases as the lines of one JSON Lines file, as of this moment.

        Raises:
            StoreError: when there is no such case, or it was purged.

        """
        with self._reading():
            return exported(self._records, case_ids)

    def import_lines(self, lines: Iterable[bytes], *, who: str, at: datetime) -> tuple[str, ...]:
        """Take over the cases of an export, all or none, chained anew; return their ids.

        Each gets an `Imported` event with the head it had where it came from.

        Raises:
            StoreError: when the file is not whole, or a case of that name exists or was purged here.

        """
        arrived = read_lines(lines)
        with self._writing():
            take_over(self._records, arrived, who=who, at=at)
        return tuple(arrived.cases)

    def backup(self, *, passphrase: str | None = None, recipients: Sequence[str] = ()) -> bytes:
        """Return the whole store as one age-encrypted file: for a passphrase, or for age recipients.

        The copy inside opens as this store does: by its passphrase or its recovery code.

        Raises:
            StoreDamagedError: when the store does not verify; a damaged backup would help nobody.
            StoreError: when the extra is not installed, or a recipient is none.
            NotSavedError: when there is no room in the folder for the copy.

        """
        problems = self.verify().problems
        if problems:
            raise StoreDamagedError(problems)
        key = self._unlocked.held.database if self.is_encrypted else None
        database = database_bytes(self._records.path, key)
        key_file = written(read_key_file(key_file_of(self.folder)))
        return backup.seal(database, key_file, passphrase=passphrase, recipients=recipients)

    def purge(self, case_id: str, *, who: str, at: datetime, reason: str) -> Stamped:
        """Remove every byte of a case, and of the contents no other case needs; return its tombstone.

        Copies made before a migration hold the case too, and are removed. Where the file could not be written
        anew at the end, the same call goes on there.

        Raises:
            StoreError: when there is no such case.

        """
        with self._writing():
            if case_id not in self._records.purged_ids():
                bury(self._records, case_id, who=who, at=at, reason=reason)
        self._compact()
        return self.events(case_id)[-1]

    def change_passphrase(self, new: str) -> None:
        """Let another passphrase open the store; the cases are not rewritten.

        Raises:
            StoreError: when it is too short, or the store is not encrypted.

        """
        self._refuse_open()
        refuse_weak(new)
        self._relock("passphrase", lambda: typed_slot("passphrase", new, self._unlocked.held.master))

    def renew_recovery_code(self) -> str:
        """Return a new recovery code, to be shown once; the one before no longer opens the store.

        Raises:
            StoreError: when the store is not encrypted.

        """
        self._refuse_open()
        code = new_recovery_code()
        self._relock("recovery", lambda: typed_slot("recovery", code, self._unlocked.held.master))
        return code

    def remember_in_keyring(self) -> None:
        """Let the system's keyring open the store for whoever is logged in here.

        Raises:
            StoreError: when there is no keyring, it refuses, or the store is not encrypted.

        """
        self._refuse_open()
        self._relock("keyring", lambda: keyring_slot(self._unlocked.file.store, self._unlocked.held))

    def forget_in_keyring(self) -> None:
        """Let the keyring no longer open the store, whether or not it can be reached now."""
        self._relock("keyring", lambda: None)
        with contextlib.suppress(StoreError):
            system_keyring.remove(self._unlocked.file.store)

    def _reading(self) -> AbstractContextManager[None]:
        return reading(self._records.connection, self._records.path)

    def _writing(self) -> AbstractContextManager[None]:
        return writing(self._records.connection, self._records.path)

    def _refuse_open(self) -> None:
        if not self.is_encrypted:
            what, do = (
                "it is not encrypted, so nothing opens or closes it",
                "make an encrypted store, and import",
            )
            raise StoreError([Problem(str(self.folder), what, do)])

    def _relock(self, kind: Means, make: Callable[[], Slot | None]) -> None:
        with self._writing():  # one at a time
            relock(self.folder, self._unlocked.held, kind, make())

    def _compact(self) -> None:
        """Write the file anew, so that no freed page, and no copy, keeps what was purged."""
        try:
            for copy in copies_in(self.folder):
                copy.unlink(missing_ok=True)
            with in_our_words(self._records.path):
                self._records.connection.execute("VACUUM")
        except (OSError, NotSavedError):
            what = "the case was purged, but the file could not be written anew, or an older copy not removed"
            do = "make room, see that the folder can be written, and purge the same case again"
            raise NotSavedError([Problem(str(self.folder), what, do)]) from None
