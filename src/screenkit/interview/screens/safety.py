"""The screens of a safety stop: everything at one look, one thing after the other, and entered in error."""

from collections.abc import Iterator, Sequence

from screenkit.case.events import Alerted
from screenkit.case.places import Help
from screenkit.interview import words
from screenkit.interview.desk import Desk
from screenkit.interview.guidance import Guidance, Line, Prompt
from screenkit.interview.in_words import in_words
from screenkit.interview.keys import Ask, Key, Move
from screenkit.interview.layout import Block, Screen
from screenkit.interview.raised import Raised
from screenkit.interview.screens.shared import BLANK, CLEAR, LEAVE
from screenkit.interview.state import Interview

_ERROR = Key("e", "entered in error", Move.ERROR, "Enter: nobody gave that answer.", "error", "move")
_PROMPTS = Key(
    "q", "one by one", Move.PROMPTS, "Enter: each of these on its own, to write down.", "ask", "move"
)
_SHORT = 40
"""Characters shown of what was told, where everything stands at one look; all of it stands one by one."""

_PLACE = Key("p", "place", Move.PLACE, "Enter: where the person is now.", "place", "move")


def alert(interview: Interview, raised: Sequence[Raised], told: Guidance, desk: Desk) -> Screen:
    """Return the screen that stops the interview: what to say, whom to call, what to find out, what to do."""
    blocks = (
        Block(words.NOW[raised[0].level], "strong"),
        *(Block(each.message) for each in raised),
        *_answered(interview, raised),
        *numbers(interview.place, desk.numbers(interview.place)),
        *(
            Block(_with_told(interview, told, each), lead=f"  {n}  ")
            for n, each in enumerate(told.asks, start=1)
        ),
        *(Block(each, lead="  -  ") for each in told.does),
    )
    then = "Enter: seen by you; on with the interview."
    seen = Key("a", f"I, {desk.who}, have seen this", Move.SEEN, then, "seen")
    place = [_PLACE] if desk.clinic else []
    private = [CLEAR] if told.is_private else []
    hint = "When you have seen to this, press a, then Enter."
    keys = (seen, _PROMPTS, *place, _ERROR, *private)
    return Screen(words.STAY, Ask(keys, hint), blocks=blocks, guarded=True)


def leaving(raised: Sequence[Raised], desk: Desk) -> Screen:
    """Return the screen that asks for a name before an interview with an open alert is stopped."""
    blocks = (
        Block("Before you stop", "strong"),
        Block(words.NOW[raised[0].level]),
        *(Block(each.message) for each in raised),
        BLANK,
        Block("Ctrl-C once more stops without a name. The alert then stays open, for whoever comes next."),
    )
    then = "Enter: seen by you; then the interview stops."
    seen = Key("a", f"I, {desk.who}, have seen this; stop now", Move.SEEN, then, "seen")
    again = Key("b", "back", Move.BACK, "Enter: back to what there is to do.", "back", "move")
    return Screen(
        words.STAY, Ask((seen, again, CLEAR), "Press a or b, then Enter."), blocks=blocks, guarded=True
    )


def at_once(raised: Sequence[Raised | Alerted], place: str | None, desk: Desk) -> tuple[Block, ...]:
    """Return what alerts ask for at once, and whom to call, where their own screen cannot stand yet."""
    gravest_first = sorted(raised, key=lambda each: each.level != "immediate")
    levels = [words.NOW[each.level] for each in gravest_first[:1]]
    return (
        *(Block(each, "strong") for each in levels),
        *(Block(each.message) for each in gravest_first),
        *(numbers(place, desk.numbers(place)) if levels else ()),
    )


def prompt(step: Prompt, earlier: str | None, place: str, at_hand: Help | None) -> Screen:
    """Return the screen of one thing to find out, to be written down in a word or two or passed over."""
    over = Key("-", "pass over", Move.ON, "Enter: on to the next.", "pass", "move")
    first = Key("*", "back to all of it", Move.LEAVE, "Enter: everything at one look.", "all", "move")
    blocks = [Block(place), Block(step.asks, "strong"), BLANK]
    if earlier:
        blocks += [Block(f"Told so far: {earlier}"), BLANK]
    blocks += _in_short(at_hand)
    ask = Ask((over, LEAVE, first, CLEAR), "A word or two, then Enter.", is_text=True)
    return Screen(words.STAY, ask, blocks=tuple(blocks))


def in_error(raised: Sequence[Raised]) -> Screen:
    """Return the screen that asks why an alert rests on an answer nobody gave."""
    blocks = (
        Block("Entered in error", "strong"),
        *(Block(each.message, lead="  ") for each in raised),
        BLANK,
        Block(
            "Only where nobody gave this answer. The alert stays on record. What happened, in a few words?"
        ),
    )
    ask = Ask((LEAVE, CLEAR), "Type what happened, then Enter.", is_text=True)
    return Screen(words.STAY, ask, blocks=blocks)


def numbers(place: str | None, at_hand: Help | None) -> Iterator[Block]:
    """Yield whom to call where the person is, and how far these numbers can be relied on."""
    if at_hand is None:
        where = f" ({place})" if place else ""
        yield Block(f"{words.NOBODY_ON_FILE}{where}")
        return
    checked = f"checked {at_hand.checked_on.isoformat()}" if at_hand.checked_on else "never checked"
    yield Block(f"Emergency, {at_hand.name}: {at_hand.emergency} ({checked})", "strong")
    if at_hand.is_old:
        yield Block(words.OLD_NUMBERS, "strong")
    for line in at_hand.crisis_lines:
        more = ", ".join((*((line.hours,) if line.hours else ()), *line.languages))
        yield Block(f"{line.name}: {line.number}{f' ({more})' if more else ''}", "strong")


def _with_told(interview: Interview, told: Guidance, line: Line) -> str:
    """Return a line of what to find out, with what was told of it already, in short."""
    names = {each.id: each.name for each in told.prompts}
    known = [
        f"{names[each]}: {_in_short_words(interview.told[each])}"
        for each in line.prompts
        if each in interview.told
    ]
    return f"{line.asks} [{'; '.join(known)}]" if known else line.asks


def _in_short_words(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1].rstrip()}…"


def _in_short(at_hand: Help | None) -> Iterator[Block]:
    if at_hand:
        yield from numbers(at_hand.place, at_hand)


def _answered(interview: Interview, raised: Sequence[Raised]) -> Iterator[Block]:
    """Yield the answers these alerts rest on, in words."""
    named = dict.fromkeys(name for each in raised for name in each.items)
    given = [name for name in named if name in interview.given]
    if len(given) == 1:
        target = interview.question(given[0])
        yield Block(f"Answered: {in_words(target, interview.given[given[0]])}")
