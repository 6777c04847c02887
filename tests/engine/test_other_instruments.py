"""Instruments that are not shipped, each a small file: their printed examples come out of data alone."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from screenkit.assessment import Interval, Score
from screenkit.content.answers import read_answers
from screenkit.content.load import load
from screenkit.engine.assess import assess
from screenkit.engine.score import extent
from screenkit.errors import AnswersError, Problem
from screenkit.models.base import printed

INSTRUMENTS = Path(__file__).parents[1] / "content" / "instruments"


@pytest.fixture(scope="module")
def others():
    return load(str(INSTRUMENTS / "rules" / "other-instruments.yaml"), [str(INSTRUMENTS)])


@pytest.fixture
def scored(others):
    def scores(answers):
        text = json.dumps(answers).encode()
        return dict(assess(others, read_answers(text, "answers.json", others)).scores)

    return scores


def items(instrument, numbers):
    return {f"{instrument}_{n}": each for n, each in enumerate(numbers, 1) if each is not None}


def known(name, number, count, band=None, **more):
    """A score with every item answered."""
    told = {"estimate": None, "answered": count, "items": count, "source": "items", **more}
    point = Interval(Fraction(number), Fraction(number))
    return {name: Score(id=name, interval=point, band=band, not_applicable=0, contradicted=False, **told)}


WORKED = {
    "SBQ-R": (items("sbqr", [3, 2, 1, 2]), known("sbqr_total", 8, 4)),
    "K6": (items("k6", [2, 1, 2, 1, 3, 0]), known("k6_total", 9, 6, "moderate")),
    "CORE-10": (
        items("core10", [2, 1, 1, 1, 0, 0, 2, 1, 2, 1]),
        known("core10_total", 11, 10, "mild"),
    ),
    "DES-B": (
        items("desb", [1, 0, 2, 1, 0, 1, 0, 1]),
        known("desb_sum", 6, 8) | known("desb_average", Fraction(3, 4), 8),
    ),
    "SIAS-6 and SPS-6": (
        items("sias", [2, 1, 2, 1, 1, 1]) | items("sps", [1, 0, 1, 0, 1, 0]),
        known("sias_total", 8, 6) | known("sps_total", 3, 6),
    ),
    "ECR-S": (
        items("ecrs", [3, 5, 5, 2, 3, 2, 6, 6, 2, 3, 5, 2]),
        known("ecrs_avoidance", 32, 6) | known("ecrs_anxiety", 16, 6),
    ),
    "ECR-12": (
        items("ecr12", [5, 4, 4, 6, 3, 2, 4, 5, 2, 2, 3, 2]),
        known("ecr12_anxiety", Fraction(25, 6), 6) | known("ecr12_avoidance", Fraction(35, 6), 6),
    ),
    "DAST-10": (items("dast10", [1, 0, 1, 0, 0, 1, 0, 0, 0, 0]), known("dast10_total", 2, 10, "low")),
    "CEQ": (
        items("ceq", [7, 8, 7, 60, 6, 50]),
        known("ceq_credibility", 22, 3) | known("ceq_expectancy", Fraction("16.8"), 3),
    ),
    "MSI-BPD": (
        {"msi_bpd_total": 8},
        known("msi_bpd_total", 8, 0, "at_or_above", source="entered"),
    ),
    "WSAS": ({"wsas_total": 18}, known("wsas_total", 18, 0, "significant", source="entered")),
}


@pytest.mark.parametrize(("answers", "expected"), WORKED.values(), ids=WORKED)
def test_each_worked_example_scores_as_printed(scored, answers, expected):
    assert scored(answers) == expected


def test_the_means_of_the_ecr_12_are_printed_with_two_decimals(scored):
    found = scored(WORKED["ECR-12"][0])
    assert {name: printed(each.interval.low) for name, each in found.items()} == {
        "ecr12_anxiety": 4.17,
        "ecr12_avoidance": 5.83,
    }


def test_the_core_10_with_one_item_missing_is_estimated_from_the_other_nine(scored):
    found = scored(items("core10", [2, 1, 1, 1, 0, 0, 2, None, 2, 1]))["core10_total"]
    assert found == Score(
        id="core10_total",
        interval=Interval(Fraction(10), Fraction(14)),
        estimate=Fraction(100, 9),
        band="undetermined",
        answered=9,
        not_applicable=0,
        items=10,
        source="items",
        contradicted=False,
    )
    assert printed(found.estimate) == 11.11


def test_the_core_10_is_not_estimated_with_two_items_or_its_safety_item_missing(scored):
    two = scored(items("core10", [2, 1, 1, 1, 0, 0, 2, None, None, 1]))["core10_total"]
    safety = scored(items("core10", [2, 1, 1, 1, 0, None, 2, 1, 2, 1]))["core10_total"]
    assert (two.estimate, safety.estimate) == (None, None)


# Regression: it is not the mean that is rounded (to 1), but the sum it stands for (7, so 7 of 8).
def test_the_des_b_with_item_5_missing_is_estimated_as_a_whole_sum_and_its_average(scored):
    found = scored(items("desb", [1, 0, 2, 1, None, 1, 0, 1]))
    assert {name: (each.estimate, each.interval) for name, each in found.items()} == {
        "desb_sum": (Fraction(7), Interval(Fraction(6), Fraction(10))),
        "desb_average": (Fraction("0.875"), Interval(Fraction(6, 8), Fraction(10, 8))),
    }


def test_the_des_b_has_no_estimate_with_three_items_missing(scored):
    found = scored(items("desb", [1, 0, 2, None, None, None, 0, 1]))
    assert {name: each.estimate for name, each in found.items()} == {"desb_sum": None, "desb_average": None}


def test_the_ranges_are_those_the_publishers_give(others):
    reach = {name: extent(scale, others.items) for name, scale in others.scales.items()}
    ranges = {name: (printed(each.low), printed(each.high)) for name, each in reach.items()}
    expected = {
        "k6_total": (0, 24),
        "core10_total": (0, 40),
        "sbqr_total": (3, 18),
        "desb_sum": (0, 32),
        "desb_average": (0, 4),
        "ecrs_avoidance": (6, 42),
        "ecrs_anxiety": (6, 42),
        "ecr12_anxiety": (1, 7),
        "ecr12_avoidance": (1, 7),
        "dast10_total": (0, 10),
        "sias_total": (0, 24),
        "sps_total": (0, 24),
        "msi_bpd_total": (0, 10),
        "wsas_total": (0, 40),
        "ceq_credibility": (3, 27),
        "ceq_expectancy": (3, 27),
        "phq9_total": (0, 27),
        "gad7_total": (0, 21),
        "ders16_total": (16, 80),
        "ders16_clarity": (2, 10),
        "ders16_goals": (3, 15),
        "ders16_impulse": (3, 15),
        "ders16_strategies": (5, 25),
        "ders16_nonacceptance": (3, 15),
        "mini_spin_total": (0, 12),
        "des2_mean": (0, 100),
        "des_t_mean": (0, 100),
        "ecrrs_avoidance": (1, 7),
        "ecrrs_anxiety": (1, 7),
        "audit_c_total": (0, 12),
        "pc_ptsd5_total": (0, 5),
    }
    assert ranges == expected


def test_a_total_beyond_the_range_is_refused(others):
    with pytest.raises(AnswersError) as refused:
        read_answers(b"wsas_total: 41", "answers.yaml", others)
    assert refused.value.problems == (
        Problem(
            "answers.yaml:1: wsas_total",
            "this is no total the score can have",
            "write a whole number from 0 to 40",
        ),
    )


def test_a_total_laid_onto_another_range_need_not_be_whole(others):
    assert read_answers(b"ceq_expectancy: 16.8", "answers.yaml", others).given == {
        "ceq_expectancy": Fraction("16.8")
    }
    with pytest.raises(AnswersError):
        read_answers(b"ceq_credibility: 16.8", "answers.yaml", others)
