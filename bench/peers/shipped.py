"""A table of the items that the shipped rule set online-group asks, and those columns parsed by Polars alone.

python bench/peers/shipped.py write ROWS FILE
python bench/peers/shipped.py parse FILE SCHEMA      SCHEMA is a JSON file that `write` puts beside the table
"""

import csv
import json
import sys
from pathlib import Path
from random import Random

_EMPTY = 0.05
_AT_ONCE = 20_000


def write(path: Path, count: int) -> None:
    """Write a table in which every item is answered at random, one cell in twenty left empty."""
    from screenkit.content.load import load

    content = load()
    items = [item for questionnaire in content.asked for item in questionnaire.items]
    offered = {
        item.id: list(item.values)
        if item.values
        else [str(n) for n in range(item.number.lowest, item.number.highest + 1, item.number.step)]
        for item in items
        if item.values or item.number
    }
    path.with_suffix(".schema.json").write_text(
        json.dumps({i.id: i.values and list(i.values) for i in items})
    )
    dice = Random(3)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["case_id", *offered])
        for start in range(0, count, _AT_ONCE):
            size = min(_AT_ONCE, count - start)
            ids = [f"C{n:08d}" for n in range(start, start + size)]
            columns = (
                dice.choices(["", *values], [_EMPTY, *[(1 - _EMPTY) / len(values)] * len(values)], k=size)
                for values in offered.values()
            )
            writer.writerows(zip(ids, *columns, strict=True))


def parse(path: Path, schema: Path) -> None:
    """Parse every column with its narrowest kind, and look at all of them without keeping any."""
    import polars as pl

    kinds = {
        name: pl.Enum(values) if values else pl.Int8
        for name, values in json.loads(schema.read_text()).items()
    }
    rows = pl.scan_csv(path, schema={"case_id": pl.String, **kinds}, infer_schema=False)
    rows.select(pl.all().null_count()).collect(engine="streaming")


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(Path(sys.argv[3]), int(sys.argv[2]))
    else:
        parse(Path(sys.argv[2]), Path(sys.argv[3]))
