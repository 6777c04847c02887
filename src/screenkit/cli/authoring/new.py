"""screenkit rules new and questionnaires new: commented files to start from that check clean."""

import re
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from screenkit.cli.options import Overwrite

NewId = Annotated[
    str, typer.Argument(metavar="ID", help="Its id: lower-case words joined by '-', also the file's name.")
]
NewFolder = Annotated[
    Path,
    typer.Option("--folder", metavar="DIR", help="Where the files are written; made where it is missing."),
]

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


def new_rules(name: NewId, *, folder: NewFolder = Path(), overwrite: Overwrite = False) -> None:
    """Write a rule set of your own to start from, with a criterion it rests on and people to try it on."""
    _check(name)
    made = {
        folder / f"{name}.yaml": "ruleset.yaml",
        folder / "criteria" / f"{name}.yaml": "criteria.yaml",
        folder / "vignettes" / f"{name}.yaml": "vignettes.yaml",
    }
    _write(name, made, overwrite=overwrite)
    typer.echo(f"now: screenkit rules check {folder / f'{name}.yaml'}")


def new_questionnaire(name: NewId, *, folder: NewFolder = Path(), overwrite: Overwrite = False) -> None:
    """Write a questionnaire of your own to start from."""
    _check(name)
    _write(name, {folder / f"{name}.yaml": "questionnaire.yaml"}, overwrite=overwrite)
    typer.echo(f"now: screenkit questionnaires show {folder / f'{name}.yaml'}")


def _check(name: str) -> None:
    if not _ID.match(name):
        raise typer.BadParameter("write lower-case words joined by '-', such as our-rules", param_hint="ID")


def _write(name: str, made: dict[Path, str], *, overwrite: bool) -> None:
    from screenkit.cli.clock import today
    from screenkit.files import write_whole

    for path, skeleton in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, _filled(skeleton, name, today()).encode(), overwrite=overwrite)
        typer.echo(f"written: {path}")


def _filled(skeleton: str, name: str, today: date) -> str:
    """Return a skeleton with its id, and days of this year and the next."""
    text = (files("screenkit.cli.authoring") / "skeletons" / skeleton).read_text(encoding="utf-8")
    in_a_year = today.replace(year=today.year + 1, day=min(today.day, 28))
    words = {"ID": name, "SECTION": name.replace("-", "_"), "TODAY": str(today), "DAY": str(in_a_year)}
    return re.sub(r"\b(ID|TODAY|DAY)\b|SECTION(?=_)", lambda found: words[found.group()], text)
