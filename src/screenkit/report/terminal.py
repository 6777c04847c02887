"""Lay a report out for a terminal, with or without colour."""

from rich.console import Group
from rich.text import Text

from screenkit.report.document import Document
from screenkit.report.lines import lines

_STYLES = {"plain": "", "strong": "bold", "quiet": "dim"}


def terminal(document: Document, *, width: int) -> Group:
    """Return what a rich console prints; `width` is the number of columns there are."""
    broken = lines(document, width=width)
    return Group(
        *(Text(line.text, _STYLES[line.emphasis], no_wrap=True, overflow="ignore") for line in broken)
    )
