"""Say whether what was typed for a name reads as one: nobody else can be asked by a number or a key."""

import re
from collections.abc import Iterable

from screenkit.errors import Problem, suggestion
from screenkit.text import clean

_FEWEST_LETTERS = 2
_ID_SHAPED = re.compile(r"\S*[\d_]\S*|[^\W\d_]+\s+\d+")
"""One word with a digit or an underscore in it, or a word and a number: an id, mistyped or unknown."""

_NO_NAMES = frozenset({"yes", "no", "na", "none", "nobody", "noone", "null", "unknown"})
"""What answers some other question, letters only."""


def check_name(where: str, typed: str, leaders: Iterable[str] = ()) -> Problem | None:
    """Return what keeps a text from reading as a name; None where nothing does. `leaders` are known ids.

    A name has two letters of any script or more; a known id stands for one. The message repeats nothing of
    what was typed.
    """
    text = clean(typed).strip()
    known = tuple(leaders)
    if text.casefold() in known:
        return None
    letters = "".join(char for char in text.casefold() if char.isalpha())
    if _ID_SHAPED.fullmatch(text) and letters:
        otherwise = f"known are {', '.join(known)}; or write the name" if known else "write the name"
        return Problem(where, "no leader has this id", suggestion(text.casefold(), known, otherwise))
    if len(letters) < _FEWEST_LETTERS:
        return Problem(where, "this is no name", "write the name, with two letters or more")
    if letters in _NO_NAMES:
        return Problem(where, "this is no name", "write the name of a person")
    return None
