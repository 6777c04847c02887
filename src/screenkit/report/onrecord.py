"""What a report tells of a case: alerts and their marks, notes, what was told, its chain."""

from datetime import datetime

from screenkit.assessment import Alert, Mark, Recommendation
from screenkit.case.expiry import Expiry
from screenkit.case.record import Record
from screenkit.report import words
from screenkit.report.document import Notice, Paragraph, Section, Table
from screenkit.report.told import Told


def alert(told: Told, raised: Alert) -> Notice:
    """Return an alert: what it asks for, what raised it, and how it stands, with each mark it was given."""
    return Notice(_heading(raised), (raised.message, *_answers(told, raised), *_state(raised)))


def _heading(raised: Alert) -> str:
    """Return what an alert asks for now; what was raised at another time asks for no one to be kept here."""
    if raised.screening is not None and raised.holds:
        return words.NOT_SETTLED
    if raised.screening is not None:
        return "An alert of an earlier screening; its level stays on record"
    return "An alert on record" if raised.is_changed and not raised.holds else words.ALERT[raised.level]


def held(told: Told) -> tuple[Paragraph, ...]:
    """Return why no form is shown as open, for each alert on record that holds them all."""
    best = words.RECOMMENDATION[Recommendation.HOLD]
    return tuple(
        Paragraph(
            f"{_unsettled(each)}, no form is shown as better than \u201c{best}\u201d. {settles(told, each)}",
            "strong",
        )
        for each in told.assessment.safety.holding
    )


def _unsettled(each: Alert) -> str:
    """Return since when an alert holds: raised again, the assessment before it settles nothing."""
    raised = f"An alert raised on {moment([mark for mark in each.marks if mark.state == 'open'][-1].at)}"
    if each.state == "assessed":
        return f"{raised} was assessed; that a group may proceed has not been recorded since. Until it is"
    return f"{raised} has not been assessed. Until it is"


def settles(told: Told, each: Alert) -> str:
    """Return what settles an alert on record."""
    found = (finding.rule for finding in told.assessment.findings if finding.rule.id == each.rule)
    if any(rule.released_by for rule in found):
        return "A clinician makes a suicide safety assessment; the answers record it and what it concluded."
    return "A clinician assesses it and records what was concluded."


def standing(record: Record) -> tuple[Notice, ...]:
    """Return what has to be known before the recommendation is read."""
    notices = []
    if record.screening.is_open:
        open_line = "It can be taken up again; what is said here rests on the answers so far."
        notices.append(Notice("This interview has not come to its end", (open_line,)))
    if record.expiry is not None and record.expiry.has_expired:
        notices.append(Notice("This recommendation has expired: screen again", expired(record.expiry)))
    return tuple(notices)


def expired(expiry: Expiry) -> tuple[str, ...]:
    """Return why a recommendation counts no longer, a sentence a reason."""
    until = f"It counted until {expiry.until}." if expiry.until else words.EXPIRED["interval"]
    changed = f" Another now: {', '.join(expiry.changed)}." if expiry.changed else ""
    lines = [until if each == "interval" else words.EXPIRED[each] for each in expiry.reasons]
    return (*lines[:-1], f"{lines[-1]}{changed}") if lines else ()


def notes(told: Told, record: Record) -> Section | None:
    """Return the notes that were written, each with whoever wrote it."""
    rows = tuple(
        (_about(told, note.item), note.text, f"{note.who}, {moment(note.at)}")
        for note in record.screening.notes
    )
    table = Table("Notes", ("On", "Note", "By, and when"), rows)
    lead = Paragraph("The rules do not read notes.", "quiet")
    return Section("written", "Notes", (lead, table)) if rows else None


def at_the_stop(record: Record) -> Section | None:
    """Return what was told when the interview stopped for an alert."""
    rows = tuple((_spoken(prompt), text) for prompt, text in record.screening.told.items())
    lead = Paragraph(
        "Written down in a word or two when the interview stopped; the rules do not read it.", "quiet"
    )
    table = Table("What was told at the safety stop", ("Asked", "Told"), rows)
    return Section("told", "What was told at the safety stop", (lead, table)) if rows else None


def chain(record: Record) -> tuple[str, ...]:
    """Return where the screening stands in the case, and the code that its chain of events ends in."""
    screening = record.screening
    screened = (
        f", assessed {moment(screening.screened_at)}" if screening.screened_at else ", not at its end yet"
    )
    begun = f"begun {moment(screening.begun.at)} by {screening.begun.who}"
    until = record.expiry.until if record.expiry else None
    return (
        f"case {record.case_id}, screening {screening.number}, {begun}{screened}",
        *((f"counts until {until}",) if until else ()),
        f"the record of the case ends in {record.head}",
    )


def moment(at: datetime) -> str:
    """Return a moment to the minute, with its offset from UTC."""
    return at.isoformat(" ", "minutes")


def marked(mark: Mark) -> str:
    """Return one mark of an alert in words: what, when, by whom and why."""
    return (
        f"{words.MARK[mark.state]} {moment(mark.at)} by {mark.who}{f': {mark.reason}' if mark.reason else ''}"
    )


def _answers(told: Told, raised: Alert) -> tuple[str, ...]:
    lead = "Answered now: " if raised.is_changed else ""
    known = [name for name in raised.items if name in told.content.home]
    return tuple(f"{lead}{told.question_and_answer(name)}." for name in known)


def _state(raised: Alert) -> tuple[str, ...]:
    if raised.level == "complete_screen":
        return ()
    since: tuple[str, ...] = ("The answer was changed since.",) if raised.is_changed else ()
    if raised.screening is not None:
        since = (f"This was in screening {raised.screening}.",)
    marks = tuple(_sentence(marked(mark)) for mark in raised.marks)
    return (*marks, *since, f"{words.STATE[raised.state]}.")


def _about(told: Told, item: str | None) -> str:
    if item is None:
        return "the whole screening"
    return told.asked(item) if item in told.content.home else item


def _spoken(prompt: str) -> str:
    return prompt.replace("_", " ").capitalize()


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
