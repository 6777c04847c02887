"""What to ask next: open gates, then what can still change something, and never what is held back."""

from fractions import Fraction

import pytest
from strategies import CRITERIA, a_rule

from screenkit.engine.assess import assess
from screenkit.models.answers import Answers, NoAnswer
from screenkit.models.condition import Compare, Is
from screenkit.models.content import Content
from screenkit.models.questionnaire import Gate, Item, Numbers, Questionnaire, Scale, Section
from screenkit.models.ruleset import RuleSet

YES_NO = {"yes": "Yes", "no": "No"}


def item(name, **more):
    answer = {} if "number" in more else {"values": YES_NO}
    return Item(id=name, text=name, help=name, **answer, **more)


def content(items, rules, scales=(), instrument=()):
    def questionnaire(name, parts, its_scales=()):
        section = Section(id="all", title="All", items=parts)
        return Questionnaire(
            id=name,
            version="1.0.0",
            title=name,
            kind="interview",
            about=name,
            source="invented",
            sections=(section,),
            scales=its_scales,
        )

    made = {"asked": questionnaire("asked", items, () if instrument else scales)}
    if instrument:
        made["optional"] = questionnaire("optional", instrument, scales)
    ruleset = RuleSet(
        id="rules",
        version="1.0.0",
        title="Rules",
        questionnaires=("asked",),
        instruments=tuple(name for name in made if name != "asked"),
        modalities=("in_person", "online_video"),
        rules=rules,
    )
    return Content(ruleset, (ruleset,), made, (CRITERIA,))


def ask_next(made, **given):
    return assess(made, Answers(given)).ask_next


def holds(name, value="yes"):
    return a_rule(f"hold-{name.replace('_', '-')}", "hold", Is(name, (value,)))


def test_items_are_asked_in_the_order_of_the_questionnaire_gates_first():
    made = content(
        (item("a"), item("b", gate=Gate()), item("c"), item("d", gate=Gate())), (holds("c"), holds("a"))
    )
    assert ask_next(made) == ("b", "d", "a", "c")


def test_what_no_rule_reads_is_not_asked():
    assert ask_next(content((item("a"), item("b")), (holds("a"),))) == ("a",)


def test_what_only_a_benefit_or_a_note_reads_is_not_asked():
    rules = (a_rule("gain", "benefit", Is("a", ("yes",))), a_rule("told", "note", Is("b", ("yes",))))
    assert ask_next(content((item("a"), item("b")), rules)) == ()


def test_what_could_only_soften_a_form_that_is_excluded_already_is_not_asked():
    rules = (a_rule("out", "exclude", Is("a", ("yes",))), holds("b"))
    made = content((item("a"), item("b")), rules)
    assert ask_next(made, a="yes") == ()
    assert ask_next(made, a="no") == ("b",)


def test_it_is_asked_where_another_form_still_depends_on_it():
    out = a_rule("out", "exclude", Is("a", ("yes",)), **{"for": ("online_video",)})
    assert ask_next(content((item("a"), item("b")), (out, holds("b"))), a="yes") == ("b",)


def test_silence_is_asked_again_since_a_value_may_still_come():
    assert ask_next(content((item("a"),), (holds("a"),)), a=NoAnswer.DECLINED) == ("a",)


NUMBERS = (item("n1", number=Numbers(lowest=0, highest=3)), item("n2", number=Numbers(lowest=0, highest=3)))
TOTAL = Scale(id="total", title="Total", items=("n1", "n2"), source="invented")
HIGH = a_rule("high", "hold", Compare("total", ">=", 4))


def test_a_score_without_any_answer_is_asked_for_by_its_own_id():
    assert ask_next(content(NUMBERS, (HIGH,), (TOTAL,))) == ("total",)


def test_a_score_that_is_begun_is_asked_for_item_by_item():
    assert ask_next(content(NUMBERS, (HIGH,), (TOTAL,)), n2=2) == ("n1",)


def test_a_score_that_was_entered_is_not_asked_for():
    assert ask_next(content(NUMBERS, (HIGH,), (TOTAL,)), total=Fraction(3)) == ()


def test_a_score_already_beyond_its_point_is_not_asked_for():
    low = a_rule("low", "hold", Compare("total", ">=", 1))
    assert ask_next(content(NUMBERS, (low,), (TOTAL,)), n1=Fraction(1)) == ()


def test_an_instrument_that_was_not_taken_is_not_asked_for():
    assert ask_next(content((item("a"),), (HIGH,), (TOTAL,), NUMBERS)) == ()


# Held back


def test_an_item_held_back_is_replaced_by_what_lets_it_go():
    held = item("a", gate=Gate(), hold_back_unless=Is("b", ("yes",)))
    made = content((held, item("b")), (holds("a"),))
    assert ask_next(made) == ("b",)
    assert ask_next(made, b="yes") == ("a",)
    assert ask_next(made, b=NoAnswer.DECLINED) == ("b",)


def test_an_item_held_back_for_good_is_left_out():
    held = item("a", gate=Gate(), hold_back_unless=Is("b", ("yes",)))
    assert ask_next(content((held, item("b")), (holds("a"),)), b="no") == ()


def test_an_item_held_back_that_has_its_answer_is_not_asked_and_nor_is_its_key():
    held = item("a", hold_back_unless=Is("b", ("yes",)))
    assert ask_next(content((held, item("b")), (holds("a"),)), a="no") == ()


# Regression: what replaces a held-back item is itself looked at; `b` may not be asked yet either.
def test_what_would_replace_an_item_is_itself_replaced_while_it_is_held_back():
    first = item("a", gate=Gate(), hold_back_unless=Is("b", ("yes",)))
    second = item("b", hold_back_unless=Is("c", ("yes",)))
    made = content((first, second, item("c")), (holds("a"),))
    assert ask_next(made) == ("c",)
    assert ask_next(made, c="no") == ()
    assert ask_next(made, c="yes") == ("b",)


# The shipped interview


@pytest.mark.parametrize("alone", [None, "unsure", "no", "declined"])
def test_violence_at_home_is_not_asked_about_while_the_person_is_not_alone(screen, alone):
    found = screen({"alone_and_free_to_talk": alone, "unsafe_home": None})
    assert "unsafe_home" not in found.ask_next
    assert ("alone_and_free_to_talk" in found.ask_next) == (alone in {None, "declined"})
    assert [str(each.recommendation) for each in found.modalities.values()] == [
        "suitable",
        "hold",
        "hold",
        "hold",
    ]


def test_violence_at_home_is_asked_about_first_once_the_person_is_alone(screen):
    assert screen({"unsafe_home": None}).ask_next == ("unsafe_home",)


def test_an_answer_about_home_counts_even_where_it_should_not_have_been_asked(screen):
    found = screen({"alone_and_free_to_talk": "no", "unsafe_home": "yes"})
    assert str(found.modalities["online_video"].recommendation) == "not_recommended"
