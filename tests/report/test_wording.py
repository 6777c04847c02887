"""What no report and no content says, and what every report says."""

import re

import pytest

from screenkit.content.load import load, load_questionnaires
from screenkit.report.form import form
from screenkit.report.paper import paper
from screenkit.report.rulebook import rulebook
from screenkit.report.terminal import plain
from screenkit.report.view import view

AVOIDED = [
    r"\b(low|medium|moderate|high)[ -]risk\b",
    r"\brisk (level|score)s?\b",
    r"\b(is|was|are) (excluded|rejected|unsuitable|accepted|approved|cleared)\b",
    r"\bproven\b",
    r"\blegal(ly)?\b",
    r"\bborderline patients?\b",
    r"\baddicts?\b",
    r"\bnon-?compliant\b",
    r"\bfailed therapy\b",
    r"\bdenie[sd]\b",
    r"\bcontraindicated\b",
    r"\bmust not attend\b",
    r"\bthe algorithm\b",
]


def avoided_in(text):
    flat = " ".join(text.split())
    return [match[0] for pattern in AVOIDED for match in re.finditer(pattern, flat, re.IGNORECASE)]


def test_no_report_says_what_is_to_be_avoided(document):
    assert avoided_in(plain(document, width=120)) == []


@pytest.mark.parametrize("name", ["online-group", "usual-group-criteria", "leader-readiness"])
def test_no_rule_says_what_is_to_be_avoided(name):
    assert avoided_in(plain(rulebook(load(name)), width=120)) == []


@pytest.mark.parametrize("name", load_questionnaires())
def test_no_questionnaire_says_what_is_to_be_avoided(name):
    assert avoided_in(plain(form(load_questionnaires()[name]), width=120)) == []


@pytest.mark.parametrize("name", load_questionnaires())
def test_no_paper_form_says_what_is_to_be_avoided(name):
    every = load_questionnaires()

    assert avoided_in(plain(paper(every[name], every.values(), help_texts=True), width=120)) == []


def test_every_report_says_that_it_is_not_established_who_does_better_online(document):
    text = " ".join(plain(document, width=120).split())

    assert "Which people do better in an online group has not been established by trials." in text
    assert "The rules suggest; the clinician decides." in text


def test_suitable_is_worded_as_no_barrier_found_and_counts_what_is_open(screen, online_group):
    text = " ".join(plain(view(online_group, screen({"motivation": None})), width=120).split())

    assert "No barrier found among the questions answered" in text
    assert "1 question is still open." in text


def test_a_safety_matter_changes_only_through_a_new_assessment(screen, online_group):
    text = " ".join(plain(view(online_group, screen({"suicidal_ideation": "passive"})), width=120).split())

    assert "This changes only through a new assessment." in text


def test_both_sides_of_a_tension_are_shown_with_their_evidence(screen, online_group):
    shown = view(online_group, screen({"borderline": "disorder"}))
    tension = next(section for section in shown.sections if section.id == "tensions").blocks[1].entries[0]
    sides = [text for label, text in tension.details]

    assert tension.heading.startswith("T1.")
    assert "W-BPD: an inference; not tested in trials" in sides[0]
    assert any(
        "W-DYSREG: the author's clinical experience; not tested in trials" in side for side in sides[1:]
    )


def test_an_emergency_contact_is_never_cited_to_the_article(online_group):
    rules = [
        rule for rule in online_group.ruleset.rules if "emergency_contact" in online_group.reads[rule.id]
    ]

    assert rules
    assert [rule.id for rule in rules if any(name.startswith("W-") for name in rule.rests_on)] == []
