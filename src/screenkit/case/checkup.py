"""Look a clinic's profile over on a day: what is fine, and what a person should look at."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from screenkit.assessment import Truth
from screenkit.case.authority import checked, member
from screenkit.case.dated import staleness
from screenkit.models.clinic import Clinic, Compact, Leader, Region

Word = Literal["fine", "to know", "look at this", "cannot be used"]
"""How something stands; `to know` is what nobody here can tell."""

SOON = 60
"""Days before something expires from which on it is told."""

INVENTED = "ZZ"
"""The country of the example: a code that ISO 3166 leaves free, so that it is nobody's."""

_ONLINE = ("online_video", "online_text", "online_forum")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what it is about, how it stands, and what to do about it."""

    about: str
    word: Word
    what: str
    do: str | None = None


_NAMED = 6
"""Places that are named one by one."""


def checkup(clinic: Clinic, day: date) -> tuple[Check, ...]:
    """Return everything that was looked at in a profile, in its order."""
    return (
        *_clinic(clinic),
        *(check for leader in clinic.leaders for check in _leader(leader, day)),
        *_jurisdictions(clinic, day),
        *(check for name in clinic.compacts for check in _entries(clinic, name, day)),
        *_home_states(clinic, day),
        *(check for region in clinic.regions for check in _region(clinic, region, day)),
        *_platforms(clinic, day),
    )


def _fine(about: str, what: str) -> Check:
    return Check(about, "fine", what)


def _look(about: str, what: str, do: str) -> Check:
    return Check(about, "look at this", what, do)


def _clinic(clinic: Clinic) -> Iterator[Check]:
    count = len(clinic.leaders)
    yield _fine(clinic.name, f"{count} leader{'s' if count > 1 else ''} on file")
    if clinic.solo_practice and count > 1:
        do = "write solo_practice: false where a second clinician can sign a decision"
        yield _look(clinic.name, f"solo_practice is true, and {count} leaders are on file", do)


def _leader(leader: Leader, day: date) -> Iterator[Check]:
    about = leader.name
    if not leader.licences:
        yield _look(about, "no licence is on file", "add it under licences, with the day it expires")
    for licence in leader.licences:
        named = f"the licence for {licence.jurisdiction}"
        yield from _held(about, named, licence.expires, day, number_on_file=licence.number_on_file)
    if leader.apit:
        if leader.home_state not in {each.jurisdiction for each in leader.licences}:
            what = f"no licence for the home state {leader.home_state} is on file, and a compact rests on it"
            yield _look(about, what, "add it under licences, or mend home_state")
        yield from _held(
            about, "the APIT", leader.apit.expires, day, number_on_file=leader.apit.number_on_file
        )


def _held(about: str, named: str, expires: date | str, day: date, *, number_on_file: bool) -> Iterator[Check]:
    left = (expires - day).days if isinstance(expires, date) else None
    if left is not None and left <= 0:
        yield _look(about, f"{named} expired on {expires}", "put the new date in once it is renewed")
    elif not number_on_file:
        do = "look the number up, then write number_on_file: true"
        yield _look(about, f"the number of {named} is not on file; it does not count", do)
    elif left is not None and left <= SOON:
        days = "1 day" if left == 1 else f"{left} days"
        yield _look(about, f"{named} expires on {expires}, in {days}", "see to its renewal")
    elif left is None:
        yield _fine(about, f"{named} does not expire")
    else:
        yield _fine(about, f"{named} counts until it expires on {expires}")


def _jurisdictions(clinic: Clinic, day: date) -> Iterator[Check]:
    about, table = "Licences and places", clinic.jurisdictions
    stale = staleness(table.checked_on, day, table.review_after_days)
    if stale:
        do = "check each licence with the board of its place, then write today's date in checked_on"
        yield _look(about, f"{stale}; every place counts as not known", do)
    else:
        by = f" by {table.checked_by}" if table.checked_by else ""
        yield _fine(about, f"checked on {table.checked_on}{by}; counts for {table.review_after_days} days")


def _entries(clinic: Clinic, name: str, day: date) -> Iterator[Check]:
    """Yield how many entries of a compact count, and which ones do not, by the reason why."""
    compact = clinic.compacts[name]
    about = f"Compact {name}"
    stale = _stale_entries(clinic, compact, day)
    whole = len(compact.members)
    count = whole - sum(len(codes) for codes in stale.values())
    if count or not whole:
        yield _fine(about, f"{count} of {whole} entries are checked")
    for why, codes in sorted(stale.items()):
        what = f"{why}: {_named(sorted(codes))}; counts as not known"
        yield _look(
            about, what, f"compare it with {_source(clinic, compact)}, then write the day in checked_on"
        )


def _named(codes: list[str]) -> str:
    """Return a few codes by name, and the rest by their number."""
    rest = len(codes) - _NAMED
    return ", ".join(codes) if rest <= 1 else f"{', '.join(codes[:_NAMED])} and {rest} more"


def _stale_entries(clinic: Clinic, compact: Compact, day: date) -> dict[str, list[str]]:
    stale = defaultdict(list)
    for code, found in compact.members.items():
        why = staleness(checked(compact, found), day, clinic.jurisdictions.review_after_days)
        if why:
            stale[why].append(code)
    return stale


def _source(clinic: Clinic, compact: Compact) -> str:
    own = {found.source for found in compact.members.values() if found.source}
    return own.pop() if len(own) == 1 else clinic.jurisdictions.source or "the compact's own list"


def _home_states(clinic: Clinic, day: date) -> Iterator[Check]:
    """Yield the leaders whose home state is missing from their compact, or on file as not in effect."""
    for leader in clinic.leaders:
        shared = {
            name: each for name, each in clinic.compacts.items() if leader.profession in each.professions
        }
        if leader.apit and not shared:
            do = "add the compact's entries under compacts, or take the APIT away"
            yield _look(leader.name, "an APIT is on file, and no compact it could serve", do)
        for name, compact in shared.items():
            ground = member(clinic, compact, leader.home_state, day)
            missing = leader.home_state.startswith("US-") and leader.home_state not in compact.members
            if missing or (leader.apit and ground.truth is not Truth.YES):
                do = f"check the home state {leader.home_state} in the compact's own list"
                yield _look(leader.name, f"not covered by the compact {name}: {ground.why}", do)


def _region(clinic: Clinic, region: Region, day: date) -> Iterator[Check]:
    about = f"Numbers for {region.name} ({region.region})"
    stale = staleness(region.checked_on, day, clinic.numbers_review_after_days)
    if region.region.startswith(INVENTED):
        yield _look(about, "this place is invented", "write the places where people will be")
    if stale:
        do = "look at each service's own page, without dialling, then write today's date in checked_on"
        yield _look(about, f"{stale}; shown with a warning", do)
    else:
        yield _fine(about, f"{region.emergency}, checked on {region.checked_on}")
    if not region.crisis_lines:
        yield _look(about, "no crisis line is on file", "add one under crisis_lines, with its number")


def _platforms(clinic: Clinic, day: date) -> Iterator[Check]:
    online = [form for form in clinic.modalities if form in _ONLINE]
    if online and not clinic.platforms:
        what = f"{', '.join(online)} is offered, and no platform is on file"
        yield _look("Platforms", what, "add it under platforms, with its agreement")
    for platform in clinic.platforms:
        about = f"Platform {platform.name}"
        stale = staleness(platform.checked_on, day, clinic.platforms_review_after_days)
        if platform.agreement == "missing":
            do = "sign the agreement that privacy law asks for, or choose another platform"
            yield _look(about, "no agreement is on file", do)
        elif stale:
            do = "check the version in use and its agreement, then write today's date in checked_on"
            yield _look(about, f"its agreement was {stale}; counts as not known", do)
        elif platform.agreed_on and platform.agreed_on > day:
            do = "wait for that day, or mend the date"
            yield _look(about, f"its agreement holds from {platform.agreed_on} only", do)
        else:
            yield _fine(about, f"agreement on file, checked on {platform.checked_on}")
