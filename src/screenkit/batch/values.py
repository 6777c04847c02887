"""Count what stands in some columns of a table, value by value, before anybody is screened."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from screenkit.batch.opening import AS_USUAL, Manner, opened
from screenkit.batch.several import AnyTable
from screenkit.batch.table import Row, Table

Seen = Mapping[str, Counter[str]]
"""Column → value, trimmed of spaces → in how many rows it stands; an empty cell is the value ``""``."""

_LARGE = 8_000_000
"""Bytes from which a table is counted by columns."""

_PLAIN = frozenset({"utf-8", "utf8", "utf-8-sig"})


def seen_values(files: Sequence[Path], names: Collection[str], manner: Manner = AS_USUAL) -> Seen:
    """Return what stands in the columns of these names; rows that are not whole are left out.

    A large table is read by columns where it is written so that this can be done; a row that is too short
    then counts as one with empty cells.

    Raises:
        TableError: when the table cannot be used at all.

    """
    with opened(files, manner) as table:
        is_plain = (manner.encoding or "utf-8").lower() in _PLAIN
        if isinstance(table, Table) and files[0].stat().st_size >= _LARGE and is_plain:
            found = _by_columns(files[0], table, names)
            if found is not None:
                return found
        return by_rows(table, names)


def by_rows(table: AnyTable, names: Collection[str]) -> Seen:
    """Return what stands in columns of a table that is read row by row."""
    places = {name: table.header.index(name) for name in names}
    seen: dict[str, Counter[str]] = {name: Counter() for name in places}
    for row in table.rows(lambda _: False):
        if isinstance(row, Row) and not row.faults:
            for name, place in places.items():
                seen[name][row.cells[place]] += 1
    return {name: _trimmed(dict(counts)) for name, counts in seen.items()}


def _by_columns(path: Path, table: Table, names: Collection[str]) -> Seen | None:
    """Return what stands in columns of a file, or None where Polars does not read it as it is written."""
    import polars as pl  # noqa: PLC0415 - polars is imported when a table is read by columns

    try:
        lazy = pl.scan_csv(
            path, separator=table.delimiter, infer_schema=False, empty_string_is_null=False, glob=False
        )
        written = lazy.collect_schema().names()
        if [name.strip(" ") for name in written] != list(table.header):
            return None
        at = {name: written[table.header.index(name)] for name in names}
        plans = [lazy.select(pl.col(column)).group_by(column).len() for column in at.values()]
        frames = pl.collect_all(plans, engine="streaming")
    except pl.exceptions.PolarsError:
        return None
    return {
        name: _trimmed({value or "": rows for value, rows in frame.iter_rows()})
        for name, frame in zip(at, frames, strict=True)
    }


def _trimmed(counts: Mapping[str, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for value, rows in counts.items():
        found[value.strip(" ")] += rows
    return found
