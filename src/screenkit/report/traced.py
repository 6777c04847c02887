"""A trace of rules as a document to read, and as rows for a spreadsheet."""

import csv
import io

from screenkit.check.trace import Trace
from screenkit.models.content import Content
from screenkit.report.document import Bullets, Document, Paragraph, Section, Table
from screenkit.report.softened import softened
from screenkit.text import counted, formula_safe

_HEAD = ("Criterion", "Rules", "Items", "Vignettes", "Properties")
_SHOWN = 3


def traced(content: Content, trace: Trace) -> Document:
    """Return a trace as a document: a row for each criterion and rule, and what hangs in the air."""
    rows = tuple(
        (
            thread.criterion,
            thread.rule or "no rule",
            ", ".join(thread.items) or "always told",
            _some(thread.vignettes, "vignette"),
            ", ".join(thread.properties) or "none",
        )
        for thread in trace.threads
    )
    orphans = tuple(f"{kind}: {', '.join(names)}" for kind, names in trace.orphans.items() if names)
    lead = "Nothing hangs in the air, in either direction." if not orphans else "These hang in the air:"
    blocks = (Paragraph(lead, "strong"), Bullets(orphans)) if orphans else (Paragraph(lead),)
    ruleset = content.ruleset
    return Document(
        f"What rests on what: {ruleset.title}",
        f"{ruleset.id} {ruleset.version}",
        None,
        incomplete=False,
        sections=(
            Section("orphans", "What nothing hangs on", (*softened(ruleset.rules, ruleset.loosens), *blocks)),
            Section(
                "trace", "Criterion, rules, items, vignettes, properties", (Table("Trace", _HEAD, rows),)
            ),
        ),
    )


def traced_rows(trace: Trace) -> str:
    """Return a trace as CSV: one row for each criterion and rule, lists with ';', and one for each orphan."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(("criterion", "rule", "items", "vignettes", "properties"))
    for each in trace.threads:
        cells = (each.criterion, each.rule, *map(";".join, (each.items, each.vignettes, each.properties)))
        writer.writerow([formula_safe(cell) for cell in cells])
    columns = {"criteria": 0, "rules": 1, "items": 2, "vignettes": 3, "properties": 4}
    for kind, names in trace.orphans.items():
        for name in names:
            row = ["", "", "", "", ""]
            row[columns[kind]] = formula_safe(name)
            writer.writerow(row)
    return held.getvalue()


def _some(names: tuple[str, ...], of: str) -> str:
    shown = ", ".join(names[:_SHOWN])
    return f"{counted(len(names), of)}: {shown}{' …' if len(names) > _SHOWN else ''}" if names else "none"
