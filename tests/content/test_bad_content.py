"""Files that cannot be used: each with the exact words of its refusal in the text file beside it.

Every file is read beside a small shelf of content of its own, so that nothing depends on what is shipped.
"""

from pathlib import Path

import pytest

from screenkit.content import locate
from screenkit.content.load import load
from screenkit.content.mapping import load_mapping
from screenkit.errors import ContentError

HERE = Path(__file__).parent
BAD, GOOD = HERE / "bad", HERE / "good"
FILES = sorted(BAD.glob("*/*.yaml"))


@pytest.fixture(autouse=True)
def shelf(monkeypatch):
    """Let the small shelf stand where the shipped content stands."""
    monkeypatch.setattr(locate, "content_root", lambda: HERE / "shelf")


def expected(path):
    return path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture
def reading(monkeypatch, tmp_path):
    """Read a file as what its folder says it is, from the folder it stands in."""

    def as_rules(path):
        monkeypatch.chdir(path.parent)
        load(f"./{path.name}")

    def as_questionnaire(path):
        monkeypatch.chdir(path.parent)
        load("shelf", [f"./{path.name}"])

    def as_criteria(path):
        (tmp_path / "criteria").mkdir()
        (tmp_path / "criteria" / path.name).write_bytes(path.read_bytes())
        (tmp_path / "own.yaml").write_bytes((GOOD / "rules" / "own.yaml").read_bytes())
        monkeypatch.chdir(tmp_path)
        load("./own.yaml")

    def as_mapping(path):
        monkeypatch.chdir(path.parent)
        load_mapping(Path(path.name), load("shelf"))

    return {
        "rules": as_rules,
        "questionnaires": as_questionnaire,
        "criteria": as_criteria,
        "mappings": as_mapping,
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_each_bad_file_is_refused_with_exactly_these_words(path, reading):
    with pytest.raises(ContentError) as error:
        reading[path.parent.name](path)
    assert [str(problem) for problem in error.value.problems] == expected(path)


def test_every_bad_file_has_its_words_and_all_words_a_file():
    assert {path.with_suffix("") for path in BAD.glob("*/*.txt")} == {path.with_suffix("") for path in FILES}
    assert len(FILES) > 150


def test_every_refusal_says_where_and_what_to_do():
    for words in BAD.glob("*/*.txt"):
        for line in words.read_text(encoding="utf-8").splitlines():
            assert line.partition(": ")[2], line
            assert line.rpartition(" — ")[2].strip(), line
