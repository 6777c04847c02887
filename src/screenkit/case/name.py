"""Say whether what was typed reads as a name, and whether two names may well be of one person."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from screenkit.errors import Problem, suggestion
from screenkit.text import clean

_FEWEST_LETTERS = 2
_ID_SHAPED = re.compile(r"\S*[\d_]\S*|[^\W\d_]+\s+\d+")
"""One word with a digit or an underscore in it, or a word and a number: an id, mistyped or unknown."""

_NO_NAMES = frozenset(
    "yes no na none nobody noone null unknown me myself self same another somebodyelse colleague "  # noqa: SIM905
    "clinician secondclinician leader supervisor".split()
)
"""What answers some other question, letters only."""

_ALIKE = 0.85
_TITLES = frozenset(
    {"dr", "doctor", "prof", "professor", "mr", "mrs", "ms", "mx", "miss", "phd", "psyd", "md", "med", "rn"}
)


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
    if len({_alphabet(char) for char in letters} - {""}) > 1:
        return Problem(where, "this name mixes letters of two alphabets", "write it in one")
    return None


def is_same_person(name: str, who: str, leaders: Mapping[str, str]) -> bool:
    """Say whether a name may well be that of somebody: as an id, in part, by initials, or with a slip.

    `leaders` are the names on file by their ids. The whole name of another leader is that leader's, however
    alike the two names are.
    """
    named = next((full for leader, full in leaders.items() if _bare(leader) == _bare(name)), name)
    told, own = _words(named), _words(who)
    others = [_words(full) for full in leaders.values()]
    if told == own or (told in others and own in others):
        return told == own
    if _bare(named) == _bare(who) or _fit(told, own):
        return True
    return SequenceMatcher(None, " ".join(told), " ".join(own)).ratio() >= _ALIKE


def _fit(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether the words of one name are among those of the other, initials standing for words."""
    few, many = sorted((_spelled_out(one, other), _spelled_out(other, one)), key=len)
    left, whole = list(many), 0
    for word in sorted(few, key=len, reverse=True):
        found = next((each for each in left if each == word), None)
        whole += found is not None
        found = found or next((each for each in left if _is_initial(word, each)), None)
        if found is None:
            return False
        left.remove(found)
    return whole > 0 or all(len(word) == 1 for word in few) or all(len(word) == 1 for word in many)


def _spelled_out(name: Sequence[str], other: Sequence[str]) -> list[str]:
    """Return the words of a name; one word that is the initials of the other name is taken apart."""
    initials = sorted(word[0] for word in other)
    if len(name) == 1 and len(other) > 1 and sorted(name[0]) == initials:
        return list(name[0])
    return list(name)


def _is_initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[0] == other[0]


def _alphabet(char: str) -> str:
    """Return the alphabet of a letter, of those whose letters look alike."""
    first = unicodedata.name(char, "").split(" ")[0]
    return first if first in {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"} else ""


def _folded(name: str) -> str:
    """Return a name in small letters without accents, joiners and other forms of the same letters."""
    apart = unicodedata.normalize("NFKD", clean(name).casefold())
    return "".join(char for char in apart if unicodedata.category(char) not in {"Mn", "Cf"})


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name in order of the alphabet, without titles where anything else is left."""
    spaced = "".join(char if char.isalnum() else " " for char in _folded(name))
    every = tuple(sorted(spaced.split()))
    return tuple(word for word in every if word not in _TITLES) or every


def _bare(name: str) -> str:
    return "".join(char for char in _folded(name) if char.isalnum())
