"""Lay a report out as Markdown; text from people can make no structure of its own.

Lists of different kinds have different marks, so that two that follow one another stay two.
"""

import re
from collections.abc import Iterator
from typing import assert_never

from screenkit.report.document import (
    Bar,
    Bars,
    Blanks,
    Block,
    Bullets,
    Document,
    Entries,
    Entry,
    Notice,
    Paragraph,
    Question,
    Questions,
    Section,
    Table,
)

_SPECIAL = re.compile(
    r"[\\`*_{}\[\]<>|~&^$#@]"  # means something anywhere
    r"|^[-+=:]|(?<=-)-"  # lists, underlines of headings, definitions, dashes
    r"|:(?=\S)|(?<=\w)\.(?=\w)"  # addresses, which some renderers make links of
)
_NUMBER = re.compile(r"^(\d+)([.)])")
_TO_FILL_IN = "\\_" * 12


def markdown(document: Document) -> str:
    """Return the report as CommonMark with tables."""
    lines = [f"# {_safe(document.title)}", "", _safe(document.subtitle), ""]
    if document.case_id:
        lines += [f"Case {_safe(document.case_id)}", ""]
    if document.incomplete:
        lines += [f"**{_safe(document.status)}**", ""]
    for section in document.sections:
        lines += _section(section)
    return "\n".join(lines).rstrip() + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"## {_safe(section.title)}"
    yield ""
    for block in section.blocks:
        yield from _block(block)
        yield ""


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text, emphasis):
            yield f"**{_safe(text)}**" if emphasis == "strong" and text.strip() else _safe(text)
        case Bullets(entries):
            yield from (f"* {_safe(entry)}" for entry in entries)
        case Notice(heading, lines):
            yield f"> **{_safe(heading)}**"
            yield from (line for each in lines for line in (">", f"> {_safe(each)}"))
        case Entries(entries):
            yield from (line for entry in entries for line in _entry(entry))
        case Table():
            yield from _table(block)
        case Bars(bars):
            yield from (f"+ **{_safe(bar.title)}**: {_safe(_scored(bar))}" for bar in bars)
        case Blanks(labels):
            yield from (f"+ {_safe(label)}: {_TO_FILL_IN}" for label in labels)
        case Questions(questions):
            yield from (line for question in questions for line in _question(question))
        case _:
            assert_never(block)


def _scored(bar: Bar) -> str:
    return f"{bar.text} ({bar.legend})" if bar.legend else bar.text


def _entry(entry: Entry) -> Iterator[str]:
    yield f"### {_safe(entry.heading)}"
    yield ""
    yield _safe(entry.text)
    yield ""
    yield from (f"- *{_safe(label)}*: {_safe(text)}" for label, text in entry.details)
    yield ""


def _question(question: Question) -> Iterator[str]:
    yield f"### {_safe(question.heading)}"
    yield ""
    yield from (line for line in (f"**{_safe(question.warning)}**", "") if question.warning)
    yield from (line for remark in question.remarks for line in (_safe(remark), ""))
    yield from (f"- \u2610 {_safe(box)}" for box in question.boxes)
    yield ""
    yield from (f"- {_safe(label)}: {_TO_FILL_IN}" for label in question.blanks)
    yield ""
    yield " \u00b7 ".join(f"\u2610 {_safe(box)}" for box in question.silence)
    yield ""
    yield from (line for _ in range(question.lines) for line in (_TO_FILL_IN, ""))


def _table(table: Table) -> Iterator[str]:
    yield _row(table.head)
    yield _row(["---"] * len(table.head), safe=False)
    yield from (_row(row) for row in table.rows)


def _row(cells: tuple[str, ...] | list[str], *, safe: bool = True) -> str:
    return f"| {' | '.join(_safe(cell) if safe else cell for cell in cells)} |"


def _safe(text: str) -> str:
    """Return text in which no character means anything to Markdown."""
    return _NUMBER.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", " ".join(text.split())))
