"""Codes by which tables say that there is no answer, so that none is taken for one."""

import re
from fractions import Fraction

from screenkit.models.answers import read_number
from screenkit.models.questionnaire import Item

_CODES = frozenset(int(digits * times) for digits in "789" for times in (1, 2, 3, 4)) | {
    66,
    96,
    97,
    98,
    666,
    996,
    997,
    998,
}
"""Numbers that surveys write for refused, not known and missing; so is every number below zero."""

_WORDS = frozenset(
    """
    na nan null missing blank empty undefined nodata novalue notavailable notapplicable notasked notdone nd
    notanswered unanswered noanswer noresponse noreply nr notstated ns notreported notrecorded unknown unk
    notknown dontknow doesntknow donotknow dk unsure notsure cannotsay cantsay refused refusedtoanswer
    declined declinedtoanswer prefernottosay prefernottoanswer skipped
    """.split()  # noqa: SIM905 - reads as a list of words
)
"""Words that say so, without what stands between their letters. "None" and "nil" are answers."""

_BETWEEN_LETTERS = re.compile(r"[\W_]+")
_ONLY_MARKS = re.compile(r"[-.–—−?_/#~ ]+|\.[a-z]")  # noqa: RUF001 - all the dashes; Stata writes .a to .z


def looks_missing(item: Item, written: str) -> bool:
    """Say whether what a table writes looks like a code for no answer; what the item offers does not."""
    bare = written.strip().casefold()
    number = read_number(bare)
    if number is not None:
        return _is_code(number) and not (item.number and item.number.offers(number))
    word = _squeezed(bare)
    if word in {_squeezed(value) for value in item.values or ()}:
        return False
    return word in _WORDS or word.startswith("noneof") or bool(_ONLY_MARKS.fullmatch(bare))


def _is_code(number: Fraction) -> bool:
    return number < 0 or number in _CODES


def _squeezed(text: str) -> str:
    return _BETWEEN_LETTERS.sub("", text)
