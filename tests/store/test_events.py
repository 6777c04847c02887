"""Every kind of event, with whatever text was typed, comes out of a store as it went in."""

from datetime import UTC, date, timedelta, timezone
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stores import MORNING, begin, make

from screenkit.assessment import Recommendation
from screenkit.case.events import (
    Acknowledged,
    Alerted,
    Answered,
    Assessed,
    Changed,
    Consultation,
    Decided,
    EnteredInError,
    Event,
    Exported,
    GrownOld,
    Imported,
    Instrument,
    Noted,
    Opened,
    Placed,
    Purged,
    PutOff,
    Resumed,
    Screened,
    SetAside,
    Settled,
    Told,
)

ODD = 'ä "quoted" \\ back\u2009slash 字 👩\u200d⚕️ </script> %s {0}'
RULES = ("suicidal-thoughts",)


def one_of_each(text, content):
    """An event of every kind, with a text wherever there can be one."""
    consulted = Consultation(on=date(2026, 3, 1), with_whom=text, reason=text)
    return [
        Opened(rules="online-group", content=content, taken=("phq9",), only_safety=True),
        Resumed(),
        Placed(place="US-NV"),
        Placed(place=None),
        Answered(item="item_0", answer=text),
        Changed(item="item_0", before=text, answer=text, reason=text),
        SetAside(answers={"item_1": text, "item_0": "no"}),
        GrownOld(items=("item_0", "item_1")),
        Settled(item="item_0", before=text, reason=text),
        Instrument(id="phq9", how="total"),
        PutOff(questions=("item_0", "phq9")),
        Noted(item="item_0", text=text),
        Alerted(rule=RULES[0], level="immediate", message=text, items=("item_0",)),
        Told(prompt="location_now", text=text),
        Acknowledged(rules=RULES),
        Assessed(rules=RULES, reason=text),
        EnteredInError(rules=RULES, reason=text),
        Screened(
            recommendations={"online_video": Recommendation.HOLD},
            level="same_day",
            complete=False,
            assessment=f'{{"text": "{text}"}}',
        ),
        Decided(
            choices={"in_person": "offer_once_arranged"},
            code="patient-preference",
            reason=text,
            consultation=consulted,
            review_on=date(2026, 9, 1),
        ),
        Exported(what=text),
        Imported(head="17-K7QM-3RTW-9XDF"),
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with make(tmp_path_factory.mktemp("events") / "store", "unencrypted").open() as opened:
        yield opened


def test_every_kind_of_event_is_read_back_the_same(store):
    case_id = begin(store)
    events = one_of_each(ODD, store.keep_content(b"the rules"))
    kept = store.append(case_id, events, who=ODD, at=MORNING, expecting=1)

    kinds = {each.model_fields["kind"].default for each in get_args(get_args(Event)[0])}
    assert kinds - {event.kind for event in events} == {Purged(reason="x").kind}
    assert store.events(case_id)[1:] == kept
    assert [each.event for each in kept] == events


TYPED = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30)), timezone(timedelta(hours=13))])
SECONDS = st.timedeltas(timedelta(days=-10_000), timedelta(days=10_000))
MOMENTS = st.builds(lambda apart, zone: (MORNING + apart).astimezone(zone), SECONDS, ZONES)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=TYPED, at=MOMENTS, cut=st.integers(0, 20))
def test_whatever_is_typed_whenever_and_in_whatever_portions_is_read_back(store, typed, at, cut):
    case_id = begin(store)
    answer = Answered(item="item_0", answer=typed)
    events = [answer, *one_of_each("a word", store.keep_content(b"the rules"))]
    kept = [
        *store.append(case_id, events[:cut], who="Dr Ada", at=at, expecting=1),
        *store.append(case_id, events[cut:], who="Dr Bo", at=at, expecting=1 + cut),
    ]

    assert store.events(case_id)[1:] == tuple(kept)
    assert [each.event for each in kept] == events
    assert [each.sequence for each in kept] == list(range(2, len(kept) + 2))
