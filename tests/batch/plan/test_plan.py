"""The rule set as columns where random rule sets seldom come: odd tables, odd case ids, odd content."""

from collections import Counter
from fractions import Fraction

import polars as pl
import pytest
from coded import agree, codes_of
from strategies import CRITERIA, a_rule

from screenkit.batch.codes import answer_of, code_of, values_of
from screenkit.batch.plan.plan import plan_of
from screenkit.batch.results import Results
from screenkit.batch.tally import Counts
from screenkit.models.answers import Answers, NoAnswer
from screenkit.models.condition import Compare, Is, IsNot
from screenkit.models.content import Content
from screenkit.models.questionnaire import Gate, Item, Numbers, Questionnaire, Scale, Section
from screenkit.models.ruleset import RuleSet
from screenkit.text import formula_safe

YES_NO = {"yes": "Yes", "no": "No"}
FEW = ("suicidal_ideation", "phq9_9", "phq9_total", "group_kind")


def item(name, **more):
    answer = {} if "number" in more else {"values": YES_NO}
    return Item(id=name, text=name, help=name, **answer, **more)


def content(items, rules, scales=(), forms=("in_person", "online_video")):
    asked = Questionnaire(
        id="asked",
        version="1.0.0",
        title="asked",
        kind="interview",
        about="asked",
        source="invented",
        sections=(Section(id="all", title="All", items=items),),
        scales=scales,
    )
    ruleset = RuleSet(
        id="rules", version="1.0.0", title="Rules", questionnaires=("asked",), modalities=forms, rules=rules
    )
    return Content(ruleset, (ruleset,), {"asked": asked}, (CRITERIA,))


def answers(**given):
    return Answers({n: Fraction(a) if isinstance(a, int) else a for n, a in given.items()})


# Tables


def test_a_table_without_a_row_has_a_result_without_a_row(online_group):
    codes = codes_of(online_group, FEW, [])
    screened, counts = plan_of(online_group, FEW).screen_and_count(codes)
    assert screened.columns == Results(online_group, FEW).header
    assert screened.height == 0
    assert counts == Counts(Counter(), Counter())


def test_what_holds_for_everybody_may_be_a_column_of_one_value(online_group):
    people = [
        Answers({"suicidal_ideation": "none"}),
        Answers({"suicidal_ideation": "none", "phq9_9": Fraction(1)}),
    ]
    codes = codes_of(online_group, FEW, people)
    fixed = code_of(online_group.items["suicidal_ideation"], "none")
    constant = codes.with_columns(pl.lit(fixed, pl.UInt8).alias("suicidal_ideation"))
    plan = plan_of(online_group, FEW)
    assert plan.screen(constant).equals(plan.screen(codes))


def test_columns_that_hold_no_answer_are_left_alone(online_group):
    codes = codes_of(online_group, FEW, [Answers({"suicidal_ideation": "plan"})])
    strange = codes.with_columns(pl.lit("x").alias("findings"), pl.lit("y").alias("#1"))
    plan = plan_of(online_group, FEW)
    assert plan.screen(strange).equals(plan.screen(codes))


CASE_IDS = [
    *("A1", "", " ", "=1+1", "  =1+1", "+1", "-1.5", "-1.5.", "+x", "@x", "\tx", "\rx", "\nx", "\uff1dx"),
    *("x=1", "'=", "-", "1\n", "-1\n", " -1", "\u0663", "-\u0663", "é=", "🙂"),
]


def test_case_ids_are_written_as_they_are_for_everybody_else(online_group):
    people = [Answers({}, case_id) for case_id in CASE_IDS]
    screened = plan_of(online_group, FEW).screen(codes_of(online_group, FEW, people))
    assert screened["case_id"].to_list() == [formula_safe(case_id) for case_id in CASE_IDS]


def test_without_a_column_of_case_ids_they_are_empty(online_group):
    codes = codes_of(online_group, FEW, [Answers({}), Answers({})]).drop("case_id")
    assert plan_of(online_group, FEW).screen(codes)["case_id"].to_list() == ["", ""]


# Content


