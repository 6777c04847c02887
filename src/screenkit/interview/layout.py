"""Lay one screen out for the size of a terminal: what stands on each line, and where the cursor is."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from screenkit.interview.keys import Ask, Entry, Key, Move, marked
from screenkit.text import clean

Style = Literal["plain", "strong"]

_WIDEST = 80
_TALLEST = 24
_FEWEST = 3
_LOW = 18
"""Rows below which blank lines of the frame go."""

_LINES_TYPED = 4
_MARGIN = " "
_STOP = "Ctrl-C stop"
_BETWEEN = " · "
_UNBREAKABLE = "\u00a0"

UNREADABLE = "That is none of the keys. Backspace takes it away."
"""What is said while what stands at the prompt means nothing."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. Its first line begins with `lead`; an empty one is a blank line.

    `in_lines` is what plain lines say instead, where the text speaks of keys.
    """

    text: str = ""
    style: Style = "plain"
    lead: str = ""
    in_lines: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """One thing shown, and the keys it takes.

    `place` stands at the right of the title. `after` stands below the answers. `guarded` asks for a short
    pause in which no key counts, before a question on which safety rests.
    """

    title: str
    ask: Ask
    place: str = ""
    blocks: tuple[Block, ...] = ()
    after: tuple[Block, ...] = ()
    guarded: bool = False


NEUTRAL = Screen("", Ask((), "Type any letter, then Enter.", is_text=True, empty="Enter alone does nothing."))
"""What stands there once the screen was cleared: nothing of the interview."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a terminal."""

    text: str = ""
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a screen, where the cursor stands, and how far the middle can be moved."""

    lines: tuple[Line, ...]
    cursor: tuple[int, int]
    furthest: int


def page(screen: Screen, entry: Entry, *, columns: int, rows: int, top: int = 0) -> Page:
    """Return what a terminal of this size shows; `top` is the first line of the middle that is shown.

    The title and the keys always stand there, and so does what acknowledges an alert. Where the rest does not
    fit, its blank lines go; where that is not enough, it can be moved through.
    """
    width = max(min(columns, _WIDEST) - 2, 20)
    is_low = rows < _LOW
    head = [*_title(screen, width), *([] if is_low else [Line()])]
    foot = _foot(screen, entry, width, is_low=is_low)
    middle = _middle(screen, entry, width)
    room = max(rows - len(head) - len(foot), _FEWEST)
    middle = _compact(middle, room)
    pinned = [key for key in screen.ask.keys if key.group == "answer" and key.reply is Move.SEEN]
    if pinned and len(middle) > room:
        foot = [*_answers(pinned, marked(screen.ask, entry), width), *foot]
        room = max(rows - len(head) - len(foot), _FEWEST)
        middle = _compact(_middle(screen, entry, width, without=pinned), room)
    furthest = len(middle) - room + 1 if len(middle) > room else 0
    shown = _window(middle, room, min(top, furthest)) if furthest else middle
    padding = [Line()] * max(min(rows, _TALLEST) - len(head) - len(shown) - len(foot), 0)
    lines = (*head, *shown, *padding, *foot)
    return Page(lines, (len(lines) - 1, len(lines[-1].text)), furthest)


def _title(screen: Screen, width: int) -> list[Line]:
    """Return the title, shortened where the place stands beside it, else in full."""
    place = clean(screen.place)
    while len(place) > width - 2 and _BETWEEN in place:  # a narrow screen has no room for the last of it
        place = place.rpartition(_BETWEEN)[0]
    if not place:
        return [Line(text, "strong") for text in _wrapped(screen.title, "", width)]
    room = width - len(place) - 2
    title = clean(screen.title)
    if len(title) > room:
        title = f"{title[: max(room - 1, 0)]}…"
    gap = " " * max(width - len(title) - len(place), 1)
    return [Line(f"{_MARGIN}{title}{gap}{place}", "strong")]


def _middle(screen: Screen, entry: Entry, width: int, without: Sequence[Key] = ()) -> list[Line]:
    answers = [key for key in screen.ask.keys if key.group == "answer" and key not in without]
    lines = _lines(screen.blocks, width)
    if answers:
        lines += [*([Line()] if lines else []), *_answers(answers, marked(screen.ask, entry), width)]
    if screen.after:
        lines += [Line(), *_lines(screen.after, width)]
    return [*lines, Line()]


def _lines(blocks: tuple[Block, ...], width: int) -> list[Line]:
    return [Line(text, block.style) for block in blocks for text in _wrapped(block.text, block.lead, width)]


def _answers(keys: list[Key], chosen: Key | None, width: int) -> list[Line]:
    widest = max(len(key.key) for key in keys)
    lines: list[Line] = []
    for key in keys:
        pointer = ">" if key is chosen else " "
        style: Style = "strong" if key is chosen else "plain"
        lines += [
            Line(text, style) for text in _wrapped(key.words, f" {pointer} {key.key.rjust(widest)}  ", width)
        ]
    return lines


def _foot(screen: Screen, entry: Entry, width: int, *, is_low: bool) -> list[Line]:
    lines = [*_row("No answer:", screen.ask, "none", width), *_row("", screen.ask, "move", width)]
    said = [Line(text) for text in _wrapped(_says(screen.ask, entry), "", width)[: 1 if is_low else 2]]
    return [*lines, *([] if is_low else [Line()]), *said, *_typed(screen.ask, entry, width)]


def _says(ask: Ask, entry: Entry) -> str:
    """Return the line above what is typed: what Enter would do, or what to press."""
    chosen = marked(ask, entry)
    if chosen and not (ask.is_text and entry.says):
        return chosen.then or f"Enter records: {chosen.words}"
    if entry.typed and not ask.is_text:
        return UNREADABLE
    return entry.says or ask.hint


def _row(name: str, ask: Ask, group: Literal["none", "move"], width: int) -> list[Line]:
    parts = [f"{key.key} {key.words}" for key in ask.keys if key.group == group]
    if group == "move" and ask.keys:
        parts.append(_STOP)
    if not parts:
        return []
    unbroken = [each.replace(" ", _UNBREAKABLE) for each in ([name, *parts] if name else parts)]
    return [Line(text.replace(_UNBREAKABLE, " ")) for text in _wrapped("   ".join(unbroken), "", width)]


def _wrapped(text: str, lead: str, width: int) -> list[str]:
    return textwrap.wrap(
        clean(text),
        width + len(_MARGIN),
        initial_indent=f"{_MARGIN}{lead}",
        subsequent_indent=f"{_MARGIN}{' ' * len(lead)}",
        break_on_hyphens=False,
    ) or [""]


def _compact(middle: list[Line], room: int) -> list[Line]:
    """Return the middle without as many of its blank lines, the last first, as it takes to fit."""
    if sum(bool(line.text) for line in middle) > room:
        return middle
    kept = list(middle)
    while len(kept) > room:
        del kept[max(n for n, line in enumerate(kept) if not line.text)]
    return kept


def _window(middle: list[Line], room: int, top: int) -> list[Line]:
    """Return the part of the middle that fits, and a line that says there is more."""
    part = middle[top : top + max(room - 1, 0)]
    where = "Page Down: more" if top + len(part) < len(middle) else "Page Up: back to the beginning"
    return [*part, Line(f"{_MARGIN}-- {where} --", "strong")]


def _typed(ask: Ask, entry: Entry, width: int) -> list[Line]:
    """Return the lines in which somebody types; of a long text its end, since that is where more comes."""
    typed = clean(entry.typed)
    room = width - 3
    if not ask.is_text:
        return [Line(f"{_MARGIN}> {typed[-30:]}", "strong")]
    rows = [typed[at : at + room] for at in range(0, max(len(typed), 1), room)][-_LINES_TYPED:]
    leads = ["> " if n == 0 and len(typed) <= room * _LINES_TYPED else "  " for n in range(len(rows))]
    return [Line(f"{_MARGIN}{lead}{row}", "strong") for lead, row in zip(leads, rows, strict=True)]
