"""Name the file of an incomplete report as what it is."""

from pathlib import Path

MARK = "incomplete"


def named(path: Path, *, incomplete: bool) -> Path:
    """Return the name a report is written under: an incomplete one says so before its ending.

    A name that says so already stays as it is, and so does what is no ordinary file, such as a device.
    """
    if not incomplete or MARK in path.stem.lower() or (path.exists() and not path.is_file()):
        return path
    return path.with_name(f"{path.stem}-{MARK}{path.suffix}")
