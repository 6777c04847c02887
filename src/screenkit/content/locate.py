"""Where content lives: shipped with screenkit, or a file or folder of the clinic's own."""

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from screenkit.errors import ContentError, Problem, suggestion

_INSTALLED = files("screenkit") / "_content"
_CHECKOUT = Path(__file__).parents[3]

RULES = "rules"
QUESTIONNAIRES = "questionnaires"


@dataclass(frozen=True, slots=True)
class File:
    """A content file: the name problems are reported under, its bytes, and its name in a snapshot."""

    name: str
    text: bytes
    kept: str

    @property
    def id(self) -> str:
        """The id the file is named for."""
        return self.name.replace("\\", "/").rpartition("/")[2].removesuffix(".yaml").removesuffix(".yml")


def shipped(folder: str, root: Traversable | None = None) -> dict[str, File]:
    """Return the shipped files of a folder such as `rules`, `rules/criteria` or `questionnaires`, by id.

    `root` is the folder they stand in; None is where content lives.
    """
    place = (content_root() if root is None else root).joinpath(*folder.split("/"))
    found = [
        File(f"{folder}/{entry.name}", entry.read_bytes(), f"{folder}/{entry.name}")
        for entry in sorted(place.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".yaml")
    ]
    return {file.id: file for file in found}


def shipped_folder(folder: str) -> dict[str, File]:
    """Return the shipped files of a folder that need not be there, by id."""
    place = content_root().joinpath(*folder.split("/"))
    return shipped(folder) if is_folder(place) else {}


def shipped_beside(folder: str) -> dict[str, File]:
    """Return the shipped files that stand among the tests in the checkout, such as `vignettes`, by id."""
    return shipped_folder(folder if _INSTALLED.is_dir() else f"tests/{folder}")


def content_root() -> Traversable:
    """Return the folder that holds `rules/` and `questionnaires/`: in the wheel, else in the checkout.

    An editable install leaves a stale copy in site-packages; asking for the package's own files does not
    find it.
    """
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def own_files(path: Traversable) -> list[File]:
    """Return the YAML file at `path`, or those of the folder at `path`.

    Raises:
        ContentError: when there is nothing to read.

    """
    if not is_folder(path):
        return [_read(path)]
    inside = sorted(path.iterdir(), key=lambda each: each.name)
    found = [_read(each) for each in inside if each.name.endswith((".yaml", ".yml"))]
    if not found:
        raise ContentError([Problem(str(path), "the folder holds no YAML file", "name another")])
    return found


def is_folder(path: Traversable) -> bool:
    """Say whether there is a folder at `path`; a name no file system takes is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_own_folder(path: Traversable, folder: str) -> bool:
    """Say whether there is a folder at `path` other than the shipped `folder`."""
    ours = content_root().joinpath(*folder.split("/"))
    same = isinstance(path, Path) and isinstance(ours, Path) and path.resolve() == ours.resolve()
    return is_folder(path) and not same


def is_readable(path: Traversable) -> bool:
    """Say whether there is a file at `path`; a name no file system takes is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_path(reference: str) -> bool:
    """Say whether a reference is a path of the clinic's own rather than the id of shipped content."""
    return (
        reference.endswith((".yaml", ".yml"))
        or "/" in reference
        or "\\" in reference
        or (reference != "" and is_folder(Path(reference)))
    )


def unknown(kind: str, reference: str, known: dict[str, File]) -> ContentError:
    """Return the error for an id that no shipped content has."""
    shipped_ids = ", ".join(sorted(known))
    otherwise = f"shipped are {shipped_ids}; or give the path of a file of your own, such as ./mine.yaml"
    return ContentError(
        [Problem(reference, f"there is no {kind} of that id", suggestion(reference, known, otherwise))]
    )


def _read(path: Traversable) -> File:
    try:
        return File(str(path), path.read_bytes(), path.name)
    except OSError as error:
        raise ContentError(
            [
                Problem(
                    str(path),
                    f"the file cannot be read ({error.strerror})",
                    "check the name and its permissions",
                )
            ]
        ) from None
