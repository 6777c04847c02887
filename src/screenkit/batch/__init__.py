"""A table of people: every row screened by the one engine, every row that cannot be used named with a reason.

`stream` makes lines of bytes, `split` makes cells of lines, `table` finds the rows, `columns` says which cell
is which answer, `row` reads one row, `run` screens them all, `alert` reads rejected rows as generously as a
person would; `results` and `rejects` say what is written of a row, `places` where it goes. `kept` puts by
accepted rows whose reports are wanted, and `filenames` names the files. `arrow` screens tables in memory.

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
