"""Content with faults put into its files, as a slip of the pen would."""

from itertools import islice
from pathlib import Path

from screenkit.check.cases import run
from screenkit.check.examine import said_otherwise
from screenkit.check.phrasing import milder_actions, wording
from screenkit.content.load import load, load_from
from screenkit.content.shelf import Shelf
from screenkit.content.vignettefiles import shipped_vignettes
from screenkit.content.vignettes import bench, read_vignettes

VIGNETTES = read_vignettes(shipped_vignettes())


def copied(folder: Path) -> None:
    """Write every shipped file of the online rule set into a folder."""
    for name, body in load("online-group").sources.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


def rewritten(folder: Path, change: tuple[str, str, str, str]):
    """Load content in which one place of a file is another: file, the words behind which, old and new."""
    file, behind, old, new = change
    path = folder / file
    text = path.read_text()
    at = text.index(old, text.index(behind))
    return loaded(folder, file, text[:at] + new + text[at + len(old) :])


def loaded(folder: Path, file: str, text: str):
    """Load content in which one file holds something else; the file is put back."""
    path = folder / file
    before = path.read_text()
    path.write_text(text)
    try:
        return load_from(Shelf(folder), "online-group" if "online" in file else "usual-group-criteria")
    finally:
        path.write_text(before)


def found_by(check: str, content) -> set[str]:
    """Return where one check finds a flaw; of the vignettes, the first is enough."""
    laid_out = bench(content, VIGNETTES)
    match check:
        case "vignette":
            told = (*islice(run(laid_out.cases), 1), *islice(said_otherwise(content, laid_out.edges), 1))
        case "milder-action":
            told = tuple(milder_actions(content, laid_out.cases))
        case _:
            told = tuple(wording(content))
    return {flaw.spot.id for flaw in told if flaw.check == check}
