"""Show a watcher again what an interrupted run has done: by its results, and what was put by with them."""

import io
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import polars as pl

from screenkit.batch.cells import LINE, NUMBER
from screenkit.batch.columnar import Settled
from screenkit.batch.journal import Journal
from screenkit.batch.rejects import Place, Reject, RowProblem, shown
from screenkit.batch.watch import Watcher

_PLACE = np.dtype([(NUMBER, np.uint32), (LINE, np.uint32)])


def show(watcher: Watcher, settled: Settled) -> None:
    """Show a watcher what was settled."""
    watcher.frame(settled.results.rename({NUMBER: "record", LINE: "line"}), settled.rejects)


def show_again(watcher: Watcher, journal: Journal, header: Sequence[str], delimiter: str) -> None:
    """Show a watcher what an interrupted run has settled, step by step; `delimiter` parts its results."""
    for settled in _settled(journal, header, delimiter):
        show(watcher, settled)


def beside_results(settled: Settled) -> bytes:
    """Return what a watcher sees and the results do not tell: where each stands, and every reject."""
    places = np.empty(settled.results.height, _PLACE)
    for name in (NUMBER, LINE):
        places[name] = settled.results[name].to_numpy()
    told = [
        [each.place.line, each.record, shown(each.case_id), each.problems[0].kind, each.safety]
        for each in settled.rejects
    ]
    return places.tobytes() + b"".join(json.dumps(each).encode() + b"\n" for each in told)


def _settled(journal: Journal, header: Sequence[str], delimiter: str) -> Iterator[Settled]:
    results, seen = (_pieces(journal, kind) for kind in ("results", "seen"))
    before = 0
    for step, lines, places in zip(journal.steps, results, seen, strict=True):
        rows = step.tally.accepted - before
        cells = lines.partition(b"\n")[2] if before == 0 and step is journal.steps[0] else lines
        yield _of_step(cells, places, rows, header, delimiter)
        before = step.tally.accepted


def _pieces(journal: Journal, kind: str) -> Iterator[bytes]:
    """Yield what each step wrote into one of the parts."""
    ends = [0, *(step.written[kind][0] for step in journal.steps)]
    with journal.parts[kind].path.open("rb") as file:
        for start, end in pairwise(ends):
            yield file.read(end - start)


def _of_step(cells: bytes, beside: bytes, rows: int, header: Sequence[str], delimiter: str) -> Settled:
    texts = pl.Schema(dict.fromkeys(header, pl.String()))
    frame = pl.DataFrame(schema=texts)
    if rows:
        frame = pl.read_csv(io.BytesIO(cells), has_header=False, schema=texts, separator=delimiter)
    places = np.frombuffer(beside, _PLACE, rows)
    rejects = tuple(_reject(line) for line in beside[places.nbytes :].splitlines())
    return Settled(frame.with_columns(pl.Series(name, places[name]) for name in (NUMBER, LINE)), rejects)


def _reject(line: bytes) -> Reject:
    where, record, case_id, kind, safety = json.loads(line)
    return Reject(Place("", where), record, case_id, (RowProblem(kind, "", ""),), safety)
