"""Paper forms: nothing asked is missing from them, and nothing on them invites a guess."""

import re
from pathlib import Path

import lxml.html
import pytest
from programs import said
from readers import READERS, squeezed

from screenkit.content.load import load_questionnaires
from screenkit.models.condition import AllOf, AnyOf, AtLeast, Compare, Is, IsNot, IsSilent, Named, Not
from screenkit.report.document import Blanks, Notice, Question, Questions
from screenkit.report.html import html
from screenkit.report.paper import paper
from screenkit.report.pdf import pdf
from screenkit.report.spoken import numbered, spoken, spots

EVERY = load_questionnaires()
GOOD = Path(__file__).parents[1] / "content" / "good" / "questionnaires" / "many-kinds.yaml"
SCALE = EVERY["phq9"].scales[0]
LEAD = (
    "A score is no diagnosis, and none decides by itself. screenkit works every score out from the answers; "
    "this box is for working by hand."
)
UNANSWERED = (
    "With a question unanswered, work the score out twice, with the lowest and with the highest it can "
    "count, and write both. With up to 2 questions unanswered, an estimate may be written beside it: the "
    "mean of those answered times 9, marked as an estimate; no decision rests on it. There is no "
    "estimate while question 9 has no answer."
)
TURNED = (
    "For this score only, turn questions 1 to 4 round: 8 minus the number. What is entered in screenkit "
    "stays as it was ticked. Add questions 1 to 6 and divide by 6."
)
POINTS = (
    "\u201cYes\u201d counts 1, \u201cNo\u201d counts 0. A question that is not to be asked counts 0. "
    "Add questions 2 to 6."
)
SEVERAL_SHEETS = (
    "question 1 is \u201cYes\u201d, or Interview before a psychotherapy group question 26 is "
    "\u201cYes, severely depressed\u201d, or PHQ-9 question 9 is more than 0"
)
SILENCE = ("declined", "don\u2019t know", "not asked")


def form(name, **options):
    return paper(EVERY[name], [each for each in EVERY.values() if each.id != name], **options)


def questions(document):
    """Return the questions of a form by their number, and those without one by their text."""
    blocks = [block for section in document.sections for block in section.blocks]
    asked = [question for block in blocks if isinstance(block, Questions) for question in block.questions]
    return {question.number or question.text: question for question in asked}


def question(name, item):
    number = next(n for n, each in enumerate(EVERY[name].items, 1) if each.id == item)
    return questions(form(name))[str(number)]


@pytest.fixture(scope="module")
def many_kinds(tmp_path_factory):
    """A questionnaire with everything one may hold, speaking of shipped criteria and items."""
    path = tmp_path_factory.mktemp("own") / "many-kinds.yaml"
    path.write_text(GOOD.read_text().replace("X-ONE", "X-DV").replace("danger", "unsafe_home"))
    every = load_questionnaires([str(path)])
    return questions(paper(every["many-kinds"], [each for each in every.values() if each.id != "many-kinds"]))


@pytest.mark.parametrize("layout", READERS)
@pytest.mark.parametrize("name", EVERY)
def test_each_item_stands_on_its_form_with_every_value_in_words(name, layout):
    text = squeezed(READERS[layout](form(name)))
    wanted = [
        word for item in EVERY[name].items for word in (item.text, *((item.values or {}).values())) if word
    ]

    assert [word for word in wanted if squeezed(word) not in text] == []


@pytest.mark.parametrize("name", EVERY)
def test_each_question_has_boxes_or_a_line_and_says_why_there_may_be_no_answer(name):
    asked = questions(form(name))

    for number, item in enumerate(EVERY[name].items, 1):
        found = asked[str(number)]
        assert bool(found.boxes) != bool(found.blanks)
        assert found.silence == (SILENCE[1:] if item.judgement else SILENCE)
        assert found.warning.startswith("Safety question: without an answer ") == bool(item.gate)


@pytest.mark.parametrize("name", EVERY)
def test_a_form_that_asks_about_danger_is_completed_with_a_clinician_present(name):
    notices = [
        block.heading
        for section in form(name).sections
        for block in section.blocks
        if isinstance(block, Notice)
    ]
    in_contact = any(item.in_contact for item in EVERY[name].items)

    assert ("Complete with a clinician present" in notices) == in_contact
    assert ("Bring the official form" in notices) == (EVERY[name].licence is not None)


