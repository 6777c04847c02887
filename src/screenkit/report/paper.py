"""A questionnaire as a paper form, to be filled in by hand where there is no computer in the room."""

from collections.abc import Iterable, Iterator

from screenkit.models.questionnaire import Item, Questionnaire, Section
from screenkit.report import words
from screenkit.report.byhand import scores
from screenkit.report.document import (
    Blanks,
    Block,
    Bullets,
    Document,
    Notice,
    Paragraph,
    Question,
    Questions,
)
from screenkit.report.document import Section as Part
from screenkit.report.spoken import Spots, listed, spoken, spots

_MOST_BOXES = 12
"""Numbers that are ticked; of more, the answer is written down."""
_NOTE_LINES = 6

_STOP = (
    "Paper raises no alert. When an answer speaks of danger, or somebody would rather not answer, stop here: "
    "stay with the person and do what your clinic does then. No later answer and no total takes that back."
)
_PRESENT = (
    "The questions about suicide, harm and violence are asked by a clinician in contact with the person.",
    _STOP,
    "Enter the answers in screenkit on the same day.",
)
_NOT_THE_FORM = (
    "The words here are short labels of ours, not the questions. Ask with the official form, and mark here "
    "what was answered."
)
_NOTES = Question(
    "",
    "Notes",
    "No program reads what is written here, and it raises no alert.",
    ("What matters for safety: act on it now, and tick it above.",),
    lines=_NOTE_LINES,
)


def paper(
    questionnaire: Questionnaire, others: Iterable[Questionnaire] = (), *, help_texts: bool = False
) -> Document:
    """Return a blank form of a questionnaire.

    `others` are questionnaires its conditions may speak of. With `help_texts` the note for the clinician
    stands under each question.
    """
    where = spots(questionnaire, others)
    sections = [
        Part("who", "Who and when", (Blanks(_who(questionnaire)),)),
        Part("about", "About this form", tuple(_about(questionnaire))),
        *(_section(section, where, help_texts=help_texts) for section in questionnaire.sections),
        scores(questionnaire, where),
        Part("notes", "Anything else", (Questions((_NOTES,)),)),
    ]
    return Document(
        title=questionnaire.title,
        subtitle=f"Paper form, {questionnaire.id} {questionnaire.version}",
        case_id=None,
        incomplete=False,
        sections=tuple(section for section in sections if section),
        foot=f"{_whom(questionnaire)} {'_' * 20}",
    )


def _who(questionnaire: Questionnaire) -> tuple[str, ...]:
    return f"{_whom(questionnaire)} (a code, no name)", "Date", "Asked by", "Entered in screenkit by, on"


def _whom(questionnaire: Questionnaire) -> str:
    return "Group" if questionnaire.kind == "checklist" else "Case id"


def _about(questionnaire: Questionnaire) -> Iterator[Block]:
    yield Paragraph(questionnaire.about)
    if any(item.in_contact for item in questionnaire.items):
        yield Notice("Complete with a clinician present", _PRESENT)
    if questionnaire.licence:
        terms = questionnaire.licence
        form = (f"Official form: {terms.official_form}",) if terms.official_form else ()
        yield Notice("Bring the official form", (_NOT_THE_FORM, *form, f"Licence: {terms.notice}"))
    if questionnaire.period:
        yield Paragraph(f"Asks about: {questionnaire.period}", "strong")
    yield Bullets(tuple(_how_to(questionnaire)))
    if questionnaire.intro:
        yield Paragraph(questionnaire.intro)
    yield Paragraph(f"Source: {questionnaire.source}", "quiet")


def _how_to(questionnaire: Questionnaire) -> Iterator[str]:
    items = questionnaire.items
    yield "Tick one box for each question. Tick nothing that was not said or judged."
    yield "Where there is no answer, tick why. A row without any tick counts as not asked."
    if any(item.gate for item in items):
        yield "A safety question without an answer holds every form of group it concerns."
    if any(item.ask_when for item in items):
        yield (
            "Some questions say when to ask them. Ask them too while the answer this depends on is missing, "
            "was declined or is not known."
        )


def _section(section: Section, where: Spots, *, help_texts: bool) -> Part:
    intro = (Paragraph(section.intro, "quiet"),) if section.intro else ()
    questions = tuple(_question(item, where, help_texts=help_texts) for item in section.items)
    return Part(section.id, section.title, (*intro, Questions(questions)))


def _question(item: Item, where: Spots, *, help_texts: bool) -> Question:
    boxes, blanks = _answers(item)
    return Question(
        number=str(where[item.id].number),
        text=item.text,
        warning=_warning(item),
        remarks=tuple(remark for remark in _remarks(item, where, help_texts=help_texts) if remark),
        boxes=boxes,
        silence=("don\u2019t know", "not asked")
        if item.judgement
        else ("declined", "don\u2019t know", "not asked"),
        blanks=blanks,
    )


def _warning(item: Item) -> str:
    if not item.gate:
        return ""
    concerned = [words.MODALITY[form].lower() for form in item.gate.modalities]
    waits = f"a group {listed(concerned)} waits" if concerned else "every form of group waits"
    return f"Safety question: without an answer {waits}"


def _remarks(item: Item, where: Spots, *, help_texts: bool) -> Iterator[str]:
    yield "For the clinician to judge; not read aloud." if item.judgement and item.is_personal else ""
    yield f"Ask when {spoken(item.ask_when, where)}." if item.ask_when else ""
    yield f"Ask only while {spoken(item.hold_back_unless, where)}." if item.hold_back_unless else ""
    assumed = (item.values or {}).get(item.assumed or "", item.assumed)
    yield f"Counts as \u201c{assumed}\u201d until it is answered." if item.assumed else ""
    yield item.help if help_texts else ""


def _answers(item: Item) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the boxes of an item, or the label of the line its answer is written on."""
    if item.number is None:
        return tuple((item.values or {}).values()), ()
    asked = item.number
    numbers = range(asked.lowest, asked.highest + 1, asked.step)
    if len(numbers) > _MOST_BOXES:
        return (), (f"A whole number from {asked.lowest} to {asked.highest}",)
    if asked.labels:
        return tuple(f"{n} {label}" for n, label in zip(numbers, asked.labels, strict=True)), ()
    ends = {asked.lowest: asked.lowest_label, asked.highest: asked.highest_label}
    return tuple(f"{n} ({ends[n]})" if ends.get(n) else str(n) for n in numbers), ()
