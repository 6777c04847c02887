"""Results, rejects, worklist and changes of one run: never is one seen beside those of another."""

import os
from pathlib import Path

import pytest

from screenkit.batch.publishing import New, finish, is_noted, publish
from screenkit.errors import OutputError

NAMES = ("out.csv.rejects.csv", "w.csv", "out.csv")
OPERATIONS = ("replace", "rename", "link", "unlink")


class Killed(BaseException):
    """Raised where a process would have ended."""


class Disk:
    """Looks at a folder before and after everything that gives, takes or removes a name; can stop there."""

    def __init__(self, folder, monkeypatch, look, counts=lambda: True):
        self._folder, self._counts = folder, counts
        self.done, self._stop, self._fault, self._look = 0, None, None, look
        for name in OPERATIONS:
            monkeypatch.setattr(os, name, self._watched(getattr(os, name)))

    def stop_at(self, step, fault):
        """Raise `fault` before this step, or after it where it is half a step on."""
        self.done, self._stop, self._fault = 0, step, fault

    def _watched(self, operation):
        def looked_at(*args, **kwargs):
            if Path(args[0]).absolute().parent != self._folder or not self._counts():
                return operation(*args, **kwargs)
            self._look()
            self._maybe(self.done)
            done = operation(*args, **kwargs)
            self.done += 1
            self._look()
            self._maybe(self.done - 0.5)
            return done

        return looked_at

    def _maybe(self, step):
        if step == self._stop:
            self._stop = None
            raise self._fault


def content(folder):
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def disk(tmp_path, monkeypatch):
    """A watched disk: where there are results, everything beside them is of the same run."""

    def look():
        seen = content(tmp_path)
        if "out.csv" in seen:
            runs = {seen[name] for name in NAMES if name in seen}
            assert len(runs) == 1, seen

    return Disk(tmp_path, monkeypatch, look)


def ready(folder, run, *, without=()):
    """Write the parts of a run; return its files."""
    for name in NAMES:
        if name not in without:
            (folder / f".{name}.part").write_text(run)
    return [New(folder / n, None if n in without else folder / f".{n}.part") for n in NAMES]


def stand(folder, run):
    for name in NAMES:
        (folder / name).write_text(run)


