"""Files that appear whole or not at all, for their owner only."""

import os
import stat

import pytest

from screenkit.errors import OutputError, Problem
from screenkit.files import next_free, sweep, whole_file, write_stream, write_whole

EXISTS = ("the file exists already", "choose another name, or add --overwrite")


def left_over(folder):
    return sorted(path.name for path in folder.iterdir())


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def refused(write):
    with pytest.raises(OutputError) as error:
        write()
    return list(error.value.problems)


def test_a_file_is_written_whole_and_readable_by_its_owner_alone(tmp_path):
    path = tmp_path / "answers.yaml"
    write_whole(path, b"acute_crisis: no\n")
    assert (path.read_bytes(), mode(path), left_over(tmp_path)) == (
        b"acute_crisis: no\n",
        0o600,
        ["answers.yaml"],
    )


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_its_mode_is_the_same_under_any_umask(tmp_path, umask):
    before = os.umask(umask)
    try:
        write_whole(tmp_path / "file", b"x")
    finally:
        os.umask(before)
    assert mode(tmp_path / "file") == 0o600


def test_a_file_that_exists_is_not_written_over(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"before")
    assert refused(lambda: write_whole(path, b"after")) == [Problem(str(path), *EXISTS)]
    assert (path.read_bytes(), left_over(tmp_path)) == (b"before", ["file"])


def test_it_is_written_over_where_that_was_asked_for_and_is_private_then(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"before")
    path.chmod(0o644)
    write_whole(path, b"after", overwrite=True)
    assert (path.read_bytes(), mode(path), left_over(tmp_path)) == (b"after", 0o600, ["file"])


@pytest.mark.parametrize("overwrite", [False, True])
def test_where_writing_breaks_off_nothing_of_it_stays(tmp_path, overwrite):
    path = tmp_path / "file"
    if overwrite:
        path.write_bytes(b"before")

    def interrupted():
        with whole_file(path, overwrite=overwrite) as file:
            file.write(b"half of i")
            assert "file" in left_over(tmp_path) or not overwrite
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert left_over(tmp_path) == (["file"] if overwrite else [])
    if overwrite:
        assert path.read_bytes() == b"before"


def test_nobody_sees_the_name_before_everything_is_written(tmp_path):
    path = tmp_path / "file"
    with whole_file(path) as file:
        file.write(b"half")
        file.flush()
        assert not path.exists()
        assert [mode(each) for each in tmp_path.iterdir()] == [0o600]
    assert path.read_bytes() == b"half"


def test_a_name_taken_meanwhile_is_not_written_over(tmp_path):
    path = tmp_path / "file"

    def overtaken():
        with whole_file(path) as file:
            file.write(b"mine")
            path.write_bytes(b"theirs")

    assert refused(overtaken) == [Problem(str(path), *EXISTS)]
    assert (path.read_bytes(), left_over(tmp_path)) == (b"theirs", ["file"])


def test_a_disk_that_does_not_take_it_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "file"
    path.write_bytes(b"before")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert refused(lambda: write_whole(path, b"after", overwrite=True)) == [
        Problem(
            str(path),
            "the file cannot be written (No space left on device)",
            "nothing was changed; check the folder and the disk",
        )
    ]
    assert (path.read_bytes(), left_over(tmp_path)) == (b"before", ["file"])


def test_a_file_system_without_links_takes_it_all_the_same(tmp_path, monkeypatch):
    def unsupported(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", unsupported)
    write_whole(tmp_path / "file", b"x")
    assert left_over(tmp_path) == ["file"]


def test_a_folder_that_is_missing_is_told(tmp_path):
    path = tmp_path / "nowhere" / "file"
    assert refused(lambda: write_whole(path, b"x")) == [
        Problem(
            str(path),
            "the file cannot be written (No such file or directory)",
            "nothing was changed; check the folder and the disk",
        )
    ]


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_is_no_file(tmp_path, overwrite):
    assert refused(lambda: write_whole(tmp_path, b"x", overwrite=overwrite)) == [
        Problem(str(tmp_path), "this is a folder", "name a file inside it")
    ]


def test_a_folder_under_a_file_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    (problem,) = refused(lambda: write_whole(tmp_path / "file" / "below", b"y"))
    assert problem.what == "the file cannot be written (Not a directory)"


# Regression: the system's own complaint is no message.
def test_a_name_too_long_for_any_file_is_told(tmp_path):
    (problem,) = refused(lambda: write_whole(tmp_path / ("x" * 300), b"y"))
    assert problem.what == "the file cannot be written (File name too long)"
    assert left_over(tmp_path) == []


def test_a_long_name_with_letters_of_several_bytes_is_written(tmp_path):
    path = tmp_path / ("ä" * 120)
    write_whole(path, b"x")
    assert path.read_bytes() == b"x"


def test_a_link_to_nothing_is_not_written_through(tmp_path):
    path = tmp_path / "link"
    path.symlink_to(tmp_path / "elsewhere")
    refused(lambda: write_whole(path, b"x"))
    assert left_over(tmp_path) == ["link"]


def test_the_next_free_name_counts_on_from_two(tmp_path):
    path = tmp_path / "summary.pdf"
    assert next_free(path) == path
    path.write_bytes(b"")
    assert next_free(path) == tmp_path / "summary-2.pdf"
    (tmp_path / "summary-2.pdf").write_bytes(b"")
    assert next_free(path) == tmp_path / "summary-3.pdf"


def test_what_a_killed_writer_left_is_swept_away_and_nothing_else(tmp_path):
    for name in (".a.pdf.x1y2.part", ".ab.pdf.x1y2.part", "a.pdf", ".a.pdf.kept"):
        (tmp_path / name).write_text("")
    sweep(tmp_path / "a.pdf")

    assert sorted(path.name for path in tmp_path.iterdir()) == [".a.pdf.kept", ".ab.pdf.x1y2.part", "a.pdf"]


def test_standard_output_that_is_closed_or_full_is_said_in_words(monkeypatch):
    monkeypatch.setattr("sys.stdout", None)
    told = refused(lambda: write_stream(b"x"))
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        monkeypatch.setattr("sys.stdout", full)
        told += refused(lambda: write_stream(b"x"))
        monkeypatch.undo()
        with pytest.raises(OSError, match="No space"):
            full.close()

    assert [problem.what for problem in told] == [
        "standard output does not take what is written (it is closed)",
        "standard output does not take what is written (No space left on device)",
    ]
