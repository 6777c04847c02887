"""Editors are told the truth: every shipped file fits its schema, and the shipped schemas are the models'."""

import json
import re
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from screenkit.content.read import read
from screenkit.content.schemas import KINDS, schema, schema_text

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for pattern in ("rules/**/*.yaml", "questionnaires/*.yaml", "tests/vignettes/*.yaml")
    for path in ROOT.glob(pattern)
)


def plain(value):
    match value:
        case dict():
            return {key: plain(inner) for key, inner in value.items()}
        case tuple():
            return [plain(inner) for inner in value]
        case Fraction():
            return float(value)
        case _:
            return value


def named_schema(path):
    line = path.read_text().splitlines()[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", line)
    return (path.parent / found[1]).resolve() if found else None


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_shipped_file_names_its_schema_and_fits_it(path):
    named = named_schema(path)
    assert named is not None
    assert named.parent == ROOT / "schemas"

    validator = jsonschema.Draft202012Validator(json.loads(named.read_text()))
    errors = [
        error.message for error in validator.iter_errors(plain(read(path.read_bytes(), path.name).data))
    ]
    assert errors == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_shipped_schema_is_the_one_the_models_make(kind):
    jsonschema.Draft202012Validator.check_schema(schema(kind))
    assert (ROOT / "schemas" / f"{kind}.json").read_text() == schema_text(kind)


def test_every_shipped_schema_is_of_a_kind():
    assert {path.stem for path in (ROOT / "schemas").glob("*")} == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("ruleset", {"rulez": []}),
        ("ruleset", {"modalities": ["by_post"]}),
        ("ruleset", {"version": "1"}),
        ("vignettes", {"edges": [{"rule": "x", "yes": [{"age_years": True}]}]}),
    ],
)
def test_a_file_that_is_wrong_does_not_fit(kind, changed):
    right = {
        "ruleset": {
            "id": "mine",
            "version": "1.0.0",
            "title": "Mine",
            "questionnaires": ["pregroup-interview"],
            "modalities": ["in_person"],
            "rules": [
                {
                    "id": "a",
                    "title": "A",
                    "domain": "fit",
                    "effect": "note",
                    "because": "b",
                    "rests_on": ["W-USUAL"],
                }
            ],
        },
        "vignettes": {"rules": "mine"},
    }[kind]
    validator = jsonschema.Draft202012Validator(schema(kind))

    assert validator.is_valid(right)
    assert not validator.is_valid({**right, **changed})
