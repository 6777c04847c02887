"""screenkit rules schema: JSON Schemas, so that an editor completes and checks content files."""

from pathlib import Path
from typing import Annotated

import typer

from screenkit.cli.options import Overwrite

Kind = Annotated[
    str | None,
    typer.Argument(metavar="[KIND]", help="ruleset, questionnaire, criteria, vignettes, accepted or clinic."),
]
SchemaFolder = Annotated[
    Path | None,
    typer.Option("--folder", metavar="DIR", help="Write the schemas of every kind into this folder."),
]


def print_schema(kind: Kind = None, *, folder: SchemaFolder = None, overwrite: Overwrite = False) -> None:
    """Print the JSON Schema of one kind of content file, or write those of every kind into a folder."""
    from screenkit.content.schemas import KINDS, schema_text
    from screenkit.errors import suggestion
    from screenkit.files import write_whole

    if (kind is None) == (folder is None):
        raise typer.BadParameter("name a KIND, or give --folder DIR for all of them", param_hint="KIND")
    if kind is not None and kind not in KINDS:
        do = suggestion(kind, KINDS, f"there are {', '.join(KINDS)}")
        raise typer.BadParameter(f"no such kind: {do}", param_hint="KIND")
    if kind is not None:
        typer.echo(schema_text(kind), nl=False)
        return
    place = folder or Path()
    place.mkdir(parents=True, exist_ok=True)
    for each in KINDS:
        path = place / f"{each}.json"
        write_whole(path, schema_text(each).encode(), overwrite=overwrite)
        typer.echo(f"written: {path}")
