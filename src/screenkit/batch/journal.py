"""How far a run has come, kept beside its output, so that one that was killed goes on where it stood."""

import contextlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from screenkit.batch.blocks import Place, Source
from screenkit.batch.firsts import Hashes, Lines
from screenkit.batch.hidden import beside, lock, own
from screenkit.batch.places import Places
from screenkit.batch.rejects import Place as Where
from screenkit.batch.sealed import sealed, unsealed
from screenkit.batch.summary import Refused
from screenkit.batch.tally import Tally
from screenkit.errors import OutputError
from screenkit.files import told


@dataclass(frozen=True, slots=True)
class Read:
    """A stretch of the table that was read: where it ends, and the digest of its bytes."""

    end: int
    digest: str


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run has come: what was read since the step before, where it stands, and what it counted.

    `written` holds for each part how many bytes it has and their digest; `ids` is how many were taken up.
    """

    place: Place
    read: tuple[Read, ...]
    written: Mapping[str, tuple[int, str]]
    tally: Tally
    ids: int


class Part:
    """A file that grows: what is written is counted and digested."""

    def __init__(self, path: Path, length: int = 0) -> None:
        """Go on behind the first `length` bytes; what stands behind them is cut off."""
        self.path = path
        self.file = own(path)
        lock(self.file, path)
        self._digest = sha256()
        self.length = 0
        while self.length < length and (block := self.file.read(min(1 << 20, length - self.length))):
            self._digest.update(block)
            self.length += len(block)
        self.file.seek(self.length)
        self.file.truncate()

    @property
    def state(self) -> tuple[int, str]:
        """How many bytes were written, and their digest."""
        return self.length, self._digest.hexdigest()

    def write(self, data: bytes | memoryview) -> int:
        """Write at the end."""
        self._digest.update(data)
        self.length += len(data)
        return self.file.write(data)

    def empty(self) -> None:
        """Begin anew."""
        self.cut(0)
        self._digest = sha256()

    def cut(self, length: int) -> None:
        """Take away what stands behind these bytes."""
        self.file.seek(length)
        self.file.truncate()
        self.length = length

    def flush(self) -> None:
        """Hand everything over to the system."""
        self.file.flush()

    def force(self) -> None:
        """Force everything to disk, and close the file."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()

    def close(self) -> None:
        """Close the file."""
        self.file.close()


