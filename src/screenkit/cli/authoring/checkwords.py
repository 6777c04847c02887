"""What a check of rule sets found, as lines to read and as plain data for programs."""

from collections.abc import Iterable, Iterator
from typing import Any

from screenkit.check.flaw import Severity
from screenkit.cli.authoring.checking import Checked
from screenkit.errors import Problem
from screenkit.text import counted

_SCHEMA = "screenkit.check/1"


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
        "schema": _SCHEMA,
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


def unread_as_plain(problems: Iterable[Problem]) -> dict[str, Any]:
    """Return, as plain data, why files could not be used at all."""
    told = []
    for problem in problems:
        where, _, place = problem.where.partition(": ")
        found = {"where": where, "severity": "error", "check": "load", "kind": "file", "id": place, "key": ""}
        told.append({**found, "what": problem.what, "do": problem.do})
    return {"schema": _SCHEMA, "rulesets": {}, "problems": told}
