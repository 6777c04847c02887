"""Everything a content was read from, in one archive kept with a case, so that it can be read again."""

import io
import json
import zipfile
import zlib

from screenkit.content.load import load_from
from screenkit.content.shelf import MANIFEST, Shelf
from screenkit.errors import ContentError, Problem
from screenkit.models.content import Content

_LARGEST = 64 * 2**20
_NAME = "the content kept with the case"
_DAMAGE = (zipfile.BadZipFile, zlib.error, KeyError, TypeError, ValueError, OSError, RuntimeError, EOFError)
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # a ZIP archive knows no earlier one


def snapshot(content: Content) -> bytes:
    """Return the files a content was read from as a ZIP archive; the same files give the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, body in sorted(content.sources.items()):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            archive.writestr(entry, body)
    return held.getvalue()


def load_snapshot(body: bytes) -> Content:
    """Return the content of a snapshot, checked as any other.

    Raises:
        ContentError: when it is no snapshot, or this version of screenkit cannot use what it holds.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise _unusable(f"it holds more than {_LARGEST // 2**20} MB")
            archive.filename = _NAME
            asked = json.loads(archive.read(MANIFEST))
            return load_from(Shelf(zipfile.Path(archive)), asked["rules"], asked["questionnaires"])
    except _DAMAGE as error:
        raise _unusable(f"it is damaged ({type(error).__name__})") from None


def _unusable(why: str) -> ContentError:
    return ContentError(
        [Problem(_NAME, f"cannot be used: {why}", "verify the store: screenkit cases verify")]
    )
