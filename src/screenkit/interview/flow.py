"""Moving about in an interview: begin, back, to any section, and how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from screenkit.assessment import Truth
from screenkit.case.events import PutOff
from screenkit.case.history import Screening
from screenkit.engine.decide import decide
from screenkit.interview.agenda import Question
from screenkit.interview.changes import stopping
from screenkit.interview.raised import Raised
from screenkit.interview.state import Interview, read_kept
from screenkit.models.answers import NoAnswer
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item, Questionnaire, Section


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an interview is: the section and question asked now, and about how many there are."""

    section: int
    sections: int
    question: int
    questions: int


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the interview, or a whole instrument, and how far it is.

    `names` are its questions that were dealt with, in questionnaire order; `is_taken` is false for an
    instrument of the rule set that is not part of the interview, or was skipped.
    """

    title: str
    questionnaire: Questionnaire
    section: Section | None
    names: tuple[str, ...]
    answered: int
    open: int
    is_taken: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether nothing of a section was asked, or is to be asked: all of it is left out."""
        return self.section is not None and not self.names and not self.open

    @property
    def id(self) -> str:
        """What names the part among the others."""
        return f"{self.questionnaire.id}/{self.section.id}" if self.section else self.questionnaire.id


def begin(
    content: Content, taken: Sequence[str] = (), *, only_safety: bool = False, until_settled: bool = False
) -> Interview:
    """Return an interview about to begin: what the rule set always asks, then the instruments `taken`."""
    return Interview(content, tuple(taken), only_safety=only_safety, until_settled=until_settled)


def resume(content: Content, screening: Screening) -> Interview:
    """Return the interview that the events of a screening have made, under the content it was begun with.

    Raises:
        AnswersError: when the content does not know an answer that was kept.

    """
    opened = screening.opened
    return Interview(
        content=content,
        taken=opened.taken,
        only_safety=opened.only_safety,
        until_settled=opened.until_settled,
        kept={name: read_kept(content, name, each.answer) for name, each in screening.kept.items()},
        set_aside={name: read_kept(content, name, each.answer) for name, each in screening.set_aside.items()},
        old={name: read_kept(content, name, each.answer) for name, each in screening.old.items()},
        instruments=dict(screening.instruments),
        put_off=screening.put_off,
        place=screening.place,
        told=dict(screening.told),
        notes=tuple((each.item, each.text) for each in screening.notes),
        alerts=tuple(
            Raised(
                each.rule,
                each.level,
                each.message,
                each.named,
                tuple(mark.state for mark in each.marks),
                each.marks[-1].reason,
            )
            for each in screening.alerts
        ),
        is_finished=screening.screened is not None,
    )


def keep(interview: Interview) -> Interview:
    """Return the interview with what is recorded left as it is, at the next question to look at or to ask."""
    if interview.returned_to is not None:
        return replace(interview, returned_to=None)
    due = interview.due.id if interview.due else None
    rest = interview.visiting[interview.visiting.index(due) + 1 :] if due in interview.visiting else ()
    return replace(interview, visiting=rest)


def onward(interview: Interview) -> Interview:
    """Return the interview where it is without anybody looking elsewhere: as it would be resumed."""
    return replace(interview, returned_to=None, visiting=())


def back(interview: Interview) -> Interview:
    """Return the interview at the question dealt with before this one; at the first one, unchanged."""
    before = interview.trail
    if interview.due is not None and interview.due.id in before:
        before = before[: before.index(interview.due.id)]
    shown = [name for name in before if not interview.is_held_back(name)]
    return replace(interview, returned_to=shown[-1]) if shown else interview


def back_to(interview: Interview, name: str) -> Interview:
    """Return the interview at this item or total, whether it was dealt with before or not."""
    return replace(interview, returned_to=name)


def visit(interview: Interview, names: Sequence[str]) -> Interview:
    """Return the interview with these questions to look at, one after the other."""
    return replace(interview, returned_to=None, visiting=tuple(names))


