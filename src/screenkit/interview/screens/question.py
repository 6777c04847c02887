"""The screen of a question: an item with a key for each answer, or a total to enter."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from screenkit.case.history import Kept, Screening
from screenkit.engine.written import Total, read_written
from screenkit.interview import words
from screenkit.interview.changes import stands_in_error
from screenkit.interview.flow import comes_late, section_of
from screenkit.interview.guidance import PRIVATE
from screenkit.interview.in_words import in_words
from screenkit.interview.keys import Ask, Give, Key, Move, anew, with_recorded
from screenkit.interview.layout import Block, Screen
from screenkit.interview.screens.shared import BACK, BLANK, CLEAR, NOTE, ROUND, WHY, so_far
from screenkit.interview.state import Interview
from screenkit.models.answers import Answer, NoAnswer, Unreadable
from screenkit.models.base import printed
from screenkit.models.questionnaire import Item, Numbers, Questionnaire

_LETTERS = {"yes": "y", "no": "n"}
_THEN = {
    NoAnswer.DECLINED: "Enter records: the person would rather not answer.",
    NoAnswer.DONT_KNOW: "Enter records: not known.",
    NoAnswer.NOT_ASKED: "Enter: not asked; it stays open.",
}
_WORDS = {NoAnswer.DECLINED: "declined", NoAnswer.DONT_KNOW: "don't know", NoAnswer.NOT_ASKED: "skip"}


def question(
    interview: Interview,
    earlier: Screening | None = None,
    *,
    from_place: bool = False,
    on_file: Sequence[str] = (),
) -> Screen:
    """Return the screen of the item or total asked now; only to be asked where there is one.

    `earlier` is the screening before, whose answer may be confirmed. `from_place` offers to work the answer
    out from where the person will be. `on_file` is what the clinic's file holds on what is asked.

    Raises:
        ValueError: when no item or total is asked now.

    """
    match interview.due:
        case Item() as item:
            last = _last_time(interview, item, earlier)
            return _item(interview, item, last, from_place=from_place, on_file=on_file)
        case Total() as total:
            return _total(interview, total)
        case _:
            raise ValueError("nothing is asked now")


def _item(
    interview: Interview, item: Item, last: Kept | None, *, from_place: bool, on_file: Sequence[str]
) -> Screen:
    home, here = interview.content.home[item.id], section_of(interview)
    blocks = [Block(_to_whom(home, item)), Block(item.text, "strong"), BLANK, Block(item.help, lead="  ")]
    if item.number and item.number.lowest_label and item.number.highest_label:
        blocks += [BLANK, Block(_ends(item.number))]
    if on_file:
        blocks += [BLANK, Block(words.ON_FILE), *(Block(line, lead="  - ") for line in on_file)]
    title = home.title if home.kind == "instrument" or here is None else here.title
    ask = _keys(item, last, from_place=from_place)
    return Screen(
        title,
        _with_what_is_there(interview, item, ask),
        so_far(interview),
        tuple(blocks),
        tuple(_after(interview, item)),
        guarded=item.gate is not None,
    )


def _total(interview: Interview, total: Total) -> Screen:
    low, high = (printed(end) for end in total.reach)
    kind = "whole number" if total.scale.is_whole else "number"
    skip = Key("s", "leave it out", Give(NoAnswer.NOT_ASKED), "Enter: no total.", "skip", "none")
    hint = f"Type a {kind} from {low} to {high}, then Enter."
    ask = Ask((skip, BACK, NOTE, *ROUND), hint, number=total)
    return Screen(
        interview.content.home[total.id].title,
        _with_what_is_there(interview, total, ask),
        so_far(interview),
        (Block("The total from the form:"), Block(total.scale.title, "strong")),
        tuple(_after(interview, total)),
    )


def _with_what_is_there(interview: Interview, target: Item | Total, ask: Ask) -> Ask:
    """Return the keys of a question, and what Enter alone does where it is answered already."""
    if interview.recorded is None:
        return ask
    return anew(ask) if stands_in_error(interview, target.id) else with_recorded(ask)


def _after(interview: Interview, target: Item | Total) -> Iterator[Block]:
    """Yield what is known of this question already: its answer, an earlier one, notes."""
    if interview.recorded is not None and stands_in_error(interview, target.id):
        recorded = f"Recorded: {in_words(target, interview.recorded)}. {words.IN_ERROR}"
        yield Block(f"{recorded} Enter alone does not keep it.", "strong", in_lines=recorded)
    elif interview.recorded is not None:
        recorded = f"Recorded: {in_words(target, interview.recorded)}."
        in_lines = f"{recorded} The word keep keeps it."
        yield Block(f"{recorded} Enter alone keeps it.", "strong", in_lines=in_lines)
    elif _is_answer(interview.set_aside.get(target.id)):
        before = in_words(target, interview.set_aside[target.id])
        yield Block(f"Answered before, then set aside: {before}. Ask again.")
    elif target.id in interview.old:
        yield Block("Answered some time ago; it is asked anew.")
    elif comes_late(interview):
        yield Block(words.COMES_LATE)
    for name, note in interview.notes:
        if name == target.id:
            yield Block(f"Note: {note}")


def _is_answer(answer: Answer | None) -> bool:
    return answer is not None and answer is not NoAnswer.NOT_ASKED


def _last_time(interview: Interview, item: Item, earlier: Screening | None) -> Kept | None:
    """Return the answer of the screening before, where it may be confirmed.

    It never is for safety, for consent, privacy and place, or for a form that measures how somebody is now.
    """
    kept = earlier.kept.get(item.id) if earlier else None
    is_measure = interview.content.home[item.id].kind == "instrument"
    if kept is None or item.is_safety or item.each_screening or is_measure or interview.recorded is not None:
        return None
    answer = read_written(item, kept.answer)
    return None if isinstance(answer, Unreadable | NoAnswer) else kept


def _to_whom(home: Questionnaire, item: Item) -> str:
    """Return the line above a question: whether it is read aloud, and what time it asks about."""
    if home.kind == "instrument":
        return f"From the form ({home.period}):" if home.period else "From the form:"
    return "For you to answer, not read aloud:" if item.judgement or home.kind == "checklist" else "Ask:"


def _keys(item: Item, last: Kept | None, *, from_place: bool) -> Ask:
    """Return the keys of an item: y and n for yes and no, else numbers; a letter always means the same."""
    answers = tuple(_answer_keys(item))
    keys = (
        *answers,
        *_as_last_time(item, last),
        *_no_answer_keys(item),
        *_moves(item, from_place=from_place),
    )
    number = item.number if item.number and not item.number.labels else None
    if number is None:
        *others, final = [key.key for key in answers]
        return Ask(keys, f"Press {', '.join(others)} or {final}, then Enter.")
    step = f" in steps of {number.step}" if number.step > 1 else ""
    hint = f"Type a whole number from {number.lowest} to {number.highest}{step}, then Enter."
    return Ask(keys, hint, number=item)


def _moves(item: Item, *, from_place: bool) -> Iterator[Key]:
    yield BACK
    yield WHY
    yield NOTE
    yield from ROUND
    if from_place:
        yield Key("p", "from the place", Move.PLACE, "Enter: worked out from the place.", "place", "move")
    if PRIVATE in item.rests_on and item.in_contact:
        yield CLEAR


def _answer_keys(item: Item) -> Iterator[Key]:
    for place, (value, label) in enumerate((item.values or {}).items(), start=1):
        letter = _LETTERS.get(value)
        yield Key(letter or str(place), label, Give(value), word=value if letter else "")
    if item.number and item.number.labels:
        steps = range(item.number.lowest, item.number.highest + 1, item.number.step)
        for step, label in zip(steps, item.number.labels, strict=True):
            yield Key(str(step), label, Give(Fraction(step)))


def _as_last_time(item: Item, last: Kept | None) -> Iterator[Key]:
    if last is None:
        return
    answer = read_written(item, last.answer)
    if not isinstance(answer, Unreadable):
        said = f"as last time, {last.at.date().isoformat()}: {in_words(item, answer)}"
        then = "Enter records: still as last time. Ask first."
        yield Key("l", said, Give(answer, as_last_time=True), then, "last")


def _no_answer_keys(item: Item) -> Iterator[Key]:
    for letter, reason in (("d", NoAnswer.DECLINED), ("k", NoAnswer.DONT_KNOW), ("s", NoAnswer.NOT_ASKED)):
        if reason is NoAnswer.DECLINED and item.judgement:
            continue
        is_gate = reason is NoAnswer.NOT_ASKED and item.gate is not None
        then = words.GATE_LEFT if is_gate else _THEN[reason]
        said = "not asked, skip" if reason is NoAnswer.NOT_ASKED else in_words(item, reason)
        yield Key(letter, said, Give(reason), then, _WORDS[reason], "none")


def _ends(number: Numbers) -> str:
    return f"From {number.lowest} ({number.lowest_label}) to {number.highest} ({number.highest_label})"
