"""What became of the rows of a table so far, in numbers."""

from collections import Counter
from dataclasses import dataclass, field

from screenkit.assessment import Assessment, Recommendation, SafetyLevel, Truth
from screenkit.batch.rejects import Reject
from screenkit.batch.summary import Refused, Summary
from screenkit.models.content import Content


@dataclass(frozen=True, slots=True)
class Counts:
    """Of how many people each remark is made, and in how many each rule was found."""

    remarks: Counter[str]
    findings: Counter[str]


@dataclass(slots=True)
class Tally:
    """Rows by what became of them; what is counted is explained in `Summary`."""

    accepted: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    alerts: Counter[SafetyLevel] = field(default_factory=Counter)
    rejected_alerts: Counter[SafetyLevel] = field(default_factory=Counter)
    recommendations: Counter[tuple[str, str]] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    refused: Refused | None = None

    @property
    def rejected(self) -> int:
        """How many rows were rejected."""
        return self.reasons.total()

    def count_result(self, assessment: Assessment, remark: str | None = None) -> None:
        """Count a row that was accepted; `remark` is what is odd about how it was read."""
        self.accepted += 1
        self.alerts[assessment.safety.level] += 1
        self.recommendations.update(
            (m, result.recommendation.value) for m, result in assessment.modalities.items()
        )
        self.remarks.update({f"{problem.what} — {problem.do}" for problem in assessment.problems})
        self.findings.update(
            finding.rule.id
            for finding in assessment.findings
            if finding.truth is Truth.YES and finding.rule.effect != "note"
        )
        if remark:
            self.remarks[remark] += 1

    def count_reject(self, reject: Reject) -> None:
        """Count a row that was rejected."""
        self.reasons[reject.problems[0].kind] += 1
        if reject.safety:
            self.rejected_alerts[reject.safety] += 1

    def summary(self, content: Content, *, withheld: bool) -> Summary:
        """Return what was counted; of the remarks the commonest first."""
        return Summary(
            read=self.accepted + self.rejected,
            accepted=self.accepted,
            reasons=self.reasons,
            alerts=self.alerts,
            rejected_alerts=self.rejected_alerts,
            recommendations={
                modality: {each.value: self.recommendations[modality, each.value] for each in Recommendation}
                for modality in content.ruleset.modalities
            },
            remarks=dict(sorted(self.remarks.items(), key=lambda each: (-each[1], each[0]))),
            findings=self.findings,
            refused=self.refused,
            withheld=withheld,
        )