@pytest.mark.parametrize("name", EVERY)
def test_a_form_asks_for_who_and_when_and_says_that_no_program_reads_the_notes(name):
    document = form(name)
    notes = questions(document)["Notes"]

    assert isinstance(document.sections[0].blocks[0], Blanks)
    assert document.sections[0].blocks[0].labels[1:] == ("Date", "Asked by", "Entered in screenkit by, on")
    assert notes.warning == "No program reads what is written here, and it raises no alert."
    assert notes.lines


def test_a_question_of_the_interview_is_laid_out_with_all_that_belongs_to_it():
    assert question("pregroup-interview", "unsafe_home") == Question(
        number="23",
        text=EVERY["pregroup-interview"].items[22].text,
        warning="Safety question: without an answer a group by video, by text or on a forum waits",
        remarks=("Ask only while question 1 is \u201cYes, alone and free to talk\u201d.",),
        boxes=("Yes", "No, none reported"),
        silence=SILENCE,
    )


def test_a_judgement_is_not_read_aloud_and_cannot_be_declined():
    found = question("pregroup-interview", "consent_capacity")

    assert found.remarks == ("For the clinician to judge; not read aloud.",)
    assert "declined" not in found.silence


def test_what_is_assumed_until_it_is_answered_is_said():
    assert "Counts as \u201c" in " ".join(question("pregroup-interview", "group_kind").remarks)


def test_the_note_for_the_clinician_is_printed_when_it_is_asked_for():
    help_text = EVERY["pregroup-interview"].items[0].help

    assert help_text in questions(form("pregroup-interview", help_texts=True))["1"].remarks
    assert help_text not in questions(form("pregroup-interview"))["1"].remarks


def test_a_number_is_ticked_where_there_are_few_and_written_where_there_are_many(many_kinds):
    assert question("phq9", "phq9_1").boxes == (
        "0 Not at all",
        "1 Several days",
        "2 More than half the days",
        "3 Nearly every day",
    )
    assert question("pregroup-interview", "age_years").blanks == ("A whole number from 0 to 120",)
    assert many_kinds["4"].boxes == ("-3", "-2", "-1", "0", "1", "2", "3")
    assert many_kinds["6"].boxes[0] == "0 (Not at all)"
    assert many_kinds["6"].boxes[-1] == "100 (All the way)"


def test_a_score_is_worked_out_by_hand_with_its_bands_points_and_missing_answers():
    assert questions(form("phq9"))["PHQ-9 total"] == Question(
        number="",
        text="PHQ-9 total",
        remarks=(
            LEAD,
            "Add questions 1 to 9.",
            UNANSWERED,
            f"Missing answers: {SCALE.missing.source}",
            f"Published point 10: {SCALE.cut_offs[0].means} ({SCALE.cut_offs[0].source})",
            f"Source: {SCALE.source}",
        ),
        boxes=(
            "0 to 4: Minimal",
            "5 to 9: Mild",
            "10 to 14: Moderate",
            "15 to 19: Moderately severe",
            "20 to 27: Severe",
        ),
        blanks=("Score, 0 to 27", "With a question unanswered: from the lowest to the highest it can be"),
    )


@pytest.mark.parametrize(
    ("name", "scale", "told"),
    [
        ("ecrrs", "ECR-RS avoidance (mean, 1 to 7)", TURNED),
        ("pc_ptsd5", "PC-PTSD-5 total", POINTS),
        ("des2", "DES-T mean (0 to 100)", "Add questions 3, 5, 7, 8, 12, 13, 22 and 27 and divide by 8."),
    ],
)
def test_every_step_to_a_score_is_told(name, scale, told):
    assert told in questions(form(name))[scale].remarks


