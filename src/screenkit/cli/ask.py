"""Ask at the terminal, a line at a time, for what a command needs and must never guess."""

import contextlib
import getpass
import shutil
import sys
import textwrap
from collections.abc import Sequence

from screenkit.errors import Problem, TerminalError
from screenkit.text import clean

_LONGEST = 4000
_WIDTH = 78
_NARROWEST = 20
_YES, _NO = frozenset({"y", "yes"}), frozenset({"n", "no"})


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


def yes_or_no(question: str, instead: str) -> bool:
    """Return whether somebody types y or n; an empty line stands for neither."""
    while True:
        typed = (text(f"{question} (y/n)", instead, optional=True) or "").casefold()
        if typed in _YES | _NO:
            return typed in _YES
        say("Type y for yes or n for no.")


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
    print(in_lines(clean(line), _WIDTH), file=sys.stderr)


def show_command(lead: str, command: str) -> None:
    """Show a command to copy: beside what is said of it, or where that is too long, on a line of its own.

    A command is never broken, so that it can be copied whole.
    """
    text = f"{lead} {command}"
    if not _is_terminal() or len(text) <= _WIDTH:
        print(clean(text), file=sys.stderr)
        return
    say(lead)
    print(clean(f"  {command}"), file=sys.stderr)


def in_lines(text: str, width: int = 0) -> str:
    """Return a text as it is written to standard error: broken between words where that is a terminal.

    Lines are as wide as the terminal where no width is given. A word is never broken.
    """
    if not _is_terminal():
        return text
    columns = width or max(shutil.get_terminal_size().columns - 1, _NARROWEST)
    return "\n".join(_wrapped(line, columns) for line in text.split("\n"))


def _wrapped(line: str, columns: int) -> str:
    indent = " " * (len(line) - len(line.lstrip()))
    broken = textwrap.wrap(
        line, columns, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(broken) or line


def _is_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


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
