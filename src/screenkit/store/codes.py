"""Codes that people read, print and type: pseudonyms of cases, recovery codes, and heads of chains."""

import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from screenkit.errors import Problem, StoreError

SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Digits and capitals without 0, 1, I, L and O. There are 31: a prime, so that one check symbol a group finds
every single mistyped symbol and every two neighbours that changed places."""

_WITHOUT_VOWELS = "".join(symbol for symbol in SYMBOLS if symbol not in "AEU")
"""For pseudonyms and heads, which must not spell a word."""

_GROUPS, _GROUP = 6, 5
_CODE_LENGTH = _GROUPS * _GROUP
_CASE_ID = re.compile(rf"C-[{_WITHOUT_VOWELS}]{{5}}\Z")
_HEAD = re.compile(rf"([1-9][0-9]{{0,8}})-([{_WITHOUT_VOWELS}]{{4}}(?:-[{_WITHOUT_VOWELS}]{{4}}){{2}})\Z")


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a case's chain: the sequence of its last event, and a short code for all before it."""

    sequence: int
    code: str

    def __str__(self) -> str:
        """Give the head as it is printed on reports, such as `17-K7QM-3RTW-9XDF`."""
        return f"{self.sequence}-{self.code}"


def head_of(sequence: int, mac: bytes) -> Head:
    """Return the head of a chain that ends in `mac`: twelve symbols, some 58 bits of it."""
    rest, symbols = int.from_bytes(mac), ""
    for _ in range(12):
        rest, place = divmod(rest, len(_WITHOUT_VOWELS))
        symbols += _WITHOUT_VOWELS[place]
    return Head(sequence, "-".join((symbols[:4], symbols[4:8], symbols[8:])))


def read_head(text: str) -> Head | None:
    """Return the head that was typed from a report, in any case and with spaces; None where it is none."""
    found = _HEAD.match(re.sub(r"[\s-]+", "-", text.strip()).upper())
    return Head(int(found[1]), found[2]) if found else None


def new_case_id(is_taken: Callable[[str], bool]) -> str:
    """Return a pseudonym such as `C-7K3Q9` that is not taken, drawn by chance and derived from nothing."""
    while True:
        drawn = "C-" + "".join(secrets.choice(_WITHOUT_VOWELS) for _ in range(5))
        if not is_taken(drawn):
            return drawn


def read_case_id(text: str) -> str | None:
    """Return the pseudonym that was typed, in any case, with or without its dash; None where it is none."""
    letters = re.sub(r"[\s-]+", "", text).upper()
    typed = f"{letters[:1]}-{letters[1:]}"
    return typed if _CASE_ID.match(typed) else None


def is_case_id(text: str) -> bool:
    """Return whether a text is a pseudonym exactly as screenkit writes it."""
    return _CASE_ID.match(text) is not None


def new_recovery_code() -> str:
    """Return a recovery code: six groups, each of four symbols by chance (119 bits) and a check symbol."""
    groups = []
    for number in range(1, _GROUPS + 1):
        drawn = "".join(secrets.choice(SYMBOLS) for _ in range(_GROUP - 1))
        groups.append(drawn + _check_symbol(number, drawn))
    return "-".join(groups)


def read_recovery_code(text: str) -> str:
    """Return the recovery code that was typed, as printed; case, spaces and dashes do not matter.

    Raises:
        StoreError: naming each group that is mistyped; it never repeats what was typed.

    """
    typed = re.sub(r"[\s\-\u2010-\u2015]+", "", text).upper()
    if len(typed) != _CODE_LENGTH:
        raise StoreError([_mistyped(f"it has {_CODE_LENGTH} symbols; {len(typed)} were typed")])
    groups = [typed[start : start + _GROUP] for start in range(0, _CODE_LENGTH, _GROUP)]
    problems = [problem for number, group in enumerate(groups, 1) for problem in _faults(number, group)]
    if problems:
        raise StoreError(problems)
    return "-".join(groups)


def _faults(number: int, group: str) -> Iterator[Problem]:
    if not set(group) <= set(SYMBOLS):
        yield _mistyped(f"group {number} holds a symbol that no code has; 0, 1, I, L and O are never used")
    elif _check_symbol(number, group[:-1]) != group[-1]:
        yield _mistyped(f"group {number} is mistyped")


def _check_symbol(number: int, drawn: str) -> str:
    weighed = sum(weight * SYMBOLS.index(symbol) for weight, symbol in enumerate(drawn, 2))
    return SYMBOLS[(number + weighed) % len(SYMBOLS)]


def _mistyped(what: str) -> Problem:
    return Problem("the recovery code", what, "compare it with the printed code and type it again")
