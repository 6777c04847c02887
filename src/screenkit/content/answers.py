"""Answer files: YAML or JSON → the answers of one person, or everything that is wrong with them."""

import json
from collections.abc import Mapping
from typing import Any

from screenkit.content.read import DEEPEST, LARGEST, read
from screenkit.engine.written import read_written, target_of
from screenkit.errors import AnswersError, ContentError, Problem, suggestion
from screenkit.models.answers import Answer, Answers, NoAnswer, Unreadable
from screenkit.models.content import Content
from screenkit.text import clean

_LONGEST_ID = 200
_BARE = "write yes or no, without quotes"
_FLAT = "write one 'item: answer' line for each answer"

Spelling = str | bool | None | dict[str, Any] | list[Any] | tuple[Any, ...]
"""How a value is spelled; booleans, keys and lists are kept apart, because they are refused."""


def read_answers(text: bytes, name: str, content: Content) -> Answers:
    """Return the answers written in a YAML or JSON file.

    `name` is what the file is called in messages. No message repeats an answer.

    Raises:
        AnswersError: with every problem of the file.

    """
    try:
        is_json = _looks_like_json(text)
        written, places = _json(text, name) if is_json else _yaml(text, name)
    except ContentError as error:
        raise AnswersError(error.problems) from None
    reader = _AnswersReader(content, places, 'write "yes" or "no", in quotes' if is_json else _BARE)
    for key, value in written.items():
        reader.take(key, value)
    if reader.problems:
        raise AnswersError(reader.problems)
    return Answers(given=reader.given, case_id=reader.case_id, claimed=tuple(reader.claimed))


class _AnswersReader:
    def __init__(self, content: Content, places: Mapping[str, str], no_boolean: str) -> None:
        self._content = content
        self._no_boolean = no_boolean
        self._places = places
        self.given: dict[str, Answer] = {}
        self.claimed: list[str] = []
        self.case_id: str | None = None
        self.problems: list[Problem] = []

    def take(self, key: str, value: Spelling) -> None:
        if key == "case_id":
            self._take_case_id(value)
        elif key not in self._content.home:
            do = suggestion(
                key,
                (*self._content.home, "case_id"),
                "see 'screenkit questionnaires list' for what may stand here",
            )
            self._problem(key, "no item or score of this name", do)
        elif isinstance(value, bool):
            self._problem(key, "true and false are no answers", self._no_boolean)
        elif isinstance(value, dict | list | tuple):
            self._problem(key, "this is no single answer", _FLAT)
        elif value is not None and value != "":
            self._take_answer(key, value)

    def _take_case_id(self, value: Spelling) -> None:
        if value is None or value == "":
            return
        if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST_ID:
            self._problem("case_id", "this is no case id", f"write up to {_LONGEST_ID} letters and digits")
        elif clean(value) != value:
            self._problem(
                "case_id", "the case id holds characters that cannot be shown", "write it with plain letters"
            )
        else:
            self.case_id = value

    def _take_answer(self, key: str, value: str) -> None:
        answer = read_written(target_of(self._content, key), value)
        match answer:
            case Unreadable(what, do):
                self._problem(key, what, do)
            case NoAnswer.NOT_APPLICABLE:
                self.claimed.append(key)
            case NoAnswer.NOT_ASKED:
                pass
            case _:
                self.given[key] = answer

    def _problem(self, key: str, what: str, do: str) -> None:
        self.problems.append(Problem(f"{self._places[key]}: {clean(key)[:80]}", what, do))


def _yaml(text: bytes, name: str) -> tuple[dict[str, Spelling], dict[str, str]]:
    document = read(text, name)
    if document.data is None:
        return {}, {}
    if not isinstance(document.data, dict):
        raise _not_flat(name)
    written: dict[str, Spelling] = {}
    for key, value in document.data.items():
        if isinstance(value, dict | tuple):
            written[key] = value
        else:
            written[key] = value if value is None or isinstance(value, bool) else document.written[(key,)]
    return written, {key: document.where((key,)).removesuffix(f": {key}") for key in written}


def _json(text: bytes, name: str) -> tuple[dict[str, Spelling], dict[str, str]]:
    if len(text) > LARGEST:
        raise AnswersError([Problem(name, "the file is too large", f"at most {LARGEST:,} bytes are read")])
    try:
        data = json.loads(
            text.decode("utf-8-sig"),
            object_pairs_hook=lambda pairs: _unique(pairs, name),
            parse_int=_Spelled,
            parse_float=_Spelled,
            parse_constant=_Spelled,
        )
    except UnicodeDecodeError:
        raise AnswersError(
            [Problem(name, "this is not UTF-8 text", "save the file with the encoding UTF-8")]
        ) from None
    except RecursionError:
        raise AnswersError(
            [Problem(name, f"nested deeper than {DEEPEST} levels", "write one flat object")]
        ) from None
    except json.JSONDecodeError as error:
        where = f"{name}:{error.lineno}"
        raise AnswersError(
            [Problem(where, f"this is not JSON: {error.msg}", "check the commas and quotes here")]
        ) from None
    if not isinstance(data, dict):
        raise _not_flat(name)
    return data, dict.fromkeys(data, name)


class _Spelled(str):
    """A JSON number as it was written: exact, and never a float."""

    __slots__ = ()


def _unique(pairs: list[tuple[str, Any]], name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise AnswersError(
                [Problem(f"{name}: {clean(key)[:80]}", "this key stands twice", "keep one of the two")]
            )
        found[key] = value
    return found


def _looks_like_json(text: bytes) -> bool:
    return text.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def _not_flat(where: str) -> AnswersError:
    return AnswersError([Problem(where, "this is no flat list of answers", _FLAT)])
