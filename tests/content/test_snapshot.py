"""A snapshot holds everything a content was read from, and reads the same wherever it is opened."""

import io
import zipfile
from pathlib import Path

import pytest

from screenkit.content import locate
from screenkit.content.load import load
from screenkit.content.snapshot import load_snapshot, snapshot
from screenkit.errors import ContentError

HERE = Path(__file__).parent
GOOD = HERE / "good"
OWN = """id: ours
version: 1.0.0
title: Ours
extends: online-group
questionnaires: [pregroup-interview, house-rules]
modalities: [in_person, online_video, online_text, online_forum]
rules:
  - id: steady-enough
    title: Steady enough
    domain: fit
    effect: benefit
    when: house_rules_read is yes
    because: It says so.
    rests_on: [X-SI-GATE]
"""
QUESTIONS = """id: house-rules
version: 1.0.0
title: House rules
kind: checklist
about: Invented.
source: Invented.
sections:
  - id: all
    title: All
    items:
      - id: house_rules_read
        text: Were the house rules read?
        help: Ask.
        values: {"yes": "Yes", "no": "No"}
"""


def same(first, second):
    """Whether two contents mean the same, in the same order, and were read from the same files."""
    return (
        first == second
        and first.versions == second.versions
        and list(first.order) == list(second.order)
        and first.sources == second.sources
    )


@pytest.mark.parametrize("name", ["online-group", "usual-group-criteria", "leader-readiness"])
def test_shipped_content_comes_back_from_its_snapshot(name):
    content = load(name)
    kept = snapshot(content)
    again = load_snapshot(kept)

    assert same(content, again)
    assert snapshot(again) == kept


def test_a_rule_set_of_the_clinics_own_comes_back_with_its_questionnaires_parents_and_criteria(monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(locate, "content_root", lambda: HERE / "shelf")
        content = load(str(GOOD / "rules" / "child.yaml"), [str(GOOD / "questionnaires")])
        kept = snapshot(content)
    again = load_snapshot(kept)

    assert [each.id for each in again.chain] == ["own", "child"]
    assert same(content, again)
    assert snapshot(again) == kept


def test_a_rule_set_of_the_clinics_own_that_extends_a_shipped_one_comes_back(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "rules.yaml").write_text(OWN)
    (tmp_path / "questions.yml").write_text(QUESTIONS)
    content = load(str(tmp_path / "mine"), [str(tmp_path / "questions.yml")])
    kept = snapshot(content)

    assert same(content, load_snapshot(kept))


def test_a_snapshot_holds_no_path_of_the_machine_it_was_made_on(tmp_path):
    (tmp_path / "questions.yml").write_text(QUESTIONS)
    content = load(questionnaires=[str(tmp_path / "questions.yml")])

    assert [name for name in content.sources if name.startswith("own")] == ["own/1/questions.yml"]
    assert str(tmp_path).encode() not in b"".join(content.sources.values())


def test_a_snapshot_reads_nothing_from_where_it_is_opened(tmp_path, monkeypatch):
    kept = snapshot(load())
    (tmp_path / "online-group").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(locate, "content_root", lambda: tmp_path)

    assert load_snapshot(kept).ruleset.id == "online-group"


def without_manifest():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("rules/online-group.yaml", b"id: online-group\n")
    return held.getvalue()


def flipped():
    kept = bytearray(snapshot(load("leader-readiness")))
    kept[len(kept) // 3] ^= 1
    return bytes(kept)


@pytest.mark.parametrize("body", [b"", b"PK", without_manifest(), flipped()], ids=range(4))
def test_what_is_no_whole_snapshot_is_refused_in_our_words(body):
    with pytest.raises(ContentError) as refused:
        load_snapshot(body)

    assert "the content kept with the case: cannot be used: it is damaged" in str(refused.value)
