"""The screens around the questions: a name, the beginning, going on, a section, not saved, the end."""

from collections import Counter
from collections.abc import Iterator, Sequence

from screenkit.errors import Problem
from screenkit.interview import words
from screenkit.interview.changes import uncalled
from screenkit.interview.desk import Desk
from screenkit.interview.flow import progress, section_of
from screenkit.interview.keys import Ask, Key, Move, numbered
from screenkit.interview.layout import Block, Screen
from screenkit.interview.screens.shared import BACK, BLANK, CLEAR, ROUND, so_far, told_once
from screenkit.interview.state import Interview
from screenkit.models.answers import NoAnswer
from screenkit.models.clinic import Leader
from screenkit.models.questionnaire import Item, Questionnaire


def name(leaders: Sequence[Leader] = (), problem: str = "") -> Screen:
    """Return the screen that asks who leads the interview: one of these leaders, or somebody else.

    `problem` is what was wrong with the name typed before.
    """
    keys = tuple(numbered((each.id, each.name) for each in leaders))
    blocks = [
        Block("Who leads this interview? Your name or your initials.", "strong"),
        BLANK,
        Block("It stands beside what you record, and beside any safety alert that you have seen."),
    ]
    if problem:
        blocks += [BLANK, Block(problem)]
    somebody_else = (Block("Somebody else: type the name."),) if leaders else ()
    hint = "Press your number, or type your name, then Enter." if leaders else "Type your name, then Enter."
    return Screen("Before we begin", Ask(keys, hint, is_text=True), blocks=tuple(blocks), after=somebody_else)


def opening(interview: Interview, desk: Desk) -> Screen:
    """Return the first screen: what to say to the person, and how to answer.

    It shows the day, since answers and licences grow old by it and a clock can be wrong.
    """
    questionnaire = interview.asked[0]
    blocks = [
        *_introduced(questionnaire, questionnaire.intro),
        Block("How to answer", "strong"),
        *(Block(keys, lead="  - ", in_lines=lines) for keys, lines in words.HOW_TO_ANSWER),
        Block(f"Saved after every answer, in {desk.kept_in}", lead="  - "),
        *_no_profile(desk),
        BLANK,
        Block(words.INTENDED_USE),
    ]
    place = f"{desk.today.isoformat()} · about {progress(interview).questions} questions"
    ask = Ask((), "Press Enter to begin.", bare=Move.ON)
    return Screen(questionnaire.title, ask, place, tuple(blocks))


def going_on(interview: Interview, desk: Desk, *, was_left: bool = False) -> Screen:
    """Return the first screen of an interview that goes on: what is there, and what is asked anew.

    With `was_left` the program was running all the time, and nobody touched it.
    """
    count = len(interview.given)
    before = words.LEFT_LYING if was_left else "This interview was begun before."
    blocks = [
        Block(f"{before} Today is {desk.today.isoformat()}.", "strong"),
        BLANK,
        Block(f"{count} answer{' is' if count == 1 else 's are'} kept, in {desk.kept_in}", lead="  - "),
    ]
    if interview.old:
        blocks.append(Block(_asked_anew(len(interview.old)), lead="  - "))
    blocks += _no_profile(desk)
    blocks += [BLANK, Block(words.INTENDED_USE)]
    ask = Ask(ROUND, "Press Enter to go on.", bare=Move.ON)
    return Screen(interview.asked[0].title, ask, so_far(interview), tuple(blocks))


def _asked_anew(count: int) -> str:
    if count == 1:
        return "1 answer is asked anew: it was about the last contact, or about safety and too old to count."
    why = "they were about the last contact, or about safety and too old to count"
    return f"{count} answers are asked anew: {why}."


def _no_profile(desk: Desk) -> list[Block]:
    """Return what to know where no profile says whom to call."""
    return [] if desk.clinic else [Block(words.NO_PROFILE, lead="  - ")]


def section(interview: Interview) -> Screen | None:
    """Return the screen a section begins with; None where there is nothing to say first."""
    here, due = section_of(interview), interview.due
    if here is None or not isinstance(due, Item):
        return None
    questionnaire = interview.content.home[due.id]
    told = [here.intro]
    if questionnaire is not interview.asked[0] and here is questionnaire.sections[0]:
        told = [questionnaire.intro, questionnaire.period, here.intro]
    said = [block for each in told for block in _introduced(questionnaire, each)]
    if not said:
        return None
    ask = Ask((BACK, *ROUND), "Press Enter to go on.", bare=Move.ON)
    blocks = (Block(here.title, "strong"), BLANK, *said)
    return Screen(questionnaire.title, ask, so_far(interview), blocks)


