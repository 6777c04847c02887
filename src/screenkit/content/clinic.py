"""A clinic's profile: `clinic.yaml` → one value, cross-checked, or everything that is wrong with it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from screenkit.content.locate import is_folder, own_files
from screenkit.content.read import Document, read
from screenkit.content.read import Path as Place
from screenkit.content.reference import compact_tables
from screenkit.content.shape import no_condition, shape
from screenkit.errors import ContentError, Problem, suggestion
from screenkit.models.clinic import Clinic, CompactMember, Platform

CLINIC_FILE = "clinic.yaml"
"""What the profile is called in the clinic's folder."""

_OUTSIDE_THE_STATES = {"US-AS", "US-GU", "US-PR", "US-UM", "US-VI"}


def load_clinic(path: Path) -> Clinic:
    """Return the profile written in the file at `path`, or in `clinic.yaml` of the folder at `path`.

    Raises:
        ContentError: when the file cannot be read, or with every problem of it.

    """
    (file,) = own_files(path / CLINIC_FILE if is_folder(path) else path)
    return read_clinic(file.text, file.name)


def read_clinic(text: bytes, name: str) -> Clinic:
    """Return the profile spelled by `text`; `name` is what the file is called in messages.

    Raises:
        ContentError: with every problem of the file.

    """
    document = read(text, name)
    clinic = shape(document, Clinic, no_condition)
    if clinic is not None:
        document.problems += _problems(document, clinic)
    if clinic is None or document.problems:
        raise ContentError(document.problems)
    return clinic


def _problems(document: Document, clinic: Clinic) -> Iterator[Problem]:
    yield from _repeated(document, "leaders", "id", [each.id for each in clinic.leaders])
    yield from _repeated(document, "regions", "region", [each.region for each in clinic.regions])
    yield from _repeated(document, "platforms", "id", [each.id for each in clinic.platforms])
    yield from _repeated(document, "modalities", None, clinic.modalities)
    yield from _leaders(document, clinic)
    yield from _compacts(document, clinic)
    yield from _places(document, clinic)
    for n, platform in enumerate(clinic.platforms):
        yield from _platform(document, ("platforms", n), platform)


def _repeated(document: Document, key: str, within: str | None, names: Sequence[str]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for n, name in enumerate(names):
        place: Place = (key, n, within) if within else (key, n)
        if name in first:
            line = document.lines[(key, first[name], *place[2:])]
            yield Problem(
                document.where(place), f"'{name}' stands on line {line} already", "keep one of the two"
            )
        first.setdefault(name, n)


def _leaders(document: Document, clinic: Clinic) -> Iterator[Problem]:
    for n, leader in enumerate(clinic.leaders):
        if leader.apit and leader.profession != "psychologist":
            what = "an APIT is given to psychologists only"
            yield Problem(
                document.where(("leaders", n, "apit")), what, "take it away, or mend the profession"
            )


def _compacts(document: Document, clinic: Clinic) -> Iterator[Problem]:
    shipped = compact_tables()
    for name, compact in clinic.compacts.items():
        if name not in shipped:
            do = suggestion(name, shipped, f"screenkit knows {', '.join(shipped)} only")
            yield Problem(document.where(("compacts", name)), f"no compact '{name}' is known here", do)
            continue
        for n, profession in enumerate(compact.professions):
            if profession not in shipped[name].professions:
                covered = ", ".join(shipped[name].professions)
                place = document.where(("compacts", name, "professions", n))
                yield Problem(place, f"this compact is not made for '{profession}'", f"write {covered}")
        for code, member in compact.members.items():
            dates = (member.checked_on, compact.checked_on)
            checked_on = max((each for each in dates if each), default=None)
            yield from _member(document, ("compacts", name, "members", code), member, checked_on)


def _member(
    document: Document, place: Place, member: CompactMember, checked_on: date | None
) -> Iterator[Problem]:
    """Yield where the dates of an entry contradict one another or its status."""
    for key, is_so, what, do in _CONTRADICTIONS:
        if is_so(member, checked_on):
            yield Problem(document.where((*place, key)), what, do)


def _reached(start: date | None, checked_on: date | None) -> bool:
    """Say whether a day had come when this was checked."""
    return start is not None and checked_on is not None and start <= checked_on


_CONTRADICTIONS: tuple[tuple[str, Callable[[CompactMember, date | None], bool], str, str], ...] = (
    (
        "ended",
        lambda one, _: one.ended is not None and one.effective is None,
        "it has an end without a beginning",
        "add 'effective', the day it took effect",
    ),
    (
        "ended",
        lambda one, _: _reached(one.ended, one.effective),
        "it ended before it took effect, or on that day",
        "mend one of the two dates",
    ),
    (
        "effective",
        lambda one, _: one.effective != one.enacted and _reached(one.effective, one.enacted),
        "it took effect before it was enacted",
        "mend one of the two dates",
    ),
    (
        "status",
        lambda one, checked_on: one.status == "enacted" and _reached(one.effective, checked_on),
        "it had taken effect when this was checked",
        "write status: effective",
    ),
    (
        "status",
        lambda one, checked_on: (
            one.status == "effective"
            and one.effective is not None
            and checked_on is not None
            and not _reached(one.effective, checked_on)
        ),
        "it had not taken effect when this was checked",
        "write status: enacted",
    ),
    (
        "status",
        lambda one, checked_on: one.status == "effective" and _reached(one.ended, checked_on),
        "it had ended when this was checked",
        "write status: not_member, and keep the dates",
    ),
    (
        "status",
        lambda one, _: one.status == "not_member" and one.effective is not None and one.ended is None,
        "it has a beginning without an end",
        "write status: effective, or add 'ended'",
    ),
)


def _places(document: Document, clinic: Clinic) -> Iterator[Problem]:
    """Yield the codes in the United States that name no state, and where a state has to be named."""
    states = parts_of_the_us()
    for place, code, needs_state in _codes(clinic):
        if code == "US" and needs_state:
            what = "licences in the United States are given state by state"
            yield Problem(document.where(place), what, "write the state, such as US-NV")
        elif code.startswith("US-") and code not in states:
            do = suggestion(code, states, "write the code of ISO 3166-2, such as US-NV")
            yield Problem(document.where(place), f"no state or territory '{code}'", do)


def parts_of_the_us() -> set[str]:
    """Return the codes of the states and territories of the United States."""
    listed = {code for table in compact_tables().values() for code in table.members}
    return _OUTSIDE_THE_STATES | {code for code in listed if code.startswith("US-")}


def _codes(clinic: Clinic) -> Iterator[tuple[Place, str, bool]]:
    for n, leader in enumerate(clinic.leaders):
        yield ("leaders", n, "home_state"), leader.home_state, True
        for k, licence in enumerate(leader.licences):
            yield ("leaders", n, "licences", k, "jurisdiction"), licence.jurisdiction, True
    for name, compact in clinic.compacts.items():
        for code in compact.members:
            yield ("compacts", name, "members", code), code, True
    for n, region in enumerate(clinic.regions):
        yield ("regions", n, "region"), region.region, False


def _platform(document: Document, place: Place, platform: Platform) -> Iterator[Problem]:
    if platform.agreement == "missing" and platform.agreed_on:
        what = "an agreement that is missing has a date"
        yield Problem(document.where((*place, "agreed_on")), what, "write agreement: signed, or take it away")
    elif platform.agreed_on and platform.checked_on and platform.agreed_on > platform.checked_on:
        what = "the agreement was signed after it was checked"
        yield Problem(document.where((*place, "checked_on")), what, "check it again, and write that day")
