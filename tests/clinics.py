"""A clinic of the tests, parts to vary it with, and random ones."""

from datetime import date, timedelta

from hypothesis import strategies as st

from screenkit.models.base import MODALITIES
from screenkit.models.clinic import (
    Apit,
    Clinic,
    Compact,
    CompactMember,
    CrisisLine,
    Jurisdictions,
    Leader,
    Platform,
    PracticeLicence,
    Region,
)
from screenkit.text import clean

TODAY = date(2026, 11, 25)
LATER = date(2027, 12, 31)


def days_ago(days):
    return TODAY - timedelta(days=days)


def licence(jurisdiction="US-NV", expires=LATER, **changes):
    return PracticeLicence(
        **{"jurisdiction": jurisdiction, "number_on_file": True, "expires": expires, **changes}
    )


def apit(expires=LATER, **changes):
    return Apit(**{"number_on_file": True, "expires": expires, **changes})


def leader(**changes):
    """A psychologist in Nevada, with a licence there and an APIT."""
    usual = {
        "id": "leader-1",
        "name": "Dr Reed",
        "profession": "psychologist",
        "home_state": "US-NV",
        "licences": (licence(),),
        "apit": apit(),
    }
    return Leader(**{**usual, **changes})


def member(status="effective", **changes):
    """An entry of a compact, checked five days ago; in effect since 2020 unless it says otherwise."""
    start = date(2020, 7, 1) if status == "effective" else None
    return CompactMember(**{"status": status, "effective": start, "checked_on": days_ago(5), **changes})


def psypact(**members):
    """The compact, by codes written with an underscore: Nevada and Arizona take part, California does not."""
    usual = {"US-NV": member(), "US-AZ": member(), "US-CA": member("not_member")}
    own = {code.replace("_", "-"): one for code, one in members.items() if one}
    left_out = {code.replace("_", "-") for code, one in members.items() if not one}
    kept = {code: one for code, one in {**usual, **own}.items() if code not in left_out}
    return {"psypact": Compact(professions=("psychologist",), members=kept)}


def region(code="US", **changes):
    usual = {
        "region": code,
        "name": f"Place {code}",
        "emergency": "911",
        "crisis_lines": (CrisisLine(name="988 Lifeline", number="988"),),
        "checked_on": days_ago(10),
    }
    return Region(**{**usual, **changes})


def platform(**changes):
    usual = {"id": "video", "name": "Video", "agreement": "signed", "checked_on": days_ago(10)}
    return Platform(**{**usual, **changes})


def jurisdictions(**changes):
    return Jurisdictions(**{"checked_on": days_ago(10), "review_after_days": 90, **changes})


def clinic(**changes):
    """A clinic about which nothing is in doubt."""
    usual = {
        "name": "Riverside Practice",
        "solo_practice": False,
        "modalities": ("in_person", "online_video"),
        "leaders": (leader(),),
        "jurisdictions": jurisdictions(),
        "compacts": psypact(),
        "regions": (region(),),
        "numbers_review_after_days": 180,
        "platforms": (platform(),),
        "rescreen_after_days": 180,
    }
    return Clinic(**{**usual, **changes})


# Random clinics, of few places, so that leaders and members meet

PLACES = ("US-NV", "US-AZ", "US-CA", "IE", "CA-ON")
dates = st.dates(TODAY - timedelta(days=200), TODAY + timedelta(days=200))
maybe_dates = st.none() | dates
texts = st.text(st.characters(codec="utf-8"), max_size=12).map(lambda text: clean(text).strip() or "Name")
maybe_texts = st.none() | texts
numbers = st.sampled_from(("911", "112 / 999", "+353 1 555", "000", "13 11 14", "116 123"))
days = st.integers(1, 731)

licences = st.builds(
    PracticeLicence,
    jurisdiction=st.sampled_from(PLACES),
    number_on_file=st.booleans(),
    expires=dates | st.just("never"),
)
apits = st.builds(Apit, number_on_file=st.booleans(), expires=dates)


@st.composite
def leaders(draw, number=1):
    profession = draw(st.sampled_from(("psychologist", "psychologist", "counsellor", "trainee")))
    return Leader(
        id=f"leader-{number}",
        name=draw(texts),
        profession=profession,
        home_state=draw(st.sampled_from(PLACES)),
        licences=tuple(draw(st.lists(licences, max_size=3))),
        apit=draw(st.none() | apits) if profession == "psychologist" else None,
    )


