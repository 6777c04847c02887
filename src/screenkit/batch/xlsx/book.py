"""The sheets of a workbook: their names, whether they are hidden, and which part of the zip file each is."""

import posixpath
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from screenkit.batch.xlsx.archive import SAVE_ANEW, Archive
from screenkit.batch.xlsx.markup import Reader, is_true
from screenkit.errors import Problem, TableError, suggestion

WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_BINARY = "xl/workbook.bin"
_KIND = "mimetype"
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of cells."""

    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a workbook in its order; `from_1904` says from when its days are counted.

    `uncalculated` says that the program which wrote it left its formulas to be worked out by another.
    """

    sheets: tuple[Sheet, ...]
    from_1904: bool
    uncalculated: bool

    def chosen(self, name: str | None, workbook: str) -> Sheet:
        """Return the sheet of that name, or the first.

        Raises:
            TableError: when there is none.

        """
        names = [sheet.name for sheet in self.sheets]
        if not names:
            raise TableError([Problem(workbook, "the workbook has no sheet of cells", SAVE_ANEW)])
        if name is None:
            return self.sheets[0]
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        do = suggestion(name, names, f"its sheets are {', '.join(names[:_NAMED])}")
        raise TableError([Problem(workbook, f"the workbook has no sheet '{name}'", do)])


def book_of(archive: Archive) -> Book:
    """Return the sheets of a workbook.

    Raises:
        TableError: when it is no workbook of the kind that is read.

    """
    _refuse_other_kinds(archive)
    targets = _targets(archive)
    sheets: list[Sheet] = []
    said = {"date1904": False, "fullCalcOnLoad": False}

    def started(tag: str, attributes: Mapping[str, str]) -> None:
        if tag in {"workbookPr", "calcPr"}:
            said.update({name: is_true(attributes[name]) for name in said if name in attributes})
        if tag == "sheet":
            relation = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            kind, part = targets.get(relation, ("", ""))
            if kind == "worksheet":  # the others hold charts, dialogs and macros
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(Sheet(attributes.get("name", ""), part, hidden))

    Reader(archive.name, started).read(archive.unpacked(WORKBOOK))
    twice = [name for name, times in Counter(sheet.name for sheet in sheets).items() if times > 1]
    if twice:
        raise archive.refused(f"two sheets are named '{twice[0]}'", "give each a name of its own")
    return Book(tuple(sheets), said["date1904"], said["fullCalcOnLoad"])


def _targets(archive: Archive) -> dict[str, tuple[str, str]]:
    """Return each relation of the workbook: its kind, and the part it names."""
    found: dict[str, tuple[str, str]] = {}

    def started(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "")
            part = target if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, part.lstrip("/"))

    Reader(archive.name, started).read(archive.unpacked(_RELATIONS))
    return found


def _refuse_other_kinds(archive: Archive) -> None:
    if _BINARY in archive:
        raise archive.refused("this is a binary Excel workbook (.xlsb), which is not read", SAVE_ANEW)
    if WORKBOOK in archive:
        return
    if _KIND in archive and b"opendocument" in b"".join(archive.unpacked(_KIND)):
        raise archive.refused("this is a LibreOffice table (.ods), which is not read", SAVE_ANEW)
    raise archive.refused("this is a zip file and no Excel workbook", SAVE_ANEW)
