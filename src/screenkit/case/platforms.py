"""What the clinic's profile says of the software that online groups meet in."""

from datetime import date

from screenkit.case.dated import staleness
from screenkit.case.places import Answer
from screenkit.models.clinic import Clinic, Platform


def platform_answer(clinic: Clinic, platform_id: str, day: date) -> Answer:
    """Return whether the agreement on a platform is on file for a day; None where the profile cannot say."""
    platform = _platform(clinic, platform_id)
    return _agreement(clinic, platform, day)[0] if platform else None


def platform_line(clinic: Clinic, platform_id: str, day: date) -> str:
    """Return the same in words, with the date of checking."""
    platform = _platform(clinic, platform_id)
    if platform is None:
        return f"{platform_id}: not known: the profile names no such platform"
    version = f" {platform.version}" if platform.version else ""
    return f"{platform.name}{version}: {_agreement(clinic, platform, day)[1]}"


def _platform(clinic: Clinic, platform_id: str) -> Platform | None:
    return next((each for each in clinic.platforms if each.id == platform_id), None)


def _agreement(clinic: Clinic, platform: Platform, day: date) -> tuple[Answer, str]:
    why_not = staleness(platform.checked_on, day, clinic.platforms_review_after_days)
    if why_not:
        return None, f"not known: the agreement was {why_not}"
    checked = f"checked on {platform.checked_on}"
    if platform.agreement == "missing":
        return "no", f"no agreement on file, {checked}"
    if platform.agreed_on and platform.agreed_on > day:
        return "no", f"the agreement on file holds from {platform.agreed_on} only, {checked}"
    return "yes", f"agreement on file, {checked}"
