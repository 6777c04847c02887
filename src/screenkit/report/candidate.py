"""The preparation sheet: two pages for the person, in plain words, without scores, codes or verdicts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from screenkit.assessment import Assessment, Recommendation, State
from screenkit.case.events import Choice
from screenkit.case.places import Help
from screenkit.case.record import Record
from screenkit.case.waiting import waiting
from screenkit.models.answers import NoAnswer
from screenkit.models.base import MODALITIES, Modality
from screenkit.models.content import Content
from screenkit.report import sheet as says
from screenkit.report.document import Blanks, Block, Bullets, Document, Notice, Paragraph, Section, Table
from screenkit.report.sheetpoint import By, Todo
from screenkit.report.told import Told
from screenkit.report.unfinished import decided, is_closed, is_offered, unasked

_WAYS: Mapping[Modality, str] = {
    "in_person": "In a room",
    "online_video": "By video",
    "online_text": "By text chat",
    "online_forum": "On a forum",
}
_NOT_YET = "Not yet. First we settle some points with you."
_TALK_FIRST = "First we talk with you again."
_NOT_NOW = "Not what we suggest right now. We look with you for what helps more."
_RECOMMENDED: Mapping[Recommendation, str] = {
    Recommendation.SUITABLE: "Nothing we asked about stands in the way.",
    Recommendation.CONDITIONAL: "Possible, once some points are settled with you.",
    Recommendation.HOLD: _NOT_YET,
    Recommendation.NOT_RECOMMENDED: _NOT_NOW,
}
_TO_SETTLE = frozenset({Recommendation.CONDITIONAL, Recommendation.HOLD})
_CHOSEN: Mapping[Choice, str] = {
    "offer": "We offer you a place in this way.",
    "offer_once_arranged": "We offer you a place in this way, once some points are settled with you.",
    "wait": _NOT_YET,
    "do_not_offer": _NOT_NOW,
}
_BY: Mapping[By, str] = {"you": "You", "both": "You and we together", "we": "We"}


@dataclass(frozen=True, slots=True)
class ClinicSays:
    """What the clinic's profile says for the sheet: its name, the forms it offers, whom to call where."""

    name: str | None = None
    forms: tuple[Modality, ...] = MODALITIES
    help: Help | None = None


def sheet(
    content: Content, assessment: Assessment, record: Record | None = None, clinic: ClinicSays | None = None
) -> Document:
    """Return the preparation sheet; whether it may leave the room is for whoever prints it to ask."""
    told, clinic = Told(content, assessment), clinic or ClinicSays()
    forms = _in_play(told, record, clinic)
    sections = [
        _group(told, record, clinic),
        _settle(told, forms),
        _agreed(told, forms),
        _sessions(forms),
        _help(clinic.help),
        _own_lines(forms),
    ]
    missing = _missing(told, record)
    return Document(
        title="Getting ready for your group",
        subtitle=f"From {clinic.name}" if clinic.name else "A sheet for you to keep",
        case_id=None,
        incomplete=bool(missing),
        sections=tuple(section for section in sections if section is not None),
        missing=missing,
    )


def _missing(told: Told, record: Record | None) -> tuple[str, ...]:
    still_open = ("we have some more questions to ask you",) if unasked(told.assessment, record) else ()
    nothing = is_closed(told.assessment) and not is_offered(told.assessment, record)
    return (*still_open, *(("we still write down with you what helps now",) if nothing else ()))


def _in_play(told: Told, record: Record | None, clinic: ClinicSays) -> tuple[Modality, ...]:
    """Return the forms the sheet prepares for: what the clinic offers, those set against now left out.

    While an alert waits for somebody it prepares for none.
    """
    if waiting(told.assessment):
        return ()
    choices = _choices(told, record)
    return tuple(
        form
        for form, result in told.assessment.modalities.items()
        if form in clinic.forms
        and (
            choices[form] != "do_not_offer"
            if form in choices
            else result.recommendation is not Recommendation.NOT_RECOMMENDED
        )
    )


def _choices(told: Told, record: Record | None) -> Mapping[Modality, Choice]:
    made = None if waiting(told.assessment) else decided(told.assessment, record)
    return made.choices if made else {}


def _group(told: Told, record: Record | None, clinic: ClinicSays) -> Section:
    state = told.assessment.states.get(says.KIND)
    is_known = isinstance(state, str) and says.KIND not in told.assessment.assumed
    kind = says.KINDS.get(state, says.KIND_OPEN) if is_known and isinstance(state, str) else says.KIND_OPEN
    choices = _choices(told, record)
    told_of = {
        form: _TALK_FIRST if waiting(told.assessment) else _RECOMMENDED[result.recommendation]
        for form, result in told.assessment.modalities.items()
    }
    rows = tuple(
        (
            _WAYS[form],
            _CHOSEN[choices[form]] if form in choices else told_of[form],
        )
        for form in told.assessment.modalities
        if form in clinic.forms
    )
    blocks: list[Block] = [
        Paragraph(
            "Thank you for talking with us. This sheet says what we found out together, and what comes next."
        ),
        *_stale(record),
        Paragraph(kind),
        Table("Ways to meet", ("Way to meet", "What we think"), rows),
        Paragraph("You and your clinician decide together. You can change your mind."),
    ]
    return Section("group", "Your group", tuple(blocks))


