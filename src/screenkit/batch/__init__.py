"""A table of people: every row screened by the one engine, every row that cannot be used named with a reason.

`opening` opens whatever is named as the table, by its `kinds`. Of CSV, `stream` makes lines of bytes, `split`
makes cells of lines, `table` finds the rows; of everything else, `parquet` (after a `probe`) and `xlsx` make
text cells of typed values as `written` says (`typed`, of a whole column), and `celltable` rows of them;
`several` reads many as one. `columns` says which cell is which answer, `row` reads one row, `run` screens
them all, `alert` reads rejected rows as generously as a person would; `results` and `rejects` say what is
written of a row, `writing` as what kind of table, `places` where it goes. `kept` puts by accepted rows whose
reports are wanted, and `filenames` names the files.

Beside the results, `watch` shows each result and each reject once to a `worklist` (worded by `words`, written
by `worklistfile`) and to `since`, which compares with an earlier run. `dating` says which answers have grown
too old; `values` and `echo` say before a run what becomes of answers about safety.

Large tables of CSV are read in `blocks` and screened in columns (`byblocks`, `columnar`, `plan`), with a
`journal` to go on from. `arrow` screens tables in memory in the same columns (`memory`, `typedcells`):
`screenkit.batch.screen` is the way in for programs that hold people in Arrow tables.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from screenkit.cluster.screen import screen

__all__ = ["screen"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name != "screen":
        raise AttributeError(f"module 'screenkit.batch' has no attribute '{name}'")
    return import_module("screenkit.cluster.screen").screen
