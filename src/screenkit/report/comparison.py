"""Two screenings side by side: what is recommended now and was then, why it moved, and what differs."""

from collections.abc import Iterator, Mapping, Sequence

from screenkit.assessment import Recommendation, State, Truth
from screenkit.case.compare import AnswerChange, Comparison, FindingChange, FormChange, Side
from screenkit.case.standing import HELD_RULE
from screenkit.engine.assess import GATE_RULE
from screenkit.models.base import Modality
from screenkit.models.content import Content
from screenkit.report import words
from screenkit.report.document import Block, Bullets, Document, Entries, Entry, Paragraph, Section, Table

_NAMES = {
    HELD_RULE: "An alert on record that has not been assessed",
    GATE_RULE: "Safety questions that are still open",
}
_TRUTH = {Truth.YES: "yes", Truth.NO: "no", Truth.UNKNOWN: "not known"}
_ABSENT = "no such rule"


def comparison(
    case_id: str, numbers: tuple[int, int], sides: tuple[Side, Side], found: Comparison
) -> Document:
    """Return what differs between two screenings of a case, named by their numbers."""
    before, after = sides
    sections = [
        _forms(before, after, found),
        _moved(before, after, found),
        _online(after.content, found),
        _answers(before.content, after.content, found),
        _findings(before.content, after.content, found),
    ]
    return Document(
        title="Two screenings compared",
        subtitle=f"Screening {numbers[0]}, then screening {numbers[1]}",
        case_id=case_id,
        incomplete=False,
        sections=tuple(section for section in sections if section is not None),
    )


def _forms(before: Side, after: Side, found: Comparison) -> Section:
    rows = tuple(
        (words.MODALITY[each.modality], _said(each.before), _said(each.after)) for each in found.forms
    )
    levels = (
        "Safety",
        words.LEVEL[before.assessment.safety.level],
        words.LEVEL[after.assessment.safety.level],
    )
    table = Table("What is recommended", ("Form", "Then", "Now"), (*rows, levels))
    return Section("forms", "What is recommended", (table,))


def _said(recommendation: Recommendation | None) -> str:
    return words.RECOMMENDATION[recommendation] if recommendation else "not spoken of"


def _moved(before: Side, after: Side, found: Comparison) -> Section | None:
    """Return why recommendations moved: each reason once, with the forms it moved."""
    moved = [each for each in found.forms if each.before is not each.after and each.because]
    if not moved:
        return None
    reasons = tuple(_reason(before, after, each, forms) for each, forms in _because(moved).items())
    return Section("moved", "Why it moved", (Bullets(tuple(_moves(moved))), Entries(reasons)))


def _moves(moved: Sequence[FormChange]) -> Iterator[str]:
    """Yield from what to what the forms moved, those that moved alike together."""
    alike: dict[str, list[Modality]] = {}
    for each in moved:
        told = f"from \u201c{_said(each.before)}\u201d to \u201c{_said(each.after)}\u201d"
        alike.setdefault(told, []).append(each.modality)
    for told, forms in alike.items():
        yield f"{_named(forms)}: {told}."


def _because(moved: Sequence[FormChange]) -> Mapping[FindingChange, list[Modality]]:
    """Return the findings that moved something, each with the forms it moved."""
    found: dict[FindingChange, list[Modality]] = {}
    for form in moved:
        for each in form.because:
            found.setdefault(each, []).append(form.modality)
    return found


def _reason(before: Side, after: Side, change: FindingChange, forms: Sequence[Modality]) -> Entry:
    then, now = _truths(change)
    return Entry(
        _rule(before.content, after.content, change.rule),
        f"{_named(forms)}: {words.EFFECT[change.effect]}. Then: {then}. Now: {now}.",
        (),
    )


def _named(forms: Sequence[Modality]) -> str:
    first, *rest = (words.MODALITY[form] for form in forms)
    return ", ".join((first, *(each.lower() for each in rest)))


def _online(content: Content, found: Comparison) -> Section | None:
    if not found.moves_online:
        return None
    blocks: list[Block] = [
        Paragraph(
            "The group moves online. Consent, privacy, place and platform are asked afresh: what was agreed "
            "for the room does not carry over, and how the move is taken belongs in the group (X-RESCREEN)."
        )
    ]
    for lead, names in (
        ("Not asked afresh yet; the earlier answer does not count:", found.not_yet),
        ("Asked afresh:", found.anew),
    ):
        if names:
            blocks += [Paragraph(lead), Bullets(tuple(content.items[name].text for name in names))]
    return Section("online", "What does not carry over", tuple(blocks))


def _answers(before: Content, after: Content, found: Comparison) -> Section | None:
    rows = tuple(_answer(before, after, each) for each in found.answers)
    table = Table("Answers that differ", ("Question", "Then", "Now"), rows)
    return Section("answers", "Answers that differ", (table,)) if rows else None


def _answer(before: Content, after: Content, change: AnswerChange) -> tuple[str, ...]:
    known = after if change.item in after.home else before
    item = known.items.get(change.item)
    asked = item.text if item else known.scales[change.item].title
    return asked, _state(before, change.item, change.before), _state(after, change.item, change.after)


def _state(content: Content, name: str, state: State | None) -> str:
    return "no such question" if state is None else words.answer(content, name, state)


def _findings(before: Content, after: Content, found: Comparison) -> Section | None:
    """Return the findings that differ and moved nothing; those that did have been told."""
    told = {each.rule for form in found.forms if form.before is not form.after for each in form.because}
    rows = tuple(
        (_rule(before, after, each.rule), words.EFFECT[each.effect], *_truths(each))
        for each in found.findings
        if each.rule not in told
    )
    table = Table("Findings that differ", ("Finding", "What it means", "Then", "Now"), rows)
    title = "Other findings that differ" if told else "Findings that differ"
    return Section("findings", title, (table,)) if rows else None


def _truths(change: FindingChange) -> tuple[str, str]:
    return _truth(change.before), _truth(change.after)


def _truth(truth: Truth | None) -> str:
    return _ABSENT if truth is None else _TRUTH[truth]


def _rule(before: Content, after: Content, name: str) -> str:
    if name in _NAMES:
        return _NAMES[name]
    return next(rule.title for each in (after, before) for rule in each.ruleset.rules if rule.id == name)
