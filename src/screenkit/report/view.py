"""The summary of an assessment: which words, in which order, with which emphasis — chosen once."""

from dataclasses import replace

from screenkit.assessment import Assessment, ModalityResult, Truth
from screenkit.case.record import Record
from screenkit.models.answers import NoAnswer
from screenkit.models.base import Modality
from screenkit.models.content import Content
from screenkit.report import basis, onrecord, reasons, words
from screenkit.report.audience import CLINICIANS, COLLEAGUES
from screenkit.report.decisionblock import decision
from screenkit.report.document import Blanks, Block, Bullets, Document, Notice, Paragraph, Section, Table
from screenkit.report.short import short
from screenkit.report.softened import softened
from screenkit.report.told import Told
from screenkit.report.unfinished import decided, forms_offered, is_closed, unfinished
from screenkit.report.withheld import left_out, pseudonymous, without_names
from screenkit.text import counted

_FIRST = frozenset({"safety", "told", "short", "recommendation", "settle", "offer", "against"})


def view(content: Content, assessment: Assessment, record: Record | None = None) -> Document:
    """Return the report for the clinician: every finding that is yes or unknown stands in it.

    With the record of a case it tells of that, too: decision, notes, what was told, and its chain of events.
    """
    return _summary(Told(content, assessment, CLINICIANS), record, None)


def colleagues_view(
    content: Content, assessment: Assessment, record: Record | None = None, *, with_free_text: bool = False
) -> Document:
    """Return the same report for somebody elsewhere: no clinician is named in it.

    What was written freely — notes, reasons, what was told at the safety stop — stands in it only
    `with_free_text`; else the report says how much of it is left out.
    """
    without = () if with_free_text else left_out(assessment, record)
    told = Told(content, without_names(assessment, with_free_text=with_free_text), COLLEAGUES)
    kept = pseudonymous(record, with_free_text=with_free_text) if record else None
    return _summary(told, kept, _this_copy(without, with_free_text=with_free_text))


def first_page(report: Document) -> Document:
    """Return what stands first in a report: safety, what is recommended and why, and what comes next."""
    kept = tuple(section for section in report.sections if section.id in _FIRST)
    return replace(report, sections=kept)


def _summary(told: Told, record: Record | None, about: Section | None) -> Document:
    sections = [
        _safety(told),
        onrecord.at_the_stop(record) if record else None,
        short(told, record),
        _recommendations(told, record),
        reasons.to_settle(told),
        _offer_now(told, record),
        reasons.against(told),
        reasons.in_favour(told),
        reasons.tensions(told),
        _not_answered(told),
        reasons.undecided(told),
        basis.scores(told),
        reasons.comparison(told),
        basis.answers(told),
        _to_check(told),
        reasons.for_the_leader(told),
        reasons.good_to_know(told),
        onrecord.notes(told, record) if record else None,
        decision(told, record.screening if record else None),
        basis.sources(told),
        about,
        basis.provenance(told, onrecord.chain(record) if record else ()),
    ]
    missing = unfinished(told.assessment, record)
    return Document(
        title=told.copy.title,
        subtitle=told.content.ruleset.title,
        case_id=record.case_id if record else told.assessment.case_id,
        incomplete=bool(missing),
        sections=tuple(section for section in sections if section is not None),
        missing=missing,
    )


def _safety(told: Told) -> Section:
    blocks: list[Block] = [onrecord.alert(told, raised) for raised in told.assessment.safety.alerts]
    if not blocks:
        calm = "No alert was raised by the questions answered. This is no suicide safety assessment."
        blocks.append(Paragraph(calm))
    doubts = dict.fromkeys(reason for given in told.assessment.ask_again.values() for reason in given)
    if doubts:
        line = f"They are {'; '.join(doubts)}, and are marked where the answers stand."
        blocks.append(Notice("Reassuring answers that cannot be relied on yet", (line,)))
    return Section("safety", "Safety first", tuple(blocks))


