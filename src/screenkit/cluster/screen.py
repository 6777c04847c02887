"""Screen people in an Arrow table: one function, told the id of a rule set, and nothing but its result."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from screenkit.content.load import load
from screenkit.content.locate import is_path
from screenkit.models.content import Content
from screenkit.models.mapping import TableMapping

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa


def screen(
    table: "pa.Table | pa.RecordBatch | pl.DataFrame",
    ruleset: str = "online-group",
    *,
    questionnaires: Sequence[str] = (),
    mapping: TableMapping | None = None,
) -> "pa.Table":
    """Return the result of screening a table of people, one row for each of its rows, in its order.

    Columns are named for items and scores, `case_id` names the case; or `mapping` says which column holds
    what (`content.mapping.load_mapping`). The columns that come out are those `screenkit batch` writes, all
    of them text, and after them `line` (the row's number, from 1), `record`, `column`, `value`, `reason` and
    `do`: null for everybody who was screened. Of somebody who could not be, only `case_id` and `safety`, the
    alert that the readable cells give, stand before them. A case id counts once in a table.

    Rows are screened in columns; those that columns cannot hold the engine screens, with the same result.

    `ruleset` is the id of a shipped rule set or a path, `questionnaires` are paths, as for `screenkit batch`.
    Nothing is written, and nothing is kept but what is shipped. The function can be pickled, also with its
    arguments: `functools.partial(screen, ruleset="online-group")`.

    Raises:
        ContentError: with every problem of the rule set.
        TableError: when no column is named for an item, two have one name, or a column holds no single
            values or text that is no UTF-8.

    """
    from screenkit.batch.arrow import screen_table  # noqa: PLC0415 - needs pyarrow, which few have

    return screen_table(content_of(ruleset, tuple(questionnaires)), table, mapping)


def content_of(ruleset: str, questionnaires: tuple[str, ...]) -> Content:
    """Return a rule set; what is shipped is loaded once a process, a clinic's own files every time.

    Raises:
        ContentError: with every problem of the rule set.

    """
    own = is_path(ruleset) or questionnaires
    return load(ruleset, questionnaires) if own else _shipped(ruleset)


@lru_cache(maxsize=4)
def _shipped(ruleset: str) -> Content:
    return load(ruleset)
