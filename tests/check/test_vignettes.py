"""Whole people: every vignette comes to what it says and cites what it must; every rule is met by one."""

import pytest

from screenkit.assessment import LEVELS, Recommendation, Truth
from screenkit.check.cases import outcome
from screenkit.content.load import load
from screenkit.content.vignettefiles import shipped_vignettes
from screenkit.content.vignettes import bench, read_vignettes
from screenkit.engine.assess import assess
from screenkit.models.answers import Answers

FILES = read_vignettes(shipped_vignettes())
SETS = sorted({file.whole.rules for file in FILES})
EVERY = [
    pytest.param(file.whole.rules, vignette, id=f"{file.whole.rules}-{vignette.id}")
    for file in FILES
    for vignette in file.whole.vignettes
]


@pytest.fixture(scope="module")
def screened():
    """What each person comes to, by rule set and id: from the engine itself, not from the checks."""
    found = {}
    for name in SETS:
        content = load(name)
        people = {vignette.values[1].id for vignette in EVERY if vignette.values[0] == name}
        for case in bench(content, FILES).cases:
            if case.spot.id in people:
                found[name, case.spot.id] = case, assess(content, Answers(case.answers))
    return found


def cited(found):
    """The criteria of everything that is so, or may be, open safety questions included."""
    told = {name for f in found.findings if f.truth is not Truth.NO for name in f.rule.rests_on}
    return told | set(found.gate.rests_on if found.gate.items else ())


@pytest.mark.parametrize(("ruleset", "vignette"), EVERY)
def test_a_vignette_comes_to_what_a_careful_reading_expects(screened, ruleset, vignette):
    _, found = screened[ruleset, vignette.id]
    recommended = {form: str(result.recommendation) for form, result in found.modalities.items()}
    assert {**recommended, "safety": found.safety.level} == vignette.expected.model_dump(exclude_none=True)
    assert found.problems == ()


@pytest.mark.parametrize(("ruleset", "vignette"), EVERY)
def test_a_vignette_cites_what_it_must(screened, ruleset, vignette):
    assert set(vignette.must_cite) - cited(screened[ruleset, vignette.id][1]) == set()


@pytest.mark.parametrize("ruleset", SETS)
def test_the_check_works_out_what_the_engine_does(ruleset):
    content = load(ruleset)
    for case in bench(content, FILES).cases:
        found = assess(content, Answers(case.answers))
        engine = {form: str(result.recommendation) for form, result in found.modalities.items()}
        assert outcome(case).model_dump(exclude_none=True) == {**engine, "safety": found.safety.level}, (
            case.spot
        )


@pytest.mark.parametrize(("ruleset", "vignette"), EVERY)
def test_a_vignette_is_whole(ruleset, vignette):
    assert ruleset == "leader-readiness" or vignette.must_cite
    assert vignette.answers
    assert len(vignette.story.split()) > 8


def test_no_two_vignettes_have_one_id():
    ids = [each.id for each in EVERY]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("ruleset", SETS)
def test_every_shipped_rule_is_taken_to_yes_and_to_no_by_somebody(ruleset):
    content = load(ruleset)
    cases = bench(content, FILES).cases
    own = [rule for rule in content.chain[-1].rules if rule.when]
    for truth in (Truth.YES, Truth.NO):
        met = {rule.id for rule in own for case in cases if case.truths[rule.id] is truth}
        assert [rule.id for rule in own if rule.id not in met] == []


def test_every_rule_that_weighs_or_speaks_for_a_form_is_met_by_a_whole_person(screened):
    met = {
        finding.rule.id
        for (ruleset, _), (_, found) in screened.items()
        if ruleset == "online-group"
        for finding in found.findings
        if finding.truth is Truth.YES
    }
    weighing = [rule.id for rule in load("online-group").ruleset.rules if rule.effect != "note"]
    assert [name for name in weighing if name not in met] == []


def test_the_vignettes_reach_every_recommendation_in_every_form_and_every_alert():
    expected = [each.values[1].expected.model_dump() for each in EVERY]
    for form in ("in_person", "online_video", "online_text", "online_forum"):
        reached = {each[form] for each in expected} - {None}  # a rule set may speak of one form only
        assert reached == {str(each) for each in Recommendation}, form
    assert {each["safety"] for each in expected} == set(LEVELS)
