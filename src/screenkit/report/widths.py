"""How wide each column of a table is printed: by its longest word and by how much it has to say."""

from math import sqrt

from screenkit.report.document import Table

_WHOLE = 24
"""A table's width is parted into this many shares, so that tables alike have columns alike."""


def widths(table: Table) -> list[int]:
    """Return the share of each column; together they are about the whole width."""
    wanted = [_wanted([row[n] for row in (table.head, *table.rows)]) for n in range(len(table.head))]
    return [max(2, round(each * _WHOLE / sum(wanted))) for each in wanted]


def _wanted(cells: list[str]) -> float:
    """Return a length at which a column would be neither cramped nor empty."""
    longest_word = max((len(word) for cell in cells for word in cell.split()), default=1)
    longest, mean = max(map(len, cells)), sum(map(len, cells)) / len(cells)
    return max(min(longest_word, 22) * 1.2, min(longest, 14), sqrt(sqrt(longest * mean)) * 4)
