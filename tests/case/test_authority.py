"""Authority for a place: never `yes` from what is missing, expired or old, whoever leads."""

from datetime import timedelta

import pytest
from clinics import (
    LATER,
    PLACES,
    TODAY,
    apit,
    clinic,
    clinics,
    days_ago,
    jurisdictions,
    leader,
    leaders,
    licence,
    member,
    nearly_known,
    psypact,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from screenkit.case.places import Authority, authority
from screenkit.models.clinic import Clinic, Leader

TOMORROW = TODAY + timedelta(days=1)
counsellor = leader(id="leader-2", name="Mr Cole", profession="counsellor", apit=None)


def answer(place, day=TODAY, **changes):
    return authority(clinic(**changes), place, day).answer


def psychologist(**changes):
    return {"leaders": (leader(**changes),)}


def azs(*status, **entry):
    """Arizona's entry in the compact."""
    return {"compacts": psypact(US_AZ=member(*status, **entry))}


OLD_TABLE = {"compacts": psypact(US_CA=member("not_member", checked_on=days_ago(91)))}
TABLE = [
    ("a licence for the place", "US-NV", {}, "yes"),
    ("a licence that does not expire", "US-NV", psychologist(licences=(licence(expires="never"),)), "yes"),
    ("a licence that expires tomorrow", "US-NV", psychologist(licences=(licence(expires=TOMORROW),)), "yes"),
    ("a licence that expires today", "US-NV", psychologist(licences=(licence(expires=TODAY),)), "no"),
    (
        "an expired licence, and a profession without compact",
        "US-NV",
        {"leaders": (counsellor.model_copy(update={"licences": (licence(expires=TODAY),)}),)},
        "no",
    ),
    ("a licence without its number", "US-NV", psychologist(licences=(licence(number_on_file=False),)), None),
    (
        "an expired licence beside one that counts",
        "US-NV",
        psychologist(licences=(licence(expires=TODAY), licence())),
        "yes",
    ),
    ("a licence for the country", "IE-D", psychologist(licences=(licence("IE"),)), "yes"),
    ("a licence for a part, the part unknown", "IE", psychologist(licences=(licence("IE-D"),)), None),
    ("a licence for another part", "IE-C", psychologist(licences=(licence("IE-D"),)), None),
    ("the part of the country unknown", "US", {}, None),
    ("a member in effect", "US-AZ", {}, "yes"),
    ("an APIT that expires tomorrow", "US-AZ", psychologist(apit=apit(expires=TOMORROW)), "yes"),
    ("an APIT that expires today", "US-AZ", psychologist(apit=apit(expires=TODAY)), "no"),
    ("an APIT without its number", "US-AZ", psychologist(apit=apit(number_on_file=False)), None),
    ("no APIT", "US-AZ", psychologist(apit=None), None),
    ("no licence in the home state", "US-AZ", psychologist(licences=(licence("US-CA"),)), None),
    ("no licence at all", "US-AZ", psychologist(licences=()), None),
    ("an expired licence in the home state", "US-AZ", psychologist(licences=(licence(expires=TODAY),)), "no"),
    ("no member", "US-CA", {}, "no"),
    ("no member, and no licence on file", "US-CA", psychologist(licences=()), None),
    (
        "no member, and no licence whose number is on file",
        "US-CA",
        psychologist(licences=(licence(number_on_file=False),)),
        None,
    ),
    ("no member, but a licence there", "US-CA", psychologist(licences=(licence(), licence("US-CA"))), "yes"),
    ("a place without entry", "US-UT", {}, None),
    ("another country", "DE", {}, None),
    ("a home state without entry", "US-AZ", {"compacts": psypact(US_NV=None)}, None),
    ("a home state that is no member", "US-AZ", {"compacts": psypact(US_NV=member("not_member"))}, "no"),
    ("no compact on file", "US-AZ", {"compacts": {}}, None),
    ("enacted, the day unknown", "US-AZ", azs("enacted"), None),
    (
        "enacted, in effect from tomorrow",
        "US-AZ",
        azs("enacted", effective=TOMORROW),
        "no",
    ),
    ("in effect, since when unknown", "US-AZ", azs(effective=None), None),
    ("in effect from today", "US-AZ", azs(effective=TODAY), "yes"),
    ("in effect from tomorrow", "US-AZ", azs(effective=TOMORROW), "no"),
    ("ended today", "US-AZ", azs(ended=TODAY), "no"),
    ("ending tomorrow", "US-AZ", azs(ended=TOMORROW), "yes"),
    ("an entry never checked", "US-AZ", azs(checked_on=None), None),
    ("an entry checked 90 days ago", "US-AZ", azs(checked_on=days_ago(90)), "yes"),
    ("an entry checked 91 days ago", "US-AZ", azs(checked_on=days_ago(91)), None),
    ("an entry checked tomorrow", "US-AZ", azs(checked_on=TOMORROW), None),
    ("no member, checked 91 days ago", "US-CA", OLD_TABLE, None),
    ("places never checked", "US-NV", {"jurisdictions": jurisdictions(checked_on=None)}, None),
    ("places checked 90 days ago", "US-NV", {"jurisdictions": jurisdictions(checked_on=days_ago(90))}, "yes"),
    ("places checked 91 days ago", "US-NV", {"jurisdictions": jurisdictions(checked_on=days_ago(91))}, None),
    ("places checked tomorrow", "US-NV", {"jurisdictions": jurisdictions(checked_on=TOMORROW)}, None),
    ("old places, and no member", "US-CA", {"jurisdictions": jurisdictions(checked_on=days_ago(91))}, None),
    ("a counsellor in a state of the compact", "US-AZ", {"leaders": (counsellor,)}, None),
    ("a counsellor where the compact has no member", "US-CA", {"leaders": (counsellor,)}, None),
    ("a trainee in a state of the compact", "US-AZ", psychologist(profession="trainee"), None),
    ("a trainee with a licence for the place", "US-NV", psychologist(profession="trainee"), "yes"),
    ("two leaders, both licensed", "US-NV", {"leaders": (leader(), counsellor)}, "yes"),
    ("two leaders, one of them not known", "US-AZ", {"leaders": (leader(), counsellor)}, None),
    (
        "two leaders, one surely not and one not known",
        "US-CA",
        {"leaders": (counsellor, leader())},
        "no",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "changes", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_authority_is_worked_out_from_what_is_on_file(place, changes, expected):
    assert answer(place, **changes) == expected


def test_a_trainee_is_never_covered_by_a_compact_even_one_that_names_trainees():
    shared = psypact()["psypact"].model_copy(update={"professions": ("psychologist", "trainee")})

    assert answer("US-AZ", compacts={"psypact": shared}, **psychologist(profession="trainee")) is None


def test_the_whole_table_may_be_checked_at_once():
    table = psypact(US_AZ=member(checked_on=days_ago(300)), US_NV=member(checked_on=None))["psypact"]
    checked = {"psypact": table.model_copy(update={"checked_on": days_ago(3)})}

    assert answer("US-AZ", compacts={"psypact": table}) is None
    assert answer("US-AZ", compacts=checked) == "yes"


def test_each_leader_has_a_line_that_says_on_file_and_when_it_was_checked():
    told = authority(clinic(leaders=(leader(), counsellor)), "US-AZ", TODAY)
    alone = authority(clinic(), "US-NV", TODAY)
    surely_not = authority(clinic(), "US-CA", TODAY)

    by_compact = "the compact psypact, from US-NV into US-AZ, with an APIT that expires on 2027-12-31"
    no_member = "no licence for US-CA is on file; compact psypact: US-CA is not a member"
    assert told == Authority(
        "US-AZ",
        None,
        (
            f"Dr Reed: authorised on file for US-AZ, checked on 2026-11-15 ({by_compact})",
            "Mr Cole: not known for US-AZ: no licence for US-AZ is on file",
        ),
    )
    by_licence = "licence for US-NV that expires on 2027-12-31"
    assert alone == Authority(
        "US-NV",
        "yes",
        (f"Dr Reed: authorised on file for US-NV, checked on 2026-11-15 ({by_licence})",),
        "not_needed",
    )
    assert surely_not == Authority(
        "US-CA",
        "no",
        (f"Dr Reed: not authorised on file for US-CA, checked on 2026-11-15 ({no_member})",),
        "no",
    )


def test_old_facts_say_since_when_they_are_old():
    told = authority(clinic(jurisdictions=jurisdictions(checked_on=days_ago(91))), "US-NV", TODAY)

    assert told == Authority(
        "US-NV",
        None,
        ("Not known for US-NV: licences and places were last checked on 2026-08-26, more than 90 days ago",),
    )


def test_a_line_rests_on_the_oldest_date_it_used():
    table = psypact(US_AZ=member(checked_on=days_ago(80)))

    assert "checked on 2026-09-06" in authority(clinic(compacts=table), "US-AZ", TODAY).lines[0]


def test_what_rests_on_a_compact_is_said():
    assert authority(clinic(), "US-AZ", TODAY).by_compact == "yes"
    assert authority(clinic(), "US-UT", TODAY).by_compact is None


# Laws


def with_more_known(found: Clinic, draw):
    """Fill in what the file says nobody knows: numbers, dates of effect, entries, APITs."""
    table = found.compacts.get("psypact")
    known = {
        "leaders": tuple(_better_known(each, draw) for each in found.leaders),
        "compacts": {"psypact": _completed(table, draw)} if table else {},
    }
    return found.model_copy(update=known)


def _better_known(one: Leader, draw):
    licences = tuple(each.model_copy(update={"number_on_file": True}) for each in one.licences)
    authority_known = one.apit
    if one.profession == "psychologist":
        authority_known = (
            one.apit.model_copy(update={"number_on_file": True})
            if one.apit
            else draw(st.sampled_from((apit(), apit(expires=days_ago(1)))))
        )
    return one.model_copy(update={"licences": licences, "apit": authority_known})


def _completed(table, draw):
    filled = {}
    for place in PLACES:
        entry = table.members.get(place) or draw(st.sampled_from((member(), member("not_member"))))
        if entry.status == "effective" and entry.effective is None:
            entry = entry.model_copy(update={"effective": draw(st.sampled_from((days_ago(9), LATER)))})
        filled[place] = entry
    return table.model_copy(update={"members": filled})


found_clinics = nearly_known() | clinics()
places = st.sampled_from((*PLACES, "US-AZ", "DE"))
on_days = st.dates(days_ago(5), TODAY + timedelta(days=80))


@given(found_clinics, places, on_days, st.data())
def test_filling_in_what_is_unknown_turns_no_answer_into_its_opposite(found, place, day, data):
    before = authority(found, place, day).answer
    after = authority(with_more_known(found, data.draw), place, day).answer

    assert before is None or after == before


@given(found_clinics, leaders(9), places, on_days)
def test_one_more_leader_never_makes_a_place_open(found, another, place, day):
    more = found.model_copy(update={"leaders": (*found.leaders, another)})

    assert authority(found, place, day).answer == "yes" or authority(more, place, day).answer != "yes"


@given(found_clinics, places, on_days)
def test_old_or_unchecked_places_never_give_an_answer(found, place, day):
    old = day - timedelta(days=found.jurisdictions.review_after_days + 1)
    for checked_on in (None, old, day + timedelta(days=1)):
        table = found.jurisdictions.model_copy(update={"checked_on": checked_on})
        assert authority(found.model_copy(update={"jurisdictions": table}), place, day).answer is None


@given(found_clinics, places, on_days)
def test_a_leader_of_whom_nothing_is_on_file_is_never_covered(found, place, day):
    unknown = leader(id="leader-9", licences=(), apit=None)

    assert (
        authority(found.model_copy(update={"leaders": (*found.leaders, unknown)}), place, day).answer != "yes"
    )


@given(found_clinics, places, on_days)
def test_where_every_licence_has_expired_no_place_is_open(found, place, day):
    expired = tuple(_expired(each, day) for each in found.leaders)

    assert authority(found.model_copy(update={"leaders": expired}), place, day).answer != "yes"


def _expired(one: Leader, day):
    licences = tuple(each.model_copy(update={"expires": day}) for each in one.licences)
    return one.model_copy(update={"licences": licences})


@given(found_clinics, places, on_days)
def test_no_line_says_that_anything_is_legal(found, place, day):
    told = authority(found, place, day)

    assert len(told.lines) in {1, len(found.leaders)}
    names = {each.name for each in found.leaders}
    for line in told.lines:
        words = line.lower()
        for name in names:
            words = words.removeprefix(name.lower())
        assert not any(word in words for word in ("legal", "cleared", "safe", "licensed by", "excluded"))
        assert "on file for" in line or "ot known for" in line


def test_the_random_clinics_meet_every_answer_so_that_the_laws_say_something():
    met = set()

    @settings(max_examples=200, derandomize=True, database=None)
    @given(nearly_known(), places, on_days)
    def meet(found, place, day):
        told = authority(found, place, day)
        met.add((told.answer, told.by_compact))

    meet()
    assert met == {("yes", "yes"), ("yes", "not_needed"), ("no", "no"), (None, None)}
