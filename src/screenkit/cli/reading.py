"""Free text that a command is given: out of a file or a pipe, or from whoever sits at the terminal."""

import sys
from pathlib import Path

from screenkit.cli import ask
from screenkit.errors import Problem, RecordError
from screenkit.text import clean

_LONGEST = 4000
_LARGEST = 2**20


def reason(file: str | None, *, optional: bool = False) -> str | None:
    """Return a reason out of a file or a pipe, else as it is typed; None where it may be left out.

    Raises:
        RecordError: when the file holds none, or cannot be read.

    """
    if file is None:
        return ask.text("Reason", "add --reason-file FILE", optional=optional)
    return text_of(body_of(file, "--reason-file"), "--reason-file")


def needed_reason(file: str | None) -> str:
    """Return a reason as `reason` does, where it may not be left out."""
    found = reason(file)
    return found if found is not None else needed_reason(None)


def text_of(body: bytes, where: str) -> str:
    """Return the text of a file in one line, cleaned.

    Raises:
        RecordError: when it is no text, empty, or too long; the message repeats nothing of it.

    """
    try:
        text = " ".join(clean(body.decode("utf-8-sig")).split())
    except UnicodeDecodeError:
        raise RecordError(
            [Problem(where, "this is not UTF-8 text", "save it with the encoding UTF-8")]
        ) from None
    if not text or len(text) > _LONGEST:
        what = "the text is empty" if not text else "the text is too long"
        raise RecordError([Problem(where, what, f"write 1 to {_LONGEST} characters")])
    return text


def body_of(file: str, where: str) -> bytes:
    """Return what a file or a pipe ('-') holds.

    Raises:
        RecordError: when it cannot be read, or is too large.

    """
    try:
        body = sys.stdin.buffer.read(_LARGEST + 1) if file == "-" else Path(file).read_bytes()
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise RecordError([Problem(where, what, "check the name and its permissions")]) from None
    if len(body) > _LARGEST:
        raise RecordError([Problem(where, "the file is too large", f"at most {_LARGEST:,} bytes are read")])
    return body
