"""What each screen of an interview says: the beginning, a section, a question, an alert, the end."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from screenkit.assessment import Alert
from screenkit.errors import Problem
from screenkit.interview import words
from screenkit.interview.flow import Interview, comes_late, progress
from screenkit.interview.keys import Ask, Give, Key, Move, with_recorded
from screenkit.interview.layout import Block, Screen
from screenkit.models.answers import Answer, NoAnswer
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item, Numbers, Questionnaire

_BLANK = Block()
_BACK = Key("b", "back", Move.BACK, "Enter: back to the question before.", "back", "move")
_LETTERS = {"yes": "y", "no": "n"}
_NO_ANSWER = {
    NoAnswer.DECLINED: ("declined", "Enter records: the person would rather not answer."),
    NoAnswer.DONT_KNOW: ("doesn't know", "Enter records: not known."),
    NoAnswer.NOT_ASKED: ("not asked, skip", "Enter: not asked; it stays open."),
}


def opening(interview: Interview, file: str) -> Screen:
    """Return the first screen: what to say to the person, and how to answer."""
    questionnaire = interview.asked[0]
    blocks = [
        *_introduced(questionnaire, questionnaire.intro),
        Block("How to answer", "strong"),
        *(Block(each, lead="  - ") for each in words.HOW_TO_ANSWER),
        Block(f"Saved after every answer, in {file}", lead="  - "),
        _BLANK,
        Block(words.INTENDED_USE),
    ]
    place = f"about {progress(interview).questions} questions"
    ask = Ask((), "Press Enter to begin.", bare=Move.ON)
    return Screen(questionnaire.title, ask, place, tuple(blocks))


def section(interview: Interview) -> Screen | None:
    """Return the screen a section begins with; None where there is nothing to say first."""
    here, item = interview.section, interview.item
    if here is None or item is None:
        return None
    questionnaire = interview.content.home[item.id]
    told = [here.intro]
    if questionnaire is not interview.asked[0] and here is questionnaire.sections[0]:
        told = [questionnaire.intro, questionnaire.period, here.intro]
    said = [block for each in told for block in _introduced(questionnaire, each)]
    if not said:
        return None
    ask = Ask((_BACK,), "Press Enter to go on.", bare=Move.ON)
    blocks = (Block(here.title, "strong"), _BLANK, *said)
    return Screen(questionnaire.title, ask, _place(interview), blocks)


def question(interview: Interview) -> Screen:
    """Return the screen of the item asked now; only to be asked where there is one."""
    item, here = interview.item, interview.section
    if item is None or here is None:
        raise ValueError("nothing is asked now")
    ask = _keys(item)
    after: tuple[Block, ...] = ()
    if interview.recorded is not None:
        ask = with_recorded(ask)
        after = (Block(f"Recorded: {in_words(item, interview.recorded)}. Enter alone keeps it.", "strong"),)
    elif item.id in interview.set_aside:
        earlier = in_words(item, interview.set_aside[item.id])
        after = (Block(f"Answered before, then set aside: {earlier}. Ask again."),)
    elif comes_late(interview):
        after = (Block(words.COMES_LATE),)
    home = interview.content.home[item.id]
    blocks = [
        Block(_to_whom(home, item)),
        Block(item.text, "strong"),
        _BLANK,
        Block(item.help, lead="  "),
    ]
    if item.number and item.number.lowest_label and item.number.highest_label:
        blocks += [_BLANK, Block(_ends(item.number))]
    title = home.title if home.kind == "instrument" else here.title
    return Screen(title, ask, _place(interview), tuple(blocks), after, guarded=item.gate is not None)


def alert(interview: Interview, raised: Sequence[Alert], item: Item, answer: Answer) -> Screen:
    """Return the safety screen for alerts that the answer to `item` has just raised."""
    told = words.guidance(interview.content, raised)
    blocks = [
        Block(words.NOW[interview.assessment.safety.level], "strong"),
        _BLANK,
        *(Block(each.message) for each in raised),
        Block(f"Answered: {in_words(item, answer)}"),
        _BLANK,
        *(Block(each, lead=f"  {n}  ") for n, each in enumerate(told.asks, start=1)),
        _BLANK,
        *(Block(each, lead="  -  ") for each in told.does),
    ]
    go_on = Key("c", "go on with the interview", Move.ON, "Enter: on with the interview.", "continue", "move")
    mend = replace(_BACK, words="back, to correct the answer", then="Enter: back to the answer just given.")
    ask = Ask((go_on, mend), words.CONTINUE_HINT)
    return Screen(words.STAY, ask, blocks=tuple(blocks), guarded=True)


def not_saved(problems: Sequence[Problem]) -> Screen:
    """Return the screen that says why the answers could not be written, and waits."""
    again = Key("r", "try again", Move.ON, "Enter: try again.", "retry", "move")
    blocks = (
        Block("The last answer is kept here, but it is not in the file yet."),
        _BLANK,
        *(Block(str(problem)) for problem in problems),
    )
    return Screen("The answers could not be saved", Ask((again,), "Press r, then Enter."), blocks=blocks)


def ending(interview: Interview) -> Screen:
    """Return the last screen: what is still open, and the way to the report."""
    left = [interview.content.items[name] for name in interview.trail if name in interview.left]
    keys: tuple[Key, ...] = (_BACK,)
    if left:
        again = Key("a", "ask those left open", Move.ASK_LEFT, "Enter: ask those left open.", group="move")
        keys = (again, _BACK)
    blocks = [Block("Every question that applies has been put."), _BLANK]
    if _holds_back(interview):
        blocks += [Block(words.HELD_BACK), _BLANK]
    blocks += _open(interview.content, left)
    ask = Ask(keys, "Press Enter to see the report.", bare=Move.ON)
    return Screen("The end of the interview", ask, blocks=tuple(blocks))


def in_words(item: Item, answer: Answer) -> str:
    """Return an answer as the screen says it."""
    match answer:
        case NoAnswer.NOT_ASKED:
            return "not asked"
        case NoAnswer():
            return _silence(item, answer)
        case str():
            return (item.values or {})[answer]
        case _:
            return _step_in_words(item, answer)


def _introduced(home: Questionnaire, intro: str | None) -> Iterator[Block]:
    """Yield an introduction: that of an interview is said to the person, any other is for the clinician."""
    if intro and home.kind == "interview":
        yield from (Block("To say", "strong"), Block(intro, lead="  "), _BLANK)
    elif intro:
        yield from (Block(intro), _BLANK)


def _place(interview: Interview) -> str:
    so_far = progress(interview)
    return f"section {so_far.section} of {so_far.sections} · {so_far.question} of about {so_far.questions}"


def _to_whom(home: Questionnaire, item: Item) -> str:
    """Return the line above a question: whether it is read aloud, and what time it asks about."""
    if home.kind == "instrument":
        return f"From the form ({home.period}):" if home.period else "From the form:"
    return "For you to answer, not read aloud:" if item.judgement or home.kind == "checklist" else "Ask:"


def _keys(item: Item) -> Ask:
    """Return the keys of an item: y and n for yes and no, else numbers; a letter always means the same."""
    keys = (*_answer_keys(item), *_no_answer_keys(item), _BACK)
    number = item.number if item.number and not item.number.labels else None
    if number is None:
        *others, last = [key.key for key in keys if key.group == "answer"]
        return Ask(keys, f"Press {', '.join(others)} or {last}, then Enter.")
    step = f" in steps of {number.step}" if number.step > 1 else ""
    hint = f"Type a whole number from {number.lowest} to {number.highest}{step}, then Enter."
    return Ask(keys, hint, number=item)


def _answer_keys(item: Item) -> Iterator[Key]:
    for place, (value, label) in enumerate((item.values or {}).items(), start=1):
        letter = _LETTERS.get(value)
        yield Key(letter or str(place), label, Give(value), word=value if letter else "")
    if item.number and item.number.labels:
        steps = range(item.number.lowest, item.number.highest + 1, item.number.step)
        for step, label in zip(steps, item.number.labels, strict=True):
            yield Key(str(step), label, Give(Fraction(step)))


def _no_answer_keys(item: Item) -> Iterator[Key]:
    for letter, reason in (("d", NoAnswer.DECLINED), ("k", NoAnswer.DONT_KNOW), ("s", NoAnswer.NOT_ASKED)):
        then = _NO_ANSWER[reason][1]
        if reason is NoAnswer.DECLINED and item.judgement:
            continue
        if reason is NoAnswer.NOT_ASKED and item.gate is not None:
            then = words.GATE_LEFT
        yield Key(
            letter, _silence(item, reason), Give(reason), then, "declined" if letter == "d" else "", "none"
        )


def _silence(item: Item, reason: NoAnswer) -> str:
    return "not known" if reason is NoAnswer.DONT_KNOW and item.judgement else _NO_ANSWER[reason][0]


def _ends(number: Numbers) -> str:
    return f"From {number.lowest} ({number.lowest_label}) to {number.highest} ({number.highest_label})"


def _step_in_words(item: Item, number: Fraction) -> str:
    if item.number and item.number.labels:
        return f"{number} {item.number.labels[int((number - item.number.lowest) / item.number.step)]}"
    return str(number)


def _open(content: Content, left: Sequence[Item]) -> Iterator[Block]:
    """Yield what is still open: the safety questions first, the items of an instrument in one line."""
    safety = [item.text for item in left if item.gate is not None]
    others = [item for item in left if item.gate is None]
    of_forms = Counter(content.home[item.id].title for item in others if _is_of_a_form(content, item))
    rest = [item.text for item in others if not _is_of_a_form(content, item)]
    rest += [f"{title}: {count} of its questions" for title, count in of_forms.items()]
    for title, open_ones in ((words.SAFETY_LEFT_OPEN, safety), ("Left open", rest)):
        if open_ones:
            yield Block(title, "strong")
            yield from (Block(each, lead="  - ") for each in open_ones)
            yield _BLANK


def _is_of_a_form(content: Content, item: Item) -> bool:
    return content.home[item.id].kind == "instrument"


def _holds_back(interview: Interview) -> bool:
    """Say whether an item was held back and so never asked."""
    return any(
        item.hold_back_unless is not None and item.id not in interview.trail
        for each in interview.asked
        for item in each.items
    )
