"""Both edges of every band of every shipped scale, straight from the content."""

from fractions import Fraction

import pytest

from screenkit.content.load import load
from screenkit.engine.assess import assess
from screenkit.engine.score import extent
from screenkit.models.answers import Answers

CONTENT = load()
BANDED = [scale for scale in CONTENT.scales.values() if scale.bands]
HUNDREDTH = Fraction(1, 100)


def edges(scale):
    """Each band's first and last number; for one that ends `below`, the last number with two decimals."""
    for band in scale.bands:
        last = band.to if band.to is not None else band.below - HUNDREDTH
        yield pytest.param(scale.id, band.lowest, band.id, id=f"{scale.id}-{band.id}-first")
        yield pytest.param(scale.id, last, band.id, id=f"{scale.id}-{band.id}-last")


@pytest.mark.parametrize(("scale", "number", "band"), [edge for scale in BANDED for edge in edges(scale)])
def test_a_total_at_the_edge_of_a_band_lies_in_it(scale, number, band):
    found = assess(CONTENT, Answers({scale: number})).scores[scale]
    assert (found.interval.low, found.interval.high, found.band) == (number, number, band)


@pytest.mark.parametrize("scale", BANDED, ids=lambda scale: scale.id)
def test_bands_run_from_the_lowest_to_the_highest_score_without_a_gap(scale):
    reach = extent(scale, CONTENT.items)
    step = HUNDREDTH if scale.method == "mean" else 1
    count = int((reach.high - reach.low) / step)
    numbers = [reach.low + n * step for n in range(count + 1)]
    assert [sum(band.holds(number) for band in scale.bands) for number in numbers] == [1] * len(numbers)


EVERY_BAND = {
    "phq9_total": {
        "minimal": (0, 4),
        "mild": (5, 9),
        "moderate": (10, 14),
        "moderately_severe": (15, 19),
        "severe": (20, 27),
    },
    "mini_spin_total": {"below_point": (0, 5), "at_or_above_point": (6, 12)},
    "audit_c_total": {"below_both_points": (0, 2), "between_points": (3, 3), "at_both_points": (4, 12)},
    "pc_ptsd5_total": {"below_both_points": (0, 2), "at_sensitive_point": (3, 3), "at_both_points": (4, 5)},
    "des2_mean": {"below_point": (0, 30), "assess_further": (30, 100)},
}


def test_the_bands_are_the_published_ones():
    found = {
        scale.id: {
            band.id: (band.lowest, band.to if band.to is not None else band.below) for band in scale.bands
        }
        for scale in BANDED
        if scale.id != "gad7_total"
    }
    assert found == EVERY_BAND


def test_the_bands_of_the_gad7_start_at_5_10_and_15():
    assert [band.lowest for band in CONTENT.scales["gad7_total"].bands] == [0, 5, 10, 15]


def test_the_published_points_are_these():
    points = {name: tuple(each.at for each in scale.cut_offs) for name, scale in CONTENT.scales.items()}
    assert {name: each for name, each in points.items() if each} == {
        "phq9_total": (10,),
        "gad7_total": (10,),
        "mini_spin_total": (6,),
        "des2_mean": (30,),
        "audit_c_total": (3, 4),
        "pc_ptsd5_total": (3, 4),
    }


@pytest.mark.parametrize(
    ("rule", "scale", "below", "at"),
    [
        ("high-phq9-beside-suicidal-signs", "phq9_total", "14", "15"),
        ("audit-c-at-screen-point", "audit_c_total", "2", "3"),
        ("mini-spin-at-screen-point", "mini_spin_total", "5", "6"),
        ("des2-at-screen-point", "des2_mean", "29.99", "30"),
        ("trauma-history-known", "pc_ptsd5_total", "2", "3"),
    ],
)
def test_a_rule_that_reads_a_score_turns_exactly_at_its_point(screen, rule, scale, below, at):
    beside = {"suicidal_ideation": "passive", "suicidal_intent": "no"} if scale == "phq9_total" else {}
    truths = [
        next(f.truth.value for f in screen({**beside, scale: total}).findings if f.rule.id == rule)
        for total in (below, at)
    ]
    assert truths == ["no", "yes"]


@pytest.mark.parametrize(
    ("avoidance", "anxiety", "expected"),
    [("5", "3.49", "yes"), ("4.99", "2", "no"), ("5", "3.5", "no"), ("7", "1", "yes")],
)
def test_the_ecr_rs_pattern_turns_exactly_at_its_two_points(screen, avoidance, anxiety, expected):
    found = screen({"ecrrs_avoidance": avoidance, "ecrrs_anxiety": anxiety})
    assert next(f.truth.value for f in found.findings if f.rule.id == "ecr-rs-pattern") == expected
