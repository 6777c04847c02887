"""How long an answer about safety counts: until midnight, and no longer than its hours."""

from datetime import datetime

import pytest
from interviews import Journal

from screenkit.case.age import grown_old
from screenkit.case.events import Answered, GrownOld, Stamped
from screenkit.case.history import case_of
from screenkit.interview import flow

SAFETY, OTHER = "suicidal_ideation", "age_years"

TABLE = [
    ("2026-11-02T12:00:00+01:00", "2026-11-02T12:00:01+01:00", 12, False),
    ("2026-11-02T10:00:00+01:00", "2026-11-02T22:00:00+01:00", 12, False),
    ("2026-11-02T10:00:00+01:00", "2026-11-02T22:00:01+01:00", 12, True),
    ("2026-11-02T08:00:00+01:00", "2026-11-02T09:30:00+01:00", 1, True),
    ("2026-11-02T23:59:59+01:00", "2026-11-03T00:00:00+01:00", 12, True),
    # midnight is that of the place where somebody goes on
    ("2026-11-02T22:30:00+00:00", "2026-11-02T23:30:00+00:00", 12, False),
    ("2026-11-02T22:30:00+00:00", "2026-11-03T00:30:00+01:00", 12, True),
    ("2026-11-02T23:30:00+00:00", "2026-11-03T01:30:00+01:00", 12, False),
    ("2026-11-02T06:30:00+00:00", "2026-11-02T01:30:00-07:00", 12, True),
    # a clock that was set back says nothing about how old an answer is
    ("2026-11-02T12:00:00+01:00", "2026-11-02T11:59:59+01:00", 12, True),
    ("2026-11-02T12:00:00+01:00", "2026-11-01T12:00:00+01:00", 12, True),
]


def screening(content, at, *events):
    opened = Journal(flow.begin(content)).events
    stamped = [
        Stamped(sequence=n, at=datetime.fromisoformat(at), who="Dr Rivera", event=event)
        for n, event in enumerate([*opened, *events], 1)
    ]
    return case_of("C-00000", stamped).latest


@pytest.mark.parametrize(("at", "now", "hours", "is_old"), TABLE)
def test_an_answer_about_safety_counts_for_its_hours_and_until_midnight(online_group, at, now, hours, is_old):
    answered = [Answered(item=OTHER, answer="38"), Answered(item=SAFETY, answer="none")]
    found = grown_old(
        screening(online_group, at, *answered), online_group, datetime.fromisoformat(now), hours
    )
    assert found == ((SAFETY,) if is_old else ())


def test_what_was_passed_over_grows_old_and_what_is_unknown_does_not(online_group):
    answered = [Answered(item=SAFETY, answer="not_asked"), Answered(item="of_another_version", answer="yes")]
    now = datetime.fromisoformat("2026-11-04T12:00:00+01:00")
    old = screening(online_group, "2026-11-02T12:00:00+01:00", *answered)
    assert grown_old(old, online_group, now, 12) == (SAFETY,)


def test_what_grew_old_once_does_not_grow_old_again(online_group):
    events = [Answered(item=SAFETY, answer="none"), GrownOld(items=(SAFETY,))]
    now = datetime.fromisoformat("2026-11-04T12:00:00+01:00")
    assert (
        grown_old(screening(online_group, "2026-11-02T12:00:00+01:00", *events), online_group, now, 12) == ()
    )
