"""The clinician's view of an assessment: which words, in which order, with which emphasis — chosen once."""

from screenkit.assessment import Assessment, Recommendation, Truth
from screenkit.case.record import Record
from screenkit.models.answers import NoAnswer
from screenkit.models.content import Content
from screenkit.report import basis, onrecord, reasons, words
from screenkit.report.document import Blanks, Block, Bullets, Document, Notice, Paragraph, Section, Table
from screenkit.report.told import Told


def view(content: Content, assessment: Assessment, record: Record | None = None) -> Document:
    """Return the report for the clinician: every finding that is yes or unknown stands in it.

    With the record of a case it tells of that, too: decision, notes, what was told, and its chain of events.
    """
    told = Told(content, assessment)
    sections = [
        _safety(told),
        onrecord.at_the_stop(record) if record else None,
        _recommendations(told, record),
        reasons.to_settle(told),
        _offer_now(told),
        reasons.against(told),
        reasons.in_favour(told),
        reasons.undecided(told),
        reasons.tensions(told),
        reasons.comparison(told),
        _not_answered(told),
        basis.scores(told),
        basis.answers(told),
        reasons.for_the_leader(told),
        reasons.good_to_know(told),
        _to_check(told),
        onrecord.notes(told, record) if record else None,
        _decision(told, record),
        basis.sources(told),
        basis.provenance(told, onrecord.chain(record) if record else ()),
    ]
    return Document(
        title="Screening summary for the clinician",
        subtitle=content.ruleset.title,
        case_id=record.case_id if record else assessment.case_id,
        incomplete=bool(assessment.gate.items),
        sections=tuple(section for section in sections if section is not None),
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
    rows = []
    for modality, result in told.assessment.modalities.items():
        others = [words.SHORT[each] for each in result.reachable if each != result.recommendation]
        more = "nothing still open changes this" if result.settled else f"could become {' or '.join(others)}"
        rows.append((words.MODALITY[modality], words.RECOMMENDATION[result.recommendation], more))
    head = ("Form", "Recommendation", "Once more is known")
    blocks: list[Block] = [
        *(onrecord.standing(record) if record else ()),
        *onrecord.held(told),
        Table("Recommendation for each form of group", head, tuple(rows)),
    ]
    still_open = len(told.open_items())
    if still_open:
        blocks.append(Paragraph(f"{still_open} question{'s are' if still_open > 1 else ' is'} still open."))
    assumed = [told.question_and_answer(name) for name in told.assessment.assumed]
    if assumed:
        blocks.append(Paragraph(f"Assumed until it is answered: {'; '.join(assumed)}."))
    blocks.append(Paragraph(f"{words.WHAT_IT_IS} {words.NOT_ESTABLISHED}", "quiet"))
    return Section("recommendation", "What is recommended", tuple(blocks))


def _offer_now(told: Told) -> Section | None:
    recommended = {result.recommendation for result in told.assessment.modalities.values()}
    if recommended & {Recommendation.SUITABLE, Recommendation.CONDITIONAL}:
        return None
    found = told.findings(("exclude",), Truth.YES)
    offers = tuple(dict.fromkeys(finding.rule.offer_now for finding in found if finding.rule.offer_now))
    blocks: list[Block] = [Paragraph("No form of group is open now. What the person is offered instead:")]
    if offers:
        blocks.append(Bullets(offers))
    blocks.append(Blanks(("Offered", "By (name)", "Date", "To be screened again on")))
    return Section("offer", "What to offer now", tuple(blocks))


def _not_answered(told: Told) -> Section | None:
    ask_next = told.assessment.ask_next
    others = [name for name in told.open_items() if name not in ask_next]
    blocks: list[Block] = []
    if ask_next:
        blocks.append(
            Paragraph("Ask these next; they can still change what is recommended, or are safety questions:")
        )
        blocks.append(Bullets(tuple(told.asked(name) for name in ask_next)))
    if others:
        blocks.append(Paragraph("Also without an answer:"))
        blocks.append(Paragraph(" \u00b7 ".join(_with_reason(told, name) for name in others), "quiet"))
    return Section("open", "What was not answered", tuple(blocks)) if blocks else None


def _with_reason(told: Told, name: str) -> str:
    """Return a question, and why it has no answer where it was asked."""
    state = told.assessment.states[name]
    return told.asked(name) if state is NoAnswer.NOT_ASKED else f"{told.asked(name)} ({told.answered(name)})"


def _to_check(told: Told) -> Section | None:
    lines = tuple(
        f"{told.asked(problem.where)} \u2014 {problem.what}; {problem.do}."
        for problem in told.assessment.problems
    )
    return Section("check", "Look at these answers again", (Bullets(lines),)) if lines else None


def _decision(told: Told, record: Record | None) -> Section:
    screening = record.screening if record else None
    if screening and screening.decided and screening.decided_by:
        by = f"{screening.decided_by.who}, {onrecord.moment(screening.decided_by.at)}"
        return onrecord.decision(told, screening.decided, by)
    rows = tuple(
        (words.MODALITY[modality], words.RECOMMENDATION[result.recommendation], "")
        for modality, result in told.assessment.modalities.items()
    )
    head = ("Form", "Recommended by the rules", "Decided by the clinician")
    blanks = (
        "Reason, where the decision differs",
        "Name and date",
        "Second name, where a safety matter is set aside",
        "To be reviewed on",
    )
    blocks = (Table("Recommended and decided", head, rows), Blanks(blanks))
    return Section("decision", "The clinician's decision", blocks)
