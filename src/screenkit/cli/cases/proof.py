"""screenkit cases verify and replay: that nothing was changed, and that each assessment comes out again."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from screenkit.cli.options import AsJson, Folder, PassphraseFile
from screenkit.text import counted

if TYPE_CHECKING:
    from screenkit.case.events import Screened, Stamped
    from screenkit.case.history import Case
    from screenkit.case.replay import Difference
    from screenkit.cli.stored import Stored
    from screenkit.errors import Problem

Heads = Annotated[
    list[str] | None,
    typer.Option(
        "--head", metavar="CASE=HEAD", help="A head as a report printed it, to be compared; may be repeated."
    ),
]
SomeCase = Annotated[
    str | None, typer.Argument(metavar="[CASE]", help="The id of a case; without it, every case.")
]


def verify(
    *,
    heads: Heads = None,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    """Check that nothing was edited, removed, reordered or cut off, and say what no check can show."""
    from screenkit.cli.desk import open_desk
    from screenkit.errors import StoreDamagedError

    printed = [_head(each) for each in heads or ()]
    with open_desk(folder, passphrase_file) as desk:
        found = desk.store.verify(printed)
    if as_json:
        told = {
            "cases": found.cases,
            "events": found.events,
            "problems": [_problem(each) for each in found.problems],
            "cannot_show": list(found.cannot_show),
        }
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        typer.echo(f"{counted(found.cases, 'case')}, {counted(found.events, 'event')} read.")
        typer.echo(
            "Everything is as it was written." if not found.problems else "Something is wrong, see below."
        )
        typer.echo("What no check can show:")
        for line in found.cannot_show:
            typer.echo(f"  {line}")
    if found.problems:
        raise StoreDamagedError(found.problems)


def replay(
    case_id: SomeCase = None,
    *,
    folder: Folder = None,
    passphrase_file: PassphraseFile = None,
    as_json: AsJson = False,
) -> None:
    """Derive each stored assessment again from the stored answers and rules: equal, or what differs."""
    from screenkit.cli.desk import open_desk
    from screenkit.cli.stored import Stored

    with open_desk(folder, passphrase_file) as desk:
        stored = Stored(desk)
        cases = [desk.case(case_id)] if case_id is not None else list(desk.cases())
        replayed = [each for case in cases for each in _replayed(stored, case)]
    if as_json:
        typer.echo(json.dumps([_as_object(each) for each in replayed], ensure_ascii=False, indent=1))
    else:
        for each in replayed:
            _tell(each)
        _tell_sum(replayed)
    if any(each.differences for each in replayed):
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Replayed:
    """One stored assessment, and where the one derived again differs from it."""

    case: str
    sequence: int
    made_by: str
    differences: "tuple[Difference, ...]"


def _replayed(stored: "Stored", case: "Case") -> Iterator[_Replayed]:
    from screenkit.case.events import Screened

    for stamped in case.events:
        if isinstance(stamped.event, Screened):
            yield _again(stored, case, stamped, stamped.event)


def _again(stored: "Stored", case: "Case", stamped: "Stamped", kept: "Screened") -> _Replayed:
    """Derive an assessment again, and what it stood for, from the events up to the one that kept it."""
    from screenkit.case.amend import screened
    from screenkit.case.answers import answers_of
    from screenkit.case.history import case_of
    from screenkit.case.replay import differences
    from screenkit.cli.stored import latest
    from screenkit.engine.assess import assess
    from screenkit.report.json import as_object

    before = case_of(case.id, case.events[: stamped.sequence - 1])
    screening = latest(before)
    content, written = stored.content(screening), json.loads(kept.assessment)
    found = assess(content, answers_of(content, screening, written.get("case_id")))
    again = screened(content, before, found, json.dumps(as_object(found)))
    made_by = str(written.get("provenance", {}).get("screenkit"))
    return _Replayed(case.id, stamped.sequence, made_by, differences(_stood(kept), _stood(again)))


def _stood(event: "Screened") -> dict[str, Any]:
    """Return what an event says of an assessment, as plain data: what stood on record, and the assessment."""
    found: dict[str, Any] = json.loads(event.assessment)
    on_record = {"recommendations": dict(event.recommendations), "level": event.level}
    return {**found, "on_record": {**on_record, "complete": event.complete}}


def _tell(each: _Replayed) -> None:
    where = f"{each.case}, event {each.sequence} (screenkit {each.made_by})"
    typer.echo(f"{where}: {_difference(len(each.differences))}")
    for difference in each.differences:
        was, now = json.dumps(difference.kept), json.dumps(difference.again)
        typer.echo(f"  {difference.key}: kept {was}, derived again {now}")


def _difference(keys: int) -> str:
    return f"{counted(keys, 'key')} differ{'s' if keys == 1 else ''}" if keys else "equal"


def _tell_sum(replayed: list[_Replayed]) -> None:
    equal = sum(not each.differences for each in replayed)
    typer.echo(f"{counted(len(replayed), 'assessment')}: {equal} equal, {len(replayed) - equal} not.")


def _as_object(each: _Replayed) -> dict[str, Any]:
    return {
        "case": each.case,
        "sequence": each.sequence,
        "made_by": each.made_by,
        "equal": not each.differences,
        "differences": [{"key": d.key, "kept": d.kept, "again": d.again} for d in each.differences],
    }


def _head(written: str) -> tuple[str, str]:
    from screenkit.store.codes import read_case_id

    name, _, head = written.partition("=")
    case_id = read_case_id(name)
    if case_id is None or not head:
        raise typer.BadParameter("write the case, '=' and the head a report printed", param_hint="--head")
    return case_id, head


def _problem(problem: "Problem") -> dict[str, str]:
    return {"where": problem.where, "what": problem.what, "do": problem.do}
