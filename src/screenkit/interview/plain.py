"""Ask by plain lines: numbers and words, nothing that moves, for screen readers and simple terminals."""

import contextlib
import os
import select
import shutil
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from types import TracebackType
from typing import BinaryIO, Self

from screenkit.interview.keys import LONGEST_TEXT, Ask, Entry, Give, Key, Move, Pick, Reply, enter, refuse
from screenkit.interview.layout import Block, Screen
from screenkit.text import clean

_CHUNK = 65536
_AT_ONCE = 0.03
_CLEARED = 60
"""Empty lines that push everything off a screen."""

_PASTED = "That came like pasted text, so nothing was recorded."
_NO_KEY = "There were characters in it that are no letters or numbers, so nothing was recorded."
_NO_WORD = "That is none of the words."
_GO_ON, _KEEP, _STOP, _CLEAR, _HELP = "on", "keep", "stop", "clear", "help"
_ASKS_FOR_HELP = frozenset({_HELP, "?"})
_SPOKEN = str.maketrans({"…": "...", "—": "-", "–": "-", "’": "'", "“": '"', "”": '"'})  # noqa: RUF001 - what is replaced


class Help:
    """Somebody wants to know what may be typed."""


class PlainTerminal:
    """A terminal that is read and written line by line; a context, like the other one.

    `keyboard` is a file descriptor. Nothing written holds an escape byte. Lines break between words at
    `columns`; where that is None, the terminal breaks them.
    """

    def __init__(self, keyboard: int, output: BinaryIO, columns: int | None = None) -> None:
        """Take a keyboard and an output."""
        self._lines = _Lines(keyboard)
        self._output = output
        self._columns = columns

    def __enter__(self) -> Self:
        """Begin; there is nothing to take."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End; there is nothing to give back."""

    def prompt(self, screen: Screen) -> Reply:
        """Show a screen and return what was chosen.

        Raises:
            KeyboardInterrupt: on Ctrl-C, or the word `stop`.
            EOFError: when nothing more comes.

        """
        ask = _in_words(screen.ask)
        self._write(*_shown(screen, ask))
        while True:
            outcome = self._outcome(ask)
            match outcome:
                case Help():
                    self._write(*_may_be_typed(screen, ask))
                case Entry():
                    self._write(outcome.says)
                case Move.CLEAR:
                    self._clear()
                    self._write(*_shown(screen, ask))
                case _:
                    return outcome

    def _outcome(self, ask: Ask) -> Reply | Entry | Help:
        """Read one answer, and return it or what is to be said about it."""
        self._lines.forget()
        self._write("> ", end="")
        raw, is_more = self._lines.read(joined=ask.is_text)
        line = clean(raw).strip()
        if line.casefold() == _STOP:
            raise KeyboardInterrupt
        if line.casefold() == _CLEAR:
            return Move.CLEAR
        if line.casefold() in _ASKS_FOR_HELP and not is_more:
            return Help()
        if is_more:
            return refuse(ask, _PASTED)
        if not ask.is_text and clean(raw) != raw:
            return refuse(ask, _NO_KEY)
        if len(line) > LONGEST_TEXT:
            self._write(f"No more than {LONGEST_TEXT} characters fit here; the rest was left out.")
        return enter(ask, Entry(line[:LONGEST_TEXT]))

    def _clear(self) -> None:
        """Push everything off the screen, and wait."""
        self._write(*[""] * _CLEARED, "Type anything, then Enter.")
        while True:
            self._lines.forget()
            self._write("> ", end="")
            if self._lines.read(joined=False)[0].strip():
                return

    def _write(self, *lines: str, end: str = "\n") -> None:
        spoken = [clean(line).replace(" · ", ", ").translate(_SPOKEN) for line in lines]
        text = "\n".join(self._broken(line) for line in spoken) + end
        self._output.write(text.encode(_encoding(self._output), errors="replace"))
        self._output.flush()

    def _broken(self, line: str) -> str:
        if self._columns is None or len(line) < self._columns:
            return line
        return textwrap.fill(line, self._columns - 1, break_on_hyphens=False)


def open_plain_terminal() -> PlainTerminal:
    """Return the terminal the program runs in, to be used by lines."""
    return PlainTerminal(sys.stdin.fileno(), sys.stdout.buffer, shutil.get_terminal_size().columns)


