"""What a look over the profile finds: everything unchecked, old, expired or missing, and nothing else."""

from datetime import timedelta

import pytest
from clinics import (
    TODAY,
    apit,
    clinic,
    clinics,
    days_ago,
    jurisdictions,
    leader,
    licence,
    member,
    nearly_known,
    platform,
    psypact,
    region,
)
from hypothesis import given, settings

from screenkit.assessment import Truth
from screenkit.case.authority import standing
from screenkit.case.checkup import checkup
from screenkit.case.places import authority, help_at
from screenkit.case.platforms import platform_lines
from screenkit.content.example import example

TOMORROW = TODAY + timedelta(days=1)


def looks(found, day=TODAY):
    return [f"{check.about}: {check.what}" for check in checkup(found, day) if check.word == "look at this"]


def test_a_clinic_about_which_nothing_is_in_doubt_is_fine_throughout():
    assert [(check.about, check.word, check.what) for check in checkup(clinic(), TODAY)] == [
        ("Riverside Practice", "fine", "1 leader on file"),
        ("Dr Reed", "fine", "the licence for US-NV counts until it expires on 2027-12-31"),
        ("Dr Reed", "fine", "the APIT counts until it expires on 2027-12-31"),
        ("Licences and places", "fine", "checked on 2026-11-15; counts for 90 days"),
        ("Compact psypact", "fine", "3 of 3 entries are checked"),
        ("Numbers for Place US (US)", "fine", "911, checked on 2026-11-15"),
        ("Platform Video", "fine", "agreement on file, checked on 2026-11-15"),
    ]


OLD = "last checked on 2026-05-28, more than 180 days ago"
AGO_91 = "last checked on 2026-08-26, more than 90 days ago"
TO_COME = "said to be checked on 2026-11-26, which is still to come"
ENACTED = "has enacted it, and is not on file as in effect"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"solo_practice": True, "leaders": (leader(), leader(id="leader-2"))},
            ["Riverside Practice: solo_practice is true, and 2 leaders are on file"],
        ),
        ({"leaders": (leader(licences=(), apit=None),)}, ["Dr Reed: no licence is on file"]),
        (
            {"leaders": (leader(licences=(licence(expires=TODAY),)),)},
            ["Dr Reed: the licence for US-NV expired on 2026-11-25"],
        ),
        (
            {"leaders": (leader(licences=(licence(expires=TOMORROW),)),)},
            ["Dr Reed: the licence for US-NV expires on 2026-11-26, in 1 day"],
        ),
        (
            {"leaders": (leader(apit=apit(expires=TODAY + timedelta(days=60))),)},
            ["Dr Reed: the APIT expires on 2027-01-24, in 60 days"],
        ),
        ({"leaders": (leader(apit=apit(expires=TODAY + timedelta(days=61))),)}, []),
        (
            {"leaders": (leader(apit=apit(number_on_file=False)),)},
            ["Dr Reed: the number of the APIT is not on file; it does not count"],
        ),
        ({"leaders": (leader(licences=(licence(expires="never"),)),)}, []),
        (
            {"leaders": (leader(licences=(licence("US-CA"),)),)},
            ["Dr Reed: no licence for the home state US-NV is on file, and a compact rests on it"],
        ),
        ({"compacts": {}}, ["Dr Reed: an APIT is on file, and no compact it could serve"]),
        (
            {"compacts": psypact(US_NV=None)},
            ["Dr Reed: not covered by the compact psypact: it has no entry for US-NV"],
        ),
        (
            {"compacts": psypact(US_NV=None), "leaders": (leader(apit=None),)},
            ["Dr Reed: not covered by the compact psypact: it has no entry for US-NV"],
        ),
        (
            {"compacts": psypact(US_NV=member("enacted"))},
            [f"Dr Reed: not covered by the compact psypact: US-NV {ENACTED}"],
        ),
        ({"compacts": psypact(US_NV=member("enacted")), "leaders": (leader(apit=None),)}, []),
        (
            {"compacts": psypact(US_AZ=member(checked_on=None), US_CA=member(checked_on=None))},
            ["Compact psypact: never checked: US-AZ, US-CA; counts as not known"],
        ),
        (
            {"compacts": psypact(US_AZ=member(checked_on=days_ago(91)))},
            [f"Compact psypact: {AGO_91}: US-AZ; counts as not known"],
        ),
        (
            {"jurisdictions": jurisdictions(checked_on=None)},
            ["Licences and places: never checked; every place counts as not known"],
        ),
        (
            {"jurisdictions": jurisdictions(checked_on=TOMORROW)},
            [f"Licences and places: {TO_COME}; every place counts as not known"],
        ),
        (
            {"regions": (region(crisis_lines=()),)},
            ["Numbers for Place US (US): no crisis line is on file"],
        ),
        (
            {"regions": (region(checked_on=days_ago(181)),)},
            [f"Numbers for Place US (US): {OLD}; shown with a warning"],
        ),
        (
            {"regions": (region(checked_on=None),)},
            ["Numbers for Place US (US): never checked; shown with a warning"],
        ),
        ({"platforms": ()}, ["Platforms: online_video is offered, and no platform is on file"]),
        ({"platforms": (), "modalities": ("in_person",)}, []),
        ({"platforms": (platform(agreement="missing"),)}, ["Platform Video: no agreement is on file"]),
        (
            {"platforms": (platform(checked_on=days_ago(181)),)},
            [f"Platform Video: its agreement was {OLD}; counts as not known"],
        ),
        (
            {"platforms": (platform(agreed_on=TOMORROW),)},
            ["Platform Video: its agreement holds from 2026-11-26 only"],
        ),
    ],
)  # fmt: skip
def test_what_needs_a_person_is_told(changes, told):
    assert looks(clinic(**changes)) == told


def test_the_example_is_told_to_be_invented():
    told = looks(example())

    assert "Numbers for Invented Country (ZZ): this place is invented" in told
    assert "Licences and places: never checked; every place counts as not known" in told


def test_whatever_is_to_be_looked_at_says_what_to_do():
    assert all(check.do for check in checkup(example(), TODAY) if check.word == "look at this")


@given(nearly_known() | clinics())
def test_where_there_is_nothing_to_look_at_every_licence_number_and_agreement_counts(found):
    if looks(found):
        return
    for one in found.leaders:
        for each in one.licences:
            assert standing(found, one, each.jurisdiction, TODAY).truth is Truth.YES
    assert all(not help_at(found, each.region, TODAY).is_old for each in found.regions)
    assert all(": agreement on file" in line for line in platform_lines(found, TODAY))


@settings(max_examples=40)
@given(clinics())
def test_whatever_counts_as_unknown_is_told(found):
    told = " ".join(looks(found))

    for each in found.regions:
        assert not help_at(found, each.region, TODAY).is_old or f"({each.region})" in told
    for each, line in zip(found.platforms, platform_lines(found, TODAY), strict=True):
        assert ": agreement on file" in line or f"Platform {each.name}: " in told
    if authority(found, "US-NV", TODAY).lines[0].startswith("Not known for"):
        assert "every place counts as not known" in told
