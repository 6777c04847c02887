"""Where vignettes are, and the lists of what may stand: shipped, or beside a rule set of the clinic's own."""

from pathlib import Path

from screenkit.content import locate
from screenkit.content.locate import File

VIGNETTES = "vignettes"
ACCEPTED = "accepted"
ANSWERS = ".answers.yaml"


def shipped_vignettes() -> list[File]:
    """Return the vignette files that go with the shipped rule sets."""
    return list(locate.shipped_beside(VIGNETTES).values())


def own_vignettes(rules: str) -> list[File]:
    """Return the vignette files in a folder `vignettes` beside a rule set of the clinic's own.

    Answer files may stand among them: what a proof finds is written as both.
    """
    return [file for file in _beside(rules, VIGNETTES) if not file.name.endswith(ANSWERS)]


def beside(rules: str) -> list[str]:
    """Return the ids for which the files in the folder of a rule set of the clinic's own are named."""
    if not locate.is_path(rules):
        return []
    path = Path(rules)
    folder = path if locate.is_folder(path) else path.parent
    return [file.id for file in locate.own_files(folder)]


def accepted_files(rules: str) -> list[File]:
    """Return the files of faults that may stand: shipped ones, or those beside a rule set of one's own."""
    if locate.is_path(rules):
        return _beside(rules, ACCEPTED)
    return list(locate.shipped_folder(f"{locate.RULES}/{ACCEPTED}").values())


def _beside(rules: str, folder: str) -> list[File]:
    beside = (Path(rules) if locate.is_folder(Path(rules)) else Path(rules).parent) / folder
    return locate.own_files(beside) if locate.is_folder(beside) else []
