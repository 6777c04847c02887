"""Rules of a content → what each engine's process needs, as plain JSON: none waits for our parser.

The item ids are screenkit's; `column` says which column of the table holds each, and `value` what its cells
mean.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import lower
import table

from screenkit.content.load import load
from screenkit.content.mapping import load_mapping
from screenkit.models.content import Content
from screenkit.models.mapping import TableMapping

CONTENT = Path(__file__).parent / "content"
QUESTIONNAIRE = CONTENT / "intake.yaml"
MAPPING = CONTENT / "mapping.yaml"
RULES = CONTENT / "rules.yaml"

TIERS = ("urgent", "not_suitable", "individual", "specialist", "preparation", "review")
"""What the rules lead to when decided by hand, the gravest first; each rule names one in its scope."""


def plan(rules: Path = RULES) -> dict[str, Any]:
    """Return what the engines are told."""
    content = load(str(rules), [str(QUESTIONNAIRE)])
    mapping = load_mapping(MAPPING, content)
    conditions = [rule.when for rule in content.ruleset.rules if rule.when]
    column = {name: each.column for name, each in mapping.items.items()}
    spelled = {
        name: {value: _spelled(mapping, name, value) for value in content.items[name].values or {}}
        for name in column
    }
    python = lower.Python(
        content,
        {name: table.COLUMNS.index(each) for name, each in column.items()},
        lambda name, value: spelled[name][value],
    )
    plain, cel = lower.TwoValued(content), lower.TwoValued(content, lower.CEL)
    return {
        "ids": [rule.id for rule in content.ruleset.rules],
        "tiers": [
            [tier, [n for n, rule in enumerate(content.ruleset.rules) if rule.scope == tier]]
            for tier in TIERS
        ],
        "columns": table.COLUMNS,
        "column": column,
        "value": {name: {cell: value for value, cell in values.items()} for name, values in spelled.items()},
        "numbers": [name for name in column if content.items[name].number],
        "yes_or_no": [name for name in column if lower.is_yes_or_no(content, name)],
        "sums": {scale: _sum(content, scale) for scale in ("phq", "gad", "grq")},
        "polars": [lower.polars(content, each) for each in conditions],
        "sql": [lower.sql(content, each) for each in conditions],
        "python": python.source(conditions),
        "tables": python.tables,
        "words": [plain.pair(each) for each in conditions],
        "cel": [cel.pair(each) for each in conditions],
        "json_logic": [
            [lower.json_logic(content, each, possibly=possibly) for possibly in (False, True)]
            for each in conditions
        ],
    }


def _spelled(mapping: TableMapping, name: str, value: str) -> str:
    cells: Mapping[str, str] = {target: cell for cell, target in mapping.items[name].values.items()}
    return cells.get(value, value)


def _sum(content: Content, scale: str) -> dict[str, Any]:
    items = content.scales[scale].items
    highest = max(offered.highest for item in items if (offered := content.items[item].number))
    return {"items": items, "highest": highest}
