"""Scores of the shipped instruments: worked examples, intervals, totals, estimates, and the known traps."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenkit.assessment import Interval, Score, Truth
from screenkit.engine.score import extent, score
from screenkit.errors import Problem
from screenkit.models.answers import NoAnswer
from screenkit.models.base import printed
from screenkit.models.condition import Compare
from screenkit.models.questionnaire import Item, Numbers, Scale

NOT_ASKED, DECLINED = NoAnswer.NOT_ASKED, NoAnswer.DECLINED
CONTRADICTED = Problem(
    "phq9_total",
    "the total entered cannot come from the items answered",
    "the score runs over both; check them",
)


def answered(instrument, numbers):
    """Written answers to the items of an instrument, from the first on; None leaves one out."""
    return {f"{instrument}_{n}": str(each) for n, each in enumerate(numbers, 1) if each is not None}


def point(number):
    return Interval(Fraction(number), Fraction(number))


def between(low, high):
    return Interval(Fraction(low), Fraction(high))


def complete(name, number, items, band=None, **more):
    """The score of a scale with every item answered."""
    told = {
        "estimate": None,
        "band": band,
        "answered": items,
        "not_applicable": 0,
        "items": items,
        "source": "items",
        "contradicted": False,
    }
    return Score(id=name, interval=point(number), **{**told, **more})


def truth_of(found, rule):
    return next(finding.truth for finding in found.findings if finding.rule.id == rule)


# Worked examples


PHQ9 = answered("phq9", [2, 2, 1, 2, 1, 2, 1, 0, 1])
DES2 = [20, 30, 0, 0, 0, 0, 10, 0, 10, 10, 0, 10, 0, 30, 20, 20, 50, 30, 20, 40, 30, 10, 30, 30, 0, 0, 10, 10]
PC_PTSD5 = {f"pc_ptsd5_{n}": answer for n, answer in enumerate(["yes", "yes", "no", "yes", "no"], 1)}

WORKED = {
    "PHQ-9": (PHQ9, [complete("phq9_total", 12, 9, "moderate")]),
    "GAD-7": (answered("gad7", [2, 2, 3, 1, 0, 1, 2]), [complete("gad7_total", 11, 7, "moderate")]),
    "DERS-16": (
        answered("ders16", [2, 3, 4, 2, 3, 3, 4, 2, 3, 2, 2, 3, 3, 4, 4, 3]),
        [
            complete("ders16_total", 47, 16),
            complete("ders16_clarity", 5, 2),
            complete("ders16_goals", 12, 3),
            complete("ders16_impulse", 6, 3),
            complete("ders16_strategies", 16, 5),
            complete("ders16_nonacceptance", 8, 3),
        ],
    ),
    "Mini-SPIN": (answered("mini_spin", [3, 2, 2]), [complete("mini_spin_total", 7, 3, "at_or_above_point")]),
    "DES-II and DES-T": (
        answered("des2", DES2),
        [complete("des2_mean", 15, 28, "below_point"), complete("des_t_mean", 5, 8)],
    ),
    "ECR-RS": (
        answered("ecrrs", [2, 3, 2, 2, 6, 6, 2, 3, 2]),
        [complete("ecrrs_avoidance", Fraction(35, 6), 6), complete("ecrrs_anxiety", Fraction(7, 3), 3)],
    ),
    "AUDIT-C": (answered("audit_c", [3, 1, 1]), [complete("audit_c_total", 5, 3, "at_both_points")]),
    "PC-PTSD-5": (
        {"pc_ptsd5_trauma": "yes", **PC_PTSD5},
        [complete("pc_ptsd5_total", 3, 5, "at_sensitive_point")],
    ),
}


@pytest.mark.parametrize(("answers", "expected"), WORKED.values(), ids=WORKED)
def test_each_worked_example_scores_as_printed(screen, answers, expected):
    assert list(screen(answers).scores.values()) == expected


def test_the_ecr_rs_example_is_printed_with_two_decimals_and_shows_the_pattern(screen):
    found = screen(answered("ecrrs", [2, 3, 2, 2, 6, 6, 2, 3, 2]))
    low = {name: printed(each.interval.low) for name, each in found.scores.items()}
    assert low == {"ecrrs_avoidance": 5.83, "ecrrs_anxiety": 2.33}
    assert truth_of(found, "ecr-rs-pattern") is Truth.YES


def test_item_nine_of_the_phq9_example_raises_its_alert(screen):
    assert screen(PHQ9).safety.level == "same_day"


def test_the_phq9_with_items_4_and_8_missing_is_bounded_estimated_and_in_no_band(screen):
    found = screen(answered("phq9", [2, 2, 1, None, 1, 2, 1, None, 1]))
    assert found.scores == {
        "phq9_total": Score(
            id="phq9_total",
            interval=between(10, 16),
            estimate=Fraction(90, 7),
            band="undetermined",
            answered=7,
            not_applicable=0,
            items=9,
            source="items",
            contradicted=False,
        )
    }
    assert printed(found.scores["phq9_total"].estimate) == 12.86
    assert found.safety.level == "same_day"


def test_the_total_of_the_phq9_leaves_out_its_tenth_item(screen):
    assert screen({**PHQ9, "phq9_10": "3"}).scores["phq9_total"].interval == point(12)


def test_an_asq_with_a_refusal_and_no_thoughts_now_is_a_positive_screen_of_the_second_kind(screen):
    found = screen({"asq_1": "no", "asq_2": "no", "asq_3": "declined", "asq_4": "no", "asq_5": "no"})
    assert truth_of(found, "asq-screen-non-acute-positive") is Truth.YES
    assert truth_of(found, "asq-screen-acute-positive") is Truth.NO
    assert found.safety.level == "same_day"


def test_an_asq_of_four_noes_is_negative_and_its_fifth_item_does_not_apply(screen):
    found = screen(dict.fromkeys(("asq_1", "asq_2", "asq_3", "asq_4"), "no"))
    assert truth_of(found, "asq-screen-non-acute-positive") is Truth.NO
    assert truth_of(found, "asq-screen-acute-positive") is Truth.NO
    assert found.states["asq_5"] is NoAnswer.NOT_APPLICABLE
    assert found.safety.level == "none"


def test_an_asq_with_thoughts_right_now_is_a_positive_screen_of_the_first_kind(screen):
    found = screen({"asq_1": "yes", "asq_2": "no", "asq_3": "yes", "asq_4": "no", "asq_5": "yes"})
    assert truth_of(found, "asq-screen-acute-positive") is Truth.YES
    assert found.safety.level == "immediate"


def test_an_audit_c_whose_points_all_come_from_how_often_is_marked_for_review(screen):
    found = screen(answered("audit_c", [3, 0, 0]))
    assert found.scores["audit_c_total"] == complete("audit_c_total", 3, 3, "between_points")
    assert truth_of(found, "audit-c-points-from-frequency-alone") is Truth.YES
    assert truth_of(screen(answered("audit_c", [3, 1, 0])), "audit-c-points-from-frequency-alone") is Truth.NO


# What does not apply


def test_never_drinking_closes_the_other_audit_c_items_at_zero(screen):
    found = screen({"audit_c_1": "0"})
    assert found.scores["audit_c_total"] == complete(
        "audit_c_total", 0, 3, "below_both_points", answered=1, not_applicable=2
    )
    assert found.states["audit_c_2"] is NoAnswer.NOT_APPLICABLE


def test_an_audit_c_whose_first_item_is_open_may_still_be_anything(screen):
    silent = screen({"audit_c_1": "dont_know"}).scores["audit_c_total"]
    assert (silent.interval, silent.answered, silent.band) == (between(0, 12), 0, "undetermined")
    assert screen({"audit_c_2": "1"}).scores["audit_c_total"].interval == between(1, 9)


def test_no_trauma_completes_the_pc_ptsd5_at_zero(screen):
    found = screen({"pc_ptsd5_trauma": "no"})
    assert found.scores["pc_ptsd5_total"] == complete(
        "pc_ptsd5_total", 0, 5, "below_both_points", answered=0, not_applicable=5
    )


def test_a_zero_after_trauma_is_told_apart_from_a_zero_without(screen):
    after = screen({"pc_ptsd5_trauma": "yes", **{f"pc_ptsd5_{n}": "no" for n in range(1, 6)}})
    assert after.scores["pc_ptsd5_total"] == complete("pc_ptsd5_total", 0, 5, "below_both_points")


def test_a_refused_trauma_question_is_not_a_no(screen):
    found = screen({"pc_ptsd5_trauma": "declined"})
    assert found.scores == {}
    assert found.states["pc_ptsd5_total"] == between(0, 5)
    assert found.states["pc_ptsd5_1"] is NOT_ASKED


def test_an_instrument_that_was_not_taken_has_no_score(screen, online_group):
    found = screen()
    assert found.scores == {}
    taken_nowhere = {name for name in online_group.scales if found.states[name] is NoAnswer.NOT_APPLICABLE}
    assert taken_nowhere == set(online_group.scales)


def test_a_total_that_was_declined_takes_the_instrument_and_leaves_its_score_open(screen):
    found = screen({"phq9_total": "declined"})
    assert found.scores == {}
    assert found.states["phq9_total"] == between(0, 27)
    assert found.gate.items == {"phq9_9": ("in_person", "online_video", "online_text", "online_forum")}


def test_what_a_skipped_item_would_count_stays_possible_until_it_is_known_whether_it_is_asked():
    asked = Item(id="one", text="One", help="One", number=Numbers(lowest=1, highest=3))
    later = asked.model_copy(update={"id": "two", "ask_when": Compare("one", ">=", Fraction(2))})
    scale = Scale(
        id="sum", title="Sum", items=("one", "two"), when_not_applicable=Fraction(9), source="invented"
    )
    items = {"one": asked, "two": later}
    assert extent(scale, items) == between(2, 12)
    open_still = score(scale, items, {"one": Fraction(2), "two": NOT_ASKED}, None)
    skipped = score(scale, items, {"one": Fraction(1), "two": NoAnswer.NOT_APPLICABLE}, None)
    assert (open_still.interval, open_still.answered, open_still.not_applicable) == (between(3, 11), 1, 0)
    assert (skipped.interval, skipped.answered, skipped.not_applicable) == (point(10), 1, 1)


# Totals entered directly


def test_a_total_alone_is_the_score_and_fills_in_no_item(screen):
    found = screen({"gad7_total": "11"})
    assert found.scores["gad7_total"] == complete(
        "gad7_total", 11, 7, "moderate", answered=0, source="entered"
    )
    assert found.states["gad7_1"] is NOT_ASKED


@pytest.mark.parametrize("total", [10, 13, 16])
def test_a_total_inside_what_the_items_allow_is_the_score(screen, total):
    items = answered("phq9", [2, 2, 1, None, 1, 2, 1, None, 1])
    found = screen({**items, "phq9_total": str(total)}).scores["phq9_total"]
    assert (found.interval, found.source, found.contradicted) == (point(total), "both", False)
    assert found.estimate is None
    assert (found.answered, found.items) == (7, 9)


@pytest.mark.parametrize(
    ("total", "expected", "band"),
    [
        (9, between(9, 16), "undetermined"),
        (17, between(10, 17), "undetermined"),
        (27, between(10, 27), "undetermined"),
    ],
)
def test_a_total_outside_what_the_items_allow_makes_the_score_run_over_both(screen, total, expected, band):
    items = answered("phq9", [2, 2, 1, None, 1, 2, 1, None, 1])
    found = screen({**items, "phq9_total": str(total)})
    assert found.scores["phq9_total"] == Score(
        id="phq9_total",
        interval=expected,
        estimate=None,
        band=band,
        answered=7,
        not_applicable=0,
        items=9,
        source="both",
        contradicted=True,
    )
    assert CONTRADICTED in found.problems


def test_no_total_loses_the_alert_of_item_nine(screen):
    found = screen({"phq9_9": "3", "phq9_total": "0"})
    assert found.scores["phq9_total"].contradicted
    assert found.safety.level == "same_day"
    assert [alert.items for alert in found.safety.alerts] == [("phq9_9",)]


def test_a_total_of_zero_answers_no_gate(screen):
    found = screen({"phq9_total": "0"})
    assert list(found.gate.items) == ["phq9_9"]
    assert found.safety.level == "complete_screen"


def test_a_total_beside_items_that_do_not_apply_contradicts_them(screen):
    found = screen({"audit_c_1": "0", "audit_c_total": "4"}).scores["audit_c_total"]
    assert (found.interval, found.contradicted) == (between(0, 4), True)


@pytest.mark.parametrize("written", ["5.83", "5.8", "5.833333"])
def test_a_mean_entered_as_it_was_printed_agrees_with_its_items(screen, written):
    found = screen({**answered("ecrrs", [2, 3, 2, 2, 6, 6, 2, 3, 2]), "ecrrs_avoidance": written})
    assert found.scores["ecrrs_avoidance"] == complete("ecrrs_avoidance", Fraction(35, 6), 6, source="both")
    assert found.problems == ()


def test_a_mean_entered_that_no_rounding_explains_contradicts_its_items(screen):
    found = screen({**answered("ecrrs", [2, 3, 2, 2, 6, 6, 2, 3, 2]), "ecrrs_avoidance": "5.7"})
    assert found.scores["ecrrs_avoidance"] == Score(
        id="ecrrs_avoidance",
        interval=Interval(Fraction("5.7"), Fraction(35, 6)),
        estimate=None,
        band=None,
        answered=6,
        not_applicable=0,
        items=6,
        source="both",
        contradicted=True,
    )


def test_a_sum_one_point_off_contradicts_its_items(screen):
    assert screen({**PHQ9, "phq9_total": "13"}).scores["phq9_total"].contradicted
    assert not screen({**PHQ9, "phq9_total": "12"}).scores["phq9_total"].contradicted


# Estimates


def test_a_missing_gate_item_is_never_filled_in(screen):
    found = screen(answered("phq9", [2, 2, 1, 2, 1, 2, 1, 0, None])).scores["phq9_total"]
    assert (found.estimate, found.interval) == (None, between(11, 14))


def test_a_declined_gate_item_is_never_filled_in(screen):
    answers = {**answered("phq9", [2, 2, 1, 2, 1, 2, 1, 0]), "phq9_9": "declined"}
    assert screen(answers).scores["phq9_total"].estimate is None


def test_more_items_missing_than_the_rule_allows_give_no_estimate(screen):
    found = screen(answered("phq9", [2, None, 1, None, 1, 2, 1, None, 1])).scores["phq9_total"]
    assert (found.estimate, found.answered) == (None, 6)


def test_an_instrument_without_a_rule_for_missing_items_gives_no_estimate(screen):
    assert screen(answered("gad7", [2, 2, 3, 1, 0, 1])).scores["gad7_total"].estimate is None
    assert screen(answered("mini_spin", [3, 2])).scores["mini_spin_total"].estimate is None


def test_an_estimated_mean_is_that_of_the_items_answered(screen):
    found = screen(answered("ecrrs", [2, 3, 2, 2, 6, None])).scores["ecrrs_avoidance"]
    assert found.estimate == Fraction(29, 5)
    assert found.interval == Interval(Fraction(30, 6), Fraction(36, 6))


def test_no_decision_rests_on_an_estimate(screen):
    # the estimate of 18 lies above the point of 15; the lowest total still possible, 14, does not
    items = answered("phq9", [3, 3, 3, None, 1, 1, 1, None, 2])
    found = screen({**items, "suicidal_intent": "no", "safety_plan": "yes"})
    assert found.scores["phq9_total"].estimate == Fraction(18)
    assert found.scores["phq9_total"].interval == between(14, 20)
    assert truth_of(found, "high-phq9-beside-suicidal-signs") is Truth.UNKNOWN


# Bounds, over random answers


@given(data=st.data())
def test_an_interval_holds_every_way_to_complete_the_answers_and_its_ends_are_reached(online_group, data):
    scale = data.draw(
        st.sampled_from([each for each in online_group.scales.values() if len(each.items) <= 9])
    )
    items = online_group.items
    offered = {name: values_offered(items[name]) for name in scale.items}
    states = {
        name: data.draw(st.sampled_from([*offered[name], NOT_ASKED, DECLINED]), label=name)
        for name in scale.items
    }
    known = score(scale, items, states, None)
    if known is None:
        return
    lowest = completed(scale, items, states, offered, min)
    highest = completed(scale, items, states, offered, max)
    assert known.interval == Interval(lowest, highest)
    assert extent(scale, items).low <= known.interval.low <= known.interval.high <= extent(scale, items).high


def values_offered(item):
    if item.number:
        return [Fraction(n) for n in range(item.number.lowest, item.number.highest + 1, item.number.step)]
    return list(item.values)


def completed(scale, items, states, offered, choose):
    """The score when each missing item is given the value that makes it lowest or highest."""
    total = Fraction(0)
    for name in scale.items:
        worth = [worth_of(scale, items[name], value) for value in offered[name]]
        state = states[name]
        total += choose(worth) if isinstance(state, NoAnswer) else worth_of(scale, items[name], state)
    return total / len(scale.items) if scale.method == "mean" else total


def worth_of(scale, item, value):
    if isinstance(value, str):
        return scale.points[value]
    if item.id in scale.reversed:
        return item.number.lowest + item.number.highest - value
    return value


# How numbers are printed


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (Fraction(12), 12),
        (Fraction(0), 0),
        (Fraction(35, 6), 5.83),
        (Fraction(7, 3), 2.33),
        (Fraction(90, 7), 12.86),
        (Fraction(1, 200), 0.01),
        (Fraction(1, 201), 0),
        (Fraction("2.675"), 2.68),
        (Fraction("1.005"), 1.01),
        (Fraction("0.125"), 0.13),
        (Fraction("4.995"), 5),
        (Fraction("4.9949"), 4.99),
        (Fraction("0.5"), 0.5),
        (Fraction("-0.125"), -0.13),
        (Fraction("-3"), -3),
    ],
)
def test_a_number_is_printed_with_at_most_two_decimals_half_up(number, expected):
    assert printed(number) == expected
    assert type(printed(number)) is type(expected)
