"""What a sitting keeps when the store does not take it, or another program writes in the same case."""

from datetime import timedelta

import pytest
from clinics import clinic
from stores import MORNING, begin, make

from screenkit.case.amend import TOLD
from screenkit.case.events import (
    Acknowledged,
    Alerted,
    Answered,
    Assessed,
    GrownOld,
    Placed,
    Resumed,
    Screened,
    Told,
)
from screenkit.cli.clock import now
from screenkit.cli.desk import Desk
from screenkit.cli.keeper import Keeper
from screenkit.cli.sitting import assessed, gone_on_with, tell_stopped, watched, with_clinic
from screenkit.content.snapshot import snapshot
from screenkit.errors import Problem, StoreError
from screenkit.interview import desk as around

ACTIVE = "active-suicidal-thoughts-reported"
GRAVE = Answered(item="suicidal_ideation", answer="active")
ALERT = Alerted(
    rule="thoughts", level="immediate", message="Active thoughts of suicide.", items=("suicidal_ideation",)
)


@pytest.fixture
def store(tmp_path):
    with make(tmp_path, "plain").open() as opened:
        yield opened


def test_a_step_from_elsewhere_is_told_and_trying_again_adds_this_after_it(store):
    case_id = begin(store)
    keeper = Keeper(store, case_id, "Dr Ada", seen=1)
    seen = Acknowledged(rules=("thoughts",))
    store.append(case_id, [seen], who="Dr Ben", at=MORNING, expecting=1)
    with pytest.raises(StoreError, match="another program has written in this case: Dr Ben"):
        keeper.keep([GRAVE, ALERT])
    assert keeper.unsaved == (GRAVE, ALERT)
    keeper.keep([GRAVE, ALERT])
    assert keeper.unsaved == ()
    told = [(each.who, each.event) for each in store.events(case_id)[1:]]
    assert told == [("Dr Ben", seen), ("Dr Ada", GRAVE), ("Dr Ada", ALERT)]


@pytest.mark.parametrize("other", ["answered", "opened", "screened"])
def test_nothing_is_added_to_an_interview_that_another_program_has_gone_on_with(store, other):
    case_id = begin(store)
    keeper = Keeper(store, case_id, "Dr Ada", seen=1)
    events = {
        "answered": Answered(item="suicidal_ideation", answer="none"),
        "opened": store.events(case_id)[0].event,
        "screened": Screened(recommendations={}, level="none", complete=False, assessment="{}"),
    }
    store.append(case_id, [events[other]], who="Dr Ben", at=MORNING, expecting=1)
    for _ in range(2):
        with pytest.raises(StoreError, match="another program has gone on with this interview: Dr Ben"):
            keeper.keep([GRAVE])
    assert len(store.events(case_id)) == 2


def test_stopping_with_an_alert_that_was_never_saved_says_so_and_repeats_the_alert(
    store, monkeypatch, capsys
):
    case_id = begin(store)
    keeper = Keeper(store, case_id, "Dr Ada", seen=1)

    def full(*_, **__):
        raise StoreError([Problem("case", "the disk is full", "make room")])

    with monkeypatch.context() as broken:
        broken.setattr(type(store), "append", full)
        with pytest.raises(StoreError):
            keeper.keep([GRAVE, ALERT])
    tell_stopped(Desk(store, None, MORNING), keeper)
    told = " ".join(capsys.readouterr().err.split())
    assert "Safety, not saved: Do not end the contact; get help now. Active thoughts of suicide." in told
    assert "The last answer was NOT saved." in told
    assert told.index("Stay with the person") < told.index("NOT saved") < told.index("Stopped")


def test_a_new_contact_asks_anew_where_the_person_is_and_who_may_hear_and_shows_nothing_told_before(
    store, online_group
):
    case_id = begin(store)
    said = [
        Placed(place="US-NV"),
        Answered(item="alone_and_free_to_talk", answer="yes"),
        GRAVE,
        Told(prompt="means", text="pills at home"),
    ]
    store.append(case_id, said, who="Dr Ada", at=now(), expecting=1)
    desk = Desk(store, None, now())
    interview, keeper = gone_on_with(desk, online_group, desk.case(case_id), "Dr Ada")
    assert [each.event for each in store.events(case_id)[len(said) + 1 :]] == [
        Resumed(),
        Placed(place=None),
        GrownOld(items=("alone_and_free_to_talk",)),
    ]
    assert keeper.seen == len(said) + 4
    assert (interview.place, dict(interview.told), dict(interview.kept)) == (
        None,
        {},
        {"suicidal_ideation": "active"},
    )
    assert interview.due.id == "alone_and_free_to_talk"
    assert desk.case(case_id).latest.told == {"means": "pills at home"}


def test_an_alert_of_an_earlier_screening_is_assessed_by_what_a_later_interview_records(store, online_group):
    case_id = begin(store, rules=snapshot(online_group))
    store.append(
        case_id, [GRAVE, ALERT.model_copy(update={"rule": ACTIVE})], who="Dr Ada", at=now(), expecting=1
    )
    first = store.events(case_id)[0].event
    later = [
        first,
        Answered(item="suicidal_ideation", answer="none"),
        Answered(item="suicide_safety_assessment_done", answer="yes"),
        Answered(item="suicide_assessment_conclusion", answer="group_may_proceed_with_plan"),
    ]
    store.append(case_id, later, who="Dr Ben", at=now(), expecting=3)
    desk = Desk(store, None, now())
    assessed(desk, online_group, Keeper(store, case_id, "Dr Ben", seen=7))
    ended = [each.event for each in store.events(case_id)[7:]]
    assert ended[0] == Assessed(rules=(ACTIVE,), reason=TOLD, screening=1)
    assert [each.kind for each in ended] == ["assessed", "screened"]
    assert desk.case(case_id).open_alerts == ()


def test_an_interview_left_lying_goes_on_with_the_day_and_without_what_is_too_old(store, online_group):
    case_id = begin(store)
    said = [Placed(place="US-NV"), Answered(item="alone_and_free_to_talk", answer="yes"), GRAVE]
    store.append(case_id, said, who="Dr Ada", at=now() - timedelta(hours=30), expecting=1)
    desk = Desk(store, None, now())
    bare = around.Desk(who="Dr Ada", today=MORNING.date(), kept_in="the case")
    known = watched(desk, online_group, Keeper(store, case_id, "Dr Ada", seen=4), bare)
    interview, here = known.contact.anew(None)
    assert (dict(interview.kept), interview.place, here.today) == ({}, None, now().date())
    assert set(interview.old) == {"alone_and_free_to_talk", "suicidal_ideation"}


def test_an_interview_kept_in_a_file_shows_the_numbers_of_the_clinics_profile():
    bare = around.Desk(who="Dr Ada", today=MORNING.date(), kept_in="answers.yaml")
    place = clinic().regions[0]
    assert with_clinic(bare, None).numbers(place.region) is None
    assert with_clinic(bare, clinic()).numbers(place.region).emergency == place.emergency