def _recommendations(told: Told, record: Record | None) -> Section:
    rows = tuple(_row(told, form, result) for form, result in told.assessment.modalities.items())
    head = ("Form", "Recommendation", "Still open", "Once more is known")
    blocks: list[Block] = [
        *(onrecord.standing(record) if record else ()),
        *onrecord.held(told),
        Table("Recommendation for each form of group", head, rows),
    ]
    still_open = len(told.open_items)
    if still_open:
        are = "is" if still_open == 1 else "are"
        blocks.append(Paragraph(f"{counted(still_open, 'question')} {are} still open."))
    assumed = [told.question_and_answer(name) for name in told.assessment.assumed]
    if assumed:
        blocks.append(Paragraph(f"Assumed until it is answered: {'; '.join(assumed)}."))
    blocks += softened(told.content.ruleset.rules, told.assessment.loosened)
    blocks.append(Paragraph(words.WHAT_IT_IS, "quiet"))
    return Section("recommendation", "What is recommended", tuple(blocks))


def _row(told: Told, form: Modality, result: ModalityResult) -> tuple[str, ...]:
    """Return a form with what is recommended, how many questions on it are open, and what that can change."""
    others = [words.SHORT[each] for each in result.reachable if each != result.recommendation]
    more = (
        "nothing still open changes this" if result.settled else f"could become {words.listed(others, 'or')}"
    )
    still_open = counted(len(told.open_for(form)), "question")
    return words.MODALITY[form], words.RECOMMENDATION[result.recommendation], still_open, more


def _offer_now(told: Told, record: Record | None) -> Section | None:
    """Return what the person gets instead where no form is recommended; empty lines mean incomplete."""
    if not is_closed(told.assessment):
        return None
    found = told.findings(("exclude",), Truth.YES)
    offers = tuple(dict.fromkeys(finding.rule.offer_now for finding in found if finding.rule.offer_now))
    meantime = " What helps in the meantime:" if offers else ""
    blocks: list[Block] = [Paragraph(f"No form of group is recommended now.{meantime}")]
    if offers:
        blocks.append(Bullets(offers))
    made = decided(told.assessment, record)
    instead, forms = made.instead if made else None, forms_offered(made)
    if instead:
        blocks.append(Paragraph(f"Offered: {instead.what}. By {instead.by}, on {instead.on}."))
    if forms:
        blocks.append(Paragraph(f"The clinician decided to offer a group: {'; '.join(forms)}."))
    if not (instead or forms):
        blocks.append(Paragraph("This summary is incomplete until these lines are filled in.", "strong"))
        blocks.append(Blanks(("Offered", "By (name)", "On (date)", "To be screened again on (date)")))
    return Section("offer", "What to offer now", tuple(blocks))


def _not_answered(told: Told) -> Section | None:
    ask_next = told.assessment.ask_next
    others = [name for name in told.open_items if name not in ask_next]
    blocks: list[Block] = []
    if ask_next:
        blocks.append(
            Paragraph("Ask these next; they can still change what is recommended, or are safety questions:")
        )
        blocks.append(Bullets(tuple(_with_reason(told, name) for name in ask_next)))
    if others:
        blocks.append(Paragraph("Also without an answer:"))
        blocks.append(Paragraph(" \u00b7 ".join(_with_reason(told, name) for name in others), "quiet"))
    return Section("open", "What was not asked, or not answered", tuple(blocks)) if blocks else None


def _with_reason(told: Told, name: str) -> str:
    """Return a question, and why it has no answer where it was asked."""
    state = told.assessment.states[name]
    said = state is not NoAnswer.NOT_ASKED and isinstance(state, NoAnswer)
    return f"{told.asked(name)} ({told.answered(name)})" if said else told.asked(name)


def _to_check(told: Told) -> Section | None:
    lines = tuple(
        f"{told.asked(problem.where)} \u2014 {problem.what}; {problem.do}."
        for problem in told.assessment.problems
    )
    return Section("check", "Look at these answers again", (Bullets(lines),)) if lines else None


def _this_copy(without: tuple[str, ...], *, with_free_text: bool) -> Section:
    """Return what a copy for a colleague goes without."""
    if with_free_text:
        free = "What was written freely stands in it as it was written; it may name people and places."
    elif without:
        free = f"Left out, since written freely: {words.listed(without)}. The clinic holds the whole summary."
    else:
        free = "Nothing that was written freely stands in it."
    lines = ("This copy goes by the case id alone, and names no clinician.", free)
    return Section("copy", "About this copy", (Bullets(lines),))
