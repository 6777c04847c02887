"""The files of a run take their names together: none is ever seen beside one of another run.

Earlier files leave first, the results before all others; then the new ones take their names, the results
last. Until all have theirs, a note beside them says what is still to be done, and whoever comes next does it.
"""

import contextlib
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from screenkit.batch.hidden import beside, held
from screenkit.batch.sealed import sealed, unsealed
from screenkit.errors import OutputError, Problem
from screenkit.files import sync_folder, take_name, told


@dataclass(frozen=True, slots=True)
class New:
    """One file of a run: its name, and where it was written; None says that this run has no such file."""

    name: Path
    part: Path | None

    @property
    def is_waiting(self) -> bool:
        """Whether it was written and has not taken its name."""
        return self.part is not None and self.part.exists()

    @property
    def is_linked(self) -> bool:
        """Whether it has both names: a process ended before it took the first one away."""
        return self.part is not None and self.part.exists() and _is_one(self.part, self.name)

    @property
    def earlier(self) -> Path:
        """Where the file that had this name before waits until all is done."""
        return beside(self.name, "earlier")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a note says: the files, the results last; whether earlier ones may be replaced; what else goes."""

    files: tuple[New, ...]
    overwrite: bool
    leftovers: tuple[Path, ...]

    @property
    def has_begun(self) -> bool:
        """Whether one file has its name already, so that every earlier one has left."""
        return any(file.part and (file.is_linked or not file.is_waiting) for file in self.files)


def _is_one(first: Path, second: Path) -> bool:
    return second.exists() and first.samefile(second)


def publish(files: Sequence[New], note: Path, *, overwrite: bool, leftovers: Iterable[Path] = ()) -> None:
    """Give the files of a run, which are on the disk, their names; the results stand last among them.

    `note` is where it is noted what is to be done, `leftovers` are files that go when all have their names.

    Raises:
        OutputError: when a name was taken meanwhile, another run publishes there, or the disk does not take
            it; everything then stands as it stood before.

    """
    finish(note)
    _refuse_taken(files, overwrite=overwrite)
    plan = _Plan(tuple(files), overwrite, tuple(leftovers))
    with told(files[-1].name):
        for each in files:
            each.earlier.unlink(missing_ok=True)
        with held(note, files[-1].name) as file:
            _write(file, plan, note)
            try:
                _give_names(plan)
            except OutputError:
                note.unlink(missing_ok=True)
                raise
            _clear(plan, file)
    _forget(note)


def finish(note: Path) -> tuple[Path, ...]:
    """End what an interrupted run has begun to publish, if one has; return the files that stand there now.

    Raises:
        OutputError: when another run publishes there now, something else has taken a name meanwhile, what was
            to be published is gone, or the disk does not take it.

    """
    if not note.exists():
        return ()
    with told(note), held(note, note) as file:
        plan = _plan(file.read(), note.parent)
        if plan is not None:
            _refuse_odd(plan, note)
            _give_names(plan)
            _clear(plan, file)
    _forget(note)  # one that was not noted to its end is of a run that had not begun
    return tuple(file.name for file in plan.files if file.part) if plan else ()


def is_noted(note: Path, parts: Collection[Path]) -> bool:
    """Say whether a note tells what becomes of one of these files, so that it must stay where it is."""
    try:
        plan = _plan(note.read_bytes(), note.parent)
    except OSError:
        return False
    waiting = {path.absolute() for path in parts}
    return any(file.part and file.part.absolute() in waiting for file in plan.files) if plan else False


def _give_names(plan: _Plan) -> None:
    """Do what is still to be done; what fails is undone, as far as it was done here."""
    done: list[tuple[Path, Path]] = []
    try:
        if not plan.has_begun:
            for file in reversed(plan.files):
                if os.path.lexists(file.name) and not file.is_linked:
                    with told(file.name):
                        file.name.replace(file.earlier)
                    done.append((file.earlier, file.name))
            for folder in {file.name.parent for file in plan.files}:
                sync_folder(folder)
        for file in plan.files:
            if file.part and file.is_waiting:
                _take(file.part, file)
                done.append((file.name, file.part))
    except OutputError:
        for now, before in reversed(done):
            now.replace(before)
        raise


def _take(part: Path, file: New) -> None:
    """Give a file its name, of which it may have had the first half already: both names at once."""
    if file.is_linked:
        with told(file.name):
            part.unlink()
    else:
        take_name(part, file.name)


def _clear(plan: _Plan, note: BinaryIO) -> None:
    """Take away what is not wanted any more; what stays harms nobody."""
    for path in (*(file.earlier for file in plan.files), *plan.leftovers):
        _forget(path)
    note.truncate(0)


def _forget(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _refuse_taken(files: Iterable[New], *, overwrite: bool) -> None:
    problems = []
    for file in files:
        if file.name.is_dir():
            problems.append(Problem(str(file.name), "this is a folder", "name a file inside it"))
        elif file.name.exists() and not overwrite:
            what = "the file exists already"
            problems.append(Problem(str(file.name), what, "choose another name, or add --overwrite"))
    if problems:
        raise OutputError(problems)


def _refuse_odd(plan: _Plan, note: Path) -> None:
    """Refuse to go on where somebody has moved or made files since the run was interrupted."""
    problems = []
    for file in plan.files:
        name = str(file.name)
        is_there = file.name.exists() and not file.is_linked
        if file.part and not file.is_waiting:
            if not is_there:
                what = "what an interrupted run had ready for this name is gone"
                do = f"look whether you need {file.earlier}, delete {note}, and run again"
                problems.append(Problem(name, what, do))
        elif is_there and (plan.has_begun or not plan.overwrite or file.earlier.exists()):
            what = "this file was made after a run was interrupted that has results for this name"
            problems.append(Problem(name, what, "move it elsewhere, and run again"))
    if problems:
        raise OutputError(problems)


def _write(file: BinaryIO, plan: _Plan, note: Path) -> None:
    try:
        file.truncate()
        file.write(sealed(_noted(plan, note.parent)))
        file.flush()
        os.fsync(file.fileno())
    except BaseException:
        note.unlink(missing_ok=True)
        raise
    sync_folder(note.parent)


def _noted(plan: _Plan, folder: Path) -> dict[str, object]:
    """Return a plan as a note tells it; files in its own folder go by their names, wherever that is moved."""

    def told_of(path: Path) -> str:
        whole = path.absolute()
        return path.name if whole.parent == folder.absolute() else str(whole)

    return {
        "files": [[told_of(file.name), file.part and told_of(file.part)] for file in plan.files],
        "overwrite": plan.overwrite,
        "leftovers": [told_of(path) for path in plan.leftovers],
    }


def _plan(written: bytes, folder: Path) -> _Plan | None:
    found: Any = unsealed(written)
    if found is None:
        return None
    files = tuple(New(folder / name, folder / part if part else None) for name, part in found["files"])
    return _Plan(files, found["overwrite"], tuple(folder / each for each in found["leftovers"]))
