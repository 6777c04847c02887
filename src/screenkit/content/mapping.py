"""Mapping files: YAML → one mapping, cross-checked against items and scores, or everything wrong with it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from screenkit.content.locate import own_files
from screenkit.content.read import Document, read
from screenkit.content.read import Path as Place
from screenkit.content.shape import no_condition, shape
from screenkit.engine.written import read_written, target_of
from screenkit.errors import ContentError, Problem, suggestion
from screenkit.models.answers import (
    SPELLED,
    Answer,
    NoAnswer,
    Unreadable,
    read_number,
)
from screenkit.models.content import Content
from screenkit.models.mapping import Recoding, TableMapping

_SILENCES = ("declined", "dont_know", "not_asked")


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
    document = read(text, name)
    if not isinstance(document.data, dict):
        what = "the file maps nothing"
        raise ContentError([Problem(name, what, "write 'items:' and below it 'item: column' lines")])
    mapping = shape(document, TableMapping, no_condition)
    if mapping is None:
        raise ContentError(document.problems)
    problems = [
        *_names(document, mapping, content),
        *_recodings(document, mapping, content),
        *_constants(document, mapping, content),
    ]
    if problems:
        raise ContentError(problems)
    return mapping


def _names(document: Document, mapping: TableMapping, content: Content) -> Iterator[Problem]:
    for key, names in (("items", mapping.items), ("constants", mapping.constants)):
        for name in names:
            if name not in content.home:
                do = suggestion(name, content.home, "'screenkit questionnaires list' shows what there is")
                if name == "case_id":
                    do = "write 'case_id: COLUMN' at the top of the file, not here"
                yield Problem(document.where((key, name)), f"no item or score '{name}'", do)
    for name in mapping.constants:
        if name in mapping.items:
            what = f"'{name}' also has a column"
            yield Problem(document.where(("constants", name)), what, "keep the column or the constant")


def _recodings(document: Document, mapping: TableMapping, content: Content) -> Iterator[Problem]:
    known = [name for name in mapping.items if name in content.home]
    if known:
        yield from _recoding(document, ("values",), mapping.values, known, content)
    for name in known:
        own = mapping.items[name].values
        yield from _recoding(document, ("items", name, "values"), own, [name], content)


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
        written = key.strip(" ")
        if not written and target != "not_asked":
            what = "an empty cell is not asked, and stands for nothing else"
            yield Problem(document.where((*place, key)), what, "take this line away")
        number = read_number(written)
        other = first.setdefault(written if number is None else number, key)
        if values[other] != target:
            what = f"'{key}' and '{other}' are one value, and stand for two"
            yield Problem(document.where((*place, key)), what, "keep one of the two")


def _constants(document: Document, mapping: TableMapping, content: Content) -> Iterator[Problem]:
    for name, written in mapping.constants.items():
        if name not in content.home or written in _SILENCES:
            continue
        answer = _read(name, written, content)
        if isinstance(answer, Unreadable):
            yield Problem(document.where(("constants", name)), answer.what, answer.do)


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
