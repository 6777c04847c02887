"""The walk of docs/batch.md: its files are written, its commands run, and what they print compared."""

import re
import shlex
from pathlib import Path

import pytest

from screenkit.cli.app import main

PAGE = Path(__file__).parents[2] / "docs" / "batch.md"
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def shown(out, err):
    """What somebody sees: messages, then the result; the time a run took is another each time."""
    return re.sub(r"time: \d+\.\d s", "time: 0.1 s", err + out)


def test_the_walk_from_an_intake_table_to_a_worklist_happens_as_it_is_told(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "no profile here"))
    walked = 0
    for kind, name, text in FENCE.findall(PAGE.read_text()):
        if kind == "console":
            command, _, told = text.partition("\n")
            with pytest.raises(SystemExit):
                main(shlex.split(command.removeprefix("$ screenkit ")))
            assert shown(*capfd.readouterr()) == told, command
            walked += 1
        elif name and Path(name).exists():
            assert Path(name).read_text() == text
        elif name:
            Path(name).write_text(text)

    assert walked == 4
