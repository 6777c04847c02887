import json

import lxml.html
import pytest
from programs import said
from readers import READERS, squeezed
from rich.cells import cell_len

from screenkit.assessment import Truth
from screenkit.report import words
from screenkit.report.document import Document
from screenkit.report.html import html
from screenkit.report.json import as_object
from screenkit.report.json import json as to_json
from screenkit.report.lines import plain
from screenkit.report.pdf import pdf
from screenkit.report.view import view


def words_of_pdf(document, folder):
    """Return the words of the pages, in the order they were printed."""
    path = folder / "report.pdf"
    path.write_bytes(pdf(document))
    return said("pdftotext", "-raw", path, "-")


def told(assessment):
    return [finding for finding in assessment.findings if finding.truth is not Truth.NO]


@pytest.mark.parametrize("layout", [*READERS, "pdf"])
def test_each_finding_that_is_yes_or_unknown_stands_in_every_layout_with_source_and_evidence(
    person, document, layout, tmp_path
):
    read = READERS.get(layout) or (lambda document: words_of_pdf(document, tmp_path))
    text = squeezed(read(document))
    missing = [
        finding.rule.id
        for finding in told(person)
        if squeezed(f"Rule {finding.rule.id}.") not in text
        or squeezed(finding.rule.title) not in text
        or squeezed(words.evidence(finding.evidence, binding=finding.binding)) not in text
        or not all(squeezed(name) in text for name in finding.rule.rests_on)
    ]

    assert missing == []


def test_json_lists_every_rule_of_each_modality_also_those_that_are_no(person, online_group):
    found = as_object(person)["modalities"]

    assert {form: [finding["rule"] for finding in told["findings"]] for form, told in found.items()} == {
        form: ["safety-screen-incomplete", *(rule.id for rule in rules)]
        for form, rules in online_group.rules_of.items()
    }


def test_json_has_the_keys_programs_rely_on(screen):
    told = json.loads(
        to_json(screen({"phq9_total": None, "phq9_1": "2", "phq9_9": "0", "borderline": "traits"}))
    )
    video = told["modalities"]["online_video"]
    finding = next(f for f in video["findings"] if f["rule"] == "high-phq9-beside-suicidal-signs")

    assert told["schema"] == "screenkit.assessment/1"
    assert told["safety"] == {"level": "none", "state": "none", "alerts": []}
    assert set(video) == {"recommendation", "settled", "reachable", "findings"}
    assert finding["used"]["phq9_total"] == {"low": 2, "high": 23}
    assert finding["evidence"] == "project_convention"
    assert told["scores"]["phq9_total"] == {
        "low": 2,
        "high": 23,
        "estimate": None,
        "band": "undetermined",
        "answered": 2,
        "not_applicable": 0,
        "items": 9,
        "source": "items",
        "contradicted": False,
    }
    assert told["tensions"][0]["id"] == "T1"
    assert {"W-BPD", "W-DYSREG"} <= set(told["tensions"][0]["sides"])
    assert told["assumed"] == {}
    assert set(told["provenance"]) == {
        "screenkit",
        "ruleset",
        "extends",
        "questionnaires",
        "criteria",
        "answers_sha256",
    }
    assert told["provenance"]["ruleset"]["id"] == "online-group"


def test_an_incomplete_safety_screen_is_called_incomplete_in_every_layout(screen, online_group, tmp_path):
    document = view(online_group, screen({"acute_crisis": None}))

    assert all("ncomplete" in read(document) or "INCOMPLETE" in read(document) for read in READERS.values())
    assert "Incomplete" in words_of_pdf(document, tmp_path)


@pytest.mark.parametrize("width", [20, 24, 31, 40, 60])
def test_text_fits_its_width(document, width):
    assert [line for line in plain(document, width=width).splitlines() if cell_len(line) > width] == []


def test_wide_characters_and_those_without_a_width_do_not_make_up_for_each_other():
    decomposed = "e\u0301" * 40
    text = plain(
        Document("t", f"{'日' * 40} {decomposed}", case_id=None, incomplete=False, sections=()), width=60
    )
    assert [cell_len(line) for line in text.splitlines() if line != "t"] == [60, 20, 40]


def test_text_holds_no_escape_and_no_box_characters(document):
    text = plain(document, width=80)

    assert "\x1b" not in text
    assert [char for char in text if "\u2500" <= char <= "\u259f"] == []


def test_html_is_one_file_without_script_or_links(document):
    page = lxml.html.fromstring(html(document))

    assert page.xpath("//script | //link | //img | //iframe | //a | //object") == []
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0].startswith(
        "default-src 'none'"
    )
    assert page.get("lang") == "en"
    assert [
        table
        for table in page.xpath("//table")
        if not table.xpath("./caption") or not table.xpath(".//th[@scope]")
    ] == []
