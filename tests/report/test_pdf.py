"""The PDF as a file: tagged, sound, the same each time, fit for an archive; nothing breaks it."""

import io
import json
import re
from collections import Counter
from datetime import date
from fractions import Fraction

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import said

from screenkit.report import pdf as pdf_module
from screenkit.report.document import (
    BandMark,
    Bar,
    Bars,
    Blanks,
    Bullets,
    Document,
    Entries,
    Entry,
    Notice,
    Paragraph,
    Section,
    Table,
)
from screenkit.report.pdf import Press, pdf
from screenkit.report.view import view

BANDS = (
    BandMark("Minimal", Fraction(0), Fraction(4)),
    BandMark("Mild", Fraction(5), Fraction(9)),
    BandMark("Severe", Fraction(10), Fraction(27)),
)
INTERVAL = Bar(
    "PHQ-9", Fraction(7), Fraction(19), Fraction(0), Fraction(27), BANDS, "between 7 and 19", (Fraction(10),)
)
POINT = Bar("DERS-16", Fraction(44), Fraction(44), Fraction(16), Fraction(80), (), "44 of 16\u201380")
EVERY_KIND = (
    Paragraph("A sentence."),
    Bullets(("One", "Two")),
    Notice("Read this first", ("A line.",)),
    Entries((Entry("A reason", "Because.", (("Support", "theory"),)),)),
    Table("A table", ("Form", "Found"), (("In person", "none"), ("By video", ""))),
    Bars((INTERVAL, POINT)),
    Blanks(("Name", "Date")),
)


def made_of(*blocks, incomplete=False):
    sections = (Section("part", "A part", blocks),)
    return Document("A title", "a subtitle", "C-7K3Q9", incomplete=incomplete, sections=sections)


def read(printed):
    return pypdf.PdfReader(io.BytesIO(printed))


def tags(printed):
    """Each tag of the structure tree in reading order, with its attributes and its text alternative."""

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for each in node:
                yield from walk(each)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node
            yield from walk(node.get("/K", []))

    return list(walk(read(printed).trailer["/Root"]["/StructTreeRoot"]["/K"]))


def kinds(printed):
    return [str(tag["/S"])[1:] for tag in tags(printed)]


def checked(printed, folder):
    """Return the text of a PDF, after two programs found nothing wrong with it."""
    path = folder / "report.pdf"
    path.write_bytes(printed)
    assert re.search(r"Tagged:\s+yes", said("pdfinfo", path))
    assert "No syntax or stream encoding errors found" in said("qpdf", "--check", path)
    return said("pdftotext", "-raw", path, "-")


@pytest.fixture(scope="module")
def summary(online_group, screen):
    """A summary with an interval, open safety questions, every kind of reason."""
    changes = {
        "acute_crisis": None,
        "borderline": "disorder",
        "phq9_total": None,
        "phq9_1": "2",
        "phq9_2": "3",
    }
    return view(online_group, screen(changes | {"case_id": "C-7K3Q9"}))


@pytest.fixture(scope="module")
def printed(summary):
    return pdf(summary)


def test_it_is_tagged_and_carries_title_language_and_the_mark_of_pdf_ua(printed, summary):
    root = read(printed).trailer["/Root"]
    about = root["/Metadata"].get_data().decode()

    assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert read(printed).metadata.title == f"{summary.title} \u00b7 C-7K3Q9 \u00b7 incomplete"
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "pdfaid:part" not in about


def test_programs_find_it_tagged_titled_and_sound(printed, tmp_path):
    path = tmp_path / "summary.pdf"
    path.write_bytes(printed)

    assert re.search(r"Title:\s+Screening summary", said("pdfinfo", path))
    assert checked(printed, tmp_path)


def test_every_font_is_inside(printed, tmp_path):
    path = tmp_path / "summary.pdf"
    path.write_bytes(printed)
    fonts = said("pdffonts", path).splitlines()[2:]

    assert fonts
    assert [line for line in fonts if not re.search(r"\byes +yes +yes +\d+ +\d+$", line)] == []