class _Lines:
    """The lines of a keyboard, as they are typed."""

    def __init__(self, keyboard: int) -> None:
        self._keyboard = keyboard
        self._waiting = b""
        self._is_over = False

    def forget(self) -> None:
        """Throw away what was typed before the question stood there, as far as the terminal allows."""
        self._waiting = b""
        with contextlib.suppress(ImportError, OSError):
            import termios  # noqa: PLC0415 - not on every system

            with contextlib.suppress(termios.error):
                termios.tcflush(self._keyboard, termios.TCIFLUSH)

    def read(self, *, joined: bool) -> tuple[str, bool]:
        """Return one line, and whether more came at the same instant; with `joined` that is part of it.

        Raises:
            EOFError: when nothing more comes; half a line counts for nothing.

        """
        lines = [self._next()]
        while self._follows():
            more = self._next()
            if more.strip():  # an empty one belongs to the line end before it
                lines.append(more)
        return (" ".join(lines), False) if joined else (lines[0], len(lines) > 1)

    def _next(self) -> str:
        while b"\n" not in self._waiting:
            self._receive()
        line, _, self._waiting = self._waiting.partition(b"\n")
        return line.removesuffix(b"\r").decode("utf-8", errors="ignore")

    def _follows(self) -> bool:
        """Say whether another line comes at the same instant."""
        while b"\n" not in self._waiting:
            if not select.select([self._keyboard], [], [], _AT_ONCE)[0]:
                return False
            try:
                self._receive()
            except EOFError:
                return False
        return True

    def _receive(self) -> None:
        try:
            data = os.read(self._keyboard, _CHUNK)
        except OSError:  # the terminal is gone
            data = b""
        if not data:
            raise EOFError
        self._waiting += data


def _in_words(ask: Ask) -> Ask:
    """Return the keys as plain lines have them: Enter alone always asks again, and going on is a word."""
    keys = tuple(each for each in ask.keys if each.reply is not Move.CLEAR)
    if ask.bare is not None:
        records = ask.number is not None or any(key.group == "answer" for key in keys)
        word = _KEEP if records else _GO_ON
        keys = (*keys, Key(word, "", ask.bare, group="move"))
    return replace(ask, keys=(*keys, *_by_number(keys)), bare=None, hint=_hint(ask, keys), unknown=_NO_WORD)


def _by_number(keys: tuple[Key, ...]) -> Iterator[Key]:
    """Yield a number for each answer that has a letter: they count from 1 in the order they stand in.

    What moves on has none: nobody acknowledges an alert with the number of something to find out.
    """
    answers = [key for key in keys if key.group == "answer" and not isinstance(key.reply, Move)]
    taken = {key.key for key in answers}
    for place, key in enumerate(answers, start=1):
        if not key.key.isdecimal() and str(place) not in taken:
            yield replace(key, key=str(place), word="")


def _hint(ask: Ask, keys: tuple[Key, ...]) -> str:
    if ask.is_text:
        if any(key.group == "answer" for key in keys):
            return "Type a number, or something else on one line, then Enter."
        return "Type it on one line, then Enter."
    if ask.number is not None:
        return f"{ask.hint.removesuffix(', then Enter.')}, or a word, then Enter."
    if any(isinstance(key.reply, Give | Pick) for key in keys):
        return "Type the number of an answer or a word, then Enter."
    return "Type a word, then Enter."


def _shown(screen: Screen, ask: Ask) -> Iterator[str]:
    """Yield the lines of a screen: its words, its answers by number, and the words there are."""
    yield ""
    yield ", ".join(each for each in (screen.title, screen.place) if each)
    yield from _paragraphs(screen.blocks)
    yield from _answers(screen, ask)
    yield from _paragraphs(screen.after)
    yield from _words(screen, ask)


def _may_be_typed(screen: Screen, ask: Ask) -> Iterator[str]:
    """Yield what may be typed at a screen, for who asks for it."""
    yield "Nothing is recorded by this. You may type:"
    yield from _answers(screen, ask)
    yield from _words(screen, ask)


def _answers(screen: Screen, ask: Ask) -> Iterator[str]:
    numbers = {key.reply: key.key for key in ask.keys if key.group == "answer" and key.key.isdecimal()}
    for key in screen.ask.keys:
        if key.group == "answer":
            number = numbers.get(key.reply)
            yield f"{number}. {key.words}" if number else f"{_word(key)}: {key.words}"


def _words(screen: Screen, ask: Ask) -> Iterator[str]:
    no_answer = [_word(key) for key in screen.ask.keys if key.group == "none"]
    if no_answer:
        yield f"No answer: {', '.join(no_answer)}"
    moves = [_word(key) for key in ask.keys if key.group == "move"]
    yield f"Words: {', '.join([*moves, _CLEAR, _HELP, _STOP])}"
    yield ask.hint


def _paragraphs(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if block.text:
            lead = "- " if block.lead.strip() else ""
            yield f"{lead}{block.in_lines or block.text}"


def _word(key: Key) -> str:
    return key.word or (key.key if key.key.isalpha() else f"{key.key} {key.words}")


def _encoding(output: BinaryIO) -> str:
    return sys.stdout.encoding or "utf-8" if output is sys.stdout.buffer else "utf-8"
