"""One assessment → one row of the result: the same columns for everybody in the table."""

from collections.abc import Collection, Iterator

from screenkit.assessment import Assessment, Truth
from screenkit.engine.assess import GATE_RULE
from screenkit.models.base import printed
from screenkit.models.content import Content
from screenkit.text import formula_safe


class Results:
    """The columns of a result, and what stands in them for one assessment."""

    def __init__(self, content: Content, ids: Collection[str]) -> None:
        """Choose the columns; `ids` are the items and scores the table speaks of.

        Shown are the scores of everything the rule set asks, and of every other questionnaire that has an
        item or a total in the table.
        """
        self._content = content
        asked = {each.id for each in content.asked} | {content.home[name].id for name in ids}
        self._scores = [scale.id for each in content.in_order if each.id in asked for scale in each.scales]

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        modalities = [name for m in self._content.ruleset.modalities for name in (m, f"{m}_settled")]
        scores = [f"{score}_{end}" for score in self._scores for end in ("low", "high")]
        return ["case_id", "safety", *modalities, "findings", "unknown", "ask_next", *scores]

    @property
    def numbers(self) -> dict[str, int]:
        """The columns that hold numbers, and with how many decimals they are printed."""
        decimals = {name: 0 if self._content.scales[name].is_whole else 2 for name in self._scores}
        return {f"{name}_{end}": number for name, number in decimals.items() for end in ("low", "high")}

    def row(self, assessment: Assessment) -> list[str]:
        """Return the cells of one case."""
        return [
            formula_safe(assessment.case_id or ""),
            assessment.safety.level,
            *self._recommendations(assessment),
            ";".join(self._rules(assessment, Truth.YES)),
            ";".join(self._undecided(assessment)),
            ";".join(assessment.ask_next),
            *self._intervals(assessment),
        ]

    def _recommendations(self, assessment: Assessment) -> Iterator[str]:
        for modality in self._content.ruleset.modalities:
            result = assessment.modalities[modality]
            yield result.recommendation
            yield "yes" if result.settled else "no"

    def _rules(self, assessment: Assessment, truth: Truth) -> list[str]:
        """Return the rules of one truth in any modality in rule-set order, notes left out."""
        fell = {finding.rule.id: finding.truth for finding in assessment.findings}
        rules = self._content.ruleset.rules
        return [rule.id for rule in rules if rule.effect != "note" and fell.get(rule.id) is truth]

    def _undecided(self, assessment: Assessment) -> list[str]:
        gate = [GATE_RULE] if assessment.gate.items else []
        return [*gate, *self._rules(assessment, Truth.UNKNOWN)]

    def _intervals(self, assessment: Assessment) -> Iterator[str]:
        for name in self._scores:
            score = assessment.scores.get(name)
            yield str(printed(score.interval.low)) if score else ""
            yield str(printed(score.interval.high)) if score else ""
