"""screenkit rules diff: what changed in meaning between two rule sets, and whom it lets in."""

from typing import TYPE_CHECKING, Annotated

import typer

from screenkit.cli.options import AsJson, Questionnaires

if TYPE_CHECKING:
    from screenkit.models.answers import Answers
    from screenkit.models.content import Content

Old = Annotated[
    str, typer.Argument(metavar="OLD", help="A shipped rule set, or the path of one of your own.")
]
New = Annotated[str, typer.Argument(metavar="NEW", help="The same, as it is now.")]


def diff(old: Old, new: New, questionnaires: Questionnaires = None, *, as_json: AsJson = False) -> None:
    """Say what changed in meaning between two rule sets, and show somebody whom the new one lets in."""
    import json

    from screenkit.check.changed import changes_between
    from screenkit.check.proofs import has_solver
    from screenkit.content.load import load

    before, after = load(old, questionnaires or ()), load(new, questionnaires or ())
    changes = list(changes_between(before, after))
    somebody = _somebody(before, after) if has_solver() else None
    if as_json:
        facts = {
            "changes": [{"what": each.what, "how": list(each.how)} for each in changes],
            "solver": has_solver(),
            "more_open_to": _spelled(somebody) if somebody is not None else None,
        }
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    for change in changes:
        typer.echo(change.what)
        for line in change.how:
            typer.echo(f"    {line}")
    if not changes:
        typer.echo("Nothing changed in meaning.")
    typer.echo("")
    _tell(before, after, somebody, solved=has_solver())


def _somebody(before: "Content", after: "Content") -> "Answers | None":
    from screenkit.check.smt.opens import opened_to

    return opened_to(before, after)


def _tell(before: "Content", after: "Content", somebody: "Answers | None", *, solved: bool) -> None:
    if not solved:
        typer.echo("Whether anybody is let in by it was not looked into: pip install 'screenkit[verify]'")
        return
    if somebody is None:
        typer.echo(
            "Proved over all answers both take: to nobody is the new one more open, and no alert is milder."
        )
        return
    from screenkit.cli.proving import comes_to
    from screenkit.engine.assess import assess
    from screenkit.models.answers import Answers

    typer.echo("MORE OPEN, or a milder alert, for somebody with these answers:")
    for name, answer in _spelled(somebody).items():
        typer.echo(f"    {name}: {answer}")
    for word, content in (("old", before), ("new", after)):
        given = {name: answer for name, answer in somebody.given.items() if name in content.home}
        typer.echo(f"  {word}: {comes_to(assess(content, Answers(given)))}")


def _spelled(somebody: "Answers") -> dict[str, str]:
    from screenkit.models.answers import spelled

    return {name: spelled(answer) for name, answer in somebody.given.items()}
