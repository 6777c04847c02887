"""XML piece by piece: no document types, so no entities; no depth, word or text without an end."""

from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

from screenkit.batch.xlsx.archive import SAVE_ANEW
from screenkit.errors import Problem, TableError

_DEPTH = 200
_TOKEN = 4_000_000
"""Bytes one tag may have."""

Started = Callable[[str, Mapping[str, str]], None]
Ended = Callable[[str], None]
Said = Callable[[str], None]


class Reader:
    """Calls back for each element by its local name; a reader is used for one part."""

    def __init__(
        self, name: str, started: Started, ended: Ended | None = None, said: Said | None = None
    ) -> None:
        """Prepare to read a part of the workbook of this name."""
        self._name = name
        self._started, self._ended = started, ended
        self._depth = 0
        self._fed = 0
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        if said:
            parser.CharacterDataHandler = said
        self._parser = parser

    def read(self, blocks: Iterable[bytes]) -> None:
        """Read a part to its end.

        Raises:
            TableError: when it is no XML, or not such as workbooks are made of.

        """
        for block in blocks:
            self.feed(block)
        self.feed(b"", last=True)

    def feed(self, block: bytes, *, last: bool = False) -> None:
        """Read on; `last` says that nothing follows.

        Raises:
            TableError: as `read` does.

        """
        try:
            self._parser.Parse(block, last)
        except LookupError:
            raise self._bad("names an encoding that is not known") from None
        except expat.ExpatError as error:
            raise self._bad(f"is no XML ({expat.ErrorString(error.code)})") from None
        self._fed += len(block)
        if self._fed - max(self._parser.CurrentByteIndex, 0) > _TOKEN:
            raise self._bad("has a tag without an end")

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEPTH:
            raise self._bad("is nested deeper than workbooks are")
        self._started(tag.rpartition(":")[2] if ":" in tag else tag, attributes)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._ended:
            self._ended(tag.rpartition(":")[2] if ":" in tag else tag)

    def _refuse(self, *_: object) -> None:
        raise self._bad("declares a document type, as workbooks never do")

    def _bad(self, what: str) -> TableError:
        return TableError([Problem(self._name, f"a part of the workbook {what}", SAVE_ANEW)])


def is_true(written: str | None) -> bool:
    """Say whether an attribute says yes."""
    return written in {"1", "true", "on"}
