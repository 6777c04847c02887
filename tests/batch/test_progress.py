"""How far a run is: nothing for a small table, a line for each tenth of a large one."""

from screenkit.cli import progress as shown
from screenkit.cli.progress import progress


def steps(monkeypatch, capsys, share, rows):
    monkeypatch.setattr(shown, "_TINY", 3)
    with progress(share) as step:
        for row in rows:
            step(row)
    return capsys.readouterr().err.splitlines()


def test_a_line_is_written_for_each_tenth(monkeypatch, capsys):
    read = iter([0.31, 0.35, 0.42, 0.99, 1.0])

    assert steps(monkeypatch, capsys, lambda: next(read), range(1, 8)) == [
        "30 %: 3 rows read",
        "40 %: 5 rows read",
        "90 %: 6 rows read",
        "100 %: 7 rows read",
    ]


def test_what_comes_through_a_pipe_has_no_percent(monkeypatch, capsys):
    monkeypatch.setattr(shown, "_LINE_EVERY", 4)

    assert steps(monkeypatch, capsys, lambda: None, range(1, 10)) == ["4 rows read", "8 rows read"]


def test_a_small_table_shows_nothing(capsys):
    with progress(lambda: 0.5) as step:
        step(19_999)

    assert capsys.readouterr().err == ""
