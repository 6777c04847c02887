"""Guess what a table holds, by the names of its columns and what stands in them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from screenkit.content.likeness import ALIKE, likeness, one_letter_apart
from screenkit.content.missing import looks_missing
from screenkit.models.answers import SPELLED, read_number
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item

Seen = Mapping[str, Mapping[str, int]]
"""Column → value → in how many rows it stands."""

PLACES: Mapping[str, tuple[str, ...]] = {
    "case_id": (
        "case_id", "case", "id", "patient_id", "patient", "client_id", "client", "person_id", "subject_id",
        "participant_id", "record_id", "respondent_id", "seqn",
    ),
    "screened_on": (
        "screened_on", "screening_date", "screened", "date_screened", "interview_date", "intake_date",
        "date_of_interview", "visit_date", "date", "timestamp",
    ),
}  # fmt: skip
"""What columns are usually named that hold the id of a case, and the day on which it was screened."""

_MOST_VALUES = 40
"""Different values of an item in words above which its column is most likely another one."""

_YES = frozenset("y yes true t ja j oui o si sí sim tak".split())  # noqa: SIM905
_NO = frozenset("n no false f nein non não nie".split())  # noqa: SIM905
_REFUSED = re.compile(r"refus|declin|prefer\W*not")
_NOT_KNOWN = re.compile(r"(?:do|does)\W*n\W*o?\W*t\W*know|^dk$|not?\W*sure|unsure|unknown|^unk$")


@dataclass(frozen=True, slots=True)
class Guess:
    """One guess: what a column may hold, what its values may mean, and what nobody can guess.

    `open_values` are values, with their rows, that are no answer as they stand and have to be given a
    meaning. `warnings` say why to look twice.
    """

    target: str
    column: str
    values: Mapping[str, str] = field(default_factory=dict)
    open_values: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def guesses(header: Sequence[str], seen: Seen, content: Content) -> tuple[Guess, ...]:
    """Return what the columns of a table may hold: each column and each item at most once."""
    places = dict(_places(header))
    rest = [name for name in header if name not in places.values()]
    named = _paired(rest, tuple(content.home))
    found = [Guess(target, column) for target, column in places.items()]
    for target in sorted(named, key=content.order.__getitem__):
        column = named[target]
        values, open_values = _values(content.items.get(target), seen.get(column, {}))
        warnings = (*_twins(target, column, rest, content), *_many(values, open_values))
        found.append(Guess(target, column, values, open_values, warnings))
    return tuple(found)


def _places(header: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield which columns may hold the id of a case and the day."""
    for target, usual in PLACES.items():
        ranked = (name for each in usual for name in header if likeness(name, each) == 1)
        column = next(ranked, None)
        if column is not None:
            yield target, column


def _paired(columns: Sequence[str], targets: Sequence[str]) -> Mapping[str, str]:
    """Return the likeliest column of each item or score: of all pairs the most alike goes first."""
    pairs = [
        (-alike, columns.index(column), targets.index(target))
        for column in columns
        for target in targets
        if (alike := likeness(column, target)) >= ALIKE
    ]
    found: dict[str, str] = {}
    for _, column, target in sorted(pairs):
        if targets[target] not in found and columns[column] not in found.values():
            found[targets[target]] = columns[column]
    return found


def _twins(target: str, column: str, columns: Sequence[str], content: Content) -> Iterator[str]:
    """Yield which other column or item could as well be meant: of the same length, and one letter apart."""
    for other in columns:
        if one_letter_apart(column, other):
            yield f"the column '{other}' is named like this one but for a letter: make sure which is which"
    for other in content.home:
        if one_letter_apart(target, other):
            yield f"'{other}' is named like this item but for a letter: make sure which is meant"


def _many(values: Mapping[str, str], open_values: Mapping[str, int]) -> Iterator[str]:
    if len(values) + len(open_values) > _MOST_VALUES:
        yield "very many different values stand in this column: is it the right one?"


def _values(item: Item | None, seen: Mapping[str, int]) -> tuple[dict[str, str], dict[str, int]]:
    """Return what the values of a column may mean for an item, and which ones nobody can guess."""
    values: dict[str, str] = {}
    open_values: dict[str, int] = {}
    for value, rows in sorted(seen.items(), key=lambda each: (-each[1], each[0])):
        if not value or value in SPELLED or _is_answer(item, value):
            continue
        meaning = _meaning(item, value)
        if meaning:
            values[value] = meaning
        else:
            open_values[value] = rows
    return values, open_values


def _is_answer(item: Item | None, value: str) -> bool:
    number = read_number(value)
    if item is None:
        return number is not None
    if item.number:
        return number is not None and item.number.offers(number)
    return value in (item.values or {})


def _meaning(item: Item | None, value: str) -> str | None:
    """Return what a value may mean; that of a bare number is never guessed.

    For an item about safety a value has to be spelled as it is known: 'no plan' is nearly 'plan'.
    """
    folded = value.casefold()
    if item is not None and read_number(value) is None:
        exact = next((key for name, key in _spoken(item) if name.casefold() == folded), None)
        if exact:
            return exact
        if item.values and {"yes", "no"} <= set(item.values) and folded in _YES | _NO:
            return "yes" if folded in _YES else "no"
    if read_number(value) is None and (item is None or looks_missing(item, value)):
        return _silence(folded)
    if item is None or item.is_safety or read_number(value) is not None:
        return None
    near = max(_spoken(item), key=lambda spoken: likeness(value, spoken[0]), default=None)
    return near[1] if near and likeness(value, near[0]) >= ALIKE else None


def _spoken(item: Item) -> Iterator[tuple[str, str]]:
    """Yield the words of an item's answers with how each is spelled."""
    for key, label in (item.values or {}).items():
        yield key, key
        yield label, key
    if item.number:
        for step, label in enumerate(item.number.labels):
            yield label, str(item.number.lowest + step * item.number.step)


def _silence(folded: str) -> str:
    if _REFUSED.search(folded):
        return "declined"
    return "dont_know" if _NOT_KNOWN.search(folded) else "not_asked"
