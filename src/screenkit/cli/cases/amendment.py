"""screenkit cases amend: put another answer in the place of one, with the reason, and assess anew."""

from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli.options import By, CaseId, Folder, PassphraseFile, ReasonFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from screenkit.assessment import Assessment
    from screenkit.case.events import Changed, Event
    from screenkit.case.history import Screening
    from screenkit.models.content import Content
    from screenkit.models.questionnaire import Item, Questionnaire, Section

_SCRIPT = "add --item, --answer-file and --reason-file"

ItemOption = Annotated[
    str | None,
    typer.Option("--item", metavar="ITEM", help="The item or score to amend; else it is asked for."),
]
AnswerFile = Annotated[
    str | None,
    typer.Option(
        "--answer-file",
        metavar="FILE",
        help="A file with the new answer as an answer file spells it, or declined, dont_know, not_asked; "
        "'-' for a pipe; else it is asked for.",
    ),
]


def amend(
    case_id: CaseId,
    *,
    item: ItemOption = None,
    answer_file: AnswerFile = None,
    reason_file: ReasonFile = None,
    by: By = None,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Amend an answer of the latest screening, with the reason, and assess it anew.

    The earlier answer stays on record, and so does every alert it raised.
    """
    from screenkit.case.amend import amended
    from screenkit.cli.desk import open_desk
    from screenkit.cli.reading import needed_reason
    from screenkit.cli.signing import who
    from screenkit.cli.stored import Stored, latest
    from screenkit.report.json import kept

    if answer_file == reason_file == "-":
        raise typer.BadParameter("one pipe holds one of the two", param_hint="--answer-file")
    with open_desk(folder, passphrase_file) as desk:
        stored, case = Stored(desk), desk.case(case_id)
        screening = latest(case)
        _refuse_unfinished(case.id, screening)
        content, before = stored.content(screening), stored.stands(case, screening)
        name, written = _asked(content, screening, item, answer_file)
        change = _change(screening, name, written, needed_reason(reason_file))
        signed = who(desk, by)
        events = amended(content, case, change, kept)
        desk.store.append(case.id, events, who=signed, at=desk.now, expecting=len(case.events))
        again = desk.case(case.id)
        after = stored.stands(again, latest(again))
    _tell(case.id, content, before, after, raised=_raised(before, events))


def _refuse_unfinished(case_id: str, screening: "Screening") -> None:
    from screenkit.errors import Problem, RecordError

    if screening.is_open:
        do = "go on with it, and change the answer there: screenkit interview --resume"
        raise RecordError([Problem(case_id, "this interview has not come to its end", do)])


def _asked(
    content: "Content", screening: "Screening", item: str | None, answer_file: str | None
) -> tuple[str, str]:
    """Return which item is amended, and the answer it gets: as a file holds it, else as somebody chooses."""
    from screenkit.case.amend import check_answer
    from screenkit.cli.reading import body_of, text_of
    from screenkit.errors import RecordError

    name = item if item is not None else _item(content, screening)
    if answer_file is not None:
        written = text_of(body_of(answer_file, "--answer-file"), "--answer-file")
    else:
        written = _answer(content, name) if name in content.home else ""
    problems = check_answer(content, name, written)
    if problems:
        raise RecordError(problems)
    return name, written


def _item(content: "Content", screening: "Screening") -> str:
    from screenkit.cli import ask

    parts = {_part(each, section): section for each in content.asked for section in each.sections}
    of = list(parts.values())[ask.choice("Which part?", list(parts), _SCRIPT)]
    lines = [f"{item.text} \u2014 {_now(content, screening, item)}" for item in of.items]
    return of.items[ask.choice("Which question?", lines, _SCRIPT)].id


def _part(questionnaire: "Questionnaire", section: "Section") -> str:
    """Return how a part is offered: that of an instrument says which instrument it is of."""
    is_interview = questionnaire.kind == "interview"
    return section.title if is_interview else f"{questionnaire.title}: {section.title}"


def _now(content: "Content", screening: "Screening", item: "Item") -> str:
    """Return the answer an item has now, in words."""
    from screenkit.engine.written import read_written
    from screenkit.models.answers import Unreadable
    from screenkit.report import words

    answer = read_written(item, screening.answers.get(item.id, "not_asked"))
    return "not readable here" if isinstance(answer, Unreadable) else words.answer(content, item.id, answer)


def _offered(item: "Item | None") -> "Mapping[str, str]":
    """Return the answers of an item that can be chosen from a list, each in words; none for a free number."""
    numbers = item.number if item else None
    if numbers and numbers.labels:
        steps = range(numbers.lowest, numbers.highest + 1, numbers.step)
        return {str(n): f"{label} ({n})" for n, label in zip(steps, numbers.labels, strict=True)}
    return (item.values if item else None) or {}


def _answer(content: "Content", name: str) -> str:
    from screenkit.cli import ask

    item = content.items.get(name)
    values = _offered(item)
    if item is None or not values:
        return ask.needed("The new answer: a number, or declined, dont_know, not_asked", _SCRIPT)
    silent = {
        "declined": "Asked, and declined",
        "dont_know": "Asked; does not know",
        "not_asked": "Not asked",
    }
    if item.judgement:
        del silent["declined"]
    offered = {**values, **silent}
    return list(offered)[ask.choice(item.text, list(offered.values()), _SCRIPT)]


def _change(screening: "Screening", name: str, written: str, reason: str) -> "Changed":
    from screenkit.case.events import Changed

    before = screening.answers.get(name, "not_asked")
    return Changed(item=name, before=before, answer=written, reason=reason)


def _raised(before: "Assessment", events: "Sequence[Event]") -> "Mapping[str, str]":
    """Return the alerts that an amendment raised, by rule: `again` those that were on record before."""
    from screenkit.case.events import Alerted

    known = {each.rule for each in before.safety.alerts if each.marks and each.screening is None}
    rules = [each.rule for each in events if isinstance(each, Alerted)]
    return {rule: " (raised again)" if rule in known else "" for rule in rules}


def _tell(
    case_id: str,
    content: "Content",
    before: "Assessment",
    after: "Assessment",
    *,
    raised: "Mapping[str, str]",
) -> None:
    from screenkit.cli import ask
    from screenkit.report import words
    from screenkit.report.onrecord import held
    from screenkit.report.told import Told

    for alert in after.safety.alerts:
        if alert.rule in raised and alert.screening is None:
            ask.say(f"Safety{raised[alert.rule]}: {words.ALERT[alert.level]}. {alert.message}")
    for form, result in after.modalities.items():
        was = before.modalities[form].recommendation
        moved = "" if was is result.recommendation else f" (it was: {words.SHORT[was]})"
        typer.echo(f"{case_id}: {words.MODALITY[form]}: {words.RECOMMENDATION[result.recommendation]}{moved}")
    for paragraph in held(Told(content, after)):
        ask.say(paragraph.text)
