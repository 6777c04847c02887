"""Print a report as a tagged PDF through typst; everything it says goes in as data, never as source."""

import json
import re
import unicodedata
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import typst

from screenkit.errors import OutputError, Problem
from screenkit.report.document import Block, Document, Entries, Table, plain
from screenkit.report.paged import is_whole, is_whole_entry, is_whole_section, widths
from screenkit.text import counted

Paper = Literal["a4", "letter"]

_PAPERS: dict[Paper, str] = {"a4": "a4", "letter": "us-letter"}
_TEMPLATE = (files("screenkit.report") / "templates" / "report.typ").read_text("utf-8")
_PROBE = """#set document(title: "probe")
#set text(font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"))
#for each in given.split(" ") { par(each) }
"""
_UNSHOWN = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_NEVER_SHOWN = {"Cc", "Cs", "Co", "Cn"}
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_AS_SURROGATE = 0xDC00
"""Control characters go through JSON as surrogates, which mean nothing else in it."""
_LONG = 30
_LONG_WORD = re.compile(rf"[^\s\u200b-]{{{_LONG},}}")
_HASHED = re.compile(r"\b[0-9a-f]{64}\b")
_PIECES = re.compile(r".{1,4}")
_CONTROLS = 0x20
_ZERO_WIDTH_SPACE = "\u200b"
_ATTEMPTS = 5


def pdf(document: Document, *, paper: Paper = "a4", archived: date | None = None, mark: str = "") -> bytes:
    """Return the report as a PDF, as `Press.pdf` does, from a press that is kept for the next one."""
    return _press().pdf(document, paper=paper, archived=archived, mark=mark)


class Press:
    """A compiler kept for many reports, which finds again what it has laid out before; for one thread."""

    def __init__(self) -> None:
        """Make a compiler that knows the fonts typst carries, and no others."""
        self._compiler = typst.Compiler(ignore_system_fonts=True)
        self._shown = {chr(code) for code in range(0x20, 0x7F)}
        self._unshown: set[str] = set()

    def pdf(
        self, document: Document, *, paper: Paper = "a4", archived: date | None = None, mark: str = ""
    ) -> bytes:
        """Return the report as PDF/UA-1, tagged, titled, fonts inside; the same bytes for the same report.

        With the day it is `archived` it is PDF/A-2a as well, which asks for a date. A character that no
        bundled font can show is printed as its code point, such as `[U+60A3]`, and a last line says how many
        there are: a missing glyph would make the file unusable for a screen reader. `mark` is put among the
        file's keywords.
        """
        data = _data(document, paper, archived, mark)
        self._learn(data)
        data, count = _replaced(data, self._unshown)
        for _ in range(_ATTEMPTS):
            try:
                return self._compiled(_source(data, count), archive=archived is not None)
            except typst.TypstError as error:
                data, more = _without(data, _unshown(error))
                count += more
                if not more:
                    break
        raise OutputError([Problem("PDF", "the PDF could not be made", "use --format html, and report this")])

    def _learn(self, data: str) -> None:
        """Find out which characters not met before no font can show, by printing them alone."""
        new = set(data) - self._shown - self._unshown
        never = {char for char in new if unicodedata.category(char) in _NEVER_SHOWN}
        asked = sorted(new - never)
        missing = {char for text in self._missing(" ".join(asked)) for char in text if char in new}
        self._unshown |= never | missing
        self._shown |= new - never - missing

    def _missing(self, text: str) -> set[str]:
        if not text:
            return set()
        try:
            self._compiled(_let(text) + _PROBE)
        except typst.TypstError as error:
            return _unshown(error)
        return set()

    def _compiled(self, source: str, *, archive: bool = False) -> bytes:
        made = self._compiler.compile(
            input=source.encode(),
            format="pdf",
            pdf_standards=["ua-1", "a-2a"] if archive else ["ua-1"],
            timestamp=0,
        )
        if not isinstance(made, bytes):
            raise TypeError("typst returned no single file")
        return made


