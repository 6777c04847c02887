"""The cells of a rejected row → the gravest alert they can give, read as generously as a person would."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from itertools import chain

from screenkit.assessment import LEVELS, SafetyLevel
from screenkit.batch.columns import Column, Columns
from screenkit.batch.split import split_loosely
from screenkit.batch.table import DELIMITERS
from screenkit.engine.assess import assess
from screenkit.models.answers import SPELLED, Answer, Answers, NoAnswer, Unreadable
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item, Numbers
from screenkit.text import clean

_QUOTES = re.compile("[\"'`´‘’‚‛“”„‟«»‹›\x00]")  # noqa: RUF001 - whatever stands around words
_AROUND = " .,;:"
"""What a stray delimiter or a full stop leaves around a word."""

_SILENCE = Fraction(1, 2)
"""How grave a question left without an answer is: more than its mildest value, less than every other."""

_OF_ANYTHING = frozenset({"yes", "no"})
"""Values that speak of nothing in particular: in a wrong column they say nothing."""

Given = Mapping[str, Answer]
Row = Sequence[str | None]
"""The cells of a row as the header orders them; None where the row has none."""


@dataclass(slots=True)
class _Reading:
    """What cells say where they stand.

    `read` says that one is an answer. `unread` are the ids whose cell is none as it is written, `lost` those
    of them whose cell is none however generously it is read, or is not there.
    """

    given: dict[str, Answer]
    read: bool = False
    unread: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Said:
    """Sets of answers that the same cells may give, and the level they have at least."""

    least: SafetyLevel
    given: tuple[Given, ...]


class AlertReader:
    """Reads rejected rows of one table for their alert; no answer it makes out is recorded anywhere."""

    def __init__(self, content: Content, columns: Columns) -> None:
        """Read rows with these columns."""
        self._content = content
        self._columns = columns
        self._spellings = {column.id: _spellings(column) for column in columns.answers}
        self._readers = _readers(columns.answers, self._spellings)
        self._gates = {
            column.id for column in columns.answers if isinstance(column.target, Item) and column.target.gate
        }

    def level(self, cells: Sequence[str]) -> SafetyLevel | None:
        """Return the gravest level the cells of a row can give, or None where nothing in it is an answer."""
        return gravest(self.said(cells), lambda given: assess(self._content, Answers(given)).safety.level)

    def said(self, cells: Sequence[str]) -> Iterator[Said]:
        """Yield every way in which the cells of a row can be read, none where nothing in it is an answer.

        A gate whose cell cannot be read is open, whatever the rest says. A row with too few or too many cells
        is read from its left end and from its right end: nobody knows on which side a cell is missing, nor
        which answer is that of a gate. A cell that is no answer where it stands, but spells a grave answer to
        another question about safety, counts as that answer. A single cell may be a row that other delimiters
        part.
        """
        otherwise = _parted_otherwise(cells) if len(cells) < len(self._columns.header) else ()
        for each in (cells, *otherwise):
            yield from self._said(each)

    def _said(self, cells: Sequence[str]) -> Iterator[Said]:
        rows = list(_aligned(cells, len(self._columns.header)))
        readings = [self._read(row) for row in rows]
        unread_gate = any(reading.unread & self._gates for reading in readings)
        if not unread_gate and not any(reading.read for reading in readings):
            return
        given: list[Given] = [reading.given for reading in readings]
        strays = [list(self._strays(row, reading)) for row, reading in zip(rows, readings, strict=True)]
        if len(given) > 1 or any(strays):
            together = self._gravest(chain(*(each.items() for each in given), *strays))
            given += [together] if together not in given else []
        is_open = unread_gate or (bool(self._gates) and len(rows) > 1)
        yield Said("complete_screen" if is_open else "none", tuple(given))

    def _read(self, row: Row) -> _Reading:
        constants = self._columns.constants.items()
        reading = _Reading({name: answer for name, answer in constants if _is_said(answer)})
        for column in self._columns.answers:
            cell = row[column.place]
            if cell is None:
                reading.lost.add(column.id)
                continue
            answer = column.read(cell)
            if isinstance(answer, Unreadable):
                reading.unread.add(column.id)
                answer = self._generously(column, cell)
            if isinstance(answer, Unreadable):
                reading.lost.add(column.id)
                continue
            reading.read = True
            if _is_said(answer):
                reading.given[column.id] = answer
        return reading

    def _generously(self, column: Column, cell: str) -> Answer | Unreadable:
        """Return the answer a cell spells, as a whole or between quotes, when not taken to the letter."""
        known = self._spellings[column.id]
        texts = [_legible(part) for part in (cell, *_QUOTES.split(cell))]
        read = [column.read(known.get(text.casefold(), text)) for text in texts if text]
        return next((answer for answer in read if not isinstance(answer, Unreadable)), column.read(cell))

    def _strays(self, row: Row, reading: _Reading) -> Iterator[tuple[str, Answer]]:
        """Yield the grave answers of cells that are no answer where they stand.

        A word that one question alone knows is taken for its answer wherever another was asked. Where several
        know it, or where nothing is asked, it is taken for the answer of a question whose own cell is lost or
        stands beside it.
        """
        told = {column.place for column in self._columns.answers if column.id not in reading.lost}
        asked = {column.place for column in self._columns.answers}
        for place, cell in enumerate(row):
            if cell is None or place in told:
                continue
            readers = self._readers.get(_legible(cell).casefold(), ())
            for column, answer in readers:
                beside = column.id in reading.lost or abs(column.place - place) == 1
                if (beside or (place in asked and len(readers) == 1)) and _is_telling(column, answer):
                    yield column.id, answer

    def _gravest(self, said: Iterable[tuple[str, Answer]]) -> Given:
        """Return one set of answers: of several to one question the gravest, of equal ones the first."""
        found: dict[str, list[Answer]] = defaultdict(list)
        for name, answer in said:
            found[name].append(answer)
        items = self._content.items
        return {name: max(answers, key=partial(gravity, items.get(name))) for name, answers in found.items()}


def gravest(readings: Iterable[Said], level: Callable[[Given], SafetyLevel]) -> SafetyLevel | None:
    """Return the gravest level of all readings, or None where there are none; `level` is that of answers."""
    levels = [found for said in readings for found in (said.least, *map(level, said.given))]
    return max(levels, key=LEVELS.index, default=None)


def _aligned(cells: Sequence[str], width: int) -> Iterator[Row]:
    """Yield the cells as the header orders them, from the left and, where that differs, from the right.

    Where several rows run together, those between the first and the last are read as well.
    """
    absent = [None] * (width - len(cells))
    for start in range(0, max(len(cells) - width + 1, 1), width):
        yield [*cells[start : start + width], *absent]
    if len(cells) != width:
        yield [*absent, *cells[-width:]] if cells else absent


def _parted_otherwise(cells: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the rows a single cell holds when other delimiters part it."""
    for delimiter in DELIMITERS if len(cells) == 1 else ():
        if delimiter in cells[0]:
            yield from (split_loosely(line, delimiter) for line in cells[0].split("\n"))


