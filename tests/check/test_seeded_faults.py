"""Slips of the pen that have happened elsewhere: each put into the shipped rules, each found by a check."""

import pytest
from faults import copied, found_by, loaded, rewritten

from screenkit.errors import ContentError

USUAL, ONLINE = "rules/usual-group-criteria.yaml", "rules/online-group.yaml"
INTERVIEW = "questionnaires/pregroup-interview.yaml"
ACUTE = "The person is not left alone, and a full safety evaluation follows at once."
MILDER = "A trained clinician makes a brief suicide safety assessment in the same visit."

# What was changed: file, the words behind which, old words, new ones, and which check finds it.
FAULTS = {
    "a greater-than for an at-least": (
        USUAL,
        "id: suicidal-thoughts-reported",
        "phq9_9 >= 1",
        "phq9_9 > 1",
        "vignette",
    ),
    "a cut-off moved up": (USUAL, "id: audit-c-at-screen-point", ">= 3", ">= 4", "vignette"),
    "a cut-off moved down": (USUAL, "id: des2-at-screen-point", ">= 30", ">= 29", "vignette"),
    "an age that lets somebody younger in": (USUAL, "id: under-eighteen", "< 18", "< 17", "vignette"),
    "a forgotten form of group": (
        ONLINE,
        "id: plan-or-intent-online",
        "[online_video, online_text, online_forum]",
        "[online_video, online_forum]",
        "vignette",
    ),
    "an or for an and in an exclusion": (
        ONLINE,
        "id: severe-depression-with-suicidal-signs",
        "severe_depression is yes and suicidal_signs_or_silence and group_kind",
        "(severe_depression is yes or suicidal_signs_or_silence) and group_kind",
        "vignette",
    ),
    "an and for an or in an alert": (
        USUAL,
        "id: suicide-plan-or-intent-reported",
        "plan or suicidal_intent is yes or asq_5 is yes",
        "plan and suicidal_intent is yes and asq_5 is yes",
        "vignette",
    ),
    "an exclude softened to a hold": (
        ONLINE,
        "id: acute-psychosis-online",
        "effect: exclude",
        "effect: hold",
        "vignette",
    ),
    "a hold softened to a caution": (
        USUAL,
        "id: suicide-safety-assessment-needed",
        "effect: hold",
        "effect: caution",
        "vignette",
    ),
    "an alert lowered": (
        USUAL,
        "id: active-suicidal-thoughts-reported",
        "alert: immediate",
        "alert: same_day",
        "vignette",
    ),
    "an alert forgotten": (
        USUAL,
        "id: intent-to-harm-others-reported",
        "    alert: immediate\n",
        "",
        "vignette",
    ),
    "a condition turned round": (
        ONLINE,
        "id: unsafe-home-online",
        "unsafe_home is yes",
        "unsafe_home is no",
        "vignette",
    ),
    "a milder value in place of a graver one": (
        ONLINE,
        "id: acute-psychosis-online",
        "psychosis is acute",
        "psychosis is stable_treated",
        "vignette",
    ),
    "a benefit that became the exception of a barrier": (
        ONLINE,
        "id: acute-crisis-online",
        "acute_crisis is yes",
        "acute_crisis is yes and not (stigma_barrier is yes)",
        "vignette",
    ),
    "an assessment that concluded anything releases the hold": (
        USUAL,
        "assessment_allows_group: >-",
        " and suicide_assessment_conclusion is group_may_proceed_with_plan",
        "",
        "vignette",
    ),
    "a silence forgotten": (
        USUAL,
        "suicidal_silence: >-",
        "suicidal_ideation is declined or ",
        "",
        "vignette",
    ),
    "one silence in place of the other": (
        USUAL,
        "id: harm-question-without-answer",
        "harm_to_others is dont_know",
        "harm_to_others is declined",
        "vignette",
    ),
    "a gate flag taken away": (INTERVIEW, "id: severe_depression", "gate: true", "safety: true", "vignette"),
    "a benefit promised": (
        ONLINE,
        "id: social-anxiety-may-ease-online",
        "may feel less",
        "will feel less",
        "benefit",
    ),
    "a word to avoid": (
        USUAL,
        "id: under-eighteen",
        "screenkit is made for adults.",
        "Young people are excluded.",
        "wording",
    ),
    "an unanswered question that holds nothing": (
        ONLINE,
        "id: emergency-contact-missing",
        "    because:",
        "    if_unknown: asks\n    asks_because: Later.\n    because:",
        "vignette",
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("content")
    copied(made)
    return made


@pytest.mark.parametrize("file", [USUAL, ONLINE])
@pytest.mark.parametrize("check", ["vignette", "milder-action", "wording", "benefit"])
def test_the_shipped_rules_have_none_of_these_faults(folder, file, check):
    assert found_by(check, rewritten(folder, (file, "", "id:", "id:"))) == set()


@pytest.mark.parametrize("name", FAULTS)
def test_a_seeded_fault_is_found(folder, name):
    *change, check = FAULTS[name]

    assert found_by(check, rewritten(folder, tuple(change))) != set()


def test_the_same_meaning_in_other_words_is_no_fault(folder):
    content = rewritten(folder, (ONLINE, "sober: intoxicated", "is no", "is not yes"))

    assert found_by("vignette", content) == set()


def test_the_texts_of_two_alerts_that_were_swapped_are_found(folder):
    text = (folder / USUAL).read_text()
    swapped = text.replace(ACUTE, "~").replace(MILDER, ACUTE).replace("~", MILDER)

    assert "asq-screen-acute-positive" in found_by("milder-action", loaded(folder, USUAL, swapped))


def test_an_unanswered_safety_question_that_would_count_as_no_does_not_load(folder):
    change = (ONLINE, "id: acute-crisis-online", "    because:", "    if_unknown: asks\n    because:")

    with pytest.raises(ContentError, match="reads the gate acute_crisis may not only ask"):
        rewritten(folder, change)


def test_a_rule_taken_away_is_missed_by_the_vignettes(folder):
    change = (ONLINE, "", "id: acute-crisis-online", "id: acute-crisis-online-now")

    with pytest.raises(ContentError, match="no rule 'acute-crisis-online'"):
        found_by("vignette", rewritten(folder, change))
