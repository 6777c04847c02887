"""Whatever people write stays text: it makes no structure in any format, and comes back as it was cleaned."""

import json
import re
import unicodedata
from dataclasses import replace
from datetime import date
from functools import cache

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from naughty import BEYOND_THE_FONTS, NAUGHTY
from programs import said
from readers import of_markdown, squeezed
from stories import OPENED, alerted, answered, stamped, stands

from screenkit.case.events import (
    Acknowledged,
    Assessed,
    Changed,
    Consultation,
    Decided,
    EnteredInError,
    Noted,
    Screened,
    Told,
)
from screenkit.case.expiry import Expiry
from screenkit.case.history import case_of
from screenkit.case.record import Record
from screenkit.report.document import (
    Bullets,
    Document,
    Entries,
    Entry,
    Notice,
    Paragraph,
    Section,
    Table,
    as_json,
)
from screenkit.report.html import html
from screenkit.report.json import json as to_json
from screenkit.report.lines import plain
from screenkit.report.markdown import markdown
from screenkit.report.pdf import pdf
from screenkit.report.view import view
from screenkit.text import clean

TEXTS = {**NAUGHTY, **{name: text for name, (text, _) in BEYOND_THE_FONTS.items()}}
PRINTED = {
    **{name: clean(text) for name, text in NAUGHTY.items()},
    **{n: p for n, (_, p) in BEYOND_THE_FONTS.items()},
}
TEN_EACH = [list(TEXTS)[n : n + 10] for n in range(0, len(TEXTS), 10)]
PLAIN = "plain words"
ACTIVE, CRISIS = "active-suicidal-thoughts-reported", "acute-crisis-reported"


@pytest.fixture(scope="module")
def told(online_group, clear_candidate):
    """Lay out a case in which one text stands wherever anybody could write: its id, its notes, every name."""

    def laid_out(text):
        events = [
            OPENED,
            *answered({**clear_candidate, "suicidal_ideation": "active", "acute_crisis": "yes"}),
            alerted(online_group, ACTIVE),
            alerted(online_group, CRISIS, ("acute_crisis",)),
            Told(prompt="location_now", text=text),
            Acknowledged(rules=(ACTIVE, CRISIS), reason=text),
            Assessed(rules=(ACTIVE,), reason=text),
            EnteredInError(rules=(CRISIS,), reason=text),
            Changed(item="acute_crisis", before="yes", answer="no", reason=text),
            Noted(item="suicidal_ideation", text=text),
            Noted(text=text),
            Screened(recommendations={}, level="none", complete=True, assessment="{}"),
            Decided(
                choices={"in_person": "wait"},
                code="arranged_otherwise",
                reason=text,
                second=text,
                consultation=Consultation(on=date(2026, 3, 3), with_whom=text, reason=text),
                review_on=date(2026, 4, 1),
            ),
        ]
        case = case_of(clean(text)[:60], stamped(events, who=text))
        record = Record(case.id, case.latest, "120-K7QF", Expiry(None))
        return stands(online_group, case), record

    return cache(laid_out)


@pytest.fixture(scope="module")
def whole(told, online_group):
    return cache(lambda text: view(online_group, *told(text)))


@pytest.fixture(scope="module")
def document(whole):
    """The report without the sections in which nobody wrote anything: here they would only take time."""
    written = {section.id for section in whole(PLAIN).sections if PLAIN in repr(section)}

    def parts(text):
        report = whole(text)
        return replace(report, sections=tuple(each for each in report.sections if each.id in written))

    return cache(parts)


@pytest.fixture(scope="module")
def calm(document):
    return document(PLAIN)


@pytest.fixture(scope="module")
def calm_tree(calm, tmp_path_factory):
    return printed(calm, tmp_path_factory.mktemp("calm"))[1]


def elements(document):
    return [(each.tag, sorted(each.keys())) for each in lxml.html.fromstring(html(document)).iter()]


def tokens(document):
    return [token.type for token in MarkdownIt("commonmark").enable("table").parse(markdown(document))]


