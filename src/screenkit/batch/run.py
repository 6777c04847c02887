"""Screen every row of a table: each is accepted with its result or rejected with its reason, and counted."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from screenkit.batch.columns import Columns
from screenkit.batch.ending import Ending, Further, nothing_further
from screenkit.batch.incolumns import Asked, in_columns, is_for_columns
from screenkit.batch.kept import Kept
from screenkit.batch.places import Places, waiting
from screenkit.batch.rows import RowByRow
from screenkit.batch.several import AnyTable
from screenkit.batch.summary import Summary
from screenkit.batch.table import Table
from screenkit.batch.tally import Tally
from screenkit.batch.watch import Watcher
from screenkit.models.content import Content

if TYPE_CHECKING:
    from screenkit.batch.byblocks import PlanOf

_FEW = 100
"""Rows that are screened one by one sooner than the columnar engine has begun."""

Tell = Callable[[str], None]


def run(  # noqa: PLR0913 - what is screened, where it goes, and what may be chosen
    content: Content,
    table: AnyTable,
    columns: Columns,
    places: Places,
    *,
    strict: bool = False,
    kept: Kept | None = None,
    watcher: Watcher | None = None,
    further: Further = nothing_further,
    tell: Tell = lambda _: None,
    few: int = _FEW,
    plan_of: "PlanOf | None" = None,
) -> Summary:
    """Screen a table, write results and rejects, and return what was found.

    With `strict` the results are withheld when a row is rejected, and those of an earlier run are taken away;
    the rejects are written all the same. Accepted rows are put by in `kept`; nothing is written unless their
    reports can be written, too. Each result and each reject is shown to `watcher`; then `further` says what
    else is written, together with the results. A table of more than a `few` rows is screened in columns by
    what `plan_of` makes of the content; a run of that kind that was killed goes on where it stood, and `tell`
    is told.

    Raises:
        TableError: when the table turns out to be no text of its encoding; nothing is written then.
        OutputError: when the results or the rejects cannot be written.

    """
    ending = Ending(content, places, further, strict=strict)
    if kept is None and isinstance(table, Table) and is_for_columns(table, columns, places, few):
        asked = Asked(content, table, columns, places, strict, watcher)
        found = in_columns(asked, ending, tell, plan_of)
        if found is not None:
            return found
    work = RowByRow(content, table, columns, Tally(), kept=kept, watcher=watcher)
    return _row_by_row(work, ending, places, kept)


def rehearse(
    content: Content, table: AnyTable, columns: Columns, *, watcher: Watcher | None = None
) -> Summary:
    """Screen a table as `run` does, write nothing, and return what was found."""
    tally = Tally()
    RowByRow(content, table, columns, tally, watcher=watcher).screen(_Nowhere(), _Nowhere())
    return tally.summary(content, withheld=False)


def _row_by_row(work: RowByRow, ending: Ending, places: Places, kept: Kept | None) -> Summary:
    """Screen a table record by record into its places."""
    with ending.until_noted() as held:
        with ExitStack() as files:
            out, rejects = (
                files.enter_context(waiting(place, places)) for place in (places.out, places.rejects)
            )
            with work.results(out.file, places) as results, work.rejects(rejects.file, places) as refused:
                work.screen(results, refused)
            if kept is not None and not ending.withholds(work.tally):
                kept.ready()
        held += [out, rejects]
        return ending.end(work.tally, out, rejects)


class _Nowhere:
    """Takes rows and writes them nowhere."""

    def writerow(self, row: Sequence[object], /) -> None:
        pass
