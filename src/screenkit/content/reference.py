"""The dated facts shipped to start a clinic's profile from: crisis numbers, and tables of compacts."""

from collections.abc import Mapping

from screenkit.content.locate import RULES, shipped
from screenkit.content.read import read
from screenkit.content.shape import M, no_condition, shape
from screenkit.errors import ContentError
from screenkit.models.reference import CompactTable, CrisisLines, SeedRegion

_FOLDER = f"{RULES}/reference"
_CRISIS_LINES = "crisis-lines"


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
    names = [name for name in shipped(_FOLDER) if name != _CRISIS_LINES]
    return {name: _shipped(name, CompactTable) for name in names}


def _shipped(name: str, model: type[M]) -> M:
    file = shipped(_FOLDER)[name]
    document = read(file.text, file.name)
    made = shape(document, model, no_condition)
    if made is None:
        raise ContentError(document.problems)
    return made
