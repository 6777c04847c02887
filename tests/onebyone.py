"""What the engine says of the rows of a table one by one, told as `screen` does: what a result means."""

import unicodedata
from dataclasses import replace
from hashlib import blake2b

from screenkit.batch.celltable import Cells, CellTable
from screenkit.batch.columns import columns_of
from screenkit.batch.rejects import COLUMNS
from screenkit.batch.results import Results
from screenkit.batch.rows import RowByRow
from screenkit.batch.tally import Tally


class Written(list):
    """Takes the rows that a `csv.writer` would."""

    def writerow(self, row):
        self.append([str(cell) for cell in row])


def one_by_one(content, header, rows, mapping=None, *, keyed=False):
    """The results of rows of text cells, in their order, nobody left out."""
    columns = replace(columns_of(header, content, "the table", mapping), named=keyed)
    table = CellTable(
        "the table", Cells(0, header), [Cells(number, row) for number, row in enumerate(rows, 1)]
    )
    found = of_table(content, table, columns)
    for number, row in enumerate(rows if keyed else (), 1):
        case_id = unicodedata.normalize("NFC", row[columns.case_id].strip(" "))
        key = blake2b(case_id.encode(), digest_size=16).digest() if case_id else None
        found[number - 1] |= {"place": number, "key": key}
    return found


def of_table(content, table, columns):
    """The same of a table that is read in any other way."""
    results, rejects = Written(), Written()
    RowByRow(content, table, columns, Tally()).screen(results, rejects)
    refused = {int(row[COLUMNS.index("record")]): dict(zip(COLUMNS, row, strict=True)) for row in rejects}
    shown = Results(content, columns.ids).header
    accepted = (dict(zip(shown, row, strict=True)) for row in results)
    names = list(dict.fromkeys((*shown, *COLUMNS)))
    rows = [refused.get(number) or next(accepted) for number in range(1, table.records + 1)]
    assert next(accepted, None) is None
    return [{name: row.get(name) for name in names} for row in rows]
