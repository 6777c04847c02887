"""A questionnaire to read, and the files in which a clinic writes its answers."""

import csv
import io
import textwrap
from collections.abc import Iterator

from screenkit.models.base import printed
from screenkit.models.condition import write
from screenkit.models.questionnaire import Band, Item, Questionnaire, Scale, Section
from screenkit.report.document import Block, Document, Entries, Entry, Paragraph
from screenkit.report.document import Section as Part
from screenkit.text import formula_safe

_WIDTH = 100


def form(questionnaire: Questionnaire) -> Document:
    """Return a questionnaire to be read: every item with its values, help and conditions, and the scales."""
    lead: list[Block] = [Paragraph(questionnaire.about)]
    if questionnaire.intro:
        lead.append(Paragraph(questionnaire.intro))
    if questionnaire.licence:
        lead.append(Paragraph(f"Licence: {questionnaire.licence.notice}"))
    lead.append(Paragraph(f"Source: {questionnaire.source}"))
    if any(item.in_contact for item in questionnaire.items):
        lead.append(Paragraph("Complete with a clinician present.", "strong"))
    parts = [Part("about", "About", tuple(lead)), *(_section(section) for section in questionnaire.sections)]
    if questionnaire.scales:
        scales = tuple(_scale(scale) for scale in questionnaire.scales)
        parts.append(Part("scores", "Scores", (Entries(scales),)))
    subtitle = f"{questionnaire.id} {questionnaire.version}"
    return Document(questionnaire.title, subtitle, None, incomplete=False, sections=tuple(parts))


def answer_file(questionnaire: Questionnaire) -> str:
    """Return an answer file in which every item stands, unanswered, with its values as comments."""
    lines = [
        *_comment(f"{questionnaire.title} ({questionnaire.id} {questionnaire.version})"),
        *_comment(
            "Write a value after the colon, exactly as it is spelled. Leave empty what was not asked; write "
            "declined or dont_know where that was the answer. Whether a question applies is worked out."
        ),
        "case_id:",
    ]
    for section in questionnaire.sections:
        lines += ["", *_comment(section.title.upper())]
        for item in section.items:
            lines += ["", *_comment(item.text), *_comment(f"  {values(item)}"), f"{item.id}:"]
    for scale in questionnaire.scales:
        lines += [
            "",
            *_comment(f"{scale.title}: a total entered directly, instead of the items"),
            f"{scale.id}:",
        ]
    return "\n".join(lines) + "\n"


def table_head(questionnaire: Questionnaire) -> str:
    """Return an intake table without people: one column for each item and score."""
    return _csv(
        [["case_id", *(item.id for item in questionnaire.items), *(s.id for s in questionnaire.scales)]]
    )


def table_words(questionnaire: Questionnaire) -> str:
    """Return the words for an intake table: each column, what it asks, and the values it takes."""
    rows = [
        ["column", "asks", "value", "means"],
        ["case_id", "a code for the person, no name", "any text", ""],
    ]
    for item in questionnaire.items:
        rows += [[item.id, item.text, value, label] for value, label in _values(item)]
        rows += [[item.id, item.text, "declined", "asked, and declined"]] if not item.judgement else []
        rows += [[item.id, item.text, "dont_know", "asked; the answer was that the person does not know"]]
        rows += [[item.id, item.text, "", "not asked"]]
    rows += [
        [scale.id, scale.title, "a number", "a total entered directly"] for scale in questionnaire.scales
    ]
    return _csv(rows)


def values(item: Item) -> str:
    """Return the values an item takes, with their meaning, on one line."""
    return "; ".join(f"{value} = {label}" if label else value for value, label in _values(item))


def _values(item: Item) -> list[tuple[str, str]]:
    if item.number is None:
        return list((item.values or {}).items())
    numbers = range(item.number.lowest, item.number.highest + 1, item.number.step)
    if item.number.labels:
        return [(str(n), label) for n, label in zip(numbers, item.number.labels, strict=True)]
    step = f" in steps of {item.number.step}" if item.number.step > 1 else ""
    ends = [label for label in (item.number.lowest_label, item.number.highest_label) if label]
    return [(f"{item.number.lowest} to {item.number.highest}{step}", " to ".join(ends))]


def _section(section: Section) -> Part:
    blocks: list[Block] = [Paragraph(section.intro, "quiet")] if section.intro else []
    blocks.append(Entries(tuple(_item(item) for item in section.items)))
    return Part(section.id, section.title, tuple(blocks))


def _item(item: Item) -> Entry:
    marks = [
        "gate: holds every form it concerns until it is answered" if item.gate else "",
        f"assumed {item.assumed} until it is answered" if item.assumed else "",
        "asked by a clinician in contact with the person" if item.in_contact else "",
        "the clinician's own judgement" if item.judgement else "",
    ]
    details = [
        ("Item", item.id),
        ("Values", values(item)),
        ("For the clinician", item.help),
        ("Asked when", write(item.ask_when) if item.ask_when else ""),
        ("Held back unless", write(item.hold_back_unless) if item.hold_back_unless else ""),
        ("Note", "; ".join(mark for mark in marks if mark)),
        ("Rests on", ", ".join(item.rests_on)),
        ("LOINC", item.loinc.code + ("" if item.loinc.verified else " (not verified)") if item.loinc else ""),
    ]
    return Entry(item.text, "", tuple((label, text) for label, text in details if text))


def _scale(scale: Scale) -> Entry:
    how = "mean" if scale.method == "mean" else "sum"
    details = [
        ("Score", scale.id),
        ("Made of", f"{how} of {', '.join(scale.items)}" if scale.items else "a total entered directly"),
        ("Reversed", ", ".join(scale.reversed)),
        ("Bands", "; ".join(_band(band) for band in scale.bands) or "none published"),
        ("Points", "; ".join(f"{printed(each.at)}: {each.means} ({each.source})" for each in scale.cut_offs)),
        ("Missing items", f"{scale.missing.source} ({scale.missing.status})" if scale.missing else ""),
        ("Source", scale.source),
    ]
    return Entry(scale.title, "", tuple((label, text) for label, text in details if text))


def _band(band: Band) -> str:
    end = f"\u2013{printed(band.to)}" if band.to is not None else ""
    below = f" to below {printed(band.below)}" if band.below is not None else ""
    return f"{printed(band.lowest)}{end}{below} {band.title}"


def _comment(text: str) -> Iterator[str]:
    yield from (f"# {line}" for line in textwrap.wrap(text, _WIDTH))


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([formula_safe(cell) for cell in row] for row in rows)
    return text.getvalue()
