"""A run that was killed goes on where it stood, and ends with the very same files."""

import os
import stat

import pytest
from plans import RowByRowPlan

from screenkit.batch import byblocks
from screenkit.batch.columns import columns_of
from screenkit.batch.opening import opened
from screenkit.batch.places import places
from screenkit.batch.run import run

HEADER = "case_id,note,phq9_1,phq9_9\n"


class Killed(BaseException):
    """Raised where a process would have ended."""


@pytest.fixture
def screened(depression, tmp_path, monkeypatch):
    """Screen the table in the folder; with `until`, be killed after so many passes."""
    monkeypatch.setattr(byblocks, "_MANY", 10)

    def ran(out="out.csv", until=None, *, strict=False):
        plan = _Mortal(until)
        where = places([tmp_path / "t.csv"], tmp_path / out, None, overwrite=True)
        said = []
        with opened(where.tables) as table:
            columns = columns_of(table.header, depression, "t.csv", None)
            summary = run(
                depression, table, columns, where, few=0, tell=said.append, plan_of=plan, strict=strict
            )
        return summary, said, where.out.exists() and where.out.read_bytes(), where.rejects.read_bytes()

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


def left(folder):
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


@pytest.mark.parametrize("passes", [3, 6, 11])
def test_a_killed_run_goes_on_and_ends_the_same(screened, tmp_path, passes):
    whole, _, *files = screened("whole.csv")
    with pytest.raises(Killed):
        screened(until=passes)
    assert not (tmp_path / "out.csv").exists()
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in left(tmp_path)} == {0o600}

    summary, said, *resumed = screened()

    assert len(said) == 1
    assert "of an interrupted run" in said[0]
    assert (summary, resumed) == (whole, files)
    assert left(tmp_path) == []


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
