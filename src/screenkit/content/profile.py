"""Write a clinic's profile as a file with comments, which reads back as the same profile."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from screenkit.models.clinic import Clinic

_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ._-]*[A-Za-z0-9])?\Z|[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_READ_AS_OTHER = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Words that some YAML readers do not take as text."""

_FLAT_FROM = 3
"""The depth from which keys without keys of their own are written on one line."""

HEAD = (
    "The profile of a clinic, for screenkit. Edit it with any text editor, then run: screenkit doctor",
    "A fact counts from the day in its checked_on, for as long as the interval beside it says.",
    "Without that day, or when it is longer ago, it counts as not known.",
)

ABOUT: Mapping[str, tuple[str, ...]] = {
    "solo_practice": ("true where no second clinician could sign a decision.",),
    "modalities": ("The forms of group offered here.",),
    "leaders": (
        "Everybody who leads groups. home_state is where they are during sessions; a place is written with",
        "its ISO 3166 code, a country (IE) or a part of one (US-NV). A licence counts until the day before",
        "it expires.",
    ),
    "jurisdictions": ("When a person last checked the licences and places, by whom, and for how many days.",),
    "compacts": (
        "Agreements by which a licence counts in other places, for the professions named only. A member",
        "counts from the day effective until the day before ended, once its entry or the whole table has",
        "been checked.",
        "Keep entries that ended: they say what was so on earlier days.",
    ),
    "regions": ("Whom to call, by place. The numbers of one country are never offered for another.",),
    "numbers_review_after_days": ("For how many days a number counts after somebody checked it.",),
    "platforms": ("The software online groups meet in, and whether the agreement of privacy law is signed.",),
    "platforms_review_after_days": ("For how many days the check of a platform counts.",),
    "rescreen_after_days": ("After how many days a person is screened again.",),
    "safety_answers_hold_hours": ("For how many hours answers about safety hold.",),
    "table_safety_answers_hold_days": ("For how many days answers about safety in a table of people hold.",),
}

_SHOWN_EMPTY = ("checked_on", "checked_by")


def write_clinic(clinic: Clinic, head: tuple[str, ...] = HEAD) -> bytes:
    """Return the profile as YAML; `head` is what the comment at its top says."""
    data = clinic.model_dump(mode="json", by_alias=True)
    return ("\n".join(_file(data, head)) + "\n").encode()


def _file(data: dict[str, Any], head: tuple[str, ...]) -> Iterator[str]:
    yield from (f"# {line}" for line in head)
    for key, value in data.items():
        if key in ABOUT:
            yield ""
            yield from (f"# {line}" for line in ABOUT[key])
        yield from _entry(key, value, 1)


def _entry(key: str, value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - any part of a profile
    """Yield the lines of one key."""
    if value is None:
        yield f"{scalar(key)}:"
    elif _is_flat(value, depth):
        yield f"{scalar(key)}: {_flow(value)}"
    else:
        yield f"{scalar(key)}:"
        yield from (f"  {line}" for line in _block(value, depth))


def _block(value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, dict):
        for key, inner in _said(value):
            yield from _entry(key, inner, depth + 1)
        return
    for inner in value:
        if _is_flat(inner, depth + 1):
            yield f"- {_flow(inner)}"
            continue
        first, *rest = _block(inner, depth + 1)
        yield f"- {first}"
        yield from (f"  {line}" for line in rest)


def _said(value: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the keys that hold something, and those a person is to fill in."""
    return [(key, inner) for key, inner in value.items() if inner is not None or key in _SHOWN_EMPTY]


def _is_flat(value: Any, depth: int) -> bool:  # noqa: ANN401
    """Say whether a value is written on one line: it is empty, simple, or deep and without keys below it."""
    match value:
        case dict():
            deep = depth >= _FLAT_FROM and all(_is_list_of_words(inner) for inner in value.values())
            return deep or not value
        case _:
            return _is_list_of_words(value)


def _is_list_of_words(value: Any) -> bool:  # noqa: ANN401
    if isinstance(value, list):
        return not any(isinstance(inner, dict | list) for inner in value)
    return not isinstance(value, dict)


def _flow(value: Any) -> str:  # noqa: ANN401
    match value:
        case dict():
            held = (
                f"{scalar(key)}: {_flow(inner)}" for key, inner in value.items() if inner not in (None, [])
            )
            return "{" + ", ".join(held) + "}"
        case list():
            return "[" + ", ".join(_flow(inner) for inner in value) + "]"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case _:
            return scalar(value)


def scalar(text: str) -> str:
    """Return text as YAML, plain where every reader takes it as text, else in quotes."""
    if _PLAIN.match(text) and text.lower() not in _READ_AS_OTHER:
        return text
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if char.isprintable() else f"\\U{ord(char):08x}"
