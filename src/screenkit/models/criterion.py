"""Criteria: single statements of the literature, with the force of their wording and their evidence."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from screenkit.models.base import ContentId, CriterionId, Modality, Model, TensionId, Text, Version
from screenkit.models.day import Day

Level = Literal[
    "regulation",
    "meta_analysis",
    "systematic_review",
    "rct",
    "cited_studies",
    "single_study",
    "case_vignette",
    "professional_guidance",
    "clinical_experience",
    "theory",
    "inference",
    "project_convention",
]
"""How well a statement is supported; `regulation` binds, is no evidence of benefit, and is never ranked."""

STRENGTH: tuple[Level, ...] = (
    "meta_analysis",
    "systematic_review",
    "rct",
    "cited_studies",
    "single_study",
    "case_vignette",
    "professional_guidance",
    "clinical_experience",
    "theory",
    "inference",
    "project_convention",
)
"""The ranked levels, strongest first."""

IN_WORDS: Mapping[Level, str] = {
    "regulation": "a rule that binds; it says nothing of benefit",
    "meta_analysis": "meta-analysis",
    "systematic_review": "systematic review",
    "rct": "randomised trial",
    "cited_studies": "studies the source cites",
    "single_study": "a single study",
    "case_vignette": "one published case; not a study",
    "professional_guidance": "professional guidance; not tested in trials",
    "clinical_experience": "the author's clinical experience; not tested in trials",
    "theory": "theory; not tested in trials",
    "inference": "an inference; not tested in trials",
    "project_convention": "a convention of this project; not tested in trials",
}
"""How each level is told to a clinician."""

Direction = Literal[
    "contraindicates", "hold", "caution", "accommodation", "may_benefit", "logistics", "leader", "context"
]
Force = Literal["must", "should_not", "may_not", "may", "can", "might", "would", "recommends", "reports"]
Verification = Literal["read_in_full", "seen_in_excerpt", "unverified", "project"]


class Work(Model):
    """Something published that criteria cite."""

    id: ContentId
    cite: Text
    short: Text | None = None
    doi: Text | None = None
    url: Text | None = None
    read: Literal["in_full", "in_excerpt", "not_read"]


class Half(Model):
    """One half of the evidence: the premise, or the claim about the group in question."""

    level: Level
    about: Text
    works: tuple[ContentId, ...] = ()
    remark: Text | None = None


class Evidence(Model):
    """A premise that may be well supported, and a claim that may not be; a report states the weaker."""

    premise: Half | None = None
    claim: Half


class Source(Model):
    """The work that makes the statement, and where in it."""

    work: ContentId
    section: Text
    page: Text | None = None


class Criterion(Model):
    """One statement, in our own words."""

    id: CriterionId
    paraphrase: Text
    direction: tuple[Direction, ...] = Field(min_length=1)
    modalities: tuple[Modality, ...] = Field(min_length=1)
    force: Force | None = None
    source: Source
    evidence: Evidence
    not_supported: tuple[Text, ...] = ()
    contrary: tuple[Text, ...] = ()
    status_today: Text | None = None
    scope: Text | None = None
    remark: Text | None = None
    verification: Verification

    @property
    def report_as(self) -> Level:
        """The level a report states: the weaker half; `regulation` only where nothing else is claimed."""
        halves = [half.level for half in (self.evidence.premise, self.evidence.claim) if half]
        return weakest(halves)


def weakest(levels: list[Level]) -> Level:
    """Return the weakest of some levels, leaving `regulation` out of the ranking unless it stands alone."""
    ranked = [level for level in levels if level != "regulation"]
    return max(ranked, key=STRENGTH.index) if ranked else "regulation"


class TensionSide(Model):
    """One of two or more statements that pull apart."""

    criteria: tuple[CriterionId, ...] = Field(min_length=1)
    says: Text


class TensionStatement(Model):
    """Criteria that pull apart, both sides, and how a careful clinician holds them together."""

    id: TensionId
    title: Text
    sides: tuple[TensionSide, ...] = Field(min_length=2)
    resolve: Text


class Criteria(Model):
    """One file of the literature."""

    id: ContentId
    version: Version
    title: Text
    about: Text
    owner: Text | None = None
    review_by: Day | None = None
    works: tuple[Work, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    tensions: tuple[TensionStatement, ...] = ()

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        if not self.criteria and not self.tensions:
            raise ValueError("a file of criteria holds at least one criterion or tension")
        return self
