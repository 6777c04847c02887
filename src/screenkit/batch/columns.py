"""The header, and a mapping where there is one → which cell of a row is which answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from screenkit.batch.dating import SCREENED_ON, Dating, safety_ids
from screenkit.engine.written import Target, read_written, target_of
from screenkit.errors import Problem, TableError, suggestion
from screenkit.models.answers import Answer, NoAnswer, Unreadable, read_number
from screenkit.models.content import Content
from screenkit.models.mapping import Recoding, TableMapping, key_of
from screenkit.models.questionnaire import Item

CASE_ID = "case_id"

_NAMED = 10
"""Columns that are named one by one."""


_REMEMBERED = 200
"""Cells of a column that are remembered, and characters of such a cell."""


@dataclass(frozen=True, slots=True)
class Recode:
    """Values that stand for others: by number where both sides are numbers, else letter by letter."""

    words: Mapping[str, str]
    numbers: Mapping[Fraction, str]

    def meant(self, written: str) -> str:
        """Return what a cell means here."""
        number = read_number(written)
        return self.words.get(written, written) if number is None else self.numbers.get(number, written)


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is read: its place and name in the table, and the item or total it holds.

    `comma` says that the decimals of its numbers follow a comma.
    """

    place: int
    name: str
    target: Target
    recode: Recode
    comma: bool = False
    _read: dict[str, Answer | Unreadable] = field(default_factory=dict, compare=False, repr=False)
    """Cells that were read before: most cells of a column are written alike."""

    @property
    def id(self) -> str:
        """The id of the item or score."""
        return self.target.id

    def read(self, cell: str) -> Answer | Unreadable:
        """Return the answer a cell gives, or why it is none."""
        answer = self._read.get(cell)
        if answer is None:
            answer = self._answer(cell.strip(" "))
            if len(self._read) < _REMEMBERED and len(cell) < _REMEMBERED:
                self._read[cell] = answer
        return answer

    def _answer(self, written: str) -> Answer | Unreadable:
        if self.comma and self._holds_numbers:
            if "." in written and read_number(written) is not None:
                return _POINT
            pointed = written.replace(",", ".", 1)
            written = written if read_number(pointed) is None else pointed
        return read_written(self.target, self.recode.meant(written))

    @property
    def _holds_numbers(self) -> bool:
        return not isinstance(self.target, Item) or self.target.number is not None


_POINT = Unreadable(
    "this number has a decimal point, and --decimal says comma",
    "write it with a comma, or leave --decimal out",
)


@dataclass(frozen=True, slots=True)
class Columns:
    """What is read of each row of a table, and what holds for all of them.

    `case_id` is the place of the column that names the case, `screened_on` that of the day it was answered;
    `dating` says how old answers to the items of `safety` may be, None that it does not matter. `notes` is
    what the reader should know before the run. With `named` a row without a case id is rejected; otherwise
    its number names it.
    """

    header: tuple[str, ...]
    case_id: int | None
    answers: tuple[Column, ...]
    constants: Mapping[str, Answer]
    notes: tuple[str, ...]
    screened_on: int | None = None
    dating: Dating | None = None
    safety: frozenset[str] = frozenset()
    named: bool = False

    @property
    def ids(self) -> frozenset[str]:
        """The items and scores that rows of this table can say something about."""
        return frozenset((*(column.id for column in self.answers), *self.constants))


def columns_of(  # noqa: PLR0913 - what is read, by what, and two choices
    header: Sequence[str],
    content: Content,
    table: str,
    mapping: TableMapping | None,
    *,
    strict: bool = False,
    comma: bool = False,
    dating: Dating | None = None,
) -> Columns:
    """Return what is read of a table with this header; `table` is what it is called in messages.

    Without a mapping, columns are read that are named for items and scores. With `dating`, answers about
    safety count only while they are young enough. With `comma`, the decimals of numbers follow a comma.

    Raises:
        TableError: when the table lacks columns of the mapping; without one, when no column is named for an
            item, or, with `strict`, when one is not; when nothing says on which day a row was answered and
            that matters.

    """
    if mapping:
        found = _by_mapping(header, content, table, mapping)
    else:
        found = _by_name(header, content, table, strict=strict)
    found = replace(found, answers=tuple(replace(column, comma=comma) for column in found.answers))
    return _dated(found, content, table, mapping, dating)


def _dated(
    columns: Columns, content: Content, table: str, mapping: TableMapping | None, dating: Dating | None
) -> Columns:
    """Return columns that say how old answers may be, or a note that it is not looked at."""
    if dating is None:
        if columns.screened_on is None:
            return columns
        told = f"{SCREENED_ON} is not looked at: answers about safety count however old they are, "
        return replace(columns, notes=(*columns.notes, f"{told}unless --as-of names a day"))
    if columns.screened_on is None:
        do = f"name a column '{SCREENED_ON}'"
        if mapping:
            do = f"write '{SCREENED_ON}: COLUMN' at the top of the mapping"
        raise TableError([Problem(table, "nothing says on which day a row was answered", do)])
    told = f"answers about safety count for {dating.days} days, as of {dating.as_of}"
    safety = safety_ids(content, columns.ids)
    return replace(columns, dating=dating, safety=safety, notes=(*columns.notes, told))


