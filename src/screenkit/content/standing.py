"""Where things stand: the file and line of each rule, criterion, item and so on of a content."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import PurePath

from screenkit.check.flaw import Kind, Spot
from screenkit.content.read import Document, Path, Plain, read_through
from screenkit.content.shelf import MANIFEST
from screenkit.models.content import Content

_LISTS: Mapping[Kind, tuple[tuple[str, Kind], ...]] = {
    "ruleset": (
        ("rules", "rule"),
        ("changes", "rule"),
        ("tensions", "tension"),
        ("doubts", "doubt"),
        ("properties", "property"),
        ("impossible", "impossible"),
    ),
    "criteria": (("criteria", "criterion"), ("tensions", "tension")),
    "questionnaire": (("sections", "item"), ("scales", "item")),
}


class Standing:
    """Finds where something stands, by its kind and id."""

    def __init__(self, content: Content, rules: str) -> None:
        """Look at the files a content came from; `rules` is how its rule set was named."""
        self._content = content
        self._rules = rules

    @cached_property
    def _places(self) -> dict[tuple[Kind, str], tuple[Document, Path]]:
        """Where everything stands: the files are read once more, and only where somebody asks."""
        found: dict[tuple[Kind, str], tuple[Document, Path]] = {}
        for kept, body in self._content.sources.items():
            if kept != MANIFEST:
                _note(found, read_through(body, _named(kept, self._rules)))
        return found

    def line_of(self, spot: Spot) -> str:
        """Return `file:line` of a place; the nearest that has one."""
        found = self._places.get((spot.kind, spot.id))
        if found is None:
            return spot.id
        document, path = found
        return document.where((*path, spot.key) if spot.key else path).partition(": ")[0]


_Places = dict[tuple[Kind, str], tuple[Document, Path]]


def _note(places: _Places, document: Document) -> None:
    data = document.data
    if not isinstance(data, dict):
        return
    kind: Kind = "questionnaire" if "sections" in data else "ruleset" if "rules" in data else "criteria"
    places.setdefault((kind, str(data.get("id"))), (document, ()))
    definitions = data.get("definitions")
    for name in definitions if isinstance(definitions, dict) else ():
        places["definition", name] = document, ("definitions", name)
    for key, each in _LISTS[kind]:
        _note_list(places, document, (key,), each)


def _note_list(places: _Places, document: Document, path: Path, kind: Kind) -> None:
    entries: Plain = document.data
    for step in path:
        entries = entries.get(str(step)) if isinstance(entries, dict) else _entry(entries, step)
    for n, entry in enumerate(entries if isinstance(entries, tuple) else ()):
        if isinstance(entry, dict) and "items" in entry and path == ("sections",):
            _note_list(places, document, (*path, n, "items"), "item")
        elif isinstance(entry, dict):
            # a rule set's own words for a tension stand before those among the criteria
            places.setdefault((kind, str(entry.get("id"))), (document, (*path, n)))


def _entry(entries: Plain, step: str | int) -> Plain:
    return entries[step] if isinstance(entries, tuple) and isinstance(step, int) else None


def _named(kept: str, rules: str) -> str:
    """Return the name a file is reported under: as it was named, where it is one of the clinic's own."""
    if not kept.startswith("own/"):
        return kept
    path, name = PurePath(rules), PurePath(kept).name
    if path.name == name or path.suffix not in {".yaml", ".yml"}:
        return str(path)
    inner = PurePath(*PurePath(kept).parts[2:])
    return str(path.parent / inner)
