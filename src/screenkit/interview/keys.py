"""What may be typed at a prompt and what it means: nothing counts before Enter, and nothing by half."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Literal

from screenkit.engine.written import Target, Total
from screenkit.models.answers import Answer, Unreadable, read_answer, read_total
from screenkit.text import clean

_LONGEST = 40
"""Characters of an entry that are kept; more are never an answer."""

LONGEST_TEXT = 16_000
"""Characters of free text that are kept."""

_NOTHING_YET = "Nothing is recorded yet."
_NOT_BY_ENTER = "Enter alone does nothing here."
_FULL = f"No more than {LONGEST_TEXT:,} characters fit here; the rest was left out."


class Move(Enum):
    """What can be asked of an interview other than to record something."""

    ON = "on"
    BACK = "back"
    ASK_LEFT = "ask_left"
    SECTIONS = "sections"
    REVIEW = "review"
    NOTE = "note"
    WHY = "why"
    UNCALLED = "uncalled"
    SEEN = "seen"
    PROMPTS = "prompts"
    PLACE = "place"
    CODE = "code"
    ERROR = "error"
    BY_HAND = "by_hand"
    LEAVE = "leave"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Give:
    """Record this answer; `as_last_time` says that it is the one of the screening before, confirmed."""

    answer: Answer
    as_last_time: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """Choose the one of this name among those shown."""

    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """What was typed out, cleaned and never empty."""

    text: str


Reply = Give | Pick | Said | Move


@dataclass(frozen=True, slots=True)
class Key:
    """A key, the words beside it, and what it means once Enter is pressed.

    `word` may be typed out instead. `then` says what Enter will do. Keys are shown in three groups: the
    answers, the kinds of no answer, and the ways to move.
    """

    key: str
    words: str
    reply: Reply
    then: str = ""
    word: str = ""
    group: Literal["answer", "none", "move"] = "answer"


@dataclass(frozen=True, slots=True)
class Ask:
    """The keys of one prompt.

    `number` is the item or total whose number is typed out where there is no key for each. With `is_text`
    anything else that is typed is what was said; its keys are signs or numbers, since letters are text.
    `bare` is what Enter means with nothing typed; without it, Enter asks again. `hint` says what to press,
    `unknown` what is said of what is none of the keys, and `empty` what is said of Enter alone.
    """

    keys: tuple[Key, ...]
    hint: str
    number: Target | None = None
    is_text: bool = False
    bare: Move | None = None
    unknown: str = "That is none of the keys."
    empty: str = ""

    def __post_init__(self) -> None:
        """Refuse keys that mean two things."""
        spelled = [each for key in self.keys for each in (key.key, key.word) if each]
        if len(spelled) != len(set(spelled)):
            raise ValueError("two keys of one prompt are the same")


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed at a prompt so far, and what the prompt has to say about it."""

    typed: str = ""
    says: str = ""


def press(ask: Ask, entry: Entry, char: str) -> Entry:
    """Return the entry with one more character.

    A second key takes the place of the first: the person thought again. Anything else is added, so that a
    word which is none of the keys never ends as the answer one of its letters stands for.
    """
    if ask.is_text:
        return _longer(entry, clean(char))
    if not char.isprintable():
        return entry
    longer = f"{entry.typed}{char}"
    if _leads_somewhere(ask, longer) or not (_is_key(ask, entry.typed) and _is_key(ask, char)):
        return Entry(longer[:_LONGEST])
    return Entry(char)


def paste(entry: Entry, text: str) -> Entry:
    """Return the entry of a text with more text; line breaks become spaces, and nothing in it is a key."""
    return _longer(entry, clean(text))


def rub_out(entry: Entry) -> Entry:
    """Return the entry without its last character."""
    return Entry(entry.typed[:-1])


def marked(ask: Ask, entry: Entry) -> Key | None:
    """Return what Enter would do now, or None while what is typed means nothing."""
    typed = entry.typed.strip()
    found = next((key for key in ask.keys if typed and typed.casefold() in {key.key, key.word}), None)
    if found or not typed:
        return found
    if ask.is_text:
        said = clean(typed).strip()
        return Key("", said, Said(said), "Enter keeps what you typed.") if said else None
    if ask.number is None:
        return None
    value = _number(ask.number, typed)
    return None if isinstance(value, Unreadable) else Key(typed, typed, Give(value))


def enter(ask: Ask, entry: Entry) -> Reply | Entry:
    """Return what was chosen, or a fresh entry that says what to press."""
    chosen = marked(ask, entry)
    if chosen:
        return chosen.reply
    if not entry.typed.strip():
        return ask.bare or refuse(ask, ask.empty or (_NOTHING_YET if _records(ask) else _NOT_BY_ENTER))
    if ask.number is not None:
        return refuse(ask, "That is no number this question takes.")
    return refuse(ask, ask.unknown)


def refuse(ask: Ask, why: str) -> Entry:
    """Return a fresh entry that says why nothing was recorded, and what to press."""
    return Entry(says=f"{why} {ask.hint}")


def offered(ask: Ask, move: Move) -> bool:
    """Say whether a prompt lets one move this way."""
    return any(key.reply is move for key in ask.keys)


def with_recorded(ask: Ask) -> Ask:
    """Return the same keys, where Enter alone leaves what is recorded as it is."""
    return replace(ask, bare=Move.ON)


def anew(ask: Ask) -> Ask:
    """Return the same keys, where Enter alone says that what is recorded has to be answered anew."""
    return replace(ask, empty="Enter alone does not keep it.")


def numbered(choices: Iterator[tuple[str, str]]) -> Iterator[Key]:
    """Yield a numbered key for each choice, a name and its words."""
    for place, (name, words) in enumerate(choices, start=1):
        yield Key(str(place), words, Pick(name), f"Enter: {words}")


def _number(target: Target, typed: str) -> Answer | Unreadable:
    match target:
        case Total(scale, reach):
            return read_total(scale, reach, typed)
        case _:
            return read_answer(target, typed)


def _longer(entry: Entry, more: str) -> Entry:
    """Return a text with more at its end, as much as fits."""
    if len(entry.typed) + len(more) <= LONGEST_TEXT:
        return Entry(f"{entry.typed}{more}")
    return Entry(f"{entry.typed}{more}"[:LONGEST_TEXT], says=_FULL)


def _records(ask: Ask) -> bool:
    return ask.is_text or any(isinstance(key.reply, Give) for key in ask.keys)


def _is_key(ask: Ask, typed: str) -> bool:
    return any(typed.casefold() == key.key for key in ask.keys)


def _leads_somewhere(ask: Ask, typed: str) -> bool:
    """Say whether more typing can still make a key or word of this."""
    start = typed.casefold()
    return any(key.key.startswith(start) or key.word.startswith(start) for key in ask.keys if start)
