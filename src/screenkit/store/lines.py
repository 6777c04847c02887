"""Cases as JSON Lines: one file that carries whole cases from one store to another, or to other programs."""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from screenkit.case.events import Event, Stamped
from screenkit.case.history import case_of
from screenkit.errors import Problem, StoreError
from screenkit.models.base import Model, Text
from screenkit.models.day import Moment
from screenkit.store.chain import Row, canonical
from screenkit.store.codes import Head, head_of, is_case_id, read_head

SCHEMA = "screenkit.cases/1"
_WHERE = "the export file"
_ASK_AGAIN = "ask for the export again, and carry it over whole"


class _Head(Model):
    line: Literal["cases"]
    schema_name: str = Field(alias="schema")
    cases: dict[str, str]


class _Content(Model):
    line: Literal["content"]
    sha256: str
    body: str


class _Event(Model):
    line: Literal["event"]
    case: str
    sequence: int = Field(ge=1)
    at: Moment
    who: Text
    event: Event
    nonce: str
    mac: str


class _End(Model):
    line: Literal["end"]
    sha256: str


_LINE: TypeAdapter[_Head | _Content | _Event | _End] = TypeAdapter(
    Annotated[_Head | _Content | _Event | _End, Field(discriminator="line")]
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What an export file holds: content snapshots by their SHA-256, and cases with the heads they had."""

    contents: dict[str, bytes] = field(default_factory=dict)
    cases: dict[str, list[Stamped]] = field(default_factory=dict)
    heads: dict[str, Head] = field(default_factory=dict)


def lines_of(cases: dict[str, tuple[Row, ...]], contents: dict[str, bytes]) -> Iterator[bytes]:
    """Yield the lines of an export: a head, the contents, the events as they are chained, an end."""
    summed = hashlib.sha256()
    for said in _said(cases, contents):
        line = f"{said}\n".encode()
        summed.update(line)
        yield line
    yield f"{canonical({'line': 'end', 'sha256': summed.hexdigest()})}\n".encode()


def read_lines(lines: Iterable[bytes]) -> Arrived:
    """Read an export file.

    Raises:
        StoreError: with every problem: lines that are not as they were written, cases that are not whole.

    """
    arrived, problems, summed, ended = Arrived(), [], hashlib.sha256(), False
    for number, line in enumerate(lines, 1):
        where = f"{_WHERE}, line {number}"
        try:
            read = _LINE.validate_json(line)
        except ValidationError:
            problems.append(Problem(where, "this is no line that screenkit exports", _ASK_AGAIN))
            continue
        if ended or (number == 1) != isinstance(read, _Head):
            problems.append(Problem(where, "this line stands in the wrong place", _ASK_AGAIN))
        elif isinstance(read, _End):
            ended = read.sha256 == summed.hexdigest()
        else:
            problems += _take(where, read, arrived)
        summed.update(line)
    if not ended:
        problems.append(Problem(_WHERE, "it is not whole, or was changed on its way", _ASK_AGAIN))
    problems += [problem for case_id in arrived.heads for problem in _case_faults(case_id, arrived)]
    if problems:
        raise StoreError(problems)
    return arrived


def _said(cases: dict[str, tuple[Row, ...]], contents: dict[str, bytes]) -> Iterator[str]:
    heads = {case_id: str(head_of(rows[-1].sequence, rows[-1].mac)) for case_id, rows in cases.items()}
    yield canonical({"line": "cases", "schema": SCHEMA, "cases": heads})
    for sha256, body in contents.items():
        yield canonical({"line": "content", "sha256": sha256, "body": base64.b64encode(body).decode()})
    for case_id, rows in cases.items():
        for row in rows:
            stamp = canonical({"line": "event", "case": case_id, "sequence": row.sequence, "at": row.at})
            chained = canonical({"who": row.who, "nonce": row.nonce.hex(), "mac": row.mac.hex()})
            yield f'{stamp[:-1]},{chained[1:-1]},"event":{row.body}}}'


def _take(where: str, read: _Head | _Content | _Event, arrived: Arrived) -> Iterator[Problem]:
    match read:
        case _Head(schema_name=schema, cases=cases):
            yield from _take_heads(where, schema, cases, arrived)
        case _Content(sha256=sha256, body=written):
            body = _decoded(written)
            arrived.contents[sha256] = body
            if hashlib.sha256(body).hexdigest() != sha256:
                yield Problem(where, "this snapshot of the rules is not what was exported", _ASK_AGAIN)
        case _Event(case=case_id, sequence=sequence):
            events = arrived.cases.setdefault(case_id, [])
            events.append(Stamped(sequence=sequence, at=read.at, who=read.who, event=read.event))
            if case_id not in arrived.heads or sequence != len(events):
                yield Problem(where, "events before this one are missing, or stand elsewhere", _ASK_AGAIN)
            elif arrived.heads[case_id].sequence == sequence:
                yield from _head_faults(where, read, arrived.heads[case_id])


def _take_heads(where: str, schema: str, cases: dict[str, str], arrived: Arrived) -> Iterator[Problem]:
    if schema != SCHEMA:
        what = f"the file is of kind {schema}; this screenkit reads {SCHEMA}"
        yield Problem(where, what, "update screenkit, or ask for an export from the same version")
        return
    for case_id, printed in cases.items():
        head = read_head(printed)
        if head is None or not is_case_id(case_id):
            yield Problem(where, "a case is named as screenkit never names one", _ASK_AGAIN)
        else:
            arrived.heads[case_id] = head


def _head_faults(where: str, read: _Event, head: Head) -> Iterator[Problem]:
    try:
        is_it = head_of(read.sequence, bytes.fromhex(read.mac)) == head
    except ValueError:
        is_it = False
    if not is_it:
        yield Problem(where, "the case does not end in the head the file names for it", _ASK_AGAIN)


def _case_faults(case_id: str, arrived: Arrived) -> Iterator[Problem]:
    events: Sequence[Stamped] = arrived.cases.get(case_id, [])
    if len(events) != arrived.heads[case_id].sequence:
        yield Problem(case_id, "events of this case are missing at its end", _ASK_AGAIN)
        return
    try:
        purged = case_of(case_id, events).purged
    except ValueError:
        yield Problem(case_id, "its events do not add up to a case", _ASK_AGAIN)
        return
    if purged:
        yield Problem(case_id, "this is the tombstone of a case that was purged", "leave it out")


def _decoded(written: str) -> bytes:
    try:
        return base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        return b""
