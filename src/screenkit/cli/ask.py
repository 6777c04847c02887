"""Ask at the terminal, a line at a time, for what a command needs and must never guess."""

import contextlib
import getpass
import sys
import textwrap
from collections.abc import Sequence

from screenkit.errors import Problem, TerminalError
from screenkit.text import clean

_LONGEST = 4000
_WIDTH = 78


def refuse_without_terminal(what: str, instead: str) -> None:
    """Refuse to ask where nobody can answer.

    `instead` says what a script does.

    Raises:
        TerminalError: when standard input is no terminal.

    """
    if sys.stdin is None or not sys.stdin.isatty():
        raise TerminalError([Problem(what, "there is no terminal to ask at", instead)])


def text(question: str, instead: str, *, optional: bool = False) -> str | None:
    """Return one line that somebody types; None for an empty one where that is allowed."""
    refuse_without_terminal(question, instead)
    while True:
        typed = clean(_line(f"{question}: ")).strip()
        if len(typed) > _LONGEST:
            say(f"At most {_LONGEST} characters; nothing was taken.")
        elif typed:
            return typed
        elif optional:
            return None
        else:
            say("Nothing was typed. Ctrl-C stops and records nothing.")


def needed(question: str, instead: str) -> str:
    """Return one line that somebody types, asked for until there is one."""
    typed = text(question, instead)
    return typed if typed is not None else needed(question, instead)


def choice(question: str, offered: Sequence[str], instead: str) -> int:
    """Return the place of what somebody chooses by its number, from 0; an empty line chooses nothing."""
    refuse_without_terminal(question, instead)
    say(question)
    for number, words in enumerate(offered, 1):
        say(f"  {number}  {words}")
    while True:
        typed = _line(f"Number, 1 to {len(offered)}: ").strip()
        if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(offered):
            return int(typed) - 1
        say("Type one of the numbers. Ctrl-C stops and records nothing.")


def hidden(question: str, instead: str) -> str:
    """Return a line that is not shown while it is typed."""
    refuse_without_terminal(question, instead)
    try:
        return getpass.getpass(f"{question}: ", stream=sys.stderr)
    except EOFError:
        raise KeyboardInterrupt from None


def hidden_twice(question: str, instead: str) -> str:
    """Return a line that is not shown, once it was typed twice alike."""
    while True:
        first = hidden(question, instead)
        if first == hidden("The same once more", instead):
            return first
        say("The two are not alike; type it again.")


def say(line: str) -> None:
    """Tell the person at the terminal something; results go to standard output instead."""
    text = clean(line)
    if sys.stderr is not None and sys.stderr.isatty():
        indent = " " * (len(text) - len(text.lstrip()))
        text = "\n".join(textwrap.wrap(text, _WIDTH, subsequent_indent=indent)) or text
    print(text, file=sys.stderr)


def _line(prompt: str) -> str:
    """Read a line; what was typed before the question stood there counts for nothing."""
    _flush()
    sys.stderr.write(prompt)
    sys.stderr.flush()
    try:
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        return ""
    if not line:
        raise KeyboardInterrupt
    return line


def _flush() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):
        import termios

        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