class Journal:
    """The parts of one run, and the steps it took.

    Its parts are results, rejects, the hashes of case ids with their lines, and what a watcher saw.
    """

    def __init__(self, places: Places, identity: Mapping[str, object]) -> None:
        """Open the parts of a run; those of another one, or of a damaged one, are begun anew.

        `identity` says which table, content and options the run has.

        Raises:
            OutputError: when another process writes them, or the disk does not take them.

        """
        self._path = beside(places.out, "journal")
        self._identity = sealed({"run": identity})
        self.parts: dict[str, Part] = {}
        size = self._path.stat().st_size if self._path.exists() else 0
        self._file = Part(self._path, size)
        begun = self._path.read_bytes()
        try:
            self.steps: Sequence[Step] = tuple(self._steps())
            self._open(places)
        except (OutputError, OSError):
            self.close()
            if not begun:  # what another run has left is not ours to take away
                self.discard()
            raise
        self.was_other = not self.steps and not self._identity.startswith(begun)
        if not self.steps:
            self.restart()

    def _open(self, places: Places) -> None:
        """Open the parts as far as they were noted; where they are other ones, no step counts."""
        names = {"results": beside(places.out, "part"), "rejects": places.part(places.rejects)}
        names |= {kind: beside(places.out, kind) for kind in ("ids", "seen")}
        written = self.steps[-1].written if self.steps else {}
        for kind, path in names.items():
            with told(places.rejects if kind == "rejects" else places.out):
                self.parts[kind] = Part(path, written.get(kind, (0, ""))[0])
        if any(part.state != written.get(kind) for kind, part in self.parts.items()):
            self.steps = ()

    def restart(self, *, other: bool = False) -> None:
        """Begin anew; `other` says that what was there was of another table."""
        self.steps = ()
        self.was_other |= other
        for part in (self._file, *self.parts.values()):
            part.empty()
        self._file.write(self._identity)
        self._file.flush()

    def past(self) -> Iterator[tuple[Step, tuple[Hashes, Lines]]]:
        """Yield the steps an interrupted run took, each with the case ids it took up."""
        data, at = self.parts["ids"].path.read_bytes() if self.steps else b"", 0
        for step in self.steps:
            hashes = np.frombuffer(data, np.uint64, step.ids, at)
            lines = np.frombuffer(data, np.uint32, step.ids, at + hashes.nbytes)
            at += hashes.nbytes + lines.nbytes
            yield step, (hashes, lines)

    def agrees(self, source: Source, start: int) -> bool:
        """Say whether what was read of the table still stands there."""
        for read in (read for step in self.steps for read in step.read):
            if digest_of(source, start, read.end) != read.digest:
                return False
            start = read.end
        return True

    def add(
        self, place: Place, read: Sequence[Read], tally: Tally, ids: tuple[Hashes, Lines], seen: bytes
    ) -> None:
        """Note a step; what it has written is handed over to the system first.

        `seen` is what a watcher sees of it beside the results.
        """
        for each in ids:
            self.parts["ids"].write(each.tobytes())
        self.parts["seen"].write(seen)
        for part in self.parts.values():
            part.flush()
        step = {
            "place": [place.offset, place.line, place.number],
            "read": [[each.end, each.digest] for each in read],
            "written": {kind: part.state for kind, part in self.parts.items()},
            "tally": _told(tally),
            "ids": len(ids[0]),
        }
        self._file.write(sealed(step))
        self._file.flush()

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file that belongs to the run and has no final name, the journal last."""
        return (*(part.path for part in self.parts.values()), self._path)

    def force(self) -> None:
        """Force results and rejects to disk, and close all parts; the journal stays open and held."""
        for kind in ("results", "rejects"):
            self.parts[kind].force()
        for part in self.parts.values():
            part.close()

    def close(self) -> None:
        """Close every file, and leave it where it is."""
        for part in (*self.parts.values(), self._file):
            with contextlib.suppress(OSError):  # a full disk; what counts was handed over before
                part.close()

    def discard(self) -> None:
        """Take away everything that has no final name."""
        self.close()
        for path in self.paths:
            path.unlink(missing_ok=True)

    def _steps(self) -> Iterator[Step]:
        """Yield the steps an interrupted run of the same identity took, and cut off what cannot be read."""
        identity, *lines = self._path.read_bytes().splitlines(keepends=True) or [b""]
        if identity != self._identity:
            return
        length = len(identity)
        for line in lines:
            found = unsealed(line)
            if found is None:
                self._file.cut(length)
                return
            length += len(line)
            yield Step(
                Place(*found["place"]),
                tuple(Read(*each) for each in found["read"]),
                {kind: (length, digest) for kind, (length, digest) in found["written"].items()},
                _tally(found["tally"]),
                found["ids"],
            )


def digest_of(source: Source, start: int, end: int) -> str:
    """Return the digest of some bytes of a table."""
    digest = sha256()
    while start < end and (block := source.read(start, min(1 << 20, end - start))):
        digest.update(block)
        start += len(block)
    return digest.hexdigest()


def _told(tally: Tally) -> Mapping[str, object]:
    return {
        "accepted": tally.accepted,
        "reasons": list(tally.reasons.items()),  # whose order counts
        "alerts": dict(tally.alerts),
        "rejected_alerts": dict(tally.rejected_alerts),
        "recommendations": [[*key, n] for key, n in tally.recommendations.items()],
        "remarks": dict(tally.remarks),
        "findings": dict(tally.findings),
        "refused": asdict(tally.refused) if tally.refused else None,
    }


def _tally(told: Mapping[str, Any]) -> Tally:
    refused = told["refused"]
    return Tally(
        accepted=told["accepted"],
        reasons=Counter(dict(told["reasons"])),
        alerts=Counter(told["alerts"]),
        rejected_alerts=Counter(told["rejected_alerts"]),
        recommendations=Counter({(m, each): n for m, each, n in told["recommendations"]}),
        remarks=Counter(told["remarks"]),
        findings=Counter(told["findings"]),
        refused=Refused(Where(*refused["place"]), refused["lines"]) if refused else None,
    )
