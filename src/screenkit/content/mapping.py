"""Mapping files: YAML → one mapping, cross-checked against items and scores, or everything wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from screenkit.content.locate import own_files
from screenkit.content.missing import looks_missing
from screenkit.content.read import Document, Plain, read_through
from screenkit.content.read import Path as Place
from screenkit.content.shape import no_condition, shape
from screenkit.engine.written import read_written, target_of
from screenkit.errors import ContentError, Problem, suggestion
from screenkit.models.answers import SPELLED, Answer, NoAnswer, Unreadable
from screenkit.models.content import Content
from screenkit.models.mapping import Recoding, TableMapping, key_of, spelled

_SILENCES = ("declined", "dont_know", "not_asked")


@dataclass(frozen=True, slots=True)
class _Written:
    """What can be made out of a mapping file, whether or not all of it is well made.

    `items` holds the values of each item or score, by its id.
    """

    items: Mapping[str, Recoding]
    values: Recoding
    constants: Recoding


def load_mapping(path: Path, content: Content) -> TableMapping:
    """Return the mapping written in the file at `path`.

    Raises:
        ContentError: when the file cannot be read, or with every problem of it.

    """
    if path.is_dir():
        raise ContentError([Problem(str(path), "this is a folder", "name the mapping file in it")])
    (file,) = own_files(path)
    return read_mapping(file.text, file.name, content)


def read_mapping(text: bytes, name: str, content: Content) -> TableMapping:
    """Return the mapping spelled by `text`; `name` is what the file is called in messages.

    Raises:
        ContentError: with every problem of the file.

    """
    document = read_through(text, name)
    if not isinstance(document.data, dict):
        what = "the file maps nothing"
        raise ContentError([Problem(name, what, "write 'items:' and below it 'item: column' lines")])
    mapping = shape(document, TableMapping, no_condition)
    written = _written(document.data)
    problems = [
        *document.problems,
        *_names(document, written, content),
        *_recodings(document, written, content),
        *_constants(document, written, content),
        *_guesses(document, document.data),
    ]
    if mapping is None or problems:
        raise ContentError(problems)
    return mapping


def _written(data: dict[str, Plain]) -> _Written:
    items = _keys_of(data.get("items"))
    return _Written(
        {name: _recoding_of(_keys_of(item).get("values")) for name, item in items.items()},
        _recoding_of(data.get("values")),
        _recoding_of(data.get("constants")),
    )


def _recoding_of(written: Plain) -> Recoding:
    """Return the values that are spelled as values are; the others have been complained of."""
    return {key: text for key, value in _keys_of(written).items() if isinstance(text := spelled(value), str)}


def _keys_of(written: Plain) -> dict[str, Plain]:
    return written if isinstance(written, dict) else {}


def _names(document: Document, written: _Written, content: Content) -> Iterator[Problem]:
    for key, names in (("items", written.items), ("constants", written.constants)):
        for name in names:
            if name not in content.home:
                do = suggestion(name, content.home, "'screenkit questionnaires list' shows what there is")
                if name == "case_id":
                    do = "write 'case_id: COLUMN' at the top of the file, not here"
                if name == "screened_on":
                    do = "write 'screened_on: COLUMN' at the top of the file, not here"
                yield Problem(document.where((key, name)), f"no item or score '{name}'", do)
    for name in written.constants:
        if name in written.items:
            what = f"'{name}' also has a column"
            yield Problem(document.where(("constants", name)), what, "keep the column or the constant")


def _recodings(document: Document, written: _Written, content: Content) -> Iterator[Problem]:
    known = [name for name in written.items if name in content.home]
    if known:
        yield from _recoding(document, ("values",), written.values, known, content)
    for name in known:
        yield from _recoding(document, ("items", name, "values"), written.items[name], [name], content)
    yield from _missing_codes(document, written, content)


def _recoding(
    document: Document, place: Place, values: Recoding, names: Sequence[str], content: Content
) -> Iterator[Problem]:
    """Yield what is wrong with values that stand for others in the columns of these items and scores."""
    yield from _keys(document, place, values)
    for key, target in values.items():
        if target in _SILENCES or any(_fits(name, target, content) for name in names):
            continue
        do = suggestion(target, _targets(names, content), f"write a value of the item, or {_listed()}")
        if SPELLED.get(target) is NoAnswer.NOT_APPLICABLE:
            do = "'not_applicable' is only ever worked out; write not_asked"
        yield Problem(document.where((*place, key)), f"'{target}' is no value here", do)


def _keys(document: Document, place: Place, values: Recoding) -> Iterator[Problem]:
    first: dict[object, str] = {}
    for key, target in values.items():
        if not key.strip(" ") and target != "not_asked":
            what = "an empty cell is not asked, and stands for nothing else"
            yield Problem(document.where((*place, key)), what, "take this line away")
        other = first.setdefault(key_of(key), key)
        if values[other] != target:
            what = f"'{key}' and '{other}' are one value, and stand for two"
            yield Problem(document.where((*place, key)), what, "keep one of the two")


def _missing_codes(document: Document, written: _Written, content: Content) -> Iterator[Problem]:
    """Yield codes for no answer that would become an answer to a question about safety."""
    for key, target in written.values.items():
        names = [
            name
            for name, own in written.items.items()
            if key_of(key) not in map(key_of, own) and _makes_an_answer(name, key, target, content)
        ]
        if names:
            yield _missing_code(document, ("values", key), target, names)
    for name, own in written.items.items():
        for key, target in own.items():
            if _makes_an_answer(name, key, target, content):
                yield _missing_code(document, ("items", name, "values", key), target, [name])


def _makes_an_answer(name: str, key: str, target: str, content: Content) -> bool:
    item = content.items.get(name)
    return (
        item is not None
        and item.is_safety
        and target not in _SILENCES
        and _fits(name, target, content)
        and looks_missing(item, key)
    )


def _missing_code(document: Document, place: Place, target: str, names: Sequence[str]) -> Problem:
    what = (
        f"'{place[-1]}' looks like a code for no answer, and would become '{target}' for {', '.join(names)}"
    )
    return Problem(document.where(place), what, "write not_asked, declined or dont_know")


def _constants(document: Document, written: _Written, content: Content) -> Iterator[Problem]:
    for name, constant in written.constants.items():
        if name not in content.home or constant in _SILENCES:
            continue
        where = document.where(("constants", name))
        answer = _read(name, constant, content)
        if isinstance(answer, Unreadable):
            yield Problem(where, answer.what, answer.do)
        item = content.items.get(name)
        if item and item.is_personal:
            about = "a question about safety is answered"
            if not (item.is_safety or item.in_contact):
                about = "a clinician's judgement is made"
            what = f"{about} person by person, not for a whole table"
            yield Problem(where, what, "map a column, or leave it out")


def _guesses(document: Document, data: dict[str, Plain]) -> Iterator[Problem]:
    """Yield what was only guessed, by a program, and confirmed by nobody."""
    items = _keys_of(data.get("items"))
    places = [("case_id",), ("screened_on",), *(("items", name) for name in items)]
    for place in places:
        held = items[place[1]] if len(place) > 1 else data.get(place[0])
        if _keys_of(held).get("confirmed") is False:
            what = "this is a guess, and nobody has confirmed it"
            do = "compare the column with the question, then write 'confirmed: true', or take it away"
            yield Problem(document.where((*place, "confirmed")), what, do)


def _fits(name: str, written: str, content: Content) -> bool:
    return not isinstance(_read(name, written, content), Unreadable)


def _read(name: str, written: str, content: Content) -> Answer | Unreadable:
    answer = read_written(target_of(content, name), written)
    if answer is NoAnswer.NOT_APPLICABLE:
        return Unreadable("'not_applicable' is only ever worked out", "write not_asked")
    return answer


def _targets(names: Sequence[str], content: Content) -> list[str]:
    items = [content.items[name] for name in names if name in content.items]
    return [*(value for item in items for value in item.values or ()), *_SILENCES]


def _listed() -> str:
    return f"{', '.join(_SILENCES[:-1])} or {_SILENCES[-1]}"
