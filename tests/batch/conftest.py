"""A small rule set over the PHQ-9, and a way to screen a table with it on the command line."""

import csv
import io
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from screenkit.cli.app import main
from screenkit.content.load import load

RULES = Path(__file__).parent / "depression.yaml"


@dataclass
class Ran:
    """How a run ended, what it said, and what it wrote."""

    status: int
    out: str
    err: list[str]
    folder: Path

    @property
    def results(self):
        return _rows(self.folder / "out.csv")

    @property
    def rejects(self):
        return _rows(self.folder / "out.csv.rejects.csv")

    @property
    def files(self):
        return sorted(
            path.name for path in self.folder.iterdir() if path.name not in {"table.csv", "map.yaml"}
        )


def _rows(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode())))


@pytest.fixture(scope="session")
def depression():
    """The small rule set, loaded."""
    return load(str(RULES))


@pytest.fixture
def batch(capfdbinary, monkeypatch, tmp_path):
    """Screen a table, given as text or bytes, or one that is there; `mapping` is a mapping file, as text."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "no profile here"))

    def ran(table, *arguments, mapping=None, rules=RULES, name="table.csv", out="out.csv"):
        data = table.encode() if isinstance(table, str) else table
        if table is None:
            pass
        elif name == "-":
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        else:
            Path(name).write_bytes(data)
        if mapping is not None:
            Path("map.yaml").write_text(mapping)
            arguments = (*arguments, "--map", "map.yaml")
        with pytest.raises(SystemExit) as ended:
            main(["batch", name, "-o", out, "--rules", str(rules), *map(str, arguments)])
        sys.stdout.flush()
        printed = capfdbinary.readouterr()
        told = [line for line in printed.err.decode().splitlines() if not line.startswith("time: ")]
        return Ran(ended.value.code or 0, printed.out.decode(), told, tmp_path)

    return ran
