"""How alike two names are: that of a column, and that of an item, a score or a value."""

import re
from difflib import SequenceMatcher
from functools import cache

_PARTS = re.compile(r"[^\W\d_]+|\d+")
_LEADING = frozenset({"item", "q", "question", "no", "nr", "number", "score", "the"})
"""Words that say nothing of which item is meant."""

ALIKE = 0.75
"""From here on two names are alike enough to be proposed."""


@cache
def likeness(column: str, name: str) -> float:
    """Return how alike two names are, from 0 to 1; numbers they end with must be the same."""
    one, other = _words(column), _words(name)
    if not one or not other or _last_number(one) != _last_number(other):
        return 0.0
    mine, theirs = "".join(one), "".join(other)
    if mine == theirs:
        return 1.0
    whole = SequenceMatcher(None, mine, theirs).ratio()
    turned = SequenceMatcher(None, "".join(sorted(one)), "".join(sorted(other))).ratio()
    return min(max(whole, turned), 0.99)


def one_letter_apart(one: str, other: str) -> bool:
    """Say whether two names have the same length and differ in a single letter, as hdl and ldl do."""
    mine, theirs = "".join(_words(one)), "".join(_words(other))
    apart = [pair for pair in zip(mine, theirs, strict=False) if pair[0] != pair[1]]
    return len(mine) == len(theirs) and len(apart) == 1 and all(char.isalpha() for char in apart[0])


@cache
def _words(name: str) -> tuple[str, ...]:
    parts = tuple(_PARTS.findall(name.casefold()))
    return tuple(part for part in parts if part not in _LEADING) or parts


def _last_number(words: tuple[str, ...]) -> str:
    return words[-1].lstrip("0") if words[-1].isdigit() else ""
