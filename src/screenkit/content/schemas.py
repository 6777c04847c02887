"""JSON Schemas of every kind of content file, so that editors complete and check what is typed."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from screenkit.models.clinic import Clinic
from screenkit.models.criterion import Criteria
from screenkit.models.questionnaire import Questionnaire
from screenkit.models.reference import CompactTable, CrisisLines, PlaceNames
from screenkit.models.ruleset import RuleSet
from screenkit.models.vignette import Accepted, Vignettes

KINDS: Mapping[str, tuple[type[BaseModel], str]] = {
    "ruleset": (RuleSet, "A rule set of screenkit"),
    "questionnaire": (Questionnaire, "A questionnaire or instrument of screenkit"),
    "criteria": (Criteria, "A file of criteria of screenkit"),
    "vignettes": (Vignettes, "A file of vignettes of screenkit"),
    "accepted": (Accepted, "What a check of rules finds and may stand"),
    "clinic": (Clinic, "The profile of a clinic, clinic.yaml"),
    "crisis-lines": (CrisisLines, "Emergency numbers and crisis lines to start from"),
    "place-names": (PlaceNames, "Names of countries and of their parts"),
    "compact": (CompactTable, "The members of a compact, as of a day"),
}
"""The kinds of file there are: what each makes, and what it is."""


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of one kind of content file, draft 2020-12."""
    model, title = KINDS[kind]
    made = model.model_json_schema(by_alias=True, mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": title}


def schema_text(kind: str) -> str:
    """Return the JSON Schema of one kind of content file as it stands in a file."""
    return json.dumps(schema(kind), ensure_ascii=False, indent=1) + "\n"