def test_headings_table_heads_and_figures_stand_in_the_tree(printed, summary):
    found = tags(printed)
    of = {kind: [tag for tag in found if tag["/S"] == f"/{kind}"] for kind in ("H1", "H2", "TH", "Figure")}
    tables = [part for section in summary.sections for part in section.blocks if isinstance(part, Table)]
    bars = [
        bar
        for section in summary.sections
        for part in section.blocks
        if isinstance(part, Bars)
        for bar in part.bars
    ]
    scopes = [
        each.get_object().get("/Scope")
        for tag in of["TH"]
        for each in (tag["/A"] if isinstance(tag["/A"], list) else [tag["/A"]])
    ]

    assert len(of["H1"]) == 1
    assert len(of["H2"]) == len(summary.sections)
    assert len(of["TH"]) == sum(len(table.head) for table in tables)
    assert [scope for scope in scopes if scope].count("/Column") == len(of["TH"])
    assert len(of["Figure"]) == len(bars) > 0
    assert [
        bar.title for bar, tag in zip(bars, of["Figure"], strict=True) if bar.text not in tag["/Alt"]
    ] == []


def test_each_kind_of_block_has_its_tags():
    """A figure holds its labels as one; the marks of emphasis inside a paragraph are left out here."""
    found = [kind for kind in kinds(pdf(made_of(*EVERY_KIND))) if kind not in {"Strong", "Span", "Div"}]
    bullets = ["L", *["LI", "Lbl", "LBody"] * 2]
    table = ["Table", "THead", "TR", "TH", "TH", "TBody", "TR", "TD", "TD", "TR", "TD", "TD"]

    assert found == [
        *["Document", "H1", "P", "H2", "P", *bullets],
        *["P", "P"],  # a notice
        *["H3", "P", "P"],  # a reason, why, its support
        *table,
        *["P", "Figure"] * 2,
        *["P", "P"],  # two lines to fill in
    ]


def test_the_foot_of_each_page_says_which_it_is_whose_and_that_it_is_incomplete(printed):
    pages = read(printed).pages
    feet = [f"page {n} of {len(pages)} \u00b7 C-7K3Q9 \u00b7 incomplete" for n in range(1, len(pages) + 1)]

    assert len(pages) > 2
    assert [foot for foot, page in zip(feet, pages, strict=True) if foot not in page.extract_text()] == []


def test_the_same_report_is_the_same_file_whatever_was_printed_before(summary, printed):
    press = Press()
    press.pdf(made_of(*EVERY_KIND))

    assert press.pdf(summary) == printed
    assert Press().pdf(summary) == printed


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_it_is_printed_for_the_paper_asked_for(paper, size):
    box = read(pdf(made_of(*EVERY_KIND), paper=paper)).pages[0].mediabox

    assert (round(box.width), round(box.height)) == size


def test_for_an_archive_it_is_pdf_a_2a_beside_pdf_ua(summary, tmp_path):
    archived = pdf(summary, archived=date(2026, 3, 2))
    about = read(archived).trailer["/Root"]["/Metadata"].get_data().decode()

    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in about
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert read(archived).metadata.creation_date.date() == date(2026, 3, 2)
    assert checked(archived, tmp_path)


def test_long_text_and_long_rows_go_over_pages_and_nothing_is_lost(tmp_path):
    words = [f"word{n}" for n in range(1500)]
    told = " ".join(words)
    blocks = (
        Paragraph(told),
        Notice("Notice", (told,)),
        Entries((Entry("Reason", told, (("Support", told),)),)),
        Table("Table", ("Question", "Answer"), (("q", told),)),
    )
    text = checked(pdf(made_of(*blocks)), tmp_path)

    found = Counter(text.split())

    assert {word: found[word] for word in words} == dict.fromkeys(words, 5)


