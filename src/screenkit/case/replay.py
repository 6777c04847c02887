"""Hold an assessment that was kept against the one derived again, key by key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MAKER = "provenance.screenkit"
"""The key that says which version of screenkit made an assessment; it is told, and no difference."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A key at which two assessments differ, and what each says there; None where a side has no such key."""

    key: str
    kept: Any
    again: Any


def differences(kept: Mapping[str, Any], again: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return where an assessment derived again differs from the one kept; none when they are equal.

    Both are the plain data of an assessment as JSON. The version of screenkit that made them may differ.
    """
    return tuple(each for each in _differences("", kept, again) if each.key != MAKER)


def _differences(key: str, kept: object, again: object) -> Iterator[Difference]:
    match kept, again:
        case Mapping(), Mapping():
            for name in dict.fromkeys((*kept, *again)):
                inner = f"{key}.{name}" if key else str(name)
                yield from _differences(inner, kept.get(name), again.get(name))
        case list(), list() if len(kept) == len(again):
            for n, (one, other) in enumerate(zip(kept, again, strict=True)):
                yield from _differences(f"{key}.{_name(one, n)}", one, other)
        case _ if kept != again or type(kept) is not type(again):
            yield Difference(key, kept, again)
        case _:
            return


def _name(part: object, number: int) -> str:
    """Return what a part of a list is called: its rule or id, else its number."""
    if isinstance(part, Mapping):
        return str(part.get("rule") or part.get("id") or number)
    return str(number)
