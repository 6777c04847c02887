"""Whole people: every vignette comes to what it says and cites what it must; every rule is met by one."""

import json
from pathlib import Path

import pytest

from screenkit.assessment import LEVELS, Recommendation, Truth
from screenkit.content.answers import read_answers
from screenkit.content.load import load
from screenkit.content.read import read
from screenkit.engine.assess import assess

FILES = sorted((Path(__file__).parents[1] / "vignettes").glob("*.yaml"))


def vignettes(file):
    """Each vignette of a file, its answers as they are written there."""
    document = read(file.read_bytes(), file.name)
    for n, vignette in enumerate(document.data["vignettes"]):
        written = {name: document.written["vignettes", n, "answers", name] for name in vignette["answers"]}
        yield pytest.param(file.stem, {**vignette, "answers": written}, id=f"{file.stem}-{vignette['id']}")


EVERY = [each for file in FILES for each in vignettes(file)]


@pytest.fixture(scope="module")
def screened():
    content = {file.stem: load(file.stem) for file in FILES}
    known = {}

    def assessment(ruleset, vignette):
        if (ruleset, vignette["id"]) not in known:
            text = json.dumps(vignette["answers"]).encode()
            answers = read_answers(text, vignette["id"], content[ruleset])
            known[ruleset, vignette["id"]] = assess(content[ruleset], answers)
        return known[ruleset, vignette["id"]]

    return assessment


def cited(found):
    """The criteria of everything that is so, or may be, open safety questions included."""
    told = {name for f in found.findings if f.truth is not Truth.NO for name in f.rule.rests_on}
    return told | set(found.gate.rests_on if found.gate.items else ())


@pytest.mark.parametrize(("ruleset", "vignette"), EVERY)
def test_a_vignette_comes_to_what_a_careful_reading_expects(screened, ruleset, vignette):
    found = screened(ruleset, vignette)
    recommended = {form: str(result.recommendation) for form, result in found.modalities.items()}
    assert {**recommended, "safety": found.safety.level} == vignette["expected"]
    assert found.problems == ()


@pytest.mark.parametrize(("ruleset", "vignette"), EVERY)
def test_a_vignette_cites_what_it_must(screened, ruleset, vignette):
    assert set(vignette["must_cite"]) - cited(screened(ruleset, vignette)) == set()


@pytest.mark.parametrize(("ruleset", "vignette"), EVERY)
def test_a_vignette_is_whole(ruleset, vignette):
    assert set(vignette) == {"id", "title", "story", "answers", "expected", "must_cite"}
    assert vignette["must_cite"]
    assert len(vignette["story"].split()) > 8, ruleset


def test_no_two_vignettes_have_one_id():
    ids = [each.id for each in EVERY]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_rule_that_weighs_or_speaks_for_a_form_is_met_by_a_vignette(screened, file):
    met = {
        finding.rule.id
        for each in EVERY
        if each.values[0] == file.stem
        for finding in screened(*each.values).findings
        if finding.truth is Truth.YES
    }
    weighing = [rule.id for rule in load(file.stem).ruleset.rules if rule.effect != "note"]
    assert [name for name in weighing if name not in met] == []


def test_the_vignettes_reach_every_recommendation_in_every_form_and_every_alert():
    expected = [each.values[1]["expected"] for each in EVERY]
    for form in ("in_person", "online_video", "online_text", "online_forum"):
        assert {each[form] for each in expected} == {str(each) for each in Recommendation}, form
    assert {each["safety"] for each in expected} == set(LEVELS)