KINDS = {
    "all anew": ((), ()),
    "all replaced": (NAMES, ()),
    "without rejects now": (NAMES, ("out.csv.rejects.csv",)),
    "results withheld": (NAMES, ("out.csv",)),
    "only results before": (("out.csv",), ()),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("half", [0, 0.5])
def test_stopped_anywhere_no_results_stand_beside_files_of_another_run_and_the_next_run_ends_it(
    kind, half, tmp_path, disk
):
    earlier, without = KINDS[kind]
    wanted = {name: "new" for name in NAMES if name not in without}
    step, stopped = 0, True
    while stopped:
        disk.stop_at(None, None)
        for path in tmp_path.iterdir():
            path.unlink()
        for name in earlier:
            (tmp_path / name).write_text("old")
        files = ready(tmp_path, "new", without=without)
        disk.stop_at(step + half, Killed())
        try:
            publish(files, tmp_path / ".note", overwrite=bool(earlier))
            stopped = False
        except Killed:
            begun = is_noted(tmp_path / ".note", [file.part for file in files if file.part])
            disk.stop_at(None, None)
            assert set(finish(tmp_path / ".note")) == ({tmp_path / n for n in wanted} if begun else set())
            if not begun and content(tmp_path) != wanted:
                publish(files, tmp_path / ".note", overwrite=bool(earlier))
        assert content(tmp_path) == wanted
        step += 1
    assert step > 2 * len(wanted)


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_disk_refuses_is_undone_whole(kind, tmp_path, disk):
    earlier, without = KINDS[kind]
    for step in range(20):
        disk.stop_at(None, None)
        for path in tmp_path.iterdir():
            path.unlink()
        for name in earlier:
            (tmp_path / name).write_text("old")
        files = ready(tmp_path, "new", without=without)
        before, refused = content(tmp_path), ""
        disk.stop_at(step, OSError(28, "No space left on device"))
        try:
            publish(files, tmp_path / ".note", overwrite=bool(earlier))
        except OutputError as error:
            refused = str(error)
        now = content(tmp_path)
        if refused:
            assert ("No space left on device" in refused, now) == (True, before)
        else:
            wanted = {name: "new" for name in NAMES if name not in without}
            assert {name: text for name, text in now.items() if name in NAMES} == wanted


def test_a_name_that_somebody_took_meanwhile_is_not_taken_from_them(tmp_path):
    files = ready(tmp_path, "new")
    (tmp_path / "out.csv").write_text("theirs")

    with pytest.raises(OutputError, match="the file exists already"):
        publish(files, tmp_path / ".note", overwrite=False)

    assert content(tmp_path) == {"out.csv": "theirs"} | {f".{name}.part": "new" for name in NAMES}


def test_a_file_made_after_the_interruption_is_not_taken_for_an_earlier_one(tmp_path, disk):
    stand(tmp_path, "old")
    disk.stop_at(4, Killed())
    with pytest.raises(Killed):
        publish(ready(tmp_path, "new"), tmp_path / ".note", overwrite=True)
    assert not (tmp_path / "out.csv").exists()
    disk.stop_at(None, None)
    os.write(os.open(tmp_path / "w.csv", os.O_CREAT | os.O_WRONLY), b"theirs")

    with pytest.raises(OutputError, match=r"w.csv: this file was made after a run was interrupted"):
        finish(tmp_path / ".note")

    (tmp_path / "w.csv").unlink()
    finish(tmp_path / ".note")
    assert content(tmp_path) == dict.fromkeys(NAMES, "new")


def test_what_was_ready_and_is_gone_is_named(tmp_path, disk):
    stand(tmp_path, "old")
    disk.stop_at(4, Killed())
    with pytest.raises(Killed):
        publish(ready(tmp_path, "new"), tmp_path / ".note", overwrite=True)
    disk.stop_at(None, None)
    (tmp_path / ".out.csv.part").unlink()

    with pytest.raises(OutputError, match="what an interrupted run had ready for this name is gone"):
        finish(tmp_path / ".note")

    assert (tmp_path / ".out.csv.earlier").read_text() == "old"


def test_a_note_that_was_not_written_to_its_end_is_of_a_run_that_changed_nothing(tmp_path):
    stand(tmp_path, "old")
    (tmp_path / ".note").write_text('{"files": [["out.csv", ".out.csv')

    assert finish(tmp_path / ".note") == ()
    assert content(tmp_path) == dict.fromkeys(NAMES, "old")


def test_a_folder_that_was_moved_meanwhile_is_published_where_it_is_now(tmp_path, monkeypatch):
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    disk = Disk(here, monkeypatch, lambda: None)
    disk.stop_at(6, Killed())
    with pytest.raises(Killed):
        publish(ready(here, "new"), here / ".note", overwrite=False)
    disk.stop_at(None, None)
    here.replace(there)

    finish(there / ".note")

    assert content(there) == dict.fromkeys(NAMES, "new")


def test_two_runs_do_not_publish_into_one_place_at_a_time(tmp_path, monkeypatch):
    files = ready(tmp_path, "new")
    refused = []

    def meanwhile(*args, **kwargs):
        with pytest.raises(OutputError, match="another run is writing its results there now"):
            finish(tmp_path / ".note")
        refused.append(1)
        return link(*args, **kwargs)

    link = os.link
    monkeypatch.setattr(os, "link", meanwhile)
    publish(files, tmp_path / ".note", overwrite=False)

    assert refused
    assert content(tmp_path) == dict.fromkeys(NAMES, "new")


def test_a_disk_without_links_takes_names_as_well(tmp_path, monkeypatch):
    def refused(*_args, **_kwargs):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    stand(tmp_path, "old")
    publish(ready(tmp_path, "new"), tmp_path / ".note", overwrite=True)

    assert content(tmp_path) == dict.fromkeys(NAMES, "new")


HEADER = "case_id,phq9_1,phq9_9\n"
MONDAY = HEADER + "anna,0,3\nben,9,0\n"
TUESDAY = HEADER + "cleo,0,1\ndan,0,9\neve,0,0\n"
TOLD = ("out.csv", "out.csv.rejects.csv", "out.csv.changes.csv", "w.csv")
ASKED = ("--worklist", "w.csv", "--alerts-read-by", "Dr Reed", "--since", "before.csv", "--overwrite")


def runs_seen(folder):
    """Which of the two runs the files in a folder are of, and whether there are results."""
    of = {"anna": "Monday", "ben": "Monday", "cleo": "Tuesday", "dan": "Tuesday", "eve": "Tuesday"}
    texts = {name: (folder / name).read_text() for name in TOLD if (folder / name).exists()}
    return {day for text in texts.values() for who, day in of.items() if who in text}, "out.csv" in texts


@pytest.mark.parametrize(
    ("columnar", "strict"),
    [(False, ()), (True, ()), (True, ("--strict",))],
    ids=["rows", "columns", "strict"],
)
def test_a_run_stopped_while_it_publishes_is_ended_by_the_next_one_whatever_that_asks_for(
    batch, columnar, strict, tmp_path, monkeypatch
):
    def look():
        days, has_results = runs_seen(tmp_path)
        assert len(days) == 1 or not has_results, days

    def has_note():
        note = tmp_path / ".out.csv.publish"
        return note.exists() and note.stat().st_size > 0

    monkeypatch.setattr("screenkit.batch.run.is_for_columns", lambda *_: columnar)
    batch(HEADER + "zoe,0,0\n", out="before.csv")
    batch(TUESDAY, *ASKED, *strict)
    wanted = content(tmp_path)
    batch(MONDAY, *ASKED)
    monday = content(tmp_path)
    disk = Disk(tmp_path, monkeypatch, look, counts=has_note)
    stops, stopped = 0, True
    while stopped:
        disk.stop_at(None, None)
        for name in {*content(tmp_path), *monday}:
            (tmp_path / name).unlink(missing_ok=True)
        for name, text in monday.items():
            (tmp_path / name).write_text(text)
        disk.stop_at(stops, Killed())
        try:
            batch(TUESDAY, *ASKED, *strict)
            stopped = False
        except Killed:
            disk.stop_at(None, None)
            ran = batch(None, "--rejects", "out.csv")  # refused, but what waits is published first
            assert (ran.status, "an interrupted run was complete" in ran.err[0]) == (1, True)
        assert content(tmp_path) == wanted
        stops += 1
    assert stops > 12
