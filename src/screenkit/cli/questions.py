"""The questions that make a clinic's profile, in which nothing stands that nobody said."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import get_args

from screenkit.cli.dialogue import Dialogue
from screenkit.cli.seeds import ask_compacts, ask_regions
from screenkit.cli.typed import not_after, typed_expiry, typed_practice_place
from screenkit.models.base import MODALITIES, Modality
from screenkit.models.clinic import (
    Apit,
    Clinic,
    Jurisdictions,
    Leader,
    Platform,
    PracticeLicence,
    Profession,
    read_days,
    read_hours,
)
from screenkit.models.day import read_day

_FORMS: dict[Modality, str] = {
    "in_person": "in person",
    "online_video": "by video",
    "online_text": "by text chat",
    "online_forum": "on a forum",
}
_LOCATION = "A place is written with its code of ISO 3166: a country, such as IE, or a part, such as US-NV."


def ask_clinic(ask: Dialogue, day: date) -> Clinic:
    """Return the profile that the answers make on a day; nothing is written yet."""
    ask.say(
        "These questions make your clinic's profile. An empty line answers nothing; Ctrl-C stops, and then "
        "nothing is written. Everything can be changed later in the file itself."
    )
    name = ask.name("What is the name of your clinic or practice?")
    solo = ask.yes_or_no("Do you work alone, with no second clinician who could sign a decision?")
    modalities = _forms(ask)
    leaders = _leaders(ask, day)
    regions = ask_regions(ask, day)
    compacts = ask_compacts(ask, leaders, regions, day)
    days = _interval(
        ask,
        "For how many days does a check of licences and places count? Laws change: 90 is usual.",
    )
    jurisdictions = _jurisdictions(ask, leaders, day, days)
    return Clinic(
        name=name,
        solo_practice=solo,
        modalities=modalities,
        leaders=leaders,
        jurisdictions=jurisdictions,
        compacts=dict(compacts),
        regions=regions,
        platforms=_platforms(ask, day) if set(modalities) - {"in_person"} else (),
        **_intervals(ask),
    )


def _forms(ask: Dialogue) -> tuple[Modality, ...]:
    while True:
        forms = tuple(form for form in MODALITIES if ask.yes_or_no(f"Do you offer groups {_FORMS[form]}?"))
        if forms:
            return forms
        ask.say("At least one form of group has to be offered; the questions come once more.")


def _leaders(ask: Dialogue, day: date) -> tuple[Leader, ...]:
    ask.say("Now everybody who leads groups, one after the other.")
    leaders = [_leader(ask, 1, day)]
    while ask.yes_or_no("Is there another leader?"):
        leaders.append(_leader(ask, len(leaders) + 1, day))
    return tuple(leaders)


def _leader(ask: Dialogue, number: int, day: date) -> Leader:
    name = ask.name("What is the leader's name?")
    professions = [(each, each.replace("_", " ")) for each in get_args(Profession)]
    profession: Profession = ask.choice(f"What is {name}'s profession?", professions)
    home = ask.value(f"Where is {name} during online sessions? {_LOCATION}", typed_practice_place)
    licences = tuple(_licences(ask, name, day))
    is_asked = profession == "psychologist" and home.startswith("US-")
    return Leader(
        id=f"leader-{number}",
        name=name,
        profession=profession,
        home_state=home,
        licences=licences,
        apit=_apit(ask, name, day) if is_asked else None,
    )


def _licences(ask: Dialogue, name: str, day: date) -> Iterator[PracticeLicence]:
    another = "a licence or registration"
    while ask.yes_or_no(f"Is there {another} of {name}'s to put on file?"):
        another = "another licence or registration"
        place = ask.value(f"For which place is it? {_LOCATION}", typed_practice_place)
        on_file = ask.yes_or_no("Is its number on file at the clinic?")
        expires = ask.value(
            "On which day does it expire? Such as 2027-12-31, or the word never.", typed_expiry
        )
        if isinstance(expires, date) and expires <= day:
            ask.say("That day has come: it is kept on file, and does not count.")
        yield PracticeLicence(jurisdiction=place, number_on_file=on_file, expires=expires)


def _apit(ask: Dialogue, name: str, day: date) -> Apit | None:
    question = f"Does {name} hold an APIT, the authority to work by telepsychology under PSYPACT?"
    if not ask.yes_or_no(question):
        return None
    on_file = ask.yes_or_no("Is its number on file at the clinic?")
    expires = ask.value("On which day does it expire? Such as 2027-03-01.", read_day)
    if expires <= day:
        ask.say("That day has come: it is kept on file, and does not count.")
    return Apit(number_on_file=on_file, expires=expires)


def _jurisdictions(ask: Dialogue, leaders: Sequence[Leader], day: date, days: int) -> Jurisdictions:
    places = sorted({each.jurisdiction for leader in leaders for each in leader.licences})
    if not places or not ask.yes_or_no(
        f"Have you checked every licence you named ({', '.join(places)}) today, with the board of its place?"
    ):
        ask.say("Licences and places are unchecked: until then, no place counts as authorised on file.")
        return Jurisdictions(review_after_days=days)
    by = ask.name("Who checked them?")
    return Jurisdictions(
        checked_on=day,
        checked_by=by,
        review_after_days=days,
        source=ask.maybe("Where did you look?", str),
    )


def _platforms(ask: Dialogue, day: date) -> tuple[Platform, ...]:
    platforms: list[Platform] = []
    another = "a platform"
    while ask.yes_or_no(f"Is there {another} for online groups to put on file?"):
        another = "another platform"
        platforms.append(_platform(ask, len(platforms) + 1, day))
    return tuple(platforms)


def _platform(ask: Dialogue, number: int, day: date) -> Platform:
    name = ask.name("What is it called?")
    version = ask.maybe("Which version or plan is in use?", str)
    is_signed = ask.yes_or_no(
        "Is the agreement that privacy law asks for (in the US, a business associate agreement) signed?"
    )
    agreed_on = ask.maybe("On which day was it signed?", not_after(day)) if is_signed else None
    is_checked = ask.yes_or_no("Have you checked this today, for the version in use?")
    return Platform(
        id=f"platform-{number}",
        name=name,
        version=version,
        agreement="signed" if is_signed else "missing",
        agreed_on=agreed_on,
        checked_on=day if is_checked else None,
    )


def _intervals(ask: Dialogue) -> dict[str, int]:
    return {
        "numbers_review_after_days": _interval(
            ask, "For how many days does a check of emergency and crisis numbers count? 180 is usual."
        ),
        "platforms_review_after_days": _interval(
            ask, "For how many days does a check of a platform count? 180 is usual."
        ),
        "rescreen_after_days": _interval(
            ask, "After how many days is a person screened again? 180 is usual; people and groups change."
        ),
        "safety_answers_hold_hours": ask.value(
            "For how many hours do answers about safety hold, before they are asked anew? 12 is usual.",
            lambda line: read_hours(_whole(line)),
        ),
    }


def _interval(ask: Dialogue, question: str) -> int:
    return ask.value(question, lambda line: read_days(_whole(line)))


def _whole(line: str) -> int:
    if not (line.isascii() and line.isdigit()):
        raise ValueError("type a whole number")
    return int(line)
