import json
import re
import tempfile

import lxml.html
import pytest
from markdown_it import MarkdownIt
from programs import said
from readers import READERS, of_markdown, squeezed

from screenkit.assessment import Truth
from screenkit.report import words
from screenkit.report.html import html
from screenkit.report.json import as_object
from screenkit.report.json import json as to_json
from screenkit.report.markdown import markdown
from screenkit.report.pdf import pdf
from screenkit.report.terminal import plain
from screenkit.report.view import view


def of_pdf(document):
    """Return what a screen reader reads: the structure tree, without page numbers and repeated heads."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf(document))
        file.flush()
        text = said("pdfinfo", "-struct-text", file.name)
    return " ".join(re.findall(r'^\s*"(.*)"$', text, re.MULTILINE))


def told(assessment):
    return [finding for finding in assessment.findings if finding.truth is not Truth.NO]


@pytest.mark.parametrize("layout", READERS)
def test_each_finding_that_is_yes_or_unknown_stands_in_every_layout_with_source_and_evidence(
    person, document, layout
):
    text = squeezed(READERS[layout](document))
    missing = [
        finding.rule.id
        for finding in told(person)
        if squeezed(f"Rule {finding.rule.id}.") not in text
        or squeezed(finding.rule.title) not in text
        or squeezed(words.evidence(finding.evidence, binding=finding.binding)) not in text
        or not all(squeezed(name) in text for name in finding.rule.rests_on)
    ]

    assert missing == []


@pytest.mark.slow
def test_each_finding_stands_in_the_pdf(person, document):
    text = squeezed(of_pdf(document))

    assert [f.rule.id for f in told(person) if squeezed(f"Rule {f.rule.id}.") not in text] == []


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


def test_an_incomplete_safety_screen_is_called_incomplete_in_every_layout(screen, online_group):
    document = view(online_group, screen({"acute_crisis": None}))

    assert all("ncomplete" in read(document) or "INCOMPLETE" in read(document) for read in READERS.values())
    assert "Incomplete" in of_pdf(document)


def test_text_fits_its_width(document):
    assert [line for line in plain(document, width=60).splitlines() if len(line) > 60] == []


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


@pytest.mark.parametrize(
    "hostile",
    [
        "[/red]",
        "[bold]5 [mg][/bold]",
        "<script>alert(1)</script>",
        '#read("/etc/passwd")',
        "*a* _b_ `c` # d | e",
        "&lt;b&gt; {{ 7 * 7 }} {% x %}",
        "=1+1",
        "\\",
        "患者 \U0001f642 שלום",
    ],
)
def test_text_from_people_is_shown_as_text_only(screen, online_group, hostile):
    plain_document = view(online_group, screen({"case_id": "C-1"}))
    document = view(online_group, screen({"case_id": hostile}))
    page, calm = (lxml.html.fromstring(html(each)) for each in (document, plain_document))
    tokens, calm_tokens = (
        [token.type for token in MarkdownIt("commonmark").enable("table").parse(markdown(each))]
        for each in (document, plain_document)
    )

    assert f"Case {hostile}" in plain(document, width=120)
    assert f"Case {hostile}" in page.text_content()
    assert [element.tag for element in page.iter()] == [element.tag for element in calm.iter()]
    assert tokens == calm_tokens
    assert hostile in of_markdown(document)
    assert squeezed(hostile.encode("ascii", "ignore").decode()) in squeezed(of_pdf(document))


def test_a_character_no_font_can_show_is_printed_as_its_code_point(screen, online_group):
    assert "Case [U+60A3][U+8005]" in of_pdf(view(online_group, screen({"case_id": "患者"})))


def test_the_pdf_is_tagged_titled_sound_and_the_same_each_time(document, tmp_path):
    made = pdf(document)
    path = tmp_path / "summary.pdf"
    path.write_bytes(made)
    facts = said("pdfinfo", path)

    assert pdf(document) == made
    assert re.search(r"Title:\s+Screening summary for the clinician", facts)
    assert re.search(r"Tagged:\s+yes", facts)
    assert "No syntax or stream encoding errors found" in said("qpdf", "--check", path)


def test_letter_paper_can_be_asked_for(document, tmp_path):
    path = tmp_path / "summary.pdf"
    path.write_bytes(pdf(document, paper="letter"))

    assert "letter" in said("pdfinfo", path)
