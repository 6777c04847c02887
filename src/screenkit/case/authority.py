"""On what one leader's authority for a place rests: licences of their own, or a compact."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from screenkit.assessment import Truth
from screenkit.case.dated import staleness
from screenkit.engine.decide import all_of, any_of
from screenkit.models.clinic import Apit, Clinic, Compact, CompactMember, Leader, PracticeLicence


@dataclass(frozen=True, slots=True)
class Ground:
    """Whether something holds on a day, why, and the oldest date of checking it rests on."""

    truth: Truth
    why: str
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a leader is on file as authorised for a place on a day, and by what."""

    leader: Leader
    truth: Truth
    by_compact: bool
    grounds: tuple[Ground, ...]


def standing(clinic: Clinic, leader: Leader, place: str, day: date) -> Standing:
    """Return how a leader stands to a place on a day, by facts that are current.

    It is `NO` only where the file speaks of the place: an expired licence for it, or its entry in a compact
    for this profession; and where nothing else on file could still cover it. All else is `UNKNOWN`.
    """
    own = [_licence(each, day) for each in _licences_for(leader, place)]
    shared = list(_compacts(clinic, leader, place, day))
    grounds = (*own, *(ground for _, ground in shared))
    truth = any_of(ground.truth for ground in grounds)
    by_compact = truth is Truth.YES and all(ground.truth is not Truth.YES for ground in own)
    if (
        truth is Truth.NO
        and not own
        and not _is_licensed_elsewhere(leader, [each for each, _ in shared], place)
    ):
        truth = Truth.UNKNOWN
    if truth is not Truth.YES and not own:
        grounds = (Ground(Truth.UNKNOWN, f"no licence for {place} is on file"), *grounds)
    return Standing(leader, truth, by_compact, grounds)


def _licences_for(leader: Leader, place: str) -> list[PracticeLicence]:
    """Return the licences that name a place, or the whole country it is a part of."""
    names = {place, place.partition("-")[0]}
    return [each for each in leader.licences if each.jurisdiction in names]


def _is_licensed_elsewhere(leader: Leader, compacts: Iterable[Compact], place: str) -> bool:
    return any(each.number_on_file for each in leader.licences) and any(
        place in each.members for each in compacts
    )


def _licence(licence: PracticeLicence, day: date) -> Ground:
    named = f"the licence for {licence.jurisdiction}"
    return _held(named, licence.expires, day, number_on_file=licence.number_on_file)


def _apit(apit: Apit | None, day: date) -> Ground:
    if apit is None:
        return Ground(Truth.UNKNOWN, "no APIT is on file")
    return _held("the APIT", apit.expires, day, number_on_file=apit.number_on_file)


def _held(named: str, expires: date | str, day: date, *, number_on_file: bool) -> Ground:
    if isinstance(expires, date) and expires <= day:
        return Ground(Truth.NO, f"{named} expired on {expires}")
    if not number_on_file:
        return Ground(Truth.UNKNOWN, f"the number of {named} is not on file")
    until = f"that expires on {expires}" if isinstance(expires, date) else "that does not expire"
    return Ground(Truth.YES, f"{named.removeprefix('the ')} {until}")


def _compacts(clinic: Clinic, leader: Leader, place: str, day: date) -> Iterator[tuple[Compact, Ground]]:
    """Yield the compacts that are made for a leader's profession; a trainee has no part in any."""
    for name, compact in clinic.compacts.items():
        if leader.profession in compact.professions and leader.profession != "trainee":
            yield compact, _compact(clinic, name, leader, place, day)


def _compact(clinic: Clinic, name: str, leader: Leader, place: str, day: date) -> Ground:
    """Return whether a compact covers a place: every part of it has to hold, the home licence among them."""
    compact, home = clinic.compacts[name], leader.home_state
    licences = [_licence(each, day) for each in _licences_for(leader, home)]
    licensed = any_of(each.truth for each in licences) if licences else Truth.UNKNOWN
    parts = [
        member(clinic, compact, place, day),
        member(clinic, compact, home, day),
        Ground(licensed, f"no licence for the home state {home} counts"),
        _apit(leader.apit, day),
    ]
    truth = all_of(part.truth for part in parts)
    if truth is Truth.YES:
        dates = [part.checked_on for part in parts if part.checked_on]
        why = f"the compact {name}, from {home} into {place}, with an {parts[-1].why}"
        return Ground(truth, why, min(dates))
    told = "; ".join(dict.fromkeys(part.why for part in parts if part.truth is truth))
    return Ground(truth, f"compact {name}: {told}")


def member(clinic: Clinic, compact: Compact, place: str, day: date) -> Ground:
    """Return whether a jurisdiction is on file as a member in effect on a day."""
    found = compact.members.get(place)
    if found is None:
        return Ground(Truth.UNKNOWN, f"it has no entry for {place}")
    checked_on = checked(compact, found)
    why_not = staleness(checked_on, day, clinic.jurisdictions.review_after_days)
    if why_not:
        return Ground(Truth.UNKNOWN, f"its entry for {place} was {why_not}")
    truth, how = _in_effect(found, day)
    return Ground(truth, f"{place} {how}", checked_on)


def checked(compact: Compact, found: CompactMember) -> date | None:
    """Return when an entry was checked last: by itself, or with the whole table."""
    dates = [each for each in (found.checked_on, compact.checked_on) if each]
    return max(dates, default=None)


def _in_effect(found: CompactMember, day: date) -> tuple[Truth, str]:
    if found.ended and found.ended <= day:
        return Truth.NO, f"left it on {found.ended}"
    match found.status:
        case "not_member":
            return Truth.NO, "is not a member"
        case "enacted":
            if found.effective and day < found.effective:
                return Truth.NO, f"takes part from {found.effective} only"
            return Truth.UNKNOWN, "has enacted it, and is not on file as in effect"
        case "effective":
            if found.effective is None:
                return Truth.UNKNOWN, "is a member, but the day this took effect is not on file"
            if day < found.effective:
                return Truth.NO, f"takes part from {found.effective} only"
            return Truth.YES, f"is a member in effect since {found.effective}"
