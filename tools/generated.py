"""The parts of the docs that a machine writes; cog puts them in, and the gate compares."""

import contextlib
import io
import os
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from screenkit.cli.app import application, main
from screenkit.content.load import load, load_questionnaires
from screenkit.content.locate import RULES, shipped
from screenkit.models import clinic, criterion, licence, questionnaire, ruleset
from screenkit.models.base import Model
from screenkit.models.property import Property


def cli_reference() -> str:
    """Return the help of every command."""
    os.environ["COLUMNS"] = "100"
    parts = [_help([])]
    app = application()
    for command in app.registered_commands:
        name = command.name or command.callback.__name__
        parts.append(_help([name]))
    for group in app.registered_groups:
        parts += [_help([group.name, command.name]) for command in group.typer_instance.registered_commands]
    return "\n".join(parts)


def rule_sets() -> str:
    """Return a table of the shipped rule sets and one of the shipped questionnaires."""
    lines = ["| rule set | version | rules | title |", "| --- | --- | --- | --- |"]
    for name in shipped(RULES):
        rules = load(name).ruleset
        lines.append(f"| `{rules.id}` | {rules.version} | {len(rules.rules)} | {rules.title} |")
    lines += ["", "| questionnaire | version | kind | items | scores |", "| --- | --- | --- | --- | --- |"]
    for each in load_questionnaires().values():
        scores = ", ".join(f"`{scale.id}`" for scale in each.scales) or "none"
        lines.append(f"| `{each.id}` | {each.version} | {each.kind} | {len(each.items)} | {scores} |")
    return "\n".join(lines)


def field_tables() -> str:
    """Return a table of keys for every kind of thing that content files hold."""
    kinds: list[type[Model]] = [
        ruleset.RuleSet,
        ruleset.Rule,
        ruleset.Loosening,
        Property,
        ruleset.Impossible,
        ruleset.Tension,
        ruleset.Doubt,
        questionnaire.Questionnaire,
        questionnaire.Section,
        questionnaire.Item,
        questionnaire.Numbers,
        questionnaire.Gate,
        questionnaire.Scale,
        questionnaire.Band,
        questionnaire.CutOff,
        questionnaire.MissingRule,
        questionnaire.Rescale,
        licence.Licence,
        licence.Loinc,
        criterion.Criteria,
        criterion.Criterion,
        criterion.Source,
        criterion.Evidence,
        criterion.Half,
        criterion.Work,
        criterion.TensionStatement,
        criterion.TensionSide,
    ]
    return "\n".join(_fields(kind) for kind in kinds)


def clinic_tables() -> str:
    """Return a table of keys for every part of a clinic's profile."""
    kinds: list[type[Model]] = [
        clinic.Clinic,
        clinic.Leader,
        clinic.PracticeLicence,
        clinic.Apit,
        clinic.Jurisdictions,
        clinic.Compact,
        clinic.CompactMember,
        clinic.Region,
        clinic.CrisisLine,
        clinic.Platform,
    ]
    return "\n".join(_fields(kind) for kind in kinds)


def _help(arguments: list[str]) -> str:
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.suppress(SystemExit):
        main([*arguments, "--help"])
    title = " ".join(["screenkit", *arguments])
    text = "\n".join(line.rstrip() for line in shown.getvalue().strip().splitlines())
    return f"\n## {title}\n\n```text\n{text}\n```\n"


def _fields(kind: type[Model]) -> str:
    about = " ".join((kind.__doc__ or "").split())
    lines = [f"\n### {kind.__name__}\n", f"{about}\n", "| key | holds | needed |", "| --- | --- | --- |"]
    for name, field in kind.model_fields.items():
        lines.append(f"| `{field.alias or name}` | {_kind(field.annotation)} | {_needed(field)} |")
    return "\n".join(lines)


def _needed(field: FieldInfo) -> str:
    if field.is_required():
        return "yes"
    if field.default in (None, (), PydanticUndefined) or not isinstance(field.default, str | int):
        return ""
    return f"else `{field.default}`"


def _kind(annotation: Any) -> str:  # noqa: ANN401 - an annotation is whatever was written
    """Return in words what a key holds."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation is type(None):
        return ""
    if str(origin) == "typing.Literal" or "Literal" in str(origin):
        return ", ".join(f"`{each}`" for each in arguments)
    if origin is tuple:
        return f"list of {_kind(arguments[0])}"
    if origin is dict:
        return f"keys, each with {_kind(arguments[1])}"
    if origin is not None and hasattr(annotation, "__metadata__"):
        return _kind(arguments[0])
    parts = [_kind(each) for each in arguments if each is not type(None)]
    if parts:
        names = " or ".join(dict.fromkeys(part for part in parts if part))
        return "a condition" if "IsSilent" in names or "AtLeast" in names else names
    return {"str": "text", "int": "whole number", "bool": "true or false", "Fraction": "number"}.get(
        annotation.__name__, annotation.__name__
    )
