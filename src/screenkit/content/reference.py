"""The dated facts shipped to start a clinic's profile from: crisis numbers, and tables of compacts."""

from collections.abc import Mapping
from difflib import get_close_matches

from screenkit.content.locate import RULES, shipped
from screenkit.content.read import read
from screenkit.content.shape import M, no_condition, shape
from screenkit.errors import ContentError
from screenkit.models.reference import CompactTable, CrisisLines, PlaceNames, SeedRegion

_FOLDER = f"{RULES}/reference"
_CRISIS_LINES = "crisis-lines"
_PLACE_NAMES = "place-names"
_NEAR = 0.75
_FEW = 3
"""How many places are suggested for one name."""


def crisis_lines() -> CrisisLines:
    """Return the shipped emergency numbers and crisis lines; none counts until a person has checked it.

    Raises:
        ContentError: when the shipped file cannot be used.

    """
    return _shipped(_CRISIS_LINES, CrisisLines)


def seeds_for(place: str, lines: CrisisLines) -> SeedRegion | None:
    """Return what is shipped for the country a place is in, an entry of its own before a shared one."""
    country = place.partition("-")[0]
    own = (each for each in lines.regions if each.region == country)
    shared = (each for each in lines.regions if country in each.countries)
    return next(own, next(shared, None))


def compact_tables() -> Mapping[str, CompactTable]:
    """Return the shipped tables of compacts, by id; nothing in them counts until a person has checked it.

    Raises:
        ContentError: when a shipped file cannot be used.

    """
    names = [name for name in shipped(_FOLDER) if name not in {_CRISIS_LINES, _PLACE_NAMES}]
    return {name: _shipped(name, CompactTable) for name in names}


def place_names() -> Mapping[str, str]:
    """Return the name of every country and of parts of some, by code.

    Raises:
        ContentError: when the shipped file cannot be used.

    """
    return {code: names[0] for code, names in _shipped(_PLACE_NAMES, PlaceNames).names.items()}


def places_meant(text: str) -> Mapping[str, str]:
    """Return the few places somebody may mean who types a name or half a code, by code.

    Those of exactly this name come alone; else those whose name is nearly this one. None of them is to be
    taken without asking.

    Raises:
        ContentError: when the shipped file cannot be used.

    """
    found = _shipped(_PLACE_NAMES, PlaceNames).names
    typed = " ".join(text.casefold().split())
    named = [(name.casefold(), code) for code, names in found.items() for name in names]
    known = {name for name, _ in named}
    wanted = [typed] if typed in known else get_close_matches(typed, sorted(known), n=_FEW, cutoff=_NEAR)
    codes = [code for each in wanted for name, code in named if name == each]
    if not codes:
        codes = [code for code in found if code.casefold().endswith(f"-{typed}")]
    return {code: found[code][0] for code in codes[:_FEW]}


def _shipped(name: str, model: type[M]) -> M:
    file = shipped(_FOLDER)[name]
    document = read(file.text, file.name)
    made = shape(document, model, no_condition)
    if made is None:
        raise ContentError(document.problems)
    return made