def test_two_hundred_findings_stand_in_it(tmp_path):
    reasons = tuple(Entry(f"Finding {n}.", "Because.", (("Support", "theory"),)) for n in range(200))
    rows = tuple((f"Row {n}.", "open") for n in range(200))
    text = checked(pdf(made_of(Entries(reasons), Table("Rows", ("Row", "State"), rows))), tmp_path)

    assert [n for n in range(200) if f"Finding {n}." not in text or f"Row {n}." not in text] == []


WIDEST = {"W": "W", "\u60a3": "[U+60A3]"}


def met_on_pages(letter, printed, folder):
    """How often a letter is met in a PDF; a word with it beyond the margins of an A4 page fails."""
    path = folder / "report.pdf"
    path.write_bytes(printed)
    found = re.findall(
        r'<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*)</word>',
        said("pdftotext", "-bbox", path, "-"),
    )
    words = [(word, *map(float, box)) for *box, word in found if letter in word]
    assert [each for each in words if each[1] < 55 or each[2] < 50 or each[3] > 541 or each[4] > 782] == []
    return sum(word.count(letter) for word, *_ in words)


@pytest.mark.parametrize("width", [1, 2, 5, 8])
def test_a_word_without_an_end_stays_on_the_page(width, tmp_path):
    row = tuple("W" * 400 for _ in range(width))
    printed = pdf(made_of(Paragraph("W" * 400), Table("Long", ("a",) * width, (row,))))

    assert met_on_pages("W", printed, tmp_path) == 400 * (1 + width)


@pytest.mark.parametrize("length", [150, 400, 700, 1000, 1300, 1600, 2600])
@pytest.mark.parametrize("letter", WIDEST)
def test_nothing_that_is_kept_together_runs_over_the_edge_of_a_page(letter, length, tmp_path):
    text = " ".join([letter * 4] * (length // 5))
    for blocks in (
        [Paragraph(text), Notice("n", (text,))],
        [Entries((Entry("e", text, (("d", text),)),))],
        [Table("t", ("a", "b", "c"), (("x" * 20, text, "y" * 200), ("", text, "")))],
        [Bullets((text, text))],
    ):
        assert met_on_pages(WIDEST[letter], pdf(made_of(*blocks)), tmp_path) == 2 * text.count(letter)


@pytest.mark.parametrize(
    "text",
    [
        "\u05e9\u05dc\u05d5\u05dd \u05dc\u05da",
        "abc \u0645\u0631\u062d\u0628\u0627 def",
        "Z\u0351\u036ba\u0336l\u0327go\u0322",
    ],
)
def test_other_directions_and_stacked_marks_break_nothing(text, tmp_path):
    assert checked(
        pdf(made_of(Paragraph(text), Notice(text, (text,)), Table(text, (text,), ((text,),)))), tmp_path
    )


def test_characters_met_for_the_first_time_are_tried_out_once(monkeypatch):
    press, tried = Press(), []
    compiled = press._compiled
    monkeypatch.setattr(
        press, "_compiled", lambda source, **how: tried.append(source) or compiled(source, **how)
    )
    for _ in range(3):
        press.pdf(made_of(Paragraph("\u60a3 \u00e9 \u8005")))

    assert len(tried) == 4


@settings(max_examples=50)
@given(st.text())
def test_what_goes_into_the_source_can_end_no_string(text):
    line = pdf_module._let(json.dumps(text, ensure_ascii=False))

    assert re.fullmatch(r'#let given = "[^"\\]*"\n', line)


def test_a_report_that_cannot_be_printed_is_refused_in_our_words(monkeypatch):
    monkeypatch.setattr(pdf_module, "_TEMPLATE", "#panic(given)")

    with pytest.raises(pdf_module.OutputError) as refused:
        Press().pdf(made_of(Paragraph("What nobody may read in a log.")))
    assert [str(problem) for problem in refused.value.problems] == [
        "PDF: the PDF could not be made \u2014 use --format html, and report this"
    ]
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
