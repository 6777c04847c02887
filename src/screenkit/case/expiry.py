"""For how long a recommendation counts: until the clinic's interval is over, or its content changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from screenkit.models.content import ContentVersion, Versions

ExpiredBy = Literal["interval", "rules", "questionnaires", "not_found"]
"""Why a recommendation counts no longer; `not_found`: its rule set is not there to compare with."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """Until when a recommendation counts, the day itself included, and why it counts no longer.

    `until` is None where the clinic has set no interval. `changed` names the content that is another now.
    """

    until: date | None
    reasons: tuple[ExpiredBy, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def has_expired(self) -> bool:
        """Whether the recommendation counts no longer."""
        return bool(self.reasons)


def expiry(
    screened_on: date, day: date, interval: int | None, made_under: Versions, now: Versions | None
) -> Expiry:
    """Return whether a recommendation still counts on a day.

    `interval` is in days; None sets no end. `made_under` is the content it rests on, `now` the content of the
    same name as it is today, None where there is none. A screening dated after `day` does not count.
    """
    until = None if interval is None else screened_on + timedelta(days=interval)
    reasons: list[ExpiredBy] = []
    if day < screened_on or (until is not None and day > until):
        reasons.append("interval")
    if now is None:
        return Expiry(until, (*reasons, "not_found"))
    rules = _changed(made_under.rulesets, now.rulesets)
    questionnaires = _changed(made_under.questionnaires, now.questionnaires)
    if rules:
        reasons.append("rules")
    if questionnaires:
        reasons.append("questionnaires")
    return Expiry(until, tuple(reasons), (*rules, *questionnaires))


def _changed(before: Sequence[ContentVersion], after: Sequence[ContentVersion]) -> tuple[str, ...]:
    """Return the ids of what is another now, is there no longer, or was not there then."""
    was, now = ({each.id: each.sha256 for each in side} for side in (before, after))
    return tuple(name for name in dict.fromkeys((*was, *now)) if was.get(name) != now.get(name))