def _by_name(header: Sequence[str], content: Content, table: str, *, strict: bool) -> Columns:
    places = {name: n for n, name in enumerate(header)}
    known = [name for name in header if name in content.home]
    strange = [name for name in header if name not in content.home and name not in (CASE_ID, SCREENED_ON)]
    if not known:
        do = "name the columns for items, or say with --map FILE what they hold"
        raise TableError([Problem(table, "no column is named for an item or a score", do)])
    if strict and strange:
        raise TableError([_strange(strange, content, table)])
    answers = tuple(Column(places[name], name, target_of(content, name), _recode({})) for name in known)
    found = Columns(tuple(header), places.get(CASE_ID), answers, {}, (), screened_on=places.get(SCREENED_ON))
    return _with_notes(found, content, [str(_strange(strange, content, table))] if strange else [])


def _by_mapping(header: Sequence[str], content: Content, table: str, mapping: TableMapping) -> Columns:
    places = {name: n for n, name in enumerate(header)}
    wanted = [
        *(name for name in (mapping.case_id, mapping.screened_on) if name),
        *(each.column for each in mapping.items.values()),
    ]
    missing = [name for name in dict.fromkeys(wanted) if name not in places]
    if missing:
        do = "name a column of the table's first row in the mapping"
        raise TableError(
            Problem(table, f"there is no column '{name}'", suggestion(name, header, do)) for name in missing
        )
    answers = tuple(
        Column(
            places[each.column],
            each.column,
            target_of(content, name),
            _recode(mapping.recoding_of(name)),
        )
        for name, each in mapping.items.items()
    )
    constants = {name: _constant(name, written, content) for name, written in mapping.constants.items()}
    case_id = places[mapping.case_id] if mapping.case_id else None
    screened_on = places[mapping.screened_on] if mapping.screened_on else None
    found = Columns(tuple(header), case_id, answers, constants, (), screened_on=screened_on)
    return _with_notes(found, content, _mapping_notes(found, mapping, set(wanted), table))


def _recode(recoding: Recoding) -> Recode:
    keyed = [(key_of(written), target) for written, target in recoding.items()]
    return Recode(
        {key: target for key, target in keyed if isinstance(key, str)},
        {key: target for key, target in keyed if isinstance(key, Fraction)},
    )


def _constant(id_: str, written: str, content: Content) -> Answer:
    """Return the answer a constant spells; that it spells one was checked when the mapping was read."""
    answer = read_written(target_of(content, id_), written)
    if isinstance(answer, Unreadable):
        raise TypeError(f"the constant {id_} was not checked")
    return answer


def _strange(names: Sequence[str], content: Content, table: str) -> Problem:
    """Say which columns are named for nothing that can be read, each with what may have been meant."""
    known = (*content.home, CASE_ID, SCREENED_ON)
    meant = [(name, suggestion(name, known, "")) for name in names[:_NAMED]]
    listed = [f"'{name}' ({hint})" if hint else f"'{name}'" for name, hint in meant]
    plural = "column is" if len(names) == 1 else "columns are"
    what = f"{len(names)} {plural} named for no item or score and not read: {_listed(listed, len(names))}"
    return Problem(table, what, "rename what should be read, or say with --map FILE what the columns hold")


def _with_notes(columns: Columns, content: Content, notes: Iterable[str]) -> Columns:
    return replace(columns, notes=(*notes, *_gate_notes(columns, content)))


def _gate_notes(columns: Columns, content: Content) -> Iterator[str]:
    """Say which safety questions the table cannot answer for anybody."""
    always = {
        item.id for name in content.ruleset.questionnaires for item in content.questionnaires[name].items
    }
    missing = [item.id for item in content.gates if item.id in always and item.id not in columns.ids]
    if missing:
        yield f"no column for {_listed(missing)}: everybody stays on hold until these are asked"


def _mapping_notes(columns: Columns, mapping: TableMapping, wanted: set[str], table: str) -> Iterator[str]:
    ignored = len(columns.header) - len(wanted)
    if ignored:
        plural = "column is" if ignored == 1 else "columns are"
        yield f"{table}: {ignored} {plural} not in the mapping and ignored"
    if mapping.case_id is None:
        yield "the mapping names no case_id: each case is named by its record number"
    for name in dict.fromkeys(column.name for column in columns.answers):
        read_for = [column.id for column in columns.answers if column.name == name]
        if len(read_for) > 1:
            yield f"the column '{name}' is read for {_listed(read_for)}: check the mapping"
    for key, target in mapping.values.items():
        hidden = [
            c.id for c in columns.answers if key not in mapping.items[c.id].values and _offers(c, key, target)
        ]
        if hidden:
            yield (
                f"'{key}' becomes {target} also for {_listed(hidden)}, where {key} is a value: "
                "give these values of their own if that is not meant"
            )


def _offers(column: Column, key: str, target: str) -> bool:
    """Say whether a value that is read as another is one the item itself offers."""
    answer = read_written(column.target, key)
    return not isinstance(answer, Unreadable | NoAnswer) and answer != read_written(column.target, target)


def _listed(names: Sequence[str], count: int | None = None) -> str:
    """Return the first few of some names; `count` says how many there are where not all are given."""
    rest = (len(names) if count is None else count) - _NAMED
    return f"{', '.join(names[:_NAMED])}{f' and {rest} more' if rest > 0 else ''}"
