"""Read YAML 1.2 into plain data, remembering the line of each value and refusing what could mislead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import yaml

from screenkit.errors import ContentError, Problem

Plain = dict[str, "Plain"] | tuple["Plain", ...] | str | int | Fraction | bool | None
Path = tuple[str | int, ...]

DEEPEST = 40
"""Levels of nesting that are read; the C parser kills the process at about 25,000."""

LARGEST = 2_000_000
"""Bytes of a file that are read."""

_LONGEST_NUMBER = 100
"""Characters of a number; Python itself refuses whole numbers of more than 4,300 digits."""

_INT = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?\Z")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NOT_NUMBERS = re.compile(r"(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|0[ox][0-9a-fA-F]+)\Z")


@dataclass(slots=True)
class Document:
    """What a file holds, with the line and the written form of each value by its path.

    `unread` are the places whose value was not taken as it is written.
    """

    file: str
    data: Plain = None
    lines: dict[Path, int] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[Path] = field(default_factory=set)

    def where(self, path: Path) -> str:
        """Return `file:line: path` for the nearest value that has a line."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        place = f"{self.file}:{self.lines.get(known, 1)}"
        return f"{place}: {'.'.join(str(step) for step in path)}" if path else place


def read(text: bytes, file: str) -> Document:
    """Read one YAML document.

    Raises:
        ContentError: with every problem found: syntax, repeated keys, anchors, tags, nesting, size, encoding.

    """
    document = read_through(text, file)
    if document.problems:
        raise ContentError(document.problems)
    return document


def read_through(text: bytes, file: str) -> Document:
    """Read one YAML document to its end, with the problems that leave it readable: look at them as well.

    Those are repeated keys, keys that are no text, anchors, tags, and a second document behind the first.

    Raises:
        ContentError: when it cannot be read to its end.

    """
    document = Document(file)
    try:
        _Reader(document, _events(text, file)).read()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        fault = _not_yaml(f"{file}:{line}", error.problem or "")
    except yaml.YAMLError:
        fault = Problem(file, "a character that no YAML file may hold", "save the file as plain UTF-8 text")
    else:
        return document
    raise ContentError([*document.problems, fault])


def _events(text: bytes, file: str) -> Iterator[yaml.Event]:
    if len(text) > LARGEST:
        raise ContentError(
            [
                Problem(
                    file, f"the file has {len(text):,} bytes", f"split it: at most {LARGEST:,} bytes are read"
                )
            ]
        )
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        raise ContentError(
            [Problem(f"{file}:{line}", "this is not UTF-8 text", "save the file with the encoding UTF-8")]
        ) from None
    return yaml.parse(decoded, Loader=yaml.CSafeLoader)


class _Reader:
    """Builds plain data from parser events: depth is bounded, lines are kept, problems are gathered."""

    def __init__(self, document: Document, events: Iterator[yaml.Event]) -> None:
        self._document = document
        self._events = events
        self._documents = 0

    def read(self) -> None:
        for event in self._events:
            match event:
                case yaml.DocumentStartEvent():
                    self._documents += 1
                    if self._documents == 1:
                        self._document.data = self._value(next(self._events), ())
                    else:
                        self._problem(
                            event, (), "a second document starts here", "keep one document in a file"
                        )
                        return
                case _:
                    pass

    def _value(self, event: yaml.Event, path: Path) -> Plain:
        self._document.lines[path] = _line(event)
        if len(path) > DEEPEST:
            raise ContentError(
                [
                    *self._document.problems,
                    _too_deep(f"{self._document.file}:{_line(event)}"),
                ]
            )
        self._refuse_anchors_and_tags(event, path)
        match event:
            case yaml.ScalarEvent():
                return self._scalar(event, path)
            case yaml.SequenceStartEvent():
                return self._sequence(path)
            case yaml.MappingStartEvent():
                return self._mapping(path)
            case _:
                return None

    def _sequence(self, path: Path) -> Plain:
        values: list[Plain] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._value(event, (*path, len(values))))
        return tuple(values)

    def _mapping(self, path: Path) -> Plain:
        values: dict[str, Plain] = {}
        first_lines: dict[str, int] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, path)
            line = _line(event)
            value = self._value(next(self._events), (*path, key))
            if key in values:
                self._problem(
                    event,
                    (*path, key),
                    f"'{key}' is already set on line {first_lines[key]}",
                    "keep one of the two",
                )
                continue
            self._document.lines[(*path, key)] = line
            first_lines[key] = line
            values[key] = value
        return values

    def _key(self, event: yaml.Event, path: Path) -> str:
        self._refuse_anchors_and_tags(event, path)
        if not isinstance(event, yaml.ScalarEvent):
            self._problem(event, path, "a key is not a word", "use a plain word as the key")
            self._document.unread.add((*path, "?"))
            self._value(event, (*path, "?"))
            return "?"
        if not event.style and not isinstance(_resolve(event.value), str):
            self._problem(event, path, f"the key {event.value!r} is not text", "write it in quotes")
            self._document.unread.add((*path, str(event.value)))
        return str(event.value)

    def _scalar(self, event: yaml.ScalarEvent, path: Path) -> Plain:
        self._document.written[path] = event.value
        if event.style:
            return str(event.value)
        if _NOT_NUMBERS.match(event.value):
            self._document.unread.add(path)
            self._problem(event, path, "this is no number that is read here", "write plain decimal digits")
        return _resolve(event.value)

    def _refuse_anchors_and_tags(self, event: yaml.Event, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._document.unread.add(path)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            self._problem(event, path, "anchors and aliases (& and *) are not read", "write the value out")
        if getattr(event, "tag", None) is not None:
            self._problem(event, path, "tags (!) are not read", "take the tag away")

    def _problem(self, event: yaml.Event, path: Path, what: str, do: str) -> None:
        place = f"{self._document.file}:{_line(event)}"
        dotted = ".".join(str(step) for step in path)
        self._document.problems.append(Problem(f"{place}: {dotted}" if dotted else place, what, do))


def _not_yaml(where: str, problem: str) -> Problem:
    if "nesting" in problem:  # newer parsers give up by themselves, at a depth of their own
        return _too_deep(where)
    return Problem(where, f"this is not YAML: {problem}", "check the indentation and the quotes here")


def _too_deep(where: str) -> Problem:
    return Problem(where, f"nested deeper than {DEEPEST} levels", "write it flatter")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _resolve(scalar: str) -> Plain:
    """Return what a plain scalar means in YAML 1.2: `yes`, `no` and dates are words; decimals are exact."""
    if scalar in _WORDS:
        return _WORDS[scalar]
    if _INT.match(scalar) and len(scalar) <= 18:  # noqa: PLR2004 - as many digits as a 64-bit number holds
        return int(scalar)
    if _FLOAT.match(scalar) and len(scalar) <= _LONGEST_NUMBER:
        return Fraction(scalar)
    return scalar
