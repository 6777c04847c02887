from dataclasses import replace
from datetime import date

import pytest

from screenkit.case.expiry import Expiry, expiry

SCREENED = date(2026, 3, 2)
UNTIL = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("day", "interval", "expected"),
    [
        (SCREENED, 30, Expiry(UNTIL)),
        (UNTIL, 30, Expiry(UNTIL)),
        (date(2026, 4, 2), 30, Expiry(UNTIL, ("interval",))),
        (date(2026, 3, 1), 30, Expiry(UNTIL, ("interval",))),
        (date(2030, 1, 1), None, Expiry(None)),
        (date(2026, 3, 1), None, Expiry(None, ("interval",))),
    ],
)
def test_a_recommendation_counts_through_the_last_day_of_the_interval(online_group, day, interval, expected):
    now = online_group.versions

    assert expiry(SCREENED, day, interval, now, now) == expected


def another(versions, part):
    first, *rest = getattr(versions, part)
    return replace(versions, **{part: (replace(first, sha256="0" * 64), *rest)})


@pytest.mark.parametrize(
    ("part", "reasons", "changed"),
    [
        ("rulesets", ("rules",), ("online-group",)),
        ("questionnaires", ("questionnaires",), ("pregroup-interview",)),
        ("criteria", (), ()),
    ],
)
def test_a_recommendation_expires_when_its_rules_or_questions_change(online_group, part, reasons, changed):
    was = another(online_group.versions, part)

    assert expiry(SCREENED, SCREENED, 30, was, online_group.versions) == Expiry(UNTIL, reasons, changed)


def test_a_rule_set_that_is_not_there_any_more_cannot_be_compared_with(online_group):
    found = expiry(SCREENED, SCREENED, None, online_group.versions, None)

    assert (found.reasons, found.has_expired) == (("not_found",), True)
