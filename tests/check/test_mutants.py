"""The faults that are put in: one for each place where a pen can slip, and each is another condition."""

import pytest

from screenkit.check.mutants import changes, mutants
from screenkit.content.grammar import parse
from screenkit.content.load import load
from screenkit.models.condition import write


@pytest.fixture(scope="module")
def content():
    return load("online-group")


def condition(text):
    made, faults = parse(text, None, lambda _: None)
    assert faults == []
    return made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "phq9_9 >= 1",
            {"not (phq9_9 >= 1)", "phq9_9 > 1", "phq9_9 >= 2", "phq9_9 >= 0"},
        ),
        (
            "suicidal_ideation is declined",
            {"not (suicidal_ideation is declined)", "suicidal_ideation is dont_know"},
        ),
        ("unsafe_home is yes", {"unsafe_home is not yes", "unsafe_home is no"}),
        (
            "psychosis is one of acute, stable_treated",
            {
                "psychosis is not one of acute, stable_treated",
                "psychosis is stable_treated",
                "psychosis is acute",
                "psychosis is one of none, stable_treated",
                "psychosis is one of acute, none",
            },
        ),
    ],
)
def test_a_question_has_these_faults(content, text, expected):
    assert {write(changed) for _, changed in changes(condition(text), content)} == expected


def test_a_joint_is_swapped_turned_round_and_loses_each_part(content):
    told = {
        write(changed) for _, changed in changes(condition("age_years < 18 and unsafe_home is yes"), content)
    }

    assert {
        "age_years < 18 or unsafe_home is yes",
        "not (age_years < 18 and unsafe_home is yes)",
        "unsafe_home is yes",
        "age_years < 18",
        "age_years <= 18 and unsafe_home is yes",
        "age_years < 18 and unsafe_home is no",
    } <= told


def test_every_fault_of_the_shipped_rules_is_another_condition_or_another_rule(content):
    every = list(mutants(content))
    written = {**content.ruleset.definitions, **{r.id: r.when for r in content.ruleset.rules if r.when}}

    assert len(every) > 1000
    assert [
        each for each in every if each.condition is not None and each.condition == written[each.name]
    ] == []
    assert [each for each in every if each.rule is not None and each.rule in content.ruleset.rules] == []
