"""The parts of a workbook's zip file: counted before it is opened, unpacked piece by piece up to a limit."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from screenkit.errors import Problem, TableError

UNPACKED = 1 << 30
"""Bytes that the parts read of one workbook may have together."""

_BLOCK = 1 << 16
_RATIO = 200
_RATIO_FROM = 50_000_000
"""From this size on, a part that shrank by more than `_RATIO` was made to grow."""
_ENTRIES = 10_000
_DIRECTORY = 4_000_000
"""Bytes the list of a zip file's parts may have."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535
_ZIP_64 = b"PK\x06\x07"
_ZIP_64_SIZE = 20

SAVE_ANEW = "open it in a spreadsheet program and save it as CSV or .xlsx"
_SOURCE = "check where the file comes from"


class Archive:
    """The parts of one workbook; what is unpacked of all of them together has a limit."""

    def __init__(self, name: str, file: ZipFile) -> None:
        """List the parts. `name` is what the workbook is called in messages.

        Raises:
            TableError: when there are too many, or two of one name.

        """
        self.name = name
        self._file = file
        self._left = UNPACKED
        infos = [info for info in file.infolist() if not info.is_dir()]
        if len(infos) > _ENTRIES:
            raise self.refused(f"the zip file has {len(infos):,} parts, more than a workbook has", _SOURCE)
        self._infos: dict[str, ZipInfo] = {}
        for info in infos:
            if self._infos.setdefault(_folded(info.filename), info) is not info:
                raise self.refused("two parts of the zip file share a name", SAVE_ANEW)

    def __contains__(self, part: str) -> bool:
        """Say whether there is a part of this name."""
        return _folded(part) in self._infos

    def unpacked(self, part: str) -> Iterator[bytes]:
        """Yield a part piece by piece.

        Raises:
            TableError: when it is missing, damaged, encrypted, or larger than can honestly be.

        """
        info = self._infos.get(_folded(part))
        if info is None:
            raise self.refused(f"the workbook has no part '{part}'", SAVE_ANEW)
        self._check(info)
        try:
            with self._file.open(info) as file:
                while block := file.read(_BLOCK):
                    self._left -= len(block)
                    if self._left < 0:
                        raise self.refused(f"unpacked, it has more than {UNPACKED:,} bytes", _SOURCE)
                    yield block
        except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise self._damaged(error) from None

    def refused(self, what: str, do: str) -> TableError:
        """Return the error that refuses this workbook."""
        return TableError([Problem(self.name, what, do)])

    def _check(self, info: ZipInfo) -> None:
        if info.flag_bits & 1:
            raise self.refused("the workbook is protected by a password", "save it without one")
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise self.refused("the zip file is packed in a way workbooks are not", SAVE_ANEW)
        grown = info.file_size > max(_RATIO_FROM, _RATIO * info.compress_size)
        if grown or info.file_size > self._left:
            what = f"a part of {info.compress_size:,} bytes claims to unpack into {info.file_size:,}"
            raise self.refused(what, _SOURCE)

    def _damaged(self, error: Exception) -> TableError:
        return self.refused(f"the zip file is damaged ({type(error).__name__})", SAVE_ANEW)


@contextmanager
def archive(path: Path) -> Iterator[Archive]:
    """Open the zip file of a workbook.

    Raises:
        TableError: when the file is none.

    """
    name = str(path)
    with path.open("rb") as file:
        _refuse_foreign(name, file)
        _refuse_large_directory(name, file)
        file.seek(0)
        try:
            zipped = ZipFile(file)
        except (BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
            what = f"the zip file is damaged ({type(error).__name__})"
            raise TableError([Problem(name, what, SAVE_ANEW)]) from None
        with zipped:
            yield Archive(name, zipped)


def _refuse_foreign(name: str, file: BinaryIO) -> None:
    start = file.read(8)
    if start == _OLE:
        if _holds(file, _ENCRYPTED):
            raise TableError(
                [Problem(name, "the workbook is protected by a password", "save it without one")]
            )
        raise TableError(
            [Problem(name, "this is an old Excel workbook (.xls), which is not read", SAVE_ANEW)]
        )
    if not start.startswith(b"PK\x03\x04"):
        what = "this is no Excel workbook, although its name says so"
        raise TableError([Problem(name, what, "name the file for what it is, or save it anew")])


def _holds(file: BinaryIO, wanted: bytes) -> bool:
    rest = b""
    while block := file.read(1 << 20):
        if wanted in rest + block:
            return True
        rest = block[-len(wanted) :]
    return False


def _refuse_large_directory(name: str, file: BinaryIO) -> None:
    """Refuse a zip file whose list of parts would itself fill the memory."""
    size = file.seek(0, 2)
    start = max(0, size - _END_SIZE - _LONGEST_COMMENT - _ZIP_64_SIZE)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise TableError([Problem(name, "the zip file is damaged (its end is missing)", SAVE_ANEW)])
    parts, length = struct.unpack_from("<HI", tail, at + 10)
    before = tail[max(0, at - _ZIP_64_SIZE) : at]
    if before.startswith(_ZIP_64) or parts > _ENTRIES or length > _DIRECTORY:
        what = "the zip file lists more parts than a workbook has"
        raise TableError([Problem(name, what, _SOURCE)])


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