def printed(document, folder):
    """The PDF of a report, as text in the order it was written, and as its tree of tags."""
    path = folder / "report.pdf"
    path.write_bytes(pdf(document))
    tree = said("pdfinfo", "-struct", path)
    pages = said("pdftotext", "-raw", path, "-").split("\f")
    words = "\n".join(re.sub(r"page \d+ of \d+ \u00b7 .*", "", page, flags=re.DOTALL) for page in pages)
    return words, re.findall(r"^ *(\w+)", tree, re.MULTILINE)


def readable(text):
    """Text without what a PDF adds to it: places to break a line, marks of direction, doubled clusters."""
    bare = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return re.sub(r"(.[\u0300-\u036f]+)\1+", r"\1", squeezed(bare))


@pytest.mark.parametrize("name", TEXTS)
def test_text_from_people_stays_text_on_the_page(name, document, calm):
    page = lxml.html.fromstring(html(document(TEXTS[name])))

    assert elements(document(TEXTS[name])) == elements(calm)
    assert squeezed(page.text_content()).count(squeezed(clean(TEXTS[name]))) >= 10


@pytest.mark.parametrize("name", TEXTS)
def test_text_from_people_stays_text_in_markdown(name, document, calm):
    shown = document(TEXTS[name])

    assert tokens(shown) == tokens(calm)
    assert squeezed(of_markdown(shown)).count(squeezed(clean(TEXTS[name]))) >= 10


@pytest.mark.parametrize("name", TEXTS)
def test_text_from_people_stays_text_at_a_terminal_and_in_json(name, document, told):
    shown = document(TEXTS[name])
    text = plain(shown, width=80)

    assert squeezed(text).count(squeezed(clean(TEXTS[name]))) >= 10
    assert [char for char in text if unicodedata.category(char) in {"Cc", "Cs"} and char != "\n"] == []
    assert json.loads(as_json(shown))["title"] == shown.title
    assert json.loads(to_json(*told(TEXTS[name])))["record"]["told"] == {
        "location_now": clean(TEXTS[name]).strip()
    }


@pytest.mark.parametrize("names", TEN_EACH, ids=lambda names: names[0])
def test_text_from_people_stays_text_in_the_pdf(names, document, calm_tree, tmp_path):
    text, tree = printed(document(" ".join(TEXTS[name] for name in names)), tmp_path)
    last_line = ["P"] if BEYOND_THE_FONTS.keys() & set(names) else []

    assert tree == calm_tree + last_line
    assert [name for name in names if readable(text).count(readable(PRINTED[name])) < 10] == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\u60a3", "1 character could not be shown in this document's fonts and stands as its code point."),
        (
            "\u60a3\u8005 \u60a3",
            "3 characters could not be shown in this document's fonts and stand as their code points.",
        ),
        ("a\x00b", "1 character could not be shown in this document's fonts and stands as its code point."),
        ("[U+60A3]", ""),
    ],
)
def test_the_last_line_counts_the_characters_that_stand_as_code_points(text, line, tmp_path):
    shown = Document("T", "s", None, incomplete=False, sections=(Section("a", "H", (Paragraph(text),)),))
    paragraphs = printed(shown, tmp_path)[0].split("H\n")[1].split("page 1 of 1")[0].split("\n")

    assert paragraphs[1:] == [line, ""] if line else paragraphs == ["[U+60A3]", ""]


def with_everywhere(text):
    blocks = (
        Paragraph(text),
        Paragraph(text, "strong"),
        Bullets((text, text)),
        Notice(text, (text,)),
        Entries((Entry(text, text, ((text, text),)),)),
        Table(text, (text, text), ((text, text),)),
    )
    return Document(text, text, text, incomplete=True, sections=(Section("a", text, blocks),))


@settings(max_examples=60)
@given(
    st.text(st.sampled_from("\\`*_{}[]()<>#+-.!|~&:=^$@/'\"1ax \t\n"), max_size=12),
    st.sampled_from(["", "a"]),
)
def test_no_text_makes_structure_in_markdown(text, before):
    written = f"{before}{text}a"

    assert tokens(with_everywhere(written)) == tokens(with_everywhere("Q"))
    read = of_markdown(with_everywhere("Q")).replace("Q", " ".join(written.split()))
    assert of_markdown(with_everywhere(written)) == read
