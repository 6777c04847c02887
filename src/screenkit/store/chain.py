"""The chains: each event is bound to all before it, and a ledger binds every event of the store."""

import hmac
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from screenkit.case.events import Event, Stamped

START = bytes(32)
"""What the first link of a chain is bound to."""

_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


@dataclass(frozen=True, slots=True)
class Row:
    """An event as the table keeps it; `nonce` is by chance, so that a purged event cannot be guessed at."""

    case_id: str
    sequence: int
    at: str
    who: str
    kind: str
    body: str
    nonce: bytes
    mac: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger says of an event: that it was written, and its mac."""

    sequence: int
    mac: bytes


def canonical(value: object) -> str:
    """Return the one way in which a value is written as JSON here."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def rows_of(key: bytes, case_id: str, after: Entry, events: Iterable[Stamped]) -> tuple[Row, ...]:
    """Chain events to what stands before them in their case."""
    rows: list[Row] = []
    previous = after.mac
    for stamped in events:
        row = _bare_row(case_id, stamped)
        previous = mac_of(key, previous, row)
        rows.append(Row(*_fields(row), row.nonce, previous))
    return tuple(rows)


def event_of(row: Row) -> Stamped | None:
    """Return the event a row keeps, or None where this screenkit cannot read it."""
    try:
        event = _EVENT.validate_json(row.body)
        stamp = {"sequence": row.sequence, "at": row.at, "who": row.who, "event": event}
        return Stamped.model_validate(stamp)
    except ValidationError:
        return None


def body_of(event: Event) -> str:
    """Return an event as the table keeps it."""
    return canonical(event.model_dump(mode="json"))


def mac_of(key: bytes, previous: bytes, row: Row) -> bytes:
    """Return the mac that binds an event, every field of it, to the one before it."""
    return hmac.digest(key, b"event" + previous + row.nonce + canonical(_fields(row)).encode(), "sha256")


def link_of(key: bytes, previous: bytes, number: int, case_id: str, entry: Entry) -> bytes:
    """Return the link that binds an entry of the ledger to the one before it."""
    told = canonical([number, case_id, entry.sequence]).encode()
    return hmac.digest(key, b"ledger" + previous + entry.mac + told, "sha256")


def seal_of(key: bytes, number: int, link: bytes) -> bytes:
    """Return the seal of the ledger's end, which nobody without the key can move."""
    return hmac.digest(key, b"head" + link + canonical(number).encode(), "sha256")


def is_sound(values: Sequence[Any]) -> bool:
    """Return whether the values of a row have the types the table was made for, damage or not."""
    case_id, sequence, *texts, nonce, mac = values
    return (
        all(isinstance(text, str) for text in (case_id, *texts))
        and isinstance(sequence, int)
        and isinstance(nonce, bytes)
        and isinstance(mac, bytes)
        and (len(nonce), len(mac)) == (16, 32)
    )


def _bare_row(case_id: str, stamped: Stamped) -> Row:
    told = body_of(stamped.event)
    at, nonce = stamped.at.isoformat(), secrets.token_bytes(16)
    return Row(case_id, stamped.sequence, at, stamped.who, stamped.event.kind, told, nonce, b"")


def _fields(row: Row) -> tuple[str, int, str, str, str, str]:
    return (row.case_id, row.sequence, row.at, row.who, row.kind, row.body)
