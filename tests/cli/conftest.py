"""Run the command line in this process, as the console script does."""

import io
import sys
from pathlib import Path

import pytest

from screenkit.cli.app import main


class Ran:
    """How a command ended, and what it printed."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err


@pytest.fixture
def run(capfdbinary, monkeypatch, tmp_path):
    """Run a command in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def ran(*arguments, typed=None):
        if typed is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        with pytest.raises(SystemExit) as ended:
            main([str(each) for each in arguments])
        sys.stdout.flush()
        printed = capfdbinary.readouterr()
        return Ran(ended.value.code or 0, printed.out.decode(), printed.err.decode())

    return ran


@pytest.fixture
def program():
    """The console script of this environment."""
    return Path(sys.executable).with_name("screenkit")


@pytest.fixture
def answers(tmp_path, clear_candidate):
    """Write an answer file: the clear candidate after some changes; None takes an answer away."""

    def written(changes=None, name="answers.yaml"):
        told = {
            key: value for key, value in {**clear_candidate, **(changes or {})}.items() if value is not None
        }
        path = tmp_path / name
        path.write_text("".join(f"{key}: {value}\n" for key, value in told.items()))
        return path

    return written