def test_a_rule_that_speaks_of_no_form_of_the_rule_set_raises_its_alert_and_is_no_finding():
    rules = (
        a_rule("elsewhere", "hold", Is("a", ("yes",)), alert="same_day", **{"for": ("online_forum",)}),
        a_rule("here", "caution", Is("a", ("yes",))),
    )
    made = content((item("a"),), rules)
    agree(made, {"a"}, [answers(a="yes"), answers(a="no"), answers()])


def test_items_that_hold_one_another_back_are_asked_as_the_engine_asks():
    items = (
        item("a", hold_back_unless=Is("b", ("yes",)), gate=Gate()),
        item("b", hold_back_unless=Is("a", ("yes",))),
        item("c", hold_back_unless=Compare("s", ">=", Fraction(1))),
        item("d", number=Numbers(lowest=0, highest=3), hold_back_unless=Is("c", ("yes",))),
        item("e", number=Numbers(lowest=0, highest=3)),
    )
    scale = Scale(id="s", title="s", items=("d", "e"), source="invented")
    rules = (
        a_rule("one", "hold", Is("b", ("yes",))),
        a_rule("two", "caution", Compare("s", ">", Fraction(4))),
    )
    made = content(items, (*rules, a_rule("three", "caution", Is("c", ("yes",)))), (scale,))
    people = [
        answers(**{n: a for n, a in (("a", a), ("b", b), ("d", d), ("e", e)) if a is not None})
        for a in (None, "yes", NoAnswer.DECLINED)
        for b in (None, "no")
        for d in (None, 0, 3)
        for e in (None, 0)
    ]
    agree(made, set(made.order), people)


def test_an_item_of_many_numbers_has_many_codes():
    numbers = Numbers(lowest=-400, highest=400, step=2)
    made = content(
        (item("n", number=numbers),),
        (
            a_rule("low", "hold", Compare("n", "<", Fraction(-3, 2))),
            a_rule("mid", "caution", Compare("n", "==", Fraction(0))),
        ),
        (Scale(id="s", title="s", method="mean", items=("n",), source="invented"),),
    )
    people = [answers(n=n) for n in (-400, -2, 0, 2, 400)] + [answers(), answers(s=-7)]
    agree(made, {"n", "s"}, people)


@pytest.mark.parametrize("number", [Fraction(10**40), Fraction(-(10**40)), Fraction(5, 4)])
def test_a_number_far_out_or_between_is_compared_exactly(number):
    scale = Scale(id="s", title="s", items=("n",), source="invented")
    rules = tuple(
        a_rule(f"r{n}", "hold", Compare("s", comparison, number))
        for n, comparison in enumerate([">=", ">", "<=", "<", "=="])
    )
    made = content((item("n", number=Numbers(lowest=0, highest=3)),), rules, (scale,))
    people = [answers(**given) for given in ({}, {"n": 0}, {"n": 1}, {"s": 2})]
    agree(made, {"n", "s"}, people)


@pytest.mark.parametrize("scale", [{"highest": Fraction(10**17)}, {"highest": Fraction(10**6)}])
def test_a_score_too_large_for_columns_is_refused_before_anybody_is_screened(scale):
    made = content(
        (item("a"),),
        (a_rule("r", "hold", IsNot("a", ("yes",))),),
        (Scale(id="s", title="s", source="invented", **scale),),
    )
    with pytest.raises(OverflowError, match="a score of this content"):
        plan_of(made, {"a", "s"})


# Codes


def test_every_answer_has_a_code_of_its_own_and_comes_back(online_group):
    for each in online_group.items.values():
        answers = [NoAnswer.NOT_ASKED, NoAnswer.DECLINED, NoAnswer.DONT_KNOW, *values_of(each)]
        codes = [code_of(each, answer) for answer in answers]
        assert codes == list(range(len(answers)))
        assert [answer_of(each, code) for code in codes] == answers


def test_not_applicable_has_no_code(online_group):
    with pytest.raises(ValueError, match="never given"):
        code_of(online_group.items["suicidal_ideation"], NoAnswer.NOT_APPLICABLE)
