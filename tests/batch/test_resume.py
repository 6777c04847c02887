"""A run that was killed goes on where it stood, and ends with the very same files."""

import contextlib
import os
import stat

import pytest
from disks import small_disk
from plans import RowByRowPlan

from screenkit.batch import byblocks
from screenkit.batch.columns import columns_of
from screenkit.batch.opening import opened
from screenkit.batch.places import places
from screenkit.batch.run import run
from screenkit.batch.since import Since
from screenkit.batch.watch import Watcher
from screenkit.batch.worklist import Worklist
from screenkit.batch.worklistfile import worklist_lines
from screenkit.errors import OutputError

HEADER = "case_id,note,phq9_1,phq9_9\n"


class Killed(BaseException):
    """Raised where a process would have ended."""


@pytest.fixture
def screened(depression, tmp_path, monkeypatch):
    """Screen the table in the folder; with `until`, be killed after so many passes."""
    monkeypatch.setattr(byblocks, "_MANY", 10)

    def ran(out="out.csv", until=None, *, strict=False, few=0, watched=False):
        plan = _Mortal(until)
        where = places([tmp_path / "t.csv"], tmp_path / out, None, overwrite=True)
        said = []
        worklist = Worklist(depression, "rejects") if watched else None
        since = Since(tmp_path / "before.csv", ("in_person", "online_video")) if watched else None
        watcher = Watcher(worklist=worklist, since=since)

        def further(_):
            if not watched:
                return {}
            lines = worklist_lines(tmp_path / "w.csv", worklist, ["A note."])
            return {
                tmp_path / "w.csv": lambda file: file.writelines(lines),
                tmp_path / "c.csv": since.write,
            }

        with opened(where.tables) as table, contextlib.ExitStack() as open_:
            for each in (worklist, since):
                open_.callback(each.close) if each else None
            columns = columns_of(table.header, depression, "t.csv", None)
            summary = run(
                depression,
                table,
                columns,
                where,
                few=few,
                tell=said.append,
                plan_of=plan,
                strict=strict,
                watcher=watcher,
                further=further,
            )
        files = (where.out, where.rejects, tmp_path / "w.csv", tmp_path / "c.csv")
        found = [path.exists() and path.read_bytes() for path in files]
        return summary, said, *found

    return ran


class _Mortal:
    def __init__(self, passes):
        self.left = passes

    def __call__(self, content, ids):
        plan = RowByRowPlan(content, ids)
        screen = plan.screen

        def until_killed(codes):
            if self.left == 0:
                raise Killed
            self.left = None if self.left is None else self.left - 1
            return screen(codes)

        plan.screen = until_killed
        return plan


def table(rows=95):
    """Make a table with a damaged row and an id that stands twice every now and then."""
    kinds = {3: "p{n},short,1\n", 5: 'p{n},"x" y,1,2\n', 7: "p1,twice,1,2\n", 9: 'p{n},"two\nlines",two,1\n'}
    return HEADER + "".join(kinds.get(n % 11, 'p{n},"a, b",1,2\n').format(n=n) for n in range(rows))


@pytest.fixture(autouse=True)
def damaged(tmp_path, monkeypatch):
    """Put a damaged table into the folder, and let it be read in small blocks."""
    monkeypatch.setattr("screenkit.batch.blocks._FIRST", 64)
    monkeypatch.setattr("screenkit.batch.blocks._LARGEST", 128)
    (tmp_path / "t.csv").write_text(table())


@pytest.fixture
def earlier(screened, tmp_path):
    """Put the results of an earlier run into the folder, of which some people said something else."""
    path = tmp_path / "t.csv"
    now = path.read_text()
    path.write_text(now.replace('"a, b",1,2\n', '"a, b",1,0\n', 9).replace("twice,", "twice,3", 4))
    screened("before.csv")
    (tmp_path / "before.csv.rejects.csv").unlink()
    path.write_text(now)


def left(folder):
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


@pytest.mark.parametrize("watched", [False, True], ids=["", "watched"])
@pytest.mark.parametrize("passes", [3, 6, 11])
@pytest.mark.usefixtures("earlier")
def test_a_killed_run_goes_on_and_ends_the_same(screened, tmp_path, passes, watched):
    whole, _, *files = screened("whole.csv", watched=watched)
    with pytest.raises(Killed):
        screened(until=passes, watched=watched)
    assert not (tmp_path / "out.csv").exists()
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in left(tmp_path)} == {0o600}

    summary, said, *resumed = screened(watched=watched)

    assert len(said) == 1
    assert "of an interrupted run" in said[0]
    assert (summary, resumed) == (whole, files)
    assert left(tmp_path) == []


