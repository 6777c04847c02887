"""Where an interview is led: the terminal in its full or its plain form, and the report at the end."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screenkit.assessment import Assessment
    from screenkit.case.record import Record
    from screenkit.interview.plain import PlainTerminal
    from screenkit.interview.prompts import Terminal
    from screenkit.models.content import Content

STOPPED = 130
"""The exit status of an interview that was stopped."""


def terminal_of(*, plain: bool) -> "Terminal | PlainTerminal":
    """Return the terminal the program runs in; `plain` takes lines and words only."""
    if plain:
        from screenkit.interview.plain import open_plain_terminal

        return open_plain_terminal()
    from screenkit.interview.prompts import open_terminal

    return open_terminal()


def wants_plain() -> bool:
    """Say whether the surroundings ask for plain lines."""
    return os.environ.get("ACCESSIBLE", "") not in {"", "0"} or os.environ.get("TERM") == "dumb"


def show_report(content: "Content", assessment: "Assessment", record: "Record | None") -> None:
    """Print the first page of the report, with the record of its case where there is one."""
    from screenkit.cli.render import show
    from screenkit.report.view import first_page, view

    show(first_page(view(content, assessment, record)))
