"""screenkit demo: a ready-made person, screened and reported in a second."""

from importlib.resources import files
from itertools import count
from pathlib import Path

import typer

_NAME = "screenkit-demo.pdf"
_MARK = "screenkit demo"


def demo() -> None:
    """Screen an invented person, show the report, and write it as a PDF here."""
    from screenkit.cli.options import cache_folder
    from screenkit.cli.render import Format, put, put_assessment
    from screenkit.content.answers import read_answers
    from screenkit.content.cache import load_kept
    from screenkit.engine.assess import assess
    from screenkit.report.pdf import pdf
    from screenkit.report.view import view

    person = (files("screenkit.cli") / "demo.yaml").read_bytes()
    content = load_kept("online-group", (), cache_folder())
    assessment = assess(content, read_answers(person, "demo.yaml", content))
    story = [
        line.removeprefix("# ").rstrip() for line in person.decode().splitlines() if line.startswith("# ")
    ]
    typer.echo("\n".join(story) + "\n")
    put_assessment(content, assessment, Format.TEXT, None, overwrite=False)
    path = _own_or_free()
    put(pdf(view(content, assessment), mark=_MARK), path, overwrite=path.exists())
    typer.echo(f"\nThe same summary as a PDF: {path.resolve()}")


def _own_or_free() -> Path:
    """Return the first name that is free, or holds a PDF that an earlier demo wrote."""
    for number in count(1):
        path = Path(_NAME) if number == 1 else Path(_NAME).with_stem(f"screenkit-demo-{number}")
        if not path.exists() or (path.is_file() and _MARK.encode() in path.read_bytes()):
            return path
    raise AssertionError