def _spellings(column: Column) -> Mapping[str, str]:
    """Return every word a column knows, in small letters → as it is spelled there."""
    values = (column.target.values or ()) if isinstance(column.target, Item) else ()
    return {word.casefold(): word for word in (*SPELLED, *values, *column.recode.words)}


def _readers(
    columns: Iterable[Column], spellings: Mapping[str, Mapping[str, str]]
) -> Mapping[str, Sequence[tuple[Column, Answer]]]:
    """Return for every word, in small letters, the columns in which it is a value, and which."""
    found: dict[str, list[tuple[Column, Answer]]] = defaultdict(list)
    for column in columns:
        for folded, word in spellings[column.id].items():
            answer = column.read(word)
            if not isinstance(answer, Unreadable | NoAnswer):
                found[folded].append((column, answer))
    return found


def _is_telling(column: Column, answer: Answer) -> bool:
    """Say whether an answer is a grave one about safety, and speaks for itself."""
    item = column.target
    if not isinstance(item, Item) or not item.is_safety or item.ordered is None:
        return False
    return answer not in _OF_ANYTHING and gravity(item, answer) > 0


def gravity(item: Item | None, answer: Answer) -> Fraction:
    """Return how grave an answer is among those of one item: 0 for the mildest."""
    if isinstance(answer, NoAnswer):
        return _SILENCE
    match item:
        case Item(ordered=tuple() as ordered) if isinstance(answer, str):
            return Fraction(ordered.index(answer))
        case Item(ordered="rising", number=Numbers(lowest=lowest)) if isinstance(answer, Fraction):
            return answer - lowest
        case Item(ordered="falling", number=Numbers(highest=highest)) if isinstance(answer, Fraction):
            return highest - answer
        case _:
            return Fraction(1)


def _is_said(answer: Answer) -> bool:
    return answer not in {NoAnswer.NOT_ASKED, NoAnswer.NOT_APPLICABLE}


def _legible(cell: str) -> str:
    """Return what a cell spells: without quotes and what cannot be seen, in plain forms of its letters."""
    return unicodedata.normalize("NFKC", clean(_QUOTES.sub("", cell))).strip(_AROUND)
