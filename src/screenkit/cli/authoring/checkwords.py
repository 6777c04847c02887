"""What a check of rule sets found, as lines to read and as plain data for programs."""

from collections.abc import Iterator
from typing import Any

from screenkit.check.flaw import Severity
from screenkit.cli.authoring.checking import Checked
from screenkit.text import counted


def as_lines(checked: Checked, fail_level: Severity) -> Iterator[str]:
    """Yield one line a problem, from a severity on, and what was looked at."""
    listed = checked.at_least(fail_level)
    for each in listed:
        yield each.line
    if listed:
        yield ""
    for name, seen in checked.looked_at.items():
        parts = [counted(seen.rules, "rule"), counted(seen.vignettes, "vignette")]
        if seen.mutants:
            parts.append(f"{counted(seen.mutants, 'fault')} put in on purpose")
        yield f"{name}: {', '.join(parts)}"
    milder = len(checked.found) - len(listed)
    more = f"; {counted(milder, 'milder remark')}, shown with --fail-level note" if milder else ""
    yield f"{counted(len(listed), 'problem')} found{more}"
    yield "This says that the rules are what they say; whether they are clinically right, people decide."


def as_plain(checked: Checked) -> dict[str, Any]:
    """Return what was found as plain data, remarks of every severity."""
    return {
        "schema": "screenkit.check/1",
        "rulesets": {
            name: {"rules": seen.rules, "vignettes": seen.vignettes, "mutants": seen.mutants}
            for name, seen in checked.looked_at.items()
        },
        "problems": [
            {
                "where": each.where,
                "severity": each.flaw.severity,
                "check": each.flaw.check,
                "kind": each.flaw.spot.kind,
                "id": each.flaw.spot.id,
                "key": each.flaw.spot.key,
                "what": each.flaw.what,
                "do": each.flaw.do,
            }
            for each in checked.found
        ],
    }
