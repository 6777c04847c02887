"""The screens about places: where the person is now, and where they will be during sessions."""

from collections.abc import Sequence

from screenkit.case.places import Authority
from screenkit.interview import words
from screenkit.interview.keys import Ask, Give, Key, Move, numbered, with_recorded
from screenkit.interview.layout import Block, Screen
from screenkit.interview.screens.shared import BACK, BLANK, LEAVE
from screenkit.models.answers import Answer
from screenkit.models.clinic import Region

_WRITTEN = "A country or state by its code, such as IE or US-NV."


def where_now(regions: Sequence[Region], place: str | None, *, is_alert: bool = False) -> Screen:
    """Return the screen that asks where the person is at this moment."""
    keys = tuple(numbered((each.region, f"{each.name} ({each.region})") for each in regions))
    code = Key("c", "another place, by its code", Move.CODE, "Enter: type a code.", "code", "move")
    unknown = Key("k", "not known", Move.LEAVE, "Enter: not known.", "not known", "none")
    first = [Block(words.STAY, "strong"), BLANK] if is_alert else []
    blocks = [*first, Block("Ask:"), Block("Where are you right now?", "strong"), BLANK]
    if not is_alert:
        blocks += [Block("So that help can reach the person there. It is asked at every contact.", lead="  ")]
    ask = Ask((*keys, unknown, code), "Press a number, c or k, then Enter.")
    keep = Block(
        f"Recorded: {place}. Enter alone keeps it.",
        "strong",
        in_lines=f"Recorded: {place}. The word keep keeps it.",
    )
    after = (keep,) if place else ()
    asked = with_recorded(ask) if place else ask
    return Screen("Where the person is", asked, blocks=tuple(blocks), after=after, guarded=is_alert)


def code(problem: str = "") -> Screen:
    """Return the screen to type the code of a place; `problem` is what was wrong with the one before."""
    blocks = [Block("Where is the person right now?", "strong"), Block(_WRITTEN, lead="  ")]
    if problem:
        blocks += [BLANK, Block(problem)]
    ask = Ask((LEAVE,), "Type the code, then Enter.", is_text=True)
    return Screen("Where the person is", ask, blocks=tuple(blocks))


def during_sessions(question: str, place: str, problem: str = "") -> Screen:
    """Return the screen that asks for every place a person will be in during sessions."""
    blocks = [
        Block("For you to answer, not read aloud:"),
        Block(question, "strong"),
        BLANK,
        Block(f"Type each place the person will be in during sessions. {_WRITTEN}", lead="  "),
    ]
    if problem:
        blocks += [BLANK, Block(problem)]
    by_hand = Key(
        "*", "answer by hand", Move.BY_HAND, "Enter: answer without the clinic's file.", "hand", "move"
    )
    ask = Ask((LEAVE, by_hand), "Type the codes with spaces between them, then Enter.", is_text=True)
    return Screen("Where sessions will be", ask, place, tuple(blocks))


def on_file(found: Sequence[Authority], answer: Answer, said: str, place: str) -> Screen:
    """Return the screen that shows what is on file for the places, and the answer that follows."""
    blocks: list[Block] = []
    for each in found:
        blocks += [Block(each.place, "strong"), *(Block(line, lead="  ") for line in each.lines), BLANK]
    use = Key("u", f"Use this: {said}", Give(answer), f"Enter records: {said}", "use")
    by_hand = Key(
        "h", "answer by hand", Move.BY_HAND, "Enter: answer without the clinic's file.", "hand", "move"
    )
    other = Key("p", "other places", Move.PLACE, "Enter: type the places again.", "place", "move")
    ask = Ask((use, by_hand, other, BACK), "Press u or h, then Enter.")
    return Screen("What the clinic has on file", ask, place, tuple(blocks))