@cache
def _press() -> Press:
    return Press()


def _data(document: Document, paper: Paper, archived: date | None, mark: str) -> str:
    data = plain(document)
    for section, laid in zip(document.sections, data["sections"], strict=True):
        laid["whole"] = is_whole_section(section)
        for part, block in zip(section.blocks, laid["blocks"], strict=True):
            _place(part, block)
    day = [archived.year, archived.month, archived.day] if archived else None
    around = {"paper": _PAPERS[paper], "archived": day, "mark": mark}
    return json.dumps(_printable({**data, **around}), ensure_ascii=False)


def _place(part: Block, block: dict[str, Any]) -> None:
    """Add to a block what only a page asks for."""
    match part:
        case Table():
            block["widths"] = shares = widths(part)
            block["whole"] = [is_whole(row, shares) for row in part.rows]
        case Entries():
            for entry, laid in zip(part.entries, block["entries"], strict=True):
                laid["whole"] = is_whole_entry(entry)
        case _:
            pass


def _printable(value: Any) -> Any:  # noqa: ANN401 - plain data of any shape
    """Return plain data in which control characters are surrogates and a word of any length can break."""
    if isinstance(value, str):
        return _readable(value)
    if isinstance(value, list):
        return [_printable(each) for each in value]
    if isinstance(value, dict):
        return {name: _printable(each) for name, each in value.items()}
    return value


def _readable(text: str) -> str:
    if len(text) < _LONG and text.isprintable():
        return text
    if _HASHED.search(text):  # a hash fits a line, and is copied and searched for as a whole
        return text
    visible = text if text.isprintable() else _CONTROL.sub(_as_surrogate, text)
    return _LONG_WORD.sub(lambda found: _ZERO_WIDTH_SPACE.join(_PIECES.findall(found[0])), visible)


def _as_surrogate(found: re.Match[str]) -> str:
    return chr(_AS_SURROGATE + ord(found[0]))


def _source(data: str, count: int) -> str:
    """Return the whole source: the template, after the one line that holds everything the report says."""
    characters = counted(count, "character")
    verb = "stands as its code point" if count == 1 else "stand as their code points"
    line = f"{characters} could not be shown in this document's fonts and {verb}." if count else ""
    return _let(f'{data[:-1]}, "unshown": {json.dumps(line)}}}') + _TEMPLATE


def _let(text: str) -> str:
    """Return a line of source that names a text; in the literal no quote and no backslash is left."""
    literal = text.replace("~", "~7E").replace('"', "~22").replace("\\", "~5C")
    return f'#let given = "{literal}"\n'


def _replaced(text: str, chars: set[str]) -> tuple[str, int]:
    """Return text with some characters as their code points, and how many were replaced."""
    count = sum(text.count(char) for char in chars)
    return (text.translate({ord(char): _code_point(char) for char in chars}) if count else text), count


def _without(text: str, clusters: set[str]) -> tuple[str, int]:
    """Return text in which what no font can show together is taken apart: all but a plain first letter."""
    count = 0
    for cluster in clusters:
        kept = cluster[:1] if cluster[:1].isascii() else ""
        apart = kept + "".join(_code_point(char) for char in cluster.removeprefix(kept))
        if apart != cluster:
            count += text.count(cluster) * (len(cluster) - len(kept))
            text = text.replace(cluster, apart)
    return text, count


def _unshown(error: typst.TypstError) -> set[str]:
    """Return the texts, of one or a few characters each, that typst could not display."""
    found = _UNSHOWN.findall(error.diagnostic)
    return {re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda code: chr(int(code[1], 16)), each) for each in found}


def _code_point(char: str) -> str:
    code = ord(char)
    return f"[U+{code - _AS_SURROGATE if 0 <= code - _AS_SURROGATE < _CONTROLS else code:04X}]"