@pytest.mark.parametrize("passes", range(1, 9))
def test_a_run_that_was_killed_between_empty_lines_loses_none_of_them(
    screened, tmp_path, passes, monkeypatch
):
    monkeypatch.setattr(byblocks, "_MANY", 2)
    (tmp_path / "t.csv").write_text(f"{HEADER}a,,1,2\n\n\n\n\n,,1,2\n\n\nb,,1,2\n,,1,0\n")
    whole, _, *files = screened("whole.csv")
    with contextlib.suppress(Killed):
        screened(until=passes)

    summary, _, *resumed = screened()

    assert (summary.read, summary, resumed) == (10, whole, files)


@pytest.mark.usefixtures("earlier")
def test_whatever_is_wanted_the_same_run_row_by_row_gives_the_same_files(screened):
    assert screened(watched=True) == screened(watched=True, few=10**9)


@pytest.mark.usefixtures("earlier")
def test_a_worklist_may_be_wanted_only_after_the_run_was_interrupted(screened):
    whole = screened("whole.csv", watched=True)
    with pytest.raises(Killed):
        screened(until=6)

    summary, said, *files = screened(watched=True)

    assert ("of an interrupted run" in said[0], summary, files) == (True, whole[0], list(whole[2:]))


def test_what_was_done_before_is_not_done_again(screened):
    with pytest.raises(Killed):
        screened(until=6)
    with pytest.raises(Killed):
        screened(until=6)

    _, said, *_ = screened()

    assert "goes on after row 6" in said[0]


def _other_table(folder):
    path = folder / "t.csv"
    path.write_text(path.read_text() + "new,,1,2\n")


def _other_bytes(folder):
    path = folder / "t.csv"
    status = path.stat()
    path.write_text(path.read_text().replace('p0,"a, b"', 'q0,"a, b"'))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _other_results(folder):
    path = folder / ".out.csv.part"
    path.write_bytes(path.read_bytes().replace(b"p0", b"q0"))


def _other_journal(folder):
    path = folder / ".out.csv.journal"
    path.write_bytes(path.read_bytes().replace(b'"accepted": ', b'"accepted": 1'))


@pytest.mark.parametrize("change", [_other_table, _other_bytes, _other_results, _other_journal])
def test_a_run_of_which_anything_is_different_begins_anew_and_says_so(screened, tmp_path, change):
    with pytest.raises(Killed):
        screened(until=6)
    change(tmp_path)

    summary, said, *files = screened()

    assert [line.endswith("this one begins anew") for line in said] == [True]
    assert (summary, files) == (screened("whole.csv")[0], list(screened("whole.csv")[2:]))


def test_other_options_begin_anew(screened):
    with pytest.raises(Killed):
        screened(until=6)

    _, said, *_ = screened(strict=True)

    assert [line.endswith("this one begins anew") for line in said] == [True]


def test_a_torn_last_line_of_the_journal_costs_one_step(screened, tmp_path):
    with pytest.raises(Killed):
        screened(until=6)
    path = tmp_path / ".out.csv.journal"
    path.write_bytes(path.read_bytes()[:-10])

    _, said, *files = screened()

    assert "goes on" in said[0]
    assert files == list(screened("whole.csv")[2:])


def test_a_run_that_fails_leaves_nothing(screened, tmp_path, monkeypatch):
    monkeypatch.setattr(RowByRowPlan, "screen", lambda _, codes: codes.head(0))

    with pytest.raises(RuntimeError):
        screened()

    assert left(tmp_path) == []


def test_a_run_that_fills_the_disk_gives_it_all_back(depression, tmp_path, monkeypatch):
    monkeypatch.setattr(byblocks, "_MANY", 10)
    (tmp_path / "t.csv").write_text(table(20_000))
    with small_disk(tmp_path / "small") as disk:
        (disk / "out.csv").write_text("of an earlier run")
        where = places([tmp_path / "t.csv"], disk / "out.csv", None, overwrite=True)
        with opened(where.tables) as source:
            columns = columns_of(source.header, depression, "t.csv", None)
            with pytest.raises(OutputError, match="No space left on device"):
                run(depression, source, columns, where, few=0, plan_of=_Mortal(None))

        assert {path.name: path.read_text() for path in disk.iterdir()} == {"out.csv": "of an earlier run"}


def test_rejects_that_cannot_be_written_are_named_and_leave_nothing(depression, tmp_path):
    where = places([tmp_path / "t.csv"], tmp_path / "out.csv", tmp_path / "none" / "r.csv", overwrite=False)
    with opened(where.tables) as source:
        columns = columns_of(source.header, depression, "t.csv", None)
        with pytest.raises(OutputError, match=r"none/r.csv: the file cannot be written"):
            run(depression, source, columns, where, few=0, plan_of=_Mortal(None))

    assert left(tmp_path) == []


def test_what_is_noted_after_a_torn_line_of_the_journal_counts_the_next_time(screened, tmp_path):
    with pytest.raises(Killed):
        screened(until=4)
    path = tmp_path / ".out.csv.journal"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(Killed):
        screened(until=3)

    _, said, *_ = screened()

    assert "goes on after row 20" in said[0]