def test_a_score_on_another_range_is_laid_onto_it(many_kinds):
    told = "Lay question 6 evenly onto 1 to 7. Add questions 4 and 6 and divide by 2."

    assert told in many_kinds["A mean of two on one range"].remarks
    assert many_kinds["A sum of everything"].boxes == ("-3 to below 2.5: Below", "2.5 to 8.5: Above")
    assert "times 3, rounded to a whole number" in many_kinds["A sum of everything"].remarks[2]
    assert "turn question 4 round: 0 minus the number" in many_kinds["A sum of everything"].remarks[1]
    assert many_kinds["A total and nothing more"].blanks[0] == "Score, 0 to 40"


A, B = Is("asq_1", ("yes",)), Is("asq_2", ("yes",))
CONDITIONS = [
    (A, "question 1 is \u201cYes\u201d"),
    (IsNot("asq_1", ("no",)), "question 1 is anything but \u201cNo\u201d"),
    (IsSilent("asq_1", "dont_know"), "question 1 is not known"),
    (Compare("phq9_9", ">=", 1), "PHQ-9 question 9 is 1 or more"),
    (Compare("phq9_total", "<", 20), "the PHQ-9 total is less than 20"),
    (AnyOf((A, IsSilent("asq_1", "declined"))), "question 1 is \u201cYes\u201d or declined"),
    (
        AnyOf((IsNot("asq_1", ("no",)), IsSilent("asq_1", "declined"))),
        "question 1 is declined or anything but \u201cNo\u201d",
    ),
    (AnyOf((A, B, Is("asq_3", ("yes",)))), "question 1, 2 or 3 is \u201cYes\u201d"),
    (AnyOf((A, Is("severe_depression", ("yes",)), Compare("phq9_9", ">", 0))), SEVERAL_SHEETS),
    (AllOf((A, AnyOf((A, B)))), "question 1 is \u201cYes\u201d, and (question 1 or 2 is \u201cYes\u201d)"),
    (Not(A), "it is not so that question 1 is \u201cYes\u201d"),
    (
        AtLeast(2, (A, B)),
        "at least 2 of these hold: question 1 is \u201cYes\u201d; question 2 is \u201cYes\u201d",
    ),
    (Named("signs", A), "question 1 is \u201cYes\u201d"),
]


@pytest.mark.parametrize(("condition", "words"), CONDITIONS)
def test_a_condition_is_said_in_plain_words(condition, words):
    others = [each for each in EVERY.values() if each.id != "asq"]

    assert spoken(condition, spots(EVERY["asq"], others)) == words


def test_numbers_in_a_row_are_a_stretch():
    assert numbered([1, 2, 3, 5, 7, 8]) == "1 to 3, 5, 7 and 8"


def test_no_condition_of_the_shipped_content_is_left_in_its_own_grammar():
    told = [remark for name in EVERY for each in questions(form(name)).values() for remark in each.remarks]
    asked_when = [remark for remark in told if remark.startswith("Ask ")]

    assert len(asked_when) == sum(
        bool(item.ask_when) + bool(item.hold_back_unless) for each in EVERY.values() for item in each.items
    )
    assert [remark for remark in asked_when if re.search(r"[a-z]_[a-z0-9]|>=|dont_know", remark)] == []


@pytest.mark.parametrize("name", ["pregroup-interview", "phq9"])
def test_the_paper_is_tagged_titled_sound_and_the_same_each_time(name, tmp_path):
    document = form(name)
    path = tmp_path / "form.pdf"
    path.write_bytes(pdf(document))
    facts = said("pdfinfo", path)
    text = squeezed(said("pdftotext", path, "-"))

    assert pdf(document) == path.read_bytes()
    assert re.search(rf"Title:\s+{re.escape(document.title)}", facts)
    assert re.search(r"Tagged:\s+yes", facts)
    assert "No syntax or stream encoding errors found" in said("qpdf", "--check", path)
    assert [i.text for i in EVERY[name].items if squeezed(i.text) not in text] == []
    assert text.count(squeezed("Case id ____________________")) == int(re.search(r"Pages:\s+(\d+)", facts)[1])


def test_the_page_has_a_heading_for_each_question_and_no_field_to_type_in():
    page = lxml.html.fromstring(html(form("phq9")))
    headings = [each.text_content() for each in page.xpath("//section[contains(@class, 'question')]/h3")]

    assert headings[:2] == ["1. Low interest", "2. Low mood"]
    assert len(headings) == 12
    assert page.xpath("//input | //form | //script") == []