def not_saved(problems: Sequence[Problem], said: str, first: Sequence[Block] = ()) -> Screen:
    """Return the screen that says why something could not be written, and waits; `said` is what it was.

    `first` is what a safety alert asks for that cannot be saved, or that is open: it comes before the rest.
    """
    again = Key("r", "try again", Move.ON, "Enter: try again.", "retry", "move")
    blocks = (
        Block("This is kept here, but it is not saved yet:", "strong" if first else "plain"),
        Block(said, lead="  "),
        BLANK,
        *(Block(str(problem)) for problem in problems),
    )
    hint = "Press r, then Enter."
    if first:
        return Screen(words.STAY, Ask((again, CLEAR), hint), blocks=(*first, BLANK, *blocks))
    return Screen("The answers could not be saved", Ask((again,), hint), blocks=blocks)


def ending(interview: Interview) -> Screen:
    """Return the last screen: what is still open or has to be settled, and the way to the report."""
    keys = [BACK, *ROUND]
    if interview.left:
        then = "Enter: ask those left open."
        keys.insert(0, Key("a", "ask those left open", Move.ASK_LEFT, then, "ask", "move"))
    if uncalled(interview):
        then = "Enter: safety answers nothing asks for."
        keys.insert(0, Key("u", "settle answers", Move.UNCALLED, then, "settle", "move"))
    blocks = [Block(_reached(interview)), BLANK]
    if _holds_back(interview):
        blocks += told_once(words.HELD_BACK)
    blocks += _alerts(interview)
    blocks += _uncalled(interview)
    blocks += _open(interview)
    ask = Ask(tuple(keys), "Press Enter to see the report.", bare=Move.ON)
    return Screen("The end of the interview", ask, blocks=tuple(blocks))


def _reached(interview: Interview) -> str:
    count = len(interview.left_out)
    if count:
        are = "question is" if count == 1 else "questions are"
        return f"What is left can change no recommendation: {count} {are} left out."
    if interview.only_safety:
        return "Every question about safety that applies has been put."
    return "Every question that applies has been put."


def _introduced(home: Questionnaire, intro: str | None) -> Iterator[Block]:
    """Yield an introduction: that of an interview is said to the person, any other is for the clinician."""
    if intro:
        yield from told_once(intro, "To say" if home.kind == "interview" else "")


def _alerts(interview: Interview) -> Iterator[Block]:
    shown = [each for each in interview.alerts if not any(map(interview.is_held_back, each.items))]
    if shown:
        yield Block("Raised in this interview", "strong")
        for each in shown:
            yield Block(f"{each.message} ({words.STANDS[each.state]})", lead="  - ")
        yield BLANK


def _uncalled(interview: Interview) -> Iterator[Block]:
    items = uncalled(interview)
    if items:
        yield Block(words.UNCALLED, "strong")
        yield from (Block(item.text, lead="  - ") for item in items)
        yield BLANK


def _open(interview: Interview) -> Iterator[Block]:
    """Yield what is still open: the safety questions first, the items of an instrument in one line."""
    content = interview.content
    shown = [name for name in interview.left if not interview.is_held_back(name)]
    left = [content.items[name] for name in shown if name in content.items]
    safety = [item.text for item in left if item.gate is not None]
    others = [item for item in left if item.gate is None]
    of_forms = Counter(content.home[item.id].title for item in others if _is_of_a_form(interview, item))
    rest = [item.text for item in others if not _is_of_a_form(interview, item)]
    rest += [f"{title}: {count} of its questions" for title, count in of_forms.items()]
    for title, open_ones in ((words.SAFETY_LEFT_OPEN, safety), ("Left open", rest)):
        if open_ones:
            yield Block(title, "strong")
            yield from (Block(each, lead="  - ") for each in open_ones)
            yield BLANK


def _is_of_a_form(interview: Interview, item: Item) -> bool:
    return interview.content.home[item.id].kind == "instrument"


def _holds_back(interview: Interview) -> bool:
    """Say whether an item was held back and so never asked."""
    items = (each for each in interview.every_question if isinstance(each, Item))
    return any(
        each.hold_back_unless is not None
        and interview.kept.get(each.id, NoAnswer.NOT_ASKED) is NoAnswer.NOT_ASKED
        and interview.is_held_back(each.id)
        for each in items
    )
