"""What no report and no content says, and what every report says."""

import re
import tempfile
from datetime import date

import pytest
from programs import said
from readers import READERS
from stories import OPENED, alerted, answered, case, everything, record_of, stands

from screenkit.case.events import Screened
from screenkit.case.expiry import Expiry
from screenkit.content.load import load, load_questionnaires
from screenkit.report.candidate import sheet
from screenkit.report.document import as_json
from screenkit.report.form import form
from screenkit.report.json import json as to_json
from screenkit.report.lines import plain
from screenkit.report.paper import paper
from screenkit.report.pdf import pdf
from screenkit.report.rulebook import rulebook
from screenkit.report.view import colleagues_view, view

ENDED = Screened(recommendations={}, level="none", complete=True, assessment="{}")

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


IN_REPORTS = [
    *AVOIDED,
    r"\b(excluded|rejected|unsuitable|approved|cleared|contraindicat\w*)\b",
    r"\b(safe|must|addicted|negative|patients?)\b",
    r"\bsuicide risk\b",
    r"\b(same[ -]day|no-suicide)\b",
]
ELSEWHERE = [*IN_REPORTS, r"\bdysregulated\b"]


def avoided_in(text, patterns=AVOIDED):
    flat = " ".join(text.split())
    return [match[0] for match in re.finditer("|".join(f"(?:{each})" for each in patterns), flat.lower())]


def of_pdf(document):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf(document))
        file.flush()
        return said("pdftotext", file.name, "-")


def copies(content, assessment, record=None):
    """Every report of one person, by the reader it is for, with the words its reader is spared."""
    reports = [
        (view(content, assessment, record), IN_REPORTS),
        (colleagues_view(content, assessment, record), ELSEWHERE),
        (sheet(content, assessment, record), ELSEWHERE),
    ]
    if record:
        reports.append((colleagues_view(content, assessment, record, with_free_text=True), ELSEWHERE))
    return reports


def found_in(reports, layout):
    """Every word to avoid that a layout of some reports says."""
    return [found for report, avoided in reports for found in avoided_in(layout(report), avoided)]


@pytest.fixture(params=["everything", "begun", "plan", "expired"])
def on_record(request, online_group, clear_candidate):
    """Cases as reports tell of them: whole, not at the end, with an alert, and grown old."""
    plan = {**clear_candidate, "suicidal_ideation": "plan", "suicidal_intent": "yes"}
    told = {
        "everything": everything(online_group, clear_candidate),
        "begun": case(OPENED, *answered({**clear_candidate, "acute_crisis": "declined"})),
        "plan": case(
            OPENED, *answered(plan), alerted(online_group, "suicide-plan-or-intent-reported"), ENDED
        ),
        "expired": case(OPENED, *answered(clear_candidate), ENDED),
    }[request.param]
    old = Expiry(date(2026, 4, 1), ("interval", "rules"), ("online-group",))
    return stands(online_group, told), record_of(told, old if request.param == "expired" else None)


NARROW = "text at 60"  # the words of the wide one
LAYOUTS = {name: read for name, read in READERS.items() if name != NARROW} | {"document as json": as_json}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_report_says_what_is_to_be_avoided(online_group, person, layout):
    assert found_in(copies(online_group, person), LAYOUTS[layout]) == []


def test_no_json_says_what_is_to_be_avoided(person):
    assert avoided_in(to_json(person), IN_REPORTS) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_report_of_a_case_says_what_is_to_be_avoided(online_group, on_record, layout):
    found, record = on_record

    assert found_in(copies(online_group, found, record), LAYOUTS[layout]) == []
    assert avoided_in(to_json(found, record), IN_REPORTS) == []


@pytest.mark.slow
def test_no_pdf_says_what_is_to_be_avoided(online_group, person):
    assert found_in(copies(online_group, person), of_pdf) == []


def test_no_pdf_of_a_case_says_what_is_to_be_avoided(online_group, clear_candidate):
    told = everything(online_group, clear_candidate)
    reports = copies(online_group, stands(online_group, told), record_of(told))

    assert found_in(reports, of_pdf) == []


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
