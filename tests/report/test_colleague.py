"""The copy for a colleague elsewhere names no clinician, and holds free text only where it is asked for."""

import pytest
from readers import READERS, squeezed
from stories import DECIDED, NAMES, WRITTEN_FREELY, everything, record_of, stands

from screenkit.assessment import Truth
from screenkit.report import words
from screenkit.report.document import as_json
from screenkit.report.view import colleagues_view, view

LAYOUTS = {**READERS, "json": as_json}


@pytest.fixture(scope="session")
def told(online_group, clear_candidate):
    case = everything(online_group, {**clear_candidate, "ders16_total": "44"})
    return stands(online_group, case), record_of(case)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_clinician_is_named_and_nothing_written_freely_stands_in_it(online_group, told, layout):
    text = LAYOUTS[layout](colleagues_view(online_group, *told))

    assert [name for name in (*NAMES, *WRITTEN_FREELY) if squeezed(name) in squeezed(text)] == []
    assert "C-7K3Q9" in squeezed(text) or "C7K3Q9" in squeezed(text)


def test_what_is_left_out_is_counted(online_group, told):
    about = next(each for each in colleagues_view(online_group, *told).sections if each.id == "copy")

    assert about.blocks[0].entries == (
        "This copy goes by the case id alone, and names no clinician.",
        (
            "Left out, since written freely: 2 notes, 4 reasons and 1 thing told at the safety stop. "
            "The clinic holds the whole summary."
        ),
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_free_text_that_is_asked_for_stands_in_it_still_without_names(online_group, told, layout):
    text = squeezed(LAYOUTS[layout](colleagues_view(online_group, *told, with_free_text=True)))

    assert [each for each in WRITTEN_FREELY if squeezed(each) not in text] == []
    assert [name for name in NAMES if name in text] == []


def test_marks_and_decision_keep_their_days_and_stand_by_roles(online_group, told):
    document = colleagues_view(online_group, *told)
    found = {section.id: section for section in document.sections}

    assert "Acknowledged on 2026-03-02 11:25+00:00 by a clinician." in found["safety"].blocks[0].lines
    assert found["decision"].blocks[1].entries[1:] == (
        "Reason: What the rules ask for is arranged in another way",
        "This sets a safety matter aside for: by video",
        "Second clinician, who agrees: another clinician",
        "Consulted on 2026-03-03: a colleague \u2014 the reason is left out of this copy",
        f"To be reviewed on {DECIDED.review_on}",
    )


@pytest.mark.parametrize("layout", READERS)
def test_each_finding_stands_in_it_with_title_source_and_evidence(person, online_group, layout):
    text = squeezed(READERS[layout](colleagues_view(online_group, person)))
    missing = [
        finding.rule.id
        for finding in person.findings
        if finding.truth is not Truth.NO
        and not (
            squeezed(finding.rule.title) in text
            and squeezed(words.evidence(finding.evidence, binding=finding.binding)) in text
            and all(squeezed(each) in text for each in finding.rule.rests_on if "DYSREG" not in each)
        )
    ]

    assert missing == []


def test_a_code_that_spells_a_word_to_avoid_is_named_to_the_clinician_only(online_group, screen):
    found = screen({"easily_dysregulated": "yes", "ders16_total": "60"})
    theirs, ours = (READERS["text at 120"](each(online_group, found)) for each in (colleagues_view, view))

    assert "Rule easily-dysregulated-online." in ours
    assert "dysregulated" not in theirs.lower()
    assert "finds strong feelings hard to settle" in theirs
    assert squeezed("Rule eye-contact-is-lost.") in squeezed(theirs)


def test_nothing_but_names_and_free_text_parts_the_two_copies(online_group, screen):
    found = screen({"acute_crisis": "yes", "case_id": "C-7K3Q9"})
    theirs = {each.id: each for each in colleagues_view(online_group, found).sections}
    ours = {each.id: each for each in view(online_group, found).sections}

    assert {name: theirs[name] for name in ours} == ours
    assert theirs.keys() - ours.keys() == {"copy"}
