"""Hidden files beside the output of a run: nobody else's, and one process's at a time."""

import os
import stat

import pytest

from screenkit.batch.hidden import beside, held, own, part_of
from screenkit.errors import OutputError


@pytest.mark.parametrize("umask", [0o000, 0o277])
def test_a_hidden_file_is_its_owners_alone_under_any_umask(tmp_path, umask):
    before = os.umask(umask)
    try:
        own(tmp_path / "file").close()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600


def test_a_link_laid_there_by_somebody_else_is_not_followed(tmp_path):
    (tmp_path / "theirs").write_text("theirs")
    (tmp_path / "file").symlink_to(tmp_path / "theirs")

    with part_of(tmp_path / "out", tmp_path / "file") as file:
        file.write(b"ours")

    assert (tmp_path / "theirs").read_text() == "theirs"
    assert not (tmp_path / "file").is_symlink()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_a_file_of_another_user_is_replaced_and_not_written_into(tmp_path):
    theirs = (tmp_path / "file").open("w+b")
    os.chown(tmp_path / "file", 12345, 12345)

    with part_of(tmp_path / "out", tmp_path / "file") as file:
        file.write(b"ours")

    with theirs:
        assert theirs.read() == b""


def test_what_a_killed_process_has_left_is_written_over(tmp_path):
    (tmp_path / "file").write_text("a long text that was left")

    with part_of(tmp_path / "out", tmp_path / "file") as file:
        file.write(b"new")

    assert (tmp_path / "file").read_text() == "new"


def test_what_fails_leaves_nothing(tmp_path):
    with (
        pytest.raises(OutputError, match="out: the file cannot be written"),
        part_of(tmp_path / "out", tmp_path / "file"),
    ):
        raise OSError(28, "No space left on device")

    assert list(tmp_path.iterdir()) == []


def test_two_processes_do_not_write_one_file_at_a_time(tmp_path):
    with held(tmp_path / "file", tmp_path / "out") as file:
        file.write(b"first")
        with (
            pytest.raises(OutputError, match="out: another run is writing its results there now"),
            held(tmp_path / "file", tmp_path / "out"),
        ):
            pass

    with held(tmp_path / "file", tmp_path / "out") as file:
        assert file.read() == b"first"


def test_a_disk_that_knows_no_locks_is_written_all_the_same(tmp_path, monkeypatch):
    def refused(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", refused)
    with held(tmp_path / "file", tmp_path / "out") as file:
        file.write(b"x")
    assert (tmp_path / "file").read_bytes() == b"x"


def test_a_hidden_file_has_a_name_that_a_disk_takes_and_no_other_files(tmp_path):
    names = ["out.csv", "a" * 245 + "1.csv", "a" * 245 + "2.csv", "患" * 83 + ".csv"]
    hidden = [beside(tmp_path / name, "journal") for name in names]

    assert hidden[0].name == ".out.csv.journal"
    for path in hidden:
        own(path).close()
    assert len(set(hidden)) == len(names)
