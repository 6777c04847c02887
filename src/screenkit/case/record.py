"""What a report tells of a case beside what was found: one screening, and how it stands."""

from dataclasses import dataclass

from screenkit.case.expiry import Expiry
from screenkit.case.history import Screening


@dataclass(frozen=True, slots=True)
class Record:
    """One screening of a case as it is on record.

    `head` is the short printable code of the chain of the case's events, with the place of the last one;
    `expiry` says for how long the recommendation counts, None while there is none yet.
    """

    case_id: str
    screening: Screening
    head: str
    expiry: Expiry | None