def _stale(record: Record | None) -> tuple[Notice, ...]:
    expired = record is not None and record.expiry is not None and record.expiry.has_expired
    line = "Things may have changed. We go through it with you again before you start."
    return (Notice("Some time has passed since we talked", (line,)),) if expired else ()


def _settle(told: Told, forms: Sequence[Modality]) -> Section | None:
    todos = list(_todos(told, forms))
    blocks: list[Block] = []
    for by, heading in _BY.items():
        lines = tuple(dict.fromkeys(todo.text for todo in todos if todo.by == by))
        if lines:
            blocks += [Paragraph(heading, "strong"), Bullets(lines)]
    if any(not any(_todos(told, (form,))) for form in _unsettled(told, forms)):
        blocks.append(Paragraph("We talk with you about what else there is to settle."))
    return Section("settle", "What to settle before you start", tuple(blocks)) if blocks else None


def _unsettled(told: Told, forms: Sequence[Modality]) -> list[Modality]:
    """Return the forms of which the sheet says that points are to be settled first."""
    results = told.assessment.modalities
    return [form for form in forms if results[form].recommendation in _TO_SETTLE]


def _todos(told: Told, forms: Sequence[Modality]) -> Iterator[Todo]:
    for point in says.POINTS:
        state = _state(told, point.item)
        todo = point.settle.get(state) if isinstance(state, str) and state in point.settle else None
        if state in {NoAnswer.NOT_ASKED, NoAnswer.DECLINED, NoAnswer.DONT_KNOW}:
            todo = point.unanswered
        if todo and set(point.forms) & set(forms) and not _is_met(told, todo.unless):
            yield todo


def _agreed(told: Told, forms: Sequence[Modality]) -> Section | None:
    lines = tuple(
        point.agreed[state]
        for point in says.POINTS
        if set(point.forms) & set(forms)
        and isinstance(state := _state(told, point.item), str)
        and state in point.agreed
    )
    return Section("agreed", "What we agreed", (Bullets(lines),)) if lines else None


def _state(told: Told, item: str) -> State:
    """Return what is known of an item; an answer that has to be asked again is none yet."""
    if item in told.assessment.ask_again:
        return NoAnswer.NOT_ASKED
    return told.assessment.states.get(item, NoAnswer.NOT_APPLICABLE)


def _is_met(told: Told, wanted: tuple[str, str] | None) -> bool:
    return wanted is not None and _state(told, wanted[0]) == wanted[1]


def _sessions(forms: Sequence[Modality]) -> Section | None:
    blocks: list[Block] = []
    if set(forms) & set(says.ONLINE):
        blocks += [Paragraph("When you join online", "strong"), Bullets(says.ASKED_ONLINE)]
    if "in_person" in forms:
        blocks += [Paragraph("When you come to a room", "strong"), Bullets(says.ASKED_IN_ROOM)]
    if not blocks:
        return None
    blocks += [Paragraph("Always", "strong"), Bullets(says.YOURS)]
    return Section("sessions", "In each session", tuple(blocks))


def _help(place: Help | None) -> Section:
    lead = Paragraph(
        "Do not wait for the next session when you feel you cannot go on, or when someone is in danger.",
        "strong",
    )
    last = Paragraph("If you have a written plan for hard times, use it, too.")
    blocks = (lead, *(_numbers(place) if place else _no_numbers()), last)
    return Section("help", "How to reach help", blocks)


def _numbers(place: Help) -> tuple[Block, ...]:
    lines = tuple(
        " ".join(filter(None, (f"{each.name}: {each.number}", f"({each.hours})" if each.hours else "")))
        for each in place.crisis_lines
    )
    checked = f"We checked these numbers on {place.checked_on}." if place.checked_on else ""
    stale = "Ask us if they are still right." if place.is_old else ""
    where = f"They are for {place.name}. In another place, call the emergency number of that place."
    return (
        Bullets((f"In an emergency: {place.emergency}", *lines)),
        Paragraph(" ".join(filter(None, (checked, stale, where)))),
    )


def _no_numbers() -> tuple[Block, ...]:
    line = (
        "Call the emergency number of the place where you are, or go to the nearest hospital. Ask us for the "
        "number today, and write it down here."
    )
    return Paragraph(line), Blanks(("Emergency number where I am", "Someone I can call at any hour"))


def _own_lines(forms: Sequence[Modality]) -> Section:
    if not forms:
        lead = Paragraph("We talk with you about what helps you now, and write it down here.")
        return Section(
            "yours", "What helps you now", (lead, Blanks(("What", "With whom", "When we talk again")))
        )
    labels = (
        "First session (day and time)",
        "Place, or how to join",
        "Who leads the group",
        "Whom I can ask",
    )
    return Section("yours", "To write down", (Blanks(labels),))
