"""Every kind of event is told in words."""

from datetime import date
from typing import get_args

import pytest

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
from screenkit.report.happened import happened

TALKED = Consultation(on=date(2026, 3, 3), with_whom="Prof. Lind", reason="a trial was agreed")
TOLD = {
    Opened(rules="online-group", content="0"): "A screening was begun with the rules online-group.",
    Opened(rules="x", content="0", only_safety=True): "A screening was begun with the rules x, safety only.",
    Resumed(): "The interview was taken up again.",
    Placed(place="US-NV"): "The person is in US-NV now.",
    Placed(place=None): "Where the person is now is not known.",
    Answered(item="motivation", answer="dont_know"): "motivation: dont know.",
    Changed(
        item="motivation", before="low", answer="high", reason="Misheard."
    ): "motivation: high, in place of low. Reason: Misheard.",
    GrownOld(items=("a", "b")): "Too old to count, to be asked anew: a, b.",
    Settled(
        item="a", before="yes", reason="Nobody said so."
    ): "a: yes, taken out of the answers. Reason: Nobody said so.",
    Instrument(id="phq9", how="total"): "phq9: taken as a total.",
    PutOff(questions=("a", "b")): "Put off until later: a, b.",
    Noted(text="Hm."): "Note: Hm.",
    Noted(item="a", text="Hm."): "Note on a: Hm.",
    Alerted(
        rule="r", level="same_day", message="It says so.", items=("a",)
    ): "Alert. A clinician speaks with this person today. It says so. (r; a)",
    Told(prompt="location_now", text="at home"): "Told at the safety stop, location_now: at home",
    Acknowledged(rules=("r",)): "Alerts acknowledged: r.",
    Assessed(rules=("r", "s"), reason="Fine."): "Alerts assessed: r, s. Reason: Fine.",
    EnteredInError(rules=("r",), reason="A slip."): "Alerts called an entry in error: r. Reason: A slip.",
    Exported(what="a report"): "Left the store: a report.",
    Imported(head="1-A"): "Came from another store, where the record ended in 1-A.",
    Purged(reason="Asked for."): "Every event was removed. Reason: Asked for.",
}
UNHASHABLE = [
    (
        SetAside(answers={"a": "yes", "b": "no"}),
        "Set aside, as nothing asks for them any more: a, b.",
    ),
    (
        Screened(
            recommendations={"in_person": Recommendation.HOLD}, level="none", complete=True, assessment="{}"
        ),
        "Assessed by the rules. in person: not yet.",
    ),
    (
        Decided(
            choices={"in_person": "wait"},
            code="other",
            reason="So it is",
            second="Dr. B",
            consultation=TALKED,
            review_on=date(2026, 4, 1),
        ),
        "Decided. in person: wait. Another reason — So it is. Second name: Dr. B. "  # noqa: ISC004 - one text
        "Consulted on 2026-03-03: Prof. Lind, a trial was agreed. To be reviewed on 2026-04-01.",
    ),
]
ALL = [*TOLD.items(), *UNHASHABLE]


@pytest.mark.parametrize(("event", "words"), ALL, ids=lambda each: getattr(each, "kind", ""))
def test_an_event_is_told_in_words(event, words):
    assert happened(event) == words


def test_no_kind_of_event_is_left_out():
    assert {type(event) for event, _ in ALL} == set(get_args(get_args(Event)[0]))


def test_questions_are_told_in_their_own_words_where_the_content_knows_them(online_group):
    asked = "\u201cAre you in the middle of a crisis right now?\u201d (acute_crisis)"

    assert happened(Answered(item="acute_crisis", answer="no"), online_group) == f"{asked}: no."
    assert happened(Answered(item="gone_since", answer="no"), online_group) == "gone_since: no."
    assert happened(SetAside(answers={"acute_crisis": "no"}), online_group).endswith(f"more: {asked}.")
    assert happened(Instrument(id="phq9", how="total"), online_group) == (
        f"\u201c{online_group.questionnaires['phq9'].title}\u201d (phq9): taken as a total."
    )
