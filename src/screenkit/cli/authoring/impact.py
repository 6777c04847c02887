"""screenkit rules impact: whose recommendation would change among stored cases or a table of past intakes."""

import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from screenkit.cli.options import AsJson, PassphraseFile, Questionnaires

if TYPE_CHECKING:
    from screenkit.assessment import Assessment
    from screenkit.check.impact import Impact, Result
    from screenkit.models.answers import Answers
    from screenkit.models.content import Content

Old = Annotated[str, typer.Argument(metavar="OLD", help="The rules as they are: an id, or a path.")]
New = Annotated[str, typer.Argument(metavar="NEW", help="The rules as they would be: an id, or a path.")]
Cases = Annotated[
    Path | None,
    typer.Option("--cases", metavar="FOLDER", help="The clinic's folder, with the cases that are kept."),
]
TableFile = Annotated[
    Path | None, typer.Option("--table", metavar="FILE", help="A table of past intakes, as for batch.")
]
MapFile = Annotated[
    Path | None, typer.Option("--map", metavar="FILE", help="The mapping file of that table, as for batch.")
]


def impact_of_rules(
    old: Old,
    new: New,
    questionnaires: Questionnaires = None,
    *,
    cases: Cases = None,
    table: TableFile = None,
    mapping: MapFile = None,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    """Say whose recommendation other rules would change, and in which direction."""
    if (cases is None) == (table is None):
        raise typer.BadParameter("give --cases FOLDER or --table FILE", param_hint="--cases")
    if cases is not None:
        found = _over_cases(cases, passphrase_file, (old, new), questionnaires or ())
    else:
        found = _over_table(table or Path(), mapping, (old, new), questionnaires or ())
    if as_json:
        typer.echo(json.dumps(_plain(found), ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(_lines(found)))


def _over_cases(
    folder: Path, passphrase_file: Path | None, rules: tuple[str, str], questionnaires: Sequence[str]
) -> "Impact":
    """Return what changes for the latest screening of each case; nothing is put on record."""
    from screenkit.case.answers import answers_of, unreadable
    from screenkit.check.impact import impact
    from screenkit.cli.desk import open_desk
    from screenkit.content.load import load

    before, after = (load(each, tuple(questionnaires)) for each in rules)
    pairs: list[tuple[str, Result, Result]] = []
    not_read = 0
    with open_desk(folder, passphrase_file) as desk:
        for case in desk.cases():
            if case.latest:
                old, new = (answers_of(each, case.latest, case.id) for each in (before, after))
                not_read += any(unreadable(each, case.latest) for each in (before, after))
                pairs.append((case.id, _result(before, old), _result(after, new)))
    found = impact(pairs)
    found.not_read = not_read
    return found


def _result(content: "Content", answers: "Answers") -> "Result":
    from screenkit.engine.assess import assess

    found: Assessment = assess(content, answers)
    forms = {str(form): result.recommendation.value for form, result in found.modalities.items()}
    return {**forms, "safety": found.safety.level}


def _over_table(
    table: Path, mapping: Path | None, rules: tuple[str, str], questionnaires: Sequence[str]
) -> "Impact":
    """Return what changes over the rows both take; what was remarked of the table is told once."""
    from screenkit.check.impact import impact

    (before, told, rejected), (after, told_anew, rejected_anew) = (
        _screened(table, mapping, each, questionnaires) for each in rules
    )
    for line in dict.fromkeys((*told, *told_anew)):
        print(line, file=sys.stderr)
    found = impact(
        (case_id, result, after[case_id]) for case_id, result in before.items() if case_id in after
    )
    found.left_out = len(rejected | rejected_anew)
    return found


def _screened(
    table: Path, mapping: Path | None, rules: str, questionnaires: Sequence[str]
) -> "tuple[dict[str, Result], list[str], set[str]]":
    """Return the results of a table under one rule set, what was told of it, and the records it rejected."""
    from screenkit.cli.batch import batch
    from screenkit.models.base import MODALITIES

    with TemporaryDirectory() as folder:
        out, told = Path(folder) / "results.csv", io.StringIO()
        with redirect_stderr(told):
            own = list(questionnaires)
            batch([str(table)], out=str(out), rules=rules, questionnaires=own, mapping=mapping)
        with out.open(newline="", encoding="utf-8") as read:
            rows = list(csv.DictReader(read))
        rejects = Path(f"{out}.rejects.csv")
        rejected: set[str] = set()
        if rejects.exists():
            with rejects.open(newline="", encoding="utf-8") as read:
                rejected = {row["record"] for row in csv.DictReader(read)}
        kept = [line for line in told.getvalue().splitlines() if folder not in line]
    forms = ("safety", *MODALITIES)
    results: dict[str, Result] = {
        row["case_id"]: {form: row[form] for form in forms if form in row} for row in rows
    }
    return results, kept, rejected


def _lines(found: "Impact") -> Iterator[str]:
    from screenkit.text import counted

    people = "1 person" if found.people == 1 else f"{found.people or 'no'} people"
    yield f"{people} looked at; something changes for {found.changed or 'none'} of them"
    if found.left_out:
        yield (
            f"{counted(found.left_out, 'row')} could not be looked at; "
            "'screenkit batch' on the same table says which and why"
        )
    if found.not_read:
        yield (
            f"{counted(found.not_read, 'case')} on record with answers that one of the two cannot read; "
            "they count as not asked, so look at these cases yourself"
        )
    if not found.changes:
        return
    yield f"{counted(found.looser, 'change')} to something more open or a lower alert; look at these first"
    for (what, before, after), number in sorted(found.counts.items()):
        yield f"  {what}: {before} → {after}: {number}"
    yield ""
    for change in sorted(found.changes, key=lambda each: (not each.is_looser, each.case_id, each.what)):
        mark = "more open" if change.is_looser else "more closed"
        yield f"{change.case_id}: {change.what}: {change.before} → {change.after} ({mark})"


def _plain(found: "Impact") -> dict[str, Any]:
    return {
        "schema": "screenkit.impact/1",
        "people": found.people,
        "not_looked_at": found.left_out,
        "not_read_whole": found.not_read,
        "changed": found.changed,
        "more_open": found.looser,
        "counts": [
            {"what": what, "before": before, "after": after, "number": number}
            for (what, before, after), number in sorted(found.counts.items())
        ],
        "changes": [
            {
                "case_id": each.case_id,
                "what": each.what,
                "before": each.before,
                "after": each.after,
                "more_open": each.is_looser,
            }
            for each in found.changes
        ],
    }
