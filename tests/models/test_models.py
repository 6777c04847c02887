"""Models and messages: what they refuse on their own, and that they never change."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from screenkit.assessment import GateFinding, Interval, ModalityResult, Recommendation
from screenkit.errors import ContentError, Problem, ScreenkitError, suggestion
from screenkit.models.base import Model
from screenkit.models.criterion import STRENGTH, weakest
from screenkit.models.questionnaire import Band, Numbers


def test_a_problem_is_one_line():
    assert (
        str(Problem("file.yaml:3: rules", "this is wrong", "mend it"))
        == "file.yaml:3: rules: this is wrong — mend it"
    )


def test_an_error_carries_every_problem_in_order():
    problems = [Problem("a", "b", "c"), Problem("d", "e", "f")]
    error = ContentError(iter(problems))
    assert (error.problems, str(error)) == (tuple(problems), "a: b — c\nd: e — f")
    assert isinstance(error, ScreenkitError)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("phq9_totl", "did you mean 'phq9_total'?"),
        ("phq_total", "did you mean 'phq9_total'?"),
        ("shoe_size", "otherwise"),
        ("", "otherwise"),
    ],
)
def test_a_name_that_is_nearly_right_is_suggested(name, expected):
    assert suggestion(name, ["phq9_total", "gad7_total", "danger"], "otherwise") == expected


def test_numbers_offer_their_steps_and_nothing_between():
    tens = Numbers(lowest=0, highest=100, step=10)
    assert [number for number in range(-10, 120, 5) if tens.offers(Fraction(number))] == list(
        range(0, 101, 10)
    )
    assert not tens.offers(Fraction(1, 2))


def test_a_band_holds_both_its_ends_with_to_and_only_the_first_with_below():
    with_to = Band(**{"id": "a", "title": "A", "from": 3, "to": 5})
    with_below = Band(**{"id": "b", "title": "B", "from": 3, "below": 5})
    numbers = [Fraction(n, 2) for n in range(5, 12)]
    assert [number for number in numbers if with_to.holds(number)] == [
        3,
        Fraction(7, 2),
        4,
        Fraction(9, 2),
        5,
    ]
    assert [number for number in numbers if with_below.holds(number)] == [
        3,
        Fraction(7, 2),
        4,
        Fraction(9, 2),
    ]


def test_a_model_is_frozen_and_closed_and_never_shows_what_it_was_given():
    class Small(Model):
        number: int

    small = Small(number=1)
    with pytest.raises(ValidationError):
        small.number = 2
    with pytest.raises(ValidationError) as error:
        Small(number="canary", other=1)
    assert "canary" not in str(error.value)


def test_the_weakest_level_leaves_regulation_out_unless_it_stands_alone():
    assert weakest(["regulation"]) == "regulation"
    assert weakest(["regulation", "rct"]) == "rct"
    assert weakest(["meta_analysis", "theory", "rct"]) == "theory"
    assert weakest(list(STRENGTH)) == "project_convention"


def test_a_result_is_settled_when_only_what_is_recommended_can_be_reached():
    hold, suitable = Recommendation.HOLD, Recommendation.SUITABLE
    assert ModalityResult(hold, (hold,), ()).settled
    assert not ModalityResult(hold, (suitable,), ()).settled
    assert not ModalityResult(hold, (suitable, hold), ()).settled


def test_a_gate_names_the_items_that_hold_a_form():
    items = {"a": ("in_person", "online_video"), "b": ("online_video",)}
    found = GateFinding(items, {}, (), "theory", binding=False)
    assert [found.open_for(form) for form in ("in_person", "online_video", "online_text")] == [
        ("a",),
        ("a", "b"),
        (),
    ]


def test_an_interval_is_compared_by_its_ends():
    assert Interval(Fraction(1), Fraction(2)) == Interval(Fraction(2, 2), Fraction(4, 2))
