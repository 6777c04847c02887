"""The one cleaning of strings from people before they reach a screen or file, and words that fit a number."""

import re
import unicodedata

_ESCAPE = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # operating system commands: titles, clipboard, links
    r"|\x1b[PX^_][^\x1b]*(?:\x1b\\)?"  # device control strings
    r"|\x1b\[[0-?]*[ -/]*[@-~]?"  # control sequences: colours, cursor
    r"|\x1b[ -/]*[0-~]?"  # everything else that starts with escape
    r"|\x9b[0-?]*[ -/]*[@-~]?"  # control sequences in their one-byte form
)
_JOINERS = "\u200c\u200d"  # needed to write Persian, Hindi and many emoji
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?\Z")
_FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"  # noqa: RUF001 - full-width forms open as formulas too


def clean(text: str, *, keep_lines: bool = False) -> str:
    """Return `text` without escape sequences, control, bidi and surrogate characters.

    Line breaks become spaces unless `keep_lines`. Cleaning twice changes nothing more.
    """
    if text.isascii() and text.isprintable():
        return text
    unescaped = _ESCAPE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    kept = "".join(_shown(char, keep_lines=keep_lines) for char in unescaped)
    return unicodedata.normalize("NFC", kept)


def counted(number: int, of: str) -> str:
    """Return how many of something there are, in words that fit one, many and none: `1 case`, `no cases`."""
    return f"{number or 'no'} {of}{'' if number == 1 else 's'}"


def formula_safe(text: str) -> str:
    """Return `text` so that no spreadsheet opens it as a formula; numbers stay as they are."""
    start = text.lstrip(" ")[:1]
    if start and start in _FORMULA_STARTS and not _NUMBER.match(text):
        return f"'{text}"
    return text


def _shown(char: str, *, keep_lines: bool) -> str:
    if char == "\n":
        return "\n" if keep_lines else " "
    if char == "\t":
        return " "
    if char in _JOINERS:
        return char
    return "" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else char
