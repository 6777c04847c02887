"""What happened to a case, event by event, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from screenkit.case.events import (
    Acknowledged,
    Alerted,
    Answered,
    Assessed,
    Changed,
    Decided,
    EnteredInError,
    Event,
    Exported,
    GrownOld,
    Imported,
    Instrument,
    Noted,
    Opened,
    Placed,
    Purged,
    PutOff,
    Resumed,
    Screened,
    SetAside,
    Settled,
    Told,
)
from screenkit.case.history import Case
from screenkit.case.reasons import REASONS
from screenkit.models.content import Content
from screenkit.report import words
from screenkit.report.document import Document, Section, Table
from screenkit.report.onrecord import moment
from screenkit.text import counted

Contents = Mapping[int, Content]
"""The content of each screening by its number; one that cannot be read is left out."""


def history(case: Case, contents: Contents) -> Document:
    """Return every event of a case in the order in which it was kept, questions in their own words."""
    rows = tuple(_rows(case, contents))
    table = Table("Everything on record", ("No.", "When", "Who", "What happened"), rows)
    subtitle = f"{counted(len(rows), 'event')}, the first one first"
    section = Section("history", "Everything on record", (table,))
    return Document("History of a case", subtitle, case.id, incomplete=False, sections=(section,))


def _rows(case: Case, contents: Contents) -> Iterator[tuple[str, ...]]:
    screening = 0
    for stamped in case.events:
        screening += isinstance(stamped.event, Opened)
        told = happened(stamped.event, contents.get(screening))
        yield str(stamped.sequence), moment(stamped.at), stamped.who, told


def happened(event: Event, content: Content | None = None) -> str:  # noqa: C901, PLR0911, PLR0912 - one return a kind
    """Return what an event says, in a sentence; with the text of questions that `content` knows."""
    asked = _Asked(content)
    match event:
        case Opened(rules=rules, only_safety=only_safety, until_settled=until_settled):
            extent = ", safety only" if only_safety else ", until it is settled" if until_settled else ""
            return f"A screening was begun with the rules {rules}{extent}."
        case Resumed():
            return "The interview was taken up again."
        case Placed(place=place):
            return f"The person is in {place} now." if place else "Where the person is now is not known."
        case Answered(item=item, answer=answer):
            return f"{asked(item)}: {_spelled(answer)}."
        case Changed(item=item, before=before, answer=answer, reason=reason):
            return f"{asked(item)}: {_spelled(answer)}, in place of {_spelled(before)}. Reason: {reason}"
        case SetAside(answers=answers):
            return f"Set aside, as nothing asks for them any more: {asked.all(answers)}."
        case GrownOld(items=items):
            return f"Too old to count, to be asked anew: {asked.all(items)}."
        case Settled(item=item, before=before, reason=reason):
            return f"{asked(item)}: {_spelled(before)}, taken out of the answers. Reason: {reason}"
        case Instrument(id=name, how=how):
            return f"{asked(name)}: {_HOW[how]}."
        case PutOff(questions=questions):
            return f"Put off until later: {asked.all(questions)}."
        case Noted(item=item, text=text):
            return f"Note{f' on {asked(item)}' if item else ''}: {text}"
        case Alerted(rule=rule, level=level, message=message, items=items):
            return f"Alert. {words.ALERT[level]}. {message} ({rule}; {asked.all(items)})"
        case Told(prompt=prompt, text=text):
            return f"Told at the safety stop, {prompt}: {text}"
        case Acknowledged(rules=rules, reason=reason):
            return f"Alerts acknowledged: {_listed(rules)}.{_because(reason)}"
        case Assessed(rules=rules, reason=reason):
            return f"Alerts assessed: {_listed(rules)}.{_because(reason)}"
        case EnteredInError(rules=rules, reason=reason):
            return f"Alerts called an entry in error: {_listed(rules)}.{_because(reason)}"
        case Screened(recommendations=recommendations):
            told = (
                f"{words.MODALITY[form].lower()}: {words.SHORT[each]}"
                for form, each in recommendations.items()
            )
            return f"Assessed by the rules. {_listed(tuple(told))}."
        case Decided():
            return _decided(event)
        case Exported(what=what):
            return f"Left the store: {what}."
        case Imported(head=head):
            return f"Came from another store, where the record ended in {head}."
        case Purged(reason=reason):
            return f"Every event was removed. Reason: {reason}"
        case _:
            assert_never(event)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Questions, scores and instruments as a history names them: in their own words, and by their id."""

    content: Content | None

    def __call__(self, name: str) -> str:
        text = self._text(name)
        return f"\u201c{text}\u201d ({name})" if text else name

    def all(self, names: Iterable[str]) -> str:
        return ", ".join(self(name) for name in names)

    def _text(self, name: str) -> str | None:
        if self.content is None:
            return None
        if name in self.content.items:
            return self.content.items[name].text
        titled = self.content.scales.get(name) or self.content.questionnaires.get(name)
        return titled.title if titled else None


_HOW = {"items": "taken item by item", "total": "taken as a total", "skipped": "not taken"}


def _decided(event: Decided) -> str:
    choices = (
        f"{words.MODALITY[form].lower()}: {words.CHOSEN[each]}" for form, each in event.choices.items()
    )
    coded = REASONS[event.code].words if event.code in REASONS else event.code
    second = f" Second name: {event.second}." if event.second else ""
    consulted = event.consultation
    talked = f" Consulted on {consulted.on}: {consulted.with_whom}, {consulted.reason}." if consulted else ""
    review = f" To be reviewed on {event.review_on}." if event.review_on else ""
    reason = f"{coded}{f' — {event.reason}' if event.reason else ''}"
    return f"Decided. {_listed(tuple(choices))}. {reason}.{second}{talked}{review}"


def _because(reason: str | None) -> str:
    return f" Reason: {reason}" if reason else ""


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def _spelled(answer: str) -> str:
    return answer.replace("_", " ")
