"""What the report of a stored case tells beside what was found."""

import json
from datetime import date

import pytest
from readers import READERS, squeezed
from stories import DECIDED, OPENED, answered, case, everything, stands

from screenkit.case.events import Screened
from screenkit.case.expiry import Expiry
from screenkit.case.record import Record
from screenkit.report.json import json as to_json
from screenkit.report.lines import plain
from screenkit.report.view import view

ACTIVE = "active-suicidal-thoughts-reported"
CRISIS = "acute-crisis-reported"
SCREENED = Screened(recommendations={}, level="none", complete=True, assessment="{}")
EXPIRED = Expiry(date(2026, 4, 1), ("interval", "rules"), ("online-group",))


@pytest.fixture(scope="session")
def whole(online_group, clear_candidate):
    return everything(online_group, clear_candidate)


@pytest.fixture(scope="session")
def stood(online_group, whole):
    return stands(online_group, whole)


@pytest.fixture(scope="session")
def record(whole):
    return Record(whole.id, whole.latest, "120-K7QF", EXPIRED)


EXPECTED = [
    "Do not end the contact; get help now",
    "Raised on 2026-03-02 ",
    "by Dr. Adeyemi: I stay on the line.",
    "The answer was changed since.",
    "Acknowledged, not yet assessed.",
    "An alert on record",
    "by Dr. Adeyemi: It has passed.",
    "has not been assessed. Until it is, no form is shown as better",
    "The answers record it and what it concluded.",
    "This recommendation has expired: screen again",
    "It counted until 2026-04-01.",
    "The rules it rests on have changed. Another now: online-group.",
    "at the library",
    "Said it of the past.",
    "A good talk.",
    "Wait: these are settled first",
    "Offered, once these are arranged",
    "nothing decided",
    "What the rules ask for is arranged in another way",
    "A colleague sits beside her.",
    "Dr. Brandt",
    "Consulted on 2026-03-03: Prof. Lind",
    "To be reviewed on 2026-04-01",
    "the record of the case ends in 120-K7QF",
    "case C-7K3Q9, screening 1",
]


@pytest.mark.parametrize("layout", READERS)
def test_alerts_decision_notes_expiry_and_chain_stand_in_every_layout(online_group, stood, record, layout):
    text = squeezed(READERS[layout](view(online_group, stood, record))).lower()

    assert [line for line in EXPECTED if squeezed(line).lower() not in text] == []


def test_without_a_decision_there_are_lines_to_fill_in(online_group, clear_candidate):
    undecided = case(OPENED, *answered(clear_candidate), SCREENED)
    record = Record(undecided.id, undecided.latest, "90-AAAA", Expiry(None))
    text = plain(view(online_group, stands(online_group, undecided), record), width=100)

    assert "Decided by (name, signature): ____" in text
    assert "To be reviewed on (date): ____" in text
    assert "Second clinician" not in text
    assert "expired" not in text


def test_an_interview_that_has_not_ended_is_said_to_be_open(online_group, clear_candidate):
    begun = case(OPENED, *answered(clear_candidate))
    record = Record(begun.id, begun.latest, "80-AAAA", None)
    text = plain(view(online_group, stands(online_group, begun), record), width=100)

    assert "This interview has not come to its end" in text


def test_json_tells_of_the_record_beside_the_keys_programs_rely_on(stood, record):
    told = json.loads(to_json(stood, record))

    assert told["safety"]["state"] == "acknowledged"
    assert {each["rule"]: each["state"] for each in told["safety"]["alerts"]} == {
        ACTIVE: "acknowledged",
        CRISIS: "assessed",
    }
    held = {form["recommendation"] for form in told["modalities"].values()}
    assert held == {"hold"}
    assert told["modalities"]["in_person"]["findings"][0]["rule"] == "alert-not-assessed"
    assert told["record"]["head"] == "120-K7QF"
    assert told["record"]["expiry"]["reasons"] == ["interval", "rules"]
    assert told["record"]["decision"]["choices"] == DECIDED.choices
    assert told["record"]["told"] == {"location_now": "at the library"}
    assert [mark["state"] for mark in told["record"]["alerts"][0]["marks"]] == ["open", "acknowledged"]
    assert "record" not in json.loads(to_json(stood))
