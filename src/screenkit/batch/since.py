"""Compare a run with the results of an earlier one: what has changed for each case, and for how many."""

import csv
import io
import sqlite3
import unicodedata
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, Literal

from screenkit.assessment import LEVELS, Recommendation
from screenkit.batch.opening import Manner, opened
from screenkit.batch.rejects import Reject, shown
from screenkit.batch.several import AnyTable
from screenkit.batch.table import Row
from screenkit.batch.words import TODAY
from screenkit.errors import Problem, TableError
from screenkit.models.base import Modality
from screenkit.text import formula_safe

if TYPE_CHECKING:
    import polars as pl

Kind = Literal[
    "new alert",
    "alert no longer raised",
    "new",
    "gone",
    "rejected now",
    "safety higher",
    "safety lower",
    "recommendation",
    "newly open",
]
"""What can have changed for one case."""

_GROUPS = 4
"""New alerts, alerts that are raised no more, every other change, and cases that are gone."""

_IN_MEMORY = 1 << 22
_LEVELS = frozenset(LEVELS)
_RECOMMENDATIONS = frozenset(each.value for each in Recommendation)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a result says of one case, as far as it is compared: level, recommendations, questions to ask."""

    safety: str
    recommended: tuple[str, ...]
    ask_next: tuple[str, ...]


class Since:
    """Holds an earlier run against this one, case by case; in memory stays one byte for each earlier case."""

    def __init__(self, previous: Path, modalities: Sequence[Modality], encoding: str | None = None) -> None:
        """Read the results of an earlier run.

        Raises:
            TableError: when they are no results of screenkit for any of these modalities, or not readable.

        """
        self.previous = previous
        self._open = ExitStack()
        # A database without a name: on disk, open to nobody else, and gone when it is closed.
        self._before = sqlite3.connect("")
        self._open.callback(self._before.close)
        self._before.execute(
            "create table before (place integer primary key, id text unique, "
            "safety text, recommended text, ask text)"
        )
        try:
            with opened([previous], Manner(encoding)) as table:
                self.modalities = _modalities(table, modalities)
                self._load(table)
        except BaseException:
            self._open.close()
            raise
        self._seen = bytearray(self._count() + 1)
        self._spools = [self._spool() for _ in range(_GROUPS)]
        self.kinds: Counter[Kind] = Counter()
        self.recommended: Counter[Modality] = Counter()
        self.unchanged = 0
        self._finished = False

    def row(self, cells: Mapping[str, str]) -> None:
        """Compare one result, by the names of its columns."""
        asked = tuple(each for each in cells["ask_next"].split(";") if each)
        now = _Found(cells["safety"], tuple(cells[m] for m in self.modalities), asked)
        before = self._take(cells["case_id"])
        kinds = self._kinds(before, now)
        if not kinds:
            self.unchanged += 1
            return
        if before is not None:
            changed = zip(self.modalities, before.recommended, now.recommended, strict=True)
            self.recommended.update(m for m, was, is_ in changed if was != is_)
        self._put(cells["case_id"], kinds, before, now)

    def frame(self, frame: "pl.DataFrame", rejects: Sequence[Reject] = ()) -> None:
        """Compare many results, and the rejects among them by their column `record`, in this order."""
        names = ["case_id", "safety", *self.modalities, "ask_next"]
        waiting = deque(rejects)
        for record, *cells in frame.select("record", *names).iter_rows():
            while waiting and waiting[0].record < record:
                self.reject(waiting.popleft())
            self.row(dict(zip(names, cells, strict=True)))
        for reject in waiting:
            self.reject(reject)

    def reject(self, reject: Reject) -> None:
        """Compare a row that cannot be used now."""
        case_id = formula_safe(shown(reject.case_id))
        before = self._take(case_id)
        is_alert = reject.safety in TODAY and (before is None or before.safety != reject.safety)
        if before is None and not is_alert:
            return
        kinds: list[Kind] = ["rejected now"]
        if is_alert:
            kinds.insert(0, "new alert")
        now = _Found(reject.safety or "", ("",) * len(self.modalities), ())
        self._put(case_id, kinds, before, now)

    def write(self, file: BinaryIO) -> None:
        """Write every change as a table: new alerts first, then alerts that are raised no more."""
        self.finish()
        sides = [f"{name}_{side}" for name in ("safety", *self.modalities) for side in ("before", "now")]
        file.write(_line(["case_id", "change", *sides, "newly_open"]))
        for spool in self._spools:
            spool.seek(0)
            while block := spool.read(1 << 16):
                file.write(block)

    def finish(self) -> None:
        """Count who stood in the earlier results and stands in this table no more."""
        if self._finished:
            return
        self._finished = True
        nobody = _Found("", ("",) * len(self.modalities), ())
        for place, case_id, *cells in self._before.execute("select * from before order by place"):
            if not self._seen[place]:
                self._put(case_id, ["gone"], _found(cells), nobody)

    def close(self) -> None:
        """Let go of both runs."""
        self._open.close()

    def _kinds(self, before: _Found | None, now: _Found) -> list[Kind]:
        if before is None:
            return ["new alert", "new"] if now.safety in TODAY else ["new"]
        kinds: list[Kind] = []
        rise = LEVELS.index(now.safety) - LEVELS.index(before.safety)
        if rise > 0 and now.safety in TODAY:
            kinds.append("new alert")
        if rise < 0 and before.safety in TODAY and now.safety not in TODAY:
            kinds.append("alert no longer raised")
        if rise:
            kinds.append("safety higher" if rise > 0 else "safety lower")
        if before.recommended != now.recommended:
            kinds.append("recommendation")
        if set(now.ask_next) - set(before.ask_next):
            kinds.append("newly open")
        return kinds

    def _put(self, case_id: str, kinds: Sequence[Kind], before: _Found | None, now: _Found) -> None:
        self.kinds.update(kinds)
        was = before or _Found("", ("",) * len(self.modalities), ())
        pairs = zip((was.safety, *was.recommended), (now.safety, *now.recommended), strict=True)
        opened_ = [name for name in now.ask_next if before is not None and name not in before.ask_next]
        cells = [case_id, "; ".join(kinds), *(cell for pair in pairs for cell in pair), ";".join(opened_)]
        self._spools[_group(kinds, was)].write(_line(cells))

    def _take(self, case_id: str) -> _Found | None:
        """Return what the earlier run said of a case, and mark it as seen."""
        asked = "select place, safety, recommended, ask from before where id = ?"
        row = self._before.execute(asked, (_key(case_id),)).fetchone()
        if row is None:
            return None
        place, *cells = row
        self._seen[place] = 1
        return _found(cells)

    def _load(self, table: AnyTable) -> None:
        place = {name: n for n, name in enumerate(table.header)}
        wanted = [place[name] for name in ("case_id", "safety", *self.modalities, "ask_next")]
        try:
            self._before.executemany(
                "insert into before (id, safety, recommended, ask) values (?, ?, ?, ?)",
                _earlier(table, wanted),
            )
        except sqlite3.IntegrityError:
            what = "a case id stands in it twice"
            raise TableError([Problem(table.name, what, "name a results file as it was written")]) from None

    def _count(self) -> int:
        (count,) = self._before.execute("select count(*) from before").fetchone()
        return int(count)

    def _spool(self) -> "SpooledTemporaryFile[bytes]":
        return self._open.enter_context(SpooledTemporaryFile(max_size=_IN_MEMORY))


def _modalities(table: AnyTable, modalities: Sequence[Modality]) -> tuple[Modality, ...]:
    """Return the modalities both runs speak of."""
    missing = [name for name in ("case_id", "safety", "ask_next") if name not in table.header]
    common = tuple(m for m in modalities if m in table.header)
    if missing or not common:
        what = "this is no results file of screenkit for these forms of group"
        raise TableError([Problem(table.name, what, "name the results that an earlier run has written")])
    return common


def _earlier(table: AnyTable, wanted: Sequence[int]) -> Iterator[tuple[str, str, str, str]]:
    """Yield every case of an earlier run: its id, level, recommendations and questions to ask.

    Raises:
        TableError: at the first row that is no result.

    """
    for row in table.rows(lambda _: False):
        if not isinstance(row, Row) or row.faults:
            raise TableError([_no_result(f"{table.name}:{row.line}")])
        case_id, safety, *recommended, ask = (row.cells[n].strip(" ") for n in wanted)
        if not case_id or safety not in _LEVELS or not _RECOMMENDATIONS.issuperset(recommended):
            raise TableError([_no_result(f"{table.name}:{row.line}")])
        yield _key(case_id), safety, ";".join(recommended), ask


def _no_result(where: str) -> Problem:
    return Problem(where, "this row is no result of screenkit", "name a results file as it was written")


def _found(cells: Sequence[str]) -> _Found:
    safety, recommended, ask = cells
    return _Found(safety, tuple(recommended.split(";")), tuple(each for each in ask.split(";") if each))


def _group(kinds: Sequence[Kind], was: _Found) -> int:
    if "new alert" in kinds:
        return 0
    if "alert no longer raised" in kinds or (was.safety in TODAY and kinds[0] in {"gone", "rejected now"}):
        return 1
    return 3 if kinds[0] == "gone" else 2


def _key(case_id: str) -> str:
    return unicodedata.normalize("NFC", case_id)


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()


def since_lines(since: Since, changes: str) -> Iterator[str]:
    """Yield what has changed in words, new alerts first; `changes` is where every change was written."""
    since.finish()
    previous, kinds = since.previous, since.kinds
    if kinds["new alert"]:
        yield f"since {previous}, new alerts: {kinds['new alert']:,}; they stand first in {changes}"
    if kinds["alert no longer raised"]:
        told = "another answer settles no alert; find out what was done"
        yield f"since {previous}, alerts no longer raised: {kinds['alert no longer raised']:,}; {told}"
    rest: tuple[Kind, ...] = ("new", "gone", "rejected now", "safety higher", "safety lower")
    counted = [f"{kind} {kinds[kind]:,}" for kind in rest if kinds[kind]]
    forms = ", ".join(f"{m} {since.recommended[m]:,}" for m in since.modalities if since.recommended[m])
    if forms:
        counted.append(f"recommendation changed {kinds['recommendation']:,} ({forms})")
    if kinds["newly open"]:
        counted.append(f"questions newly open {kinds['newly open']:,}")
    yield f"since {previous}: {'; '.join([*counted, f'unchanged {since.unchanged:,}'])}"
