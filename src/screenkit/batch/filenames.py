"""A case id → the name of its file: safe on every system, and no other id's name."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import blake2b

INCOMPLETE = "-incomplete"
"""The end of the name of a report while safety questions are open."""

_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9_-])?\Z")
_ELSE = re.compile(r"[^A-Za-z0-9_-]+")
_OURS = re.compile(rf"(?:{INCOMPLETE}|-[0-9a-f]{{10}})\Z", re.IGNORECASE)
_READABLE = 60
_PORTS = (f"{port}{n}" for port in ("com", "lpt") for n in "0123456789")
_OF_WINDOWS = frozenset(("con", "prn", "aux", "nul", *_PORTS))
"""Names that Windows keeps for devices, whatever follows after a point."""


def stems(ids: Iterable[str]) -> Mapping[str, str]:
    """Return the name, without its ending, of each of these ids.

    An id that makes a good name keeps it. Every other one, and each of several that a system may not tell
    apart, is written with plain letters and told apart by the first digits of its hash. No name here ends as
    another does with `-incomplete` after it.
    """
    every = list(ids)
    alike = Counter(case_id.casefold() for case_id in every)
    found = {i: i if _is_plain(i) and alike[i.casefold()] == 1 else _hashed(i) for i in every}
    if len({name.casefold() for name in found.values()}) != len(found):
        raise RuntimeError("two ids would share a file")  # a fault of ours: nothing is written
    return found


def possible(case_id: str) -> tuple[str, ...]:
    """Return every name, without its ending, that a report of this id may have."""
    kinds = (case_id, _hashed(case_id)) if _is_plain(case_id) else (_hashed(case_id),)
    return tuple(f"{stem}{end}" for stem in kinds for end in ("", INCOMPLETE))


def _is_plain(case_id: str) -> bool:
    """Say whether an id can be the name of a file as it stands, and cannot be taken for one made here."""
    kept = case_id.partition(".")[0].casefold() in _OF_WINDOWS
    return bool(_PLAIN.match(case_id)) and not kept and not _OURS.search(case_id)


def _hashed(case_id: str) -> str:
    digest = blake2b(unicodedata.normalize("NFC", case_id).encode(), digest_size=5).hexdigest()
    letters = "".join(c for c in unicodedata.normalize("NFKD", case_id) if not unicodedata.combining(c))
    readable = _ELSE.sub("_", letters)[:_READABLE].strip("_-")
    return f"{readable or 'case'}-{digest}"
