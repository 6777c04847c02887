"""Whom a report is for, and what a copy of the summary holds for them."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Whom a report is for."""

    CLINICIAN = "clinician"
    COLLEAGUE = "colleague"
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of the summary: its title, and words that none of the codes it names may spell."""

    title: str
    unspelled: tuple[str, ...] = ()

    def names(self, code: str) -> bool:
        """Say whether the code of a rule or criterion is named in this copy."""
        return not any(word in code.lower() for word in self.unspelled)


CLINICIANS = Copy("Screening summary for the clinician")
"""The copy that holds everything."""

COLLEAGUES = Copy("Screening summary for a colleague", unspelled=("dysregulated",))
"""The copy that leaves the clinic: the codes it cannot name tell of a person what nobody says to them."""
