"""What an answer file holds of an interview in which an answer that raised an alert was changed."""

import pytest
from interviews import answered, recorded

from screenkit.case.events import Answered, Assessed, EnteredInError
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


def test_an_answer_counts_again_once_its_alert_was_entered_in_error(taken_back):
    rules = tuple(each.rule for each in taken_back.alerts)
    done = after(taken_back, [EnteredInError(rules=rules, reason="a slip")])
    assert AGAIN not in answer_file(done).decode()
    assert answers_that_count(done) == done.answers


def test_an_assessment_settles_it_only_once_it_concluded_that_the_group_may_proceed(taken_back):
    rules = tuple(each.rule for each in taken_back.alerts)
    done = after(taken_back, [Assessed(rules=rules, reason="seen by a clinician")])
    concluded = [
        Answered(item="suicide_safety_assessment_done", answer="yes"),
        Answered(item="suicide_assessment_conclusion", answer="group_may_proceed_with_plan"),
    ]
    assert AGAIN in answer_file(done).decode()
    assert AGAIN not in answer_file(after(done, concluded)).decode()
