"""The files that one loading may read: the shipped ones, and the clinic's own where they were named."""

import json
from collections.abc import Sequence
from importlib.resources.abc import Traversable
from pathlib import Path, PurePath

from screenkit.content import locate
from screenkit.content.locate import File

MANIFEST = "snapshot.json"
"""The file of a snapshot that says what was asked for."""

_OWN = "own"


class Shelf:
    """Where content is read from.

    Without a root the shipped files are found where they are installed, and the clinic's own by their paths.
    A snapshot is its own root for both. Each file is known by the name it has in a snapshot, too.
    """

    def __init__(self, root: Traversable | None = None) -> None:
        """Read from a root of one's own, or from where content lives."""
        self._root = root
        self._places: dict[str, str] = {}  # folders of the clinic's own → their names in a snapshot
        self._rule_folders: dict[str, None] = {}  # in the order they were named

    @property
    def is_snapshot(self) -> bool:
        """Whether everything stands under a root of its own, as it was kept."""
        return self._root is not None

    def shipped(self, folder: str) -> dict[str, File]:
        """Return the shipped files of a folder such as `rules`, by id."""
        return locate.shipped(folder, self._root)

    def is_own(self, reference: str) -> bool:
        """Say whether a reference is a path of the clinic's own rather than the id of shipped content."""
        return locate.is_path(reference) if self._root is None else "/" in reference

    def own(self, reference: str) -> list[File]:
        """Return the YAML file at a path of the clinic's own, or those of the folder there.

        Raises:
            ContentError: when there is nothing to read.

        """
        folder = self._folder(reference)
        kept = self._places.setdefault(folder, f"{_OWN}/{len(self._places) + 1}")
        found = locate.own_files(self._place(reference))
        return [File(file.name, file.text, f"{kept}/{file.kept}") for file in found]

    def own_rules(self, reference: str) -> str | None:
        """Return the path of a rule set of the clinic's own: where it is named, else beside another one.

        None means that it is no rule set of the clinic's own.
        """
        if self.is_own(reference):
            path: str | None = reference
        else:
            beside = (f"{folder}/{reference}.yaml" for folder in self._rule_folders)
            path = next((each for each in beside if locate.is_readable(self._place(each))), None)
        if path is not None:
            self._rule_folders[self._folder(path)] = None
        return path

    def own_criteria(self) -> list[str]:
        """Return the folders `criteria` that stand beside the clinic's own rule sets.

        The shipped one is none of them, though a shipped rule set was named by its path.
        """
        beside = {f"{folder}/criteria": self._places[folder] for folder in self._rule_folders}
        found = [each for each in beside if locate.is_own_folder(self._place(each), "rules/criteria")]
        self._places |= {each: f"{beside[each]}/criteria" for each in found}
        return found

    def _folder(self, reference: str) -> str:
        is_folder = locate.is_folder(self._place(reference))
        path = PurePath(reference)
        return (path if is_folder else path.parent).as_posix()

    def _place(self, reference: str) -> Traversable:
        return Path(reference) if self._root is None else self._root.joinpath(*reference.split("/"))


def manifest(rules: str, questionnaires: Sequence[str]) -> bytes:
    """Return the file that says what was asked for, by the names things have in a snapshot."""
    asked = {"rules": rules, "questionnaires": list(questionnaires)}
    return (json.dumps(asked, sort_keys=True) + "\n").encode()
