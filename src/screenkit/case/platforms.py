"""What the clinic's profile says of the software that online groups meet in."""

from collections.abc import Iterator
from datetime import date

from screenkit.case.dated import staleness
from screenkit.models.clinic import Clinic, Platform


def platform_lines(clinic: Clinic, day: date) -> Iterator[str]:
    """Yield what is on file of each platform on a day, with the date of checking; stale means not known."""
    for each in clinic.platforms:
        version = f" {each.version}" if each.version else ""
        yield f"{each.name}{version}: {_agreement(clinic, each, day)}"


def _agreement(clinic: Clinic, platform: Platform, day: date) -> str:
    why_not = staleness(platform.checked_on, day, clinic.platforms_review_after_days)
    if why_not:
        return f"not known: the agreement was {why_not}"
    checked = f"checked on {platform.checked_on}"
    if platform.agreement == "missing":
        return f"no agreement on file, {checked}"
    if platform.agreed_on and platform.agreed_on > day:
        return f"the agreement on file holds from {platform.agreed_on} only, {checked}"
    return f"agreement on file, {checked}"