@st.composite
def members(draw):
    """A member whose dates do not contradict one another."""
    status = draw(st.sampled_from(("effective", "enacted", "not_member")))
    first, second, third, fourth = sorted(draw(st.lists(dates, min_size=4, max_size=4, unique=True)))
    checked_on = draw(st.sampled_from((None, third)))
    match status:
        case "effective":
            start, end = draw(st.sampled_from(((None, None), (second, None), (second, fourth))))
        case "enacted":
            start, end = draw(st.sampled_from(((None, None), (fourth, None))))
        case _:
            start, end = draw(st.sampled_from(((None, None), (first, second))))
    return CompactMember(
        status=status,
        enacted=draw(st.sampled_from((None, first))) if status != "not_member" else None,
        effective=start,
        ended=end,
        source=draw(maybe_texts),
        checked_on=checked_on,
    )


compacts = st.dictionaries(st.sampled_from(PLACES), members(), max_size=4).map(
    lambda found: {"psypact": Compact(professions=("psychologist",), members=found)}
)


@st.composite
def regions(draw, code):
    lines = st.builds(
        CrisisLine,
        name=texts,
        number=numbers,
        hours=maybe_texts,
        languages=st.lists(texts, max_size=2).map(tuple),
    )
    return Region(
        region=code,
        name=draw(texts),
        emergency=draw(numbers),
        crisis_lines=tuple(draw(st.lists(lines, max_size=2))),
        source=draw(maybe_texts),
        checked_on=draw(maybe_dates),
    )


@st.composite
def platforms(draw, number):
    agreement = draw(st.sampled_from(("signed", "missing")))
    first, second = sorted(draw(st.tuples(dates, dates)))
    return Platform(
        id=f"platform-{number}",
        name=draw(texts),
        version=draw(maybe_texts),
        agreement=agreement,
        agreed_on=draw(st.sampled_from((None, first))) if agreement == "signed" else None,
        checked_on=draw(st.sampled_from((None, second))),
    )


@st.composite
def clinics(draw):
    return Clinic(
        name=draw(texts),
        solo_practice=draw(st.booleans()),
        modalities=tuple(draw(st.lists(st.sampled_from(MODALITIES), min_size=1, unique=True))),
        leaders=tuple(draw(leaders(number + 1)) for number in range(draw(st.integers(1, 3)))),
        jurisdictions=Jurisdictions(
            checked_on=draw(maybe_dates),
            checked_by=draw(maybe_texts),
            review_after_days=draw(days),
            source=draw(maybe_texts),
        ),
        compacts=draw(st.just({}) | compacts),
        regions=tuple(
            draw(regions(code))
            for code in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3, unique=True))
        ),
        numbers_review_after_days=draw(days),
        platforms=tuple(draw(platforms(number + 1)) for number in range(draw(st.integers(0, 2)))),
        platforms_review_after_days=draw(days),
        rescreen_after_days=draw(days),
        safety_answers_hold_hours=draw(st.integers(1, 24)),
    )


def usually(usual, else_one_of):
    """Draw what is usual about half of the time."""
    return st.just(usual) | else_one_of


@st.composite
def nearly_known(draw):
    """A clinic about which little is in doubt, so that every answer is met often."""
    numbered = draw(st.integers(1, 2))
    return clinic(
        leaders=tuple(
            leader(
                id=f"leader-{number}",
                profession=draw(usually("psychologist", st.sampled_from(("counsellor", "trainee")))),
                home_state=draw(usually("US-NV", st.sampled_from(PLACES))),
                licences=(licence(), *draw(usually((), st.lists(licences, max_size=2).map(tuple)))),
                apit=draw(usually(apit(), st.none() | apits)),
            )
            for number in range(numbered)
        ),
        compacts=psypact(US_NV=draw(entries), US_AZ=draw(entries), US_CA=draw(entries)),
        jurisdictions=jurisdictions(checked_on=draw(usually(days_ago(10), maybe_dates))),
    )


entries = st.sampled_from(
    (
        member(),
        member(),
        member(),
        member("not_member"),
        member("enacted"),
        member(effective=None),
        member(effective=TODAY),
        member(ended=TODAY),
        member(checked_on=None),
        None,
    )
)