def parts(interview: Interview) -> tuple[Part, ...]:
    """Return the sections and instruments of the interview, then the rule set's other instruments."""
    content = interview.content
    always = content.ruleset.questionnaires
    found = [
        _part(interview, each, section)
        for each in interview.asked
        for section in (each.sections if each.id in always else (None,))
    ]
    others = [
        content.questionnaires[name] for name in content.ruleset.instruments if name not in interview.taken
    ]
    found += [_part(interview, each, None) for each in others if each not in interview.asked]
    return tuple(found)


def jump(interview: Interview, part: Part) -> tuple[PutOff, ...]:
    """Return what going to a part with something open brings about: what is open before it comes later."""
    before: list[str] = []
    for question in interview.open_questions:
        if belongs(interview, question, part):
            break
        before.append(question.id)
    return (PutOff(questions=tuple(before)),) if tuple(before) != interview.put_off else ()


def belongs(interview: Interview, question: Question, part: Part) -> bool:
    """Say whether a question is one of a part's."""
    home = question if isinstance(question, Questionnaire) else interview.content.home[question.id]
    if part.section is None or home is not part.questionnaire:
        return home is part.questionnaire
    return any(item.id == question.id for item in part.section.items)


def section_of(interview: Interview) -> Section | None:
    """Return the section of the item asked now; None for a total, an instrument or the end."""
    if not isinstance(interview.due, Item):
        return None
    sections = interview.content.home[interview.due.id].sections
    return next(each for each in sections if interview.due in each.items)


def progress(interview: Interview) -> Progress:
    """Return how far the interview is; the total grows when an answer opens further questions."""
    found = [
        each for each in parts(interview) if each.is_taken and not (interview.only_safety and each.is_empty)
    ]
    part = len(found)
    dealt_with = len(interview.kept)
    question = dealt_with
    if interview.due is not None:
        here = [n for n, each in enumerate(found, 1) if belongs(interview, interview.due, each)]
        part = here[0] if here else part
        if interview.due.id in interview.trail:
            question = interview.trail.index(interview.due.id)
    total = dealt_with + len(interview.open_questions)
    return Progress(part, len(found), min(question + 1, total), total)


def opens_section(interview: Interview) -> bool:
    """Say whether the item asked now is the first one of its section to come up."""
    section = section_of(interview)
    return section is not None and not any(item.id in interview.kept for item in section.items)


def comes_late(interview: Interview) -> bool:
    """Say whether the item asked now stands before the one last asked: an answer since has opened it."""
    due, order = interview.due, interview.content.order
    if not isinstance(due, Item) or interview.recorded is not None or not interview.trail:
        return False
    return due.id not in interview.put_off and order[due.id] < order[interview.trail[-1]]


def withdrawn(interview: Interview) -> tuple[Raised, ...]:
    """Return the alerts on record that the answers raise no longer."""
    standing = {each.rule for each in stopping(interview.assessment)}
    return tuple(each for each in interview.alerts if each.rule not in standing)


def unassessed(interview: Interview) -> tuple[Raised, ...]:
    """Return the alerts whose answer was changed since, with nobody having settled what was said.

    One that asks for a safety assessment is settled by what that concluded, not by having been made.
    """
    return tuple(each for each in withdrawn(interview) if not _is_settled(interview, each))


def _is_settled(interview: Interview, alert: Raised) -> bool:
    if alert.state == "entered_in_error":
        return True
    released = (r.released_by for r in interview.content.ruleset.rules if r.id == alert.rule)
    condition = next(released, None)
    if condition is None:
        return alert.state == "assessed"
    return decide(condition, interview.states) is Truth.YES


def _part(interview: Interview, questionnaire: Questionnaire, section: Section | None) -> Part:
    order = interview.content.order
    ids = [item.id for item in (section.items if section else questionnaire.items)]
    ids += [] if section else [scale.id for scale in questionnaire.scales]
    names = sorted((name for name in ids if name in interview.kept), key=order.__getitem__)
    wanted = {*ids, questionnaire.id}
    is_part = section is not None or questionnaire in interview.asked
    return Part(
        title=section.title if section else questionnaire.title,
        questionnaire=questionnaire,
        section=section,
        names=tuple(names),
        answered=sum(interview.kept[name] is not NoAnswer.NOT_ASKED for name in names),
        open=sum(each.id in wanted for each in interview.open_questions),
        is_taken=is_part and interview.instruments.get(questionnaire.id) != "skipped",
    )
