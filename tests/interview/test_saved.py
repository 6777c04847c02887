"""What an answer file holds of an interview in which an answer that raised an alert was changed."""

import pytest
from interviews import answered, recorded

from screenkit.case.events import Assessed, EnteredInError
from screenkit.engine.assess import assess
from screenkit.interview import flow
from screenkit.interview.saved import answer_file, answers_that_count
from screenkit.interview.state import after

AGAIN = "# an answer that raised an alert was changed; ask again\n"


@pytest.fixture
def taken_back(online_group, clear_candidate):
    """Everything clear, after active thoughts of suicide that were changed to none."""
    clear = answered(flow.begin(online_group), clear_candidate)
    grave = recorded(flow.back_to(clear, "suicidal_ideation"), "active")
    return recorded(flow.back_to(grave, "suicidal_ideation"), "none", reason="said otherwise")


def test_a_grave_answer_that_was_taken_back_without_an_assessment_holds_every_form(online_group, taken_back):
    assert f'{AGAIN}suicidal_ideation: "not_asked"\n' in answer_file(taken_back).decode()
    found = assess(online_group, answers_that_count(taken_back))
    assert {str(each.recommendation) for each in found.modalities.values()} == {"hold"}


@pytest.mark.parametrize("step", [Assessed, EnteredInError])
def test_an_answer_counts_again_once_it_was_assessed_or_entered_in_error(taken_back, step):
    rules = tuple(each.rule for each in taken_back.alerts)
    done = after(taken_back, [step(rules=rules, reason="seen by a clinician")])
    assert AGAIN not in answer_file(done).decode()
    assert answers_that_count(done) == done.answers
