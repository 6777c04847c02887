"""screenkit rules prove: what a rule set states of itself, proved over all answers or broken by somebody."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from screenkit.cli.options import AsJson, Overwrite, Questionnaires

if TYPE_CHECKING:
    from screenkit.assessment import Assessment
    from screenkit.check.proofs import Proof
    from screenkit.check.smt.prove import Verdict
    from screenkit.models.answers import Answers
    from screenkit.models.content import Content
    from screenkit.models.property import Property

NOT_SAID = (
    "A proof says that the rules do what is stated, for every possible set of answers. It does not say that "
    "the rules, or what is stated of them, are clinically right, nor that an answer is true."
)
LEFT_OUT = (
    "These proofs leave out whoever gives answers that are declared impossible together; whoever gives them "
    "all the same is assessed like anybody, and such a proof says nothing of what comes out."
)

Wanted = Annotated[
    list[str] | None,
    typer.Option("--property", metavar="ID", help="Prove this property alone; may be repeated."),
]
FailLevel = Annotated[
    Literal["error", "never"],
    typer.Option("--fail-level", help="Leave with 1 when a property does not hold (error), or never."),
]
VignetteFolder = Annotated[
    Path | None,
    typer.Option(
        "--write-vignette",
        metavar="DIR",
        help="Write each counterexample into this folder: as an answer file, and as a vignette to complete.",
    ),
]
Reference = Annotated[
    str, typer.Argument(metavar="[ID|PATH]", help="A shipped rule set, or the path of one of your own.")
]


def prove(
    reference: Reference = "online-group",
    wanted: Wanted = None,
    questionnaires: Questionnaires = None,
    folder: VignetteFolder = None,
    *,
    as_json: AsJson = False,
    fail_level: FailLevel = "error",
    overwrite: Overwrite = False,
) -> None:
    """Prove what a rule set states of itself over every possible set of answers."""
    import json
    import random

    from screenkit.check.proofs import need_solver, proof
    from screenkit.cli.foundfiles import assess_with, write_counterexamples
    from screenkit.content.load import load

    content = load(reference, questionnaires or ())
    need_solver(reference)
    found = proof(content, _chosen(content, wanted), random.Random(content.ruleset.version).randrange)  # noqa: S311 - invented people
    if as_json:
        typer.echo(json.dumps(_facts(content, found), ensure_ascii=False, indent=1))
    else:
        _tell(content, found)
    if folder:
        for path in write_counterexamples(content, found.verdicts, folder, overwrite=overwrite):
            command = assess_with(path, reference, questionnaires or ())
            typer.echo(f"The answers are in {path}: {command}", err=True)
    if fail_level == "error" and not found.holds:
        raise typer.Exit(1)


def _chosen(content: "Content", wanted: list[str] | None) -> "list[Property]":
    from screenkit.errors import suggestion

    stated = {each.id: each for each in content.ruleset.properties}
    for name in wanted or ():
        if name not in stated:
            do = suggestion(name, stated, f"the rule set states {', '.join(stated) or 'none'}")
            raise typer.BadParameter(f"no property '{name}'; {do}", param_hint="--property")
    return [each for each in stated.values() if not wanted or each.id in wanted]


def _tell(content: "Content", found: "Proof") -> None:
    from screenkit.cli.ask import in_lines

    typer.echo(f"{content.ruleset.title} ({content.ruleset.id} {content.ruleset.version})")
    for verdict in found.verdicts:
        typer.echo("")
        for line in _lines(content, verdict):
            typer.echo(line if line.startswith("    ") else in_lines(line))
    broken = sum(not verdict.proved for verdict in found.verdicts)
    typer.echo("")
    if not found.verdicts:
        typer.echo("The rule set states no properties; see docs/properties.md.")
    elif broken:
        typer.echo(f"{broken} of {len(found.verdicts)} properties not proved.")
    else:
        typer.echo(f"Properties proved: all {len(found.verdicts)}.")
    resting = sum(bool(verdict.rests_on) for verdict in found.verdicts)
    if resting:
        typer.echo(in_lines(f"Resting on what is declared impossible: {resting}. {LEFT_OUT}"))
    if content.ruleset.loosens:
        softer = ", ".join(each.rule for each in content.ruleset.loosens)
        typer.echo(in_lines(f"Safety rules made softer by this rule set: {softer}."))
    typer.echo(in_lines(f"The proof and the program agreed on {found.agreed_on} people at random."))
    typer.echo(in_lines(NOT_SAID))


def _lines(content: "Content", verdict: "Verdict") -> list[str]:
    stated = verdict.stated
    name = f"{stated.id}: {stated.title or statement(stated)}"
    if verdict.is_empty:
        return [f"SAYS NOTHING   {name}", "  It is stated:", f"    {statement(stated)}", _empty(verdict)]
    if verdict.rests_on:
        return [f"proved but for what cannot be   {name}", *_resting(content, verdict)]
    if verdict.of_nobody:
        return [f"proved, as nothing here could break it   {name}"]
    if verdict.proved:
        return [f"proved over all answers   {name}"]
    if verdict.unsettled:
        return [f"NOT SETTLED   {name}", f"  {verdict.unsettled}"]
    return [f"BROKEN   {name}", "  It is stated:", f"    {statement(stated)}", *_example(content, verdict)]


def _resting(content: "Content", verdict: "Verdict") -> list[str]:
    from screenkit.models.condition import write

    declared = {each.id: each for each in content.ruleset.impossible}
    lines = ["  It rests on these answers being impossible together:"]
    for name in verdict.rests_on:
        lines += [f"    {name}: {write(declared[name].when)}", f"      {declared[name].because}"]
    return lines


def _empty(verdict: "Verdict") -> str:
    if verdict.rests_on:
        together = ", ".join(verdict.rests_on)
        return f"  Everybody it speaks of is declared impossible ({together}): mend one of the two."
    if verdict.stated.when is not None:
        unless = " while its 'unless' is not" if verdict.stated.unless is not None else ""
        return f"  Nobody's answers make its 'when' so{unless}, whatever the rules are: mend it."
    return "  Among the items or forms it names nothing could break it, whatever the rules are: mend it."


def _example(content: "Content", verdict: "Verdict") -> list[str]:
    from screenkit.check.urgency import milder_texts
    from screenkit.engine.assess import assess
    from screenkit.models.answers import spelled

    found = verdict.counterexample
    if found is None:
        return []
    if verdict.stated.always == "a higher alert never has a milder action text":
        pairs = milder_texts(content.ruleset.rules)
        return [f"  {one.id} ({one.alert}) is milder than {other.id} ({other.alert})" for one, other in pairs]
    lines = ["  Somebody with these answers breaks it:"]
    lines += [f"    {name}: {spelled(answer)}" for name, answer in found.answers.given.items()] or ["    {}"]
    lines += _declared_later(content, found.answers)
    lines += ["  What comes out:", f"    {comes_to(assess(content, found.answers))}"]
    if verdict.stated.always == "a later form is never better on a safety rule":
        lines += ["  Weighing safety rules and gates alone:", f"    {_on_safety(content, found.answers)}"]
    if found.change:
        from screenkit.check.breaks import with_change

        after = with_change(found.answers, found.change)
        change = ", ".join(f"{name}: {spelled(answer)}" for name, answer in found.change.items())
        if after != found.answers:
            lines += [f"  With {change}, all else equal:", f"    {comes_to(assess(content, after))}"]
        else:
            lines.append(f"  The answer that opens it alone is {change}.")
    return lines


def _declared_later(content: "Content", answers: "Answers") -> list[str]:
    """Say which combinations declared impossible somebody meets whom a proof may not leave out."""
    from screenkit.check.impossible import met

    together = met(content, content.ruleset.impossible, answers)
    if not together:
        return []
    said = "what a parent states is proved without what a rule set that extends it declares impossible"
    return [f"  They meet {', '.join(together)}, which is declared impossible; but {said}."]


def _on_safety(content: "Content", answers: "Answers") -> str:
    from screenkit.check.outcome import outcome_of

    return ", ".join(f"{form} {found}" for form, found in outcome_of(content, answers).on_safety.items())


def comes_to(assessment: "Assessment") -> str:
    """Return what comes out in one line."""
    forms = [f"{form} {result.recommendation}" for form, result in assessment.modalities.items()]
    return ", ".join([*forms, f"safety {assessment.safety.level}"])


def statement(stated: "Property") -> str:
    """Return a property as it reads aloud."""
    from screenkit.models.condition import write

    if stated.never is None or stated.when is None:
        items = f" (items: {', '.join(stated.items)})" if stated.items else ""
        forms = f" (for: {', '.join(stated.modalities)})" if stated.modalities else ""
        return f"always: {stated.always}{items}{forms}"
    unless = f" unless {write(stated.unless)}" if stated.unless is not None else ""
    return f"never: {write(stated.never)}, when {write(stated.when)}{unless}"


def _facts(content: "Content", found: "Proof") -> dict[str, object]:
    from screenkit.models.answers import spelled
    from screenkit.models.condition import write

    facts = []
    for verdict in found.verdicts:
        example = verdict.counterexample
        facts.append(
            {
                "id": verdict.stated.id,
                "stated": statement(verdict.stated),
                "proved": verdict.proved,
                "unsettled": verdict.unsettled,
                "rests_on_impossible": list(verdict.rests_on),
                "of_nobody": verdict.of_nobody,
                "counterexample": {
                    "answers": {name: spelled(answer) for name, answer in example.answers.given.items()},
                    "change": {name: spelled(answer) for name, answer in example.change.items()},
                }
                if example
                else None,
            }
        )
    return {
        "ruleset": content.ruleset.id,
        "version": content.ruleset.version,
        "agreed_on": found.agreed_on,
        "properties": facts,
        "impossible": [
            {"id": each.id, "when": write(each.when), "because": each.because}
            for each in content.ruleset.impossible
        ],
        "loosened": [each.rule for each in content.ruleset.loosens],
        "does_not_say": NOT_SAID,
    }
