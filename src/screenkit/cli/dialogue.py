"""Ask one question a line in plain words; an empty line answers nothing, and is asked again."""

import sys
import textwrap
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from screenkit.errors import Problem, TerminalError
from screenkit.text import clean

_WIDTH = 78
_LONGEST = 200
_UNREADABLE = "\ufffd"
_YES, _NO = {"y", "yes"}, {"n", "no"}

T = TypeVar("T")


class Dialogue:
    """A conversation in lines: `read` shows a prompt and returns the line typed, `write` shows a line."""

    def __init__(self, read: Callable[[str], str], write: Callable[[str], None]) -> None:
        """Speak through these two."""
        self._read = read
        self._write = write

    def say(self, text: str) -> None:
        """Show a paragraph, as wide as an ordinary screen, with a line free before it."""
        self._write("")
        for line in textwrap.wrap(clean(text), _WIDTH, break_on_hyphens=False, break_long_words=False):
            self._write(line)

    def show(self, line: str) -> None:
        """Show one line that belongs to what was said before it."""
        for part in textwrap.wrap(
            clean(line),
            _WIDTH,
            initial_indent="  ",
            subsequent_indent="    ",
            break_on_hyphens=False,
            break_long_words=False,
        ):
            self._write(part)

    def value(self, question: str, parse: Callable[[str], T]) -> T:
        """Ask until `parse` takes the line that was typed; its ValueError says why it did not."""
        self.say(question)
        while True:
            line = clean(self._read("> ")).strip()
            try:
                return parse(_readable(line))
            except ValueError as error:
                self.show(f"Nothing is recorded: {error}.")

    def text(self, question: str) -> str:
        """Ask for some words."""
        return self.value(question, lambda line: line)

    def name(self, question: str) -> str:
        """Ask for a name; yes and no are none: they answer some other question."""
        return self.value(question, _name)

    def maybe(self, question: str, parse: Callable[[str], T]) -> T | None:
        """Ask for something that may be left open; a single - does so."""
        return self.value(f"{question} (- leaves it open)", lambda line: None if line == "-" else parse(line))

    def yes_or_no(self, question: str) -> bool:
        """Ask for y or n; nothing stands for either."""
        return self.value(f"{question} (y/n)", _is_yes)

    def choice(self, question: str, choices: Sequence[tuple[T, str]]) -> T:
        """Ask for the number of one of the choices."""
        self.say(question)
        for number, (_, words) in enumerate(choices, 1):
            self._write(f"  {number}  {words}")
        return self.value(f"Type a number from 1 to {len(choices)}.", lambda line: _chosen(line, choices))


def at_terminal(command: str, without: str) -> Dialogue:
    """Return a dialogue with the person at this terminal.

    Raises:
        TerminalError: where nobody can answer; `without` says what to do there instead.

    """
    for name, stream in (("standard input", sys.stdin), ("standard output", sys.stdout)):
        if stream is None or not stream.isatty():
            raise TerminalError([Problem(command, f"{name} is not a terminal", without)])
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")  # a stray byte is asked again, and ends nothing
    return Dialogue(_line, print)


def _line(prompt: str) -> str:
    sys.stdout.flush()
    _forget_what_was_typed()
    try:
        return input(prompt)
    except EOFError:
        raise KeyboardInterrupt from None


def _forget_what_was_typed() -> None:
    """Drop keys pressed before the question stood there, where the system can."""
    with suppress(ImportError, OSError):
        import termios

        termios.tcflush(sys.stdin, termios.TCIFLUSH)


def _readable(line: str) -> str:
    if not line:
        raise ValueError("the line is empty")
    if _UNREADABLE in line:
        raise ValueError("some letters could not be read; type it again")
    if len(line) > _LONGEST:
        raise ValueError(f"that is longer than {_LONGEST} letters")
    return line


def _name(line: str) -> str:
    if line.lower() in _YES | _NO:
        raise ValueError("that answers yes or no; type the name")
    return line


def _is_yes(line: str) -> bool:
    if line.lower() in _YES | _NO:
        return line.lower() in _YES
    raise ValueError("type y for yes or n for no")


def _chosen(line: str, choices: Sequence[tuple[T, str]]) -> T:
    if line.isascii() and line.isdigit() and 1 <= int(line) <= len(choices):
        return choices[int(line) - 1][0]
    raise ValueError(f"type one of the numbers 1 to {len(choices)}")
