"""Properties as written: what is misspelt, or can say nothing, is told with its line and a way out."""

import pytest

from screenkit.check.smt.prove import everybody, verdict
from screenkit.content.load import load
from screenkit.errors import ContentError

ROOM = """\
id: ours
version: 1.0.0
title: Ours
extends: {parent}
questionnaires: [pregroup-interview]
modalities: [in_person]
rules:
  - {{id: own-{parent}, title: Own, domain: fit, effect: note, topic: context, because: O., rests_on: [X-DV]}}
properties:
"""


def own(folder, *lines, parent="usual-group-criteria"):
    path = folder / "ours.yaml"
    path.write_text(
        ROOM.format(parent=parent) + "".join(f"  - {{id: p{n}, {each}}}\n" for n, each in enumerate(lines))
    )
    return str(path)


PLAN = "when: suicidal_ideation is plan"
REFUSED = {
    "an item of 'when'": (
        "never: in_person is suitable, when: suicidal_ideaton is plan",
        "when (column 1 of the condition)",
        "no item 'suicidal_ideaton'",
        "did you mean 'suicidal_ideation'?",
    ),
    "a value of 'when'": (
        "never: in_person is suitable, when: suicidal_ideation is plans",
        "when (column 22 of the condition)",
        "'suicidal_ideation' does not offer 'plans'",
        "did you mean 'plan'?",
    ),
    "an outcome": (
        f"never: in_person is suitabel, {PLAN}",
        "never (column 14 of the condition)",
        "'in_person' does not offer 'suitabel'",
        "did you mean 'suitable'?",
    ),
    "a form": (
        f"never: inperson is suitable, {PLAN}",
        "never (column 1 of the condition)",
        "no item 'inperson'",
        "did you mean 'in_person'?",
    ),
    "a form the rule set does not have": (
        f"never: online_video is suitable, {PLAN}",
        "never",
        "the rule set has no online_video",
        "add it to 'modalities'",
    ),
    "a form of a law that the rule set does not have": (
        "always: an unanswered gate is never open, for: [online_video]",
        "for.0",
        "the rule set has no online_video",
        "add it to 'modalities'",
    ),
    "silence of what comes out": (
        f"never: in_person is declined, {PLAN}",
        "never (column 1 of the condition)",
        "what comes out is never declined or not known",
        "ask for its values",
    ),
    "an item of a law": (
        "always: an unanswered gate is never open, items: [suicidal_ideaton]",
        "items.0",
        "no item 'suicidal_ideaton'",
        "did you mean 'suicidal_ideation'?",
    ),
    "an item without an order": (
        "always: a worse answer is never better, items: [age_years]",
        "items.0",
        "'age_years' has no order",
        "say which is worse with 'ordered'",
    ),
}


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_misspelt_or_not_there_is_named_with_its_line(tmp_path, written):
    line, place, what, do = REFUSED[written]
    with pytest.raises(ContentError) as refused:
        load(own(tmp_path, line))
    (problem,) = refused.value.problems
    assert problem.where == f"{tmp_path / 'ours.yaml'}:10: properties.0.{place}"
    assert (problem.what, problem.do) == (what, do)


# Regression: items that properties name were looked up only once nothing else was wrong.
def test_everything_wrong_is_told_at_once(tmp_path):
    with pytest.raises(ContentError) as refused:
        load(own(tmp_path, *(line for line, *_ in REFUSED.values())))
    assert len(refused.value.problems) == len(REFUSED)


def test_what_a_parent_states_of_forms_that_are_left_out_can_be_broken_by_nothing_and_fails_nobody(tmp_path):
    content = load(own(tmp_path, f"never: in_person is suitable, {PLAN}", parent="online-group"))
    stated = {each.id: each for each in content.ruleset.properties}
    person = everybody(content)
    for name in ("acute-states-bar-online", "unanswered-question-about-home-holds-online"):
        found = verdict(person, stated[name])
        assert (found.proved, found.of_nobody) == (True, True)
    assert verdict(person, stated["p0"]).of_nobody is False


def test_a_when_that_its_unless_takes_back_says_nothing(tmp_path):
    line = f"never: in_person is hold, {PLAN}, unless: 'suicidal_ideation is one of active, plan'"
    content = load(own(tmp_path, line))
    stated = content.ruleset.properties[-1]
    found = verdict(everybody(content), stated)
    assert (found.proved, found.is_empty, found.counterexample) == (False, True, None)
