"""Whom to call at a place, and what is on file about a platform."""

from datetime import timedelta

import pytest
from clinics import TODAY, clinic, clinics, days_ago, platform, region
from hypothesis import given, settings
from hypothesis import strategies as st

from screenkit.case.places import Help, help_at
from screenkit.case.platforms import platform_lines

US, NEVADA, IRELAND = region(), region("US-NV", name="Nevada"), region("IE", emergency="112")


def test_the_numbers_of_a_part_come_before_those_of_its_country():
    found = clinic(regions=(US, NEVADA))

    assert help_at(found, "US-NV", TODAY) == Help(
        "US-NV", "Nevada", "911", NEVADA.crisis_lines, days_ago(10), is_old=False
    )
    assert help_at(found, "US-AZ", TODAY) == Help(
        "US-AZ", "Place US", "911", US.crisis_lines, days_ago(10), is_old=False
    )


@pytest.mark.parametrize("place", ["GB", "CA", "CA-ON", "IE-D", "UM", "XX"])
def test_no_other_countrys_numbers_are_offered(place):
    assert help_at(clinic(regions=(US, NEVADA)), place, TODAY) is None


def test_the_numbers_of_one_part_say_nothing_of_the_country_or_its_other_parts():
    found = clinic(regions=(NEVADA,))

    assert [help_at(found, place, TODAY) for place in ("US", "US-AZ")] == [None, None]


@pytest.mark.parametrize(
    ("checked_on", "is_old"),
    [
        (None, True),
        (TODAY, False),
        (days_ago(180), False),
        (days_ago(181), True),
        (TODAY + timedelta(days=1), True),
    ],
)
def test_numbers_are_old_when_nobody_checked_them_in_the_interval(checked_on, is_old):
    assert help_at(clinic(regions=(region(checked_on=checked_on),)), "US", TODAY).is_old is is_old


@settings(max_examples=40)
@given(clinics(), st.sampled_from(("US", "US-NV", "IE", "IE-D", "CA-ON", "CA-QC", "DE")))
def test_numbers_are_only_ever_those_of_the_place_or_its_country(found, place):
    told = help_at(found, place, TODAY)
    own = {each.emergency for each in found.regions if each.region in {place, place[:2]}}

    assert told is None or told.emergency in own


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "Video: agreement on file, checked on 2026-11-15"),
        ({"version": "6.1"}, "Video 6.1: agreement on file, checked on 2026-11-15"),
        ({"agreement": "missing"}, "Video: no agreement on file, checked on 2026-11-15"),
        ({"checked_on": None}, "Video: not known: the agreement was never checked"),
        (
            {"agreement": "missing", "checked_on": None},
            "Video: not known: the agreement was never checked",
        ),
        ({"checked_on": days_ago(180)}, "Video: agreement on file, checked on 2026-05-29"),
        (
            {"checked_on": days_ago(181)},
            "Video: not known: the agreement was last checked on 2026-05-28, more than 180 days ago",
        ),
        (
            {"checked_on": TODAY + timedelta(days=1)},
            "Video: not known: the agreement was said to be checked on 2026-11-26, which is still to come",
        ),
        ({"agreed_on": TODAY}, "Video: agreement on file, checked on 2026-11-15"),
        (
            {"agreed_on": TODAY + timedelta(days=1)},
            "Video: the agreement on file holds from 2026-11-26 only, checked on 2026-11-15",
        ),
    ],
)  # fmt: skip
def test_an_agreement_counts_when_it_is_signed_and_checked(changes, line):
    found = clinic(platforms=(platform(**changes),))

    assert list(platform_lines(found, TODAY)) == [line]


def test_nothing_is_on_file_where_the_profile_names_no_platform():
    assert list(platform_lines(clinic(platforms=()), TODAY)) == []
