"""How far a run has come, kept beside its output, so that one that was killed goes on where it stood."""

import contextlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from screenkit.batch.blocks import Place, Source
from screenkit.batch.firsts import Hashes, Lines
from screenkit.batch.places import Places
from screenkit.batch.rejects import Place as Where
from screenkit.batch.summary import Refused
from screenkit.batch.tally import Tally
from screenkit.errors import OutputError, Problem
from screenkit.files import take_name

_KINDS = ("results", "rejects", "ids")
"""What is written in parts: results, rejects, and the hashes of case ids with their lines."""


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
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        self._file: BinaryIO = os.fdopen(handle, "r+b")
        self._digest = sha256()
        self.length = 0
        while self.length < length and (block := self._file.read(min(1 << 20, length - self.length))):
            self._digest.update(block)
            self.length += len(block)
        self._file.seek(self.length)
        self._file.truncate()

    @property
    def state(self) -> tuple[int, str]:
        """How many bytes were written, and their digest."""
        return self.length, self._digest.hexdigest()

    def write(self, data: bytes | memoryview) -> int:
        """Write at the end."""
        self._digest.update(data)
        self.length += len(data)
        return self._file.write(data)

    def empty(self) -> None:
        """Begin anew."""
        self._file.seek(0)
        self._file.truncate()
        self._digest = sha256()
        self.length = 0

    def lock(self) -> None:
        """Refuse a second run into the same file, where the system can tell."""
        with contextlib.suppress(ImportError):
            import fcntl  # noqa: PLC0415 - not on every system

            try:
                fcntl.flock(self._file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                what = "another run is writing its results there now"
                problem = Problem(str(self.path), what, "wait for it, or name another file")
                raise OutputError([problem]) from None

    def flush(self) -> None:
        """Hand everything over to the system."""
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Journal:
    """The parts of one run, and the steps it took; `begun` is the last step of an interrupted one."""

    def __init__(self, places: Places, identity: Mapping[str, object]) -> None:
        """Open the parts of a run; those of another one, or of a damaged one, are begun anew.

        `identity` says which table, content and options the run has.

        Raises:
            OutputError: when another process writes them, or the disk does not take them.

        """
        self._places = places
        self._path = _beside(places.out, "journal")
        self._identity = _line({"run": identity})
        other = sha256(str(places.out.resolve()).encode()).hexdigest()[:8]
        names = {"results": _beside(places.out, "part"), "rejects": _beside(places.rejects, f"{other}.part")}
        names["ids"] = _beside(places.out, "ids")
        size = self._path.stat().st_size if self._path.exists() else 0
        self._file = Part(self._path, size)
        self._file.lock()
        steps = list(self._steps())
        lengths = steps[-1].written if steps else {}
        self.parts = {kind: Part(path, lengths.get(kind, (0, ""))[0]) for kind, path in names.items()}
        whole = bool(steps) and all(self.parts[kind].state == steps[-1].written[kind] for kind in _KINDS)
        self.steps: Sequence[Step] = steps if whole else ()
        self.was_other = not whole and not self._identity.startswith(self._path.read_bytes())
        if not whole:
            self.restart()

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

    def add(self, place: Place, read: Sequence[Read], tally: Tally, ids: tuple[Hashes, Lines]) -> None:
        """Note a step; what it has written is handed over to the system first."""
        for each in ids:
            self.parts["ids"].write(each.tobytes())
        for part in self.parts.values():
            part.flush()
        step = {
            "place": [place.offset, place.line, place.number],
            "read": [[each.end, each.digest] for each in read],
            "written": {kind: part.state for kind, part in self.parts.items()},
            "tally": _told(tally),
            "ids": len(ids[0]),
        }
        self._file.write(_line(step))
        self._file.flush()

    def publish(self, *, results: bool, rejects: bool) -> None:
        """Give the parts their names, rejects first, and take away the rest.

        Raises:
            OutputError: when a name was taken meanwhile, or the disk does not take it.

        """
        self.close()
        for kind, path, wanted in (
            ("rejects", self._places.rejects, rejects),
            ("results", self._places.out, results),
        ):
            if wanted:
                take_name(self.parts[kind].path, path, overwrite=self._places.overwrite)
        self.discard()

    def close(self) -> None:
        """Close every file, and leave it where it is."""
        for part in (*self.parts.values(), self._file):
            part.close()

    def discard(self) -> None:
        """Take away everything that has no final name."""
        self.close()
        for path in (self._path, *(part.path for part in self.parts.values())):
            path.unlink(missing_ok=True)

    def _steps(self) -> Iterator[Step]:
        """Yield the steps an interrupted run of the same identity took, as far as they can be read."""
        identity, *lines = self._path.read_bytes().splitlines(keepends=True) or [b""]
        if identity != self._identity:
            return
        for line in lines:
            found = _told_in(line)
            if found is None:
                return
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


def _beside(path: Path, kind: str) -> Path:
    return path.with_name(f".{path.name}.{kind}")


def _line(content: Mapping[str, object]) -> bytes:
    """Return one line of a journal, with what shows that all of it was written."""
    text = json.dumps(content, sort_keys=True)
    return f"{text}\t{sha256(text.encode()).hexdigest()}\n".encode()


def _told_in(line: bytes) -> Any:  # noqa: ANN401 - what JSON holds
    text, _, digest = line.decode(errors="replace").rstrip("\n").rpartition("\t")
    if not line.endswith(b"\n") or sha256(text.encode()).hexdigest() != digest:
        return None
    return json.loads(text)


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
