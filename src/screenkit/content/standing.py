"""Where things stand: the file and line of each rule, criterion, item and so on of a content."""

from collections.abc import Mapping
from pathlib import PurePath

from screenkit.check.flaw import Kind, Spot
from screenkit.content.read import Document, Path, Plain, read_through
from screenkit.content.shelf import MANIFEST
from screenkit.models.content import Content

_LISTS: Mapping[str, tuple[tuple[str, Kind], ...]] = {
    "rules": (("rules", "rule"), ("tensions", "tension")),
    "criteria": (("criteria", "criterion"), ("tensions", "tension")),
    "questionnaires": (("sections", "item"), ("scales", "item")),
}


class Standing:
    """Finds where something stands, by its kind and id."""

    def __init__(self, content: Content, rules: str) -> None:
        """Read once more the files a content came from; `rules` is how its rule set was named."""
        self._places: dict[tuple[Kind, str], tuple[Document, Path]] = {}
        for kept, body in content.sources.items():
            if kept != MANIFEST:
                self._note(read_through(body, _named(kept, rules)))

    def line_of(self, spot: Spot) -> str:
        """Return `file:line` of a place; the nearest that has one."""
        found = self._places.get((spot.kind, spot.id))
        if found is None:
            return spot.id
        document, path = found
        return document.where((*path, spot.key) if spot.key else path).partition(": ")[0]

    def _note(self, document: Document) -> None:
        data = document.data
        if not isinstance(data, dict):
            return
        kind: Kind = "questionnaire" if "sections" in data else "ruleset" if "rules" in data else "criteria"
        self._places.setdefault((kind, str(data.get("id"))), (document, ()))
        definitions = data.get("definitions")
        for name in definitions if isinstance(definitions, dict) else ():
            self._places[("definition", name)] = document, ("definitions", name)
        of_kind = {"ruleset": "rules", "criteria": "criteria", "questionnaire": "questionnaires"}[kind]
        for key, each in _LISTS[of_kind]:
            self._note_list(document, (key,), data.get(key), each)

    def _note_list(self, document: Document, path: Path, entries: Plain, kind: Kind) -> None:
        for n, entry in enumerate(entries if isinstance(entries, tuple) else ()):
            if not isinstance(entry, dict):
                continue
            if "items" in entry and path[0] == "sections":
                self._note_list(document, (*path, n, "items"), entry["items"], "item")
            else:
                # a rule set's own words for a tension stand before those among the criteria
                self._places.setdefault((kind, str(entry.get("id"))), (document, (*path, n)))


def _named(kept: str, rules: str) -> str:
    """Return the name a file is reported under: as it was named, where it is one of the clinic's own."""
    if not kept.startswith("own/"):
        return kept
    path, name = PurePath(rules), PurePath(kept).name
    if path.name == name or path.suffix not in {".yaml", ".yml"}:
        return str(path)
    inner = PurePath(*PurePath(kept).parts[2:])
    return str(path.parent / inner)
