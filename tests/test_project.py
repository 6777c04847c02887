"""What holds for the project as a whole: its shape, its docs, and what they claim."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
LONGEST = 300


def test_the_readme_prints_the_two_commands():
    readme = (ROOT / "README.md").read_text()

    first = "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/screenkit demo"
    assert f"```sh\n{first}\n```" in readme
    assert "```sh\n.venv/bin/pytest\n```" in readme
    assert f"\n{first}\n\n" in (ROOT / ".ci/run").read_text()
    assert "\n.venv/bin/pytest\n" in (ROOT / ".ci/run").read_text()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src/screenkit")))
def test_each_file_is_one_thing_that_opens_with_one_sentence(path):
    text = path.read_text()

    assert len(text.splitlines()) <= LONGEST
    assert re.match(r'"""[^\n]*[.?:]', text)


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md")), ids=str)
def test_every_link_in_the_docs_leads_somewhere(path):
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text())

    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_hazard_names_a_test_that_exists():
    rows = [line for line in (ROOT / "docs/hazards.md").read_text().splitlines() if line.startswith("| H")]
    named = {row.split("|")[1].strip(): re.findall(r"`(tests/[^`:]+)::(\w+)`", row) for row in rows}

    assert len(rows) >= 13
    assert [hazard for hazard, tests in named.items() if not tests] == []
    missing = [
        f"{hazard}: {file}::{test}"
        for hazard, tests in named.items()
        for file, test in tests
        if not (ROOT / file).is_file() or f"def {test}(" not in (ROOT / file).read_text()
    ]
    assert missing == []


def test_every_command_stands_in_the_docs():
    told = (ROOT / "docs/cli.md").read_text()
    commands = ["demo", "assess", "interview", "batch", "rules list", "rules show", "questionnaires template"]

    assert [name for name in commands if f"## screenkit {name}\n" not in told] == []
