"""The solver against every person there is, over random rule sets small enough to look at all of them."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import FORMS, SILENT, Dice, Term, condition, contents, people

from screenkit.assessment import Recommendation
from screenkit.check.breaks import changes_of, seriousness
from screenkit.check.impossible import broken_by
from screenkit.check.smt.agree import Comparison
from screenkit.check.smt.prove import everybody, verdict
from screenkit.engine.score import extent
from screenkit.models.answers import Answers
from screenkit.models.condition import AnyOf, Is
from screenkit.models.property import LAWS, Property

MOST_PEOPLE = 1500


@settings(max_examples=150, deadline=None)
@given(people(most_items=4))
def test_the_encoding_says_of_everybody_what_the_engine_says(person):
    content, answers = person
    assert Comparison(everybody(content)).difference(answers) is None


def choices(content, name):
    """Every way to answer an item; for a score no total, a silence, and every total that can matter."""
    if name in content.items:
        item = content.items[name]
        numbers = item.number
        values = (
            [Fraction(n) for n in range(numbers.lowest, numbers.highest + 1)]
            if numbers
            else list(item.values)
        )
        return [None, *values, *SILENT]
    reach = extent(content.scales[name], content.items)
    if content.scales[name].is_whole:
        return [None, *(Fraction(n) for n in range(int(reach.low), int(reach.high) + 1))]
    return [None]


def everyone(content):
    names = [name for name in content.order if content.home[name] in content.asked]
    ways = [choices(content, name) for name in names]
    size = 1
    for way in ways:
        size *= len(way)
    assume(size <= MOST_PEOPLE)
    assume(all(content.scales[name].is_whole for name in names if name in content.scales))
    for given_ in product(*ways):
        yield Answers(
            {name: answer for name, answer in zip(names, given_, strict=True) if answer is not None}
        )


def ordered(content):
    """The same content, every item with an order and about safety, so that the laws about worse ones bite."""
    made = {}
    for name, each in content.questionnaires.items():
        items = tuple(
            item.model_copy(
                update={"ordered": "rising" if item.number else tuple(item.values), "safety": True}
            )
            for item in each.items
        )
        section = each.sections[0].model_copy(update={"items": items})
        made[name] = each.model_copy(update={"sections": (section,)})
    return type(content)(content.ruleset, content.chain, made, content.criteria_files)


def found_by_looking(content, stated):
    without = content.ruleset.impossible
    return any(
        broken_by(content, stated, without, answers, change)
        for answers in everyone(content)
        for change in changes_of(content, stated, answers)
    )


@pytest.mark.parametrize("law", LAWS[:-1])
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_law_holds_for_the_solver_where_it_holds_for_everybody(law, data):
    content = ordered(data.draw(contents(most_items=2, most_rules=3)))
    items = [item for each in content.asked for item in each.items if seriousness(item)]
    named = tuple(item.id for item in items) if "gate" in law or "silence" in law else ()
    agree(content, Property(id="law", always=law, items=named))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_never_and_when_hold_for_the_solver_where_they_hold_for_everybody(data):
    content = data.draw(contents(most_items=2, most_rules=3))
    dice = Dice(data.draw)
    terms = [
        Term(item.id, tuple(item.values)) for each in content.asked for item in each.items if item.values
    ]
    assume(terms)
    values = dice.some_of([str(each) for each in Recommendation], 1, 2)
    outcome = Is(dice.one_of([*FORMS, "any_form"]), values)
    unless = condition(dice, terms) if dice.once_in(2) else None
    agree(content, Property(id="stated", never=outcome, when=condition(dice, terms), unless=unless))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_declared_impossible_is_left_out_by_the_solver_where_it_is_by_looking(data):
    content = data.draw(contents(most_items=2, most_rules=3))
    assume(content.ruleset.impossible)
    dice = Dice(data.draw)
    declared = dice.one_of(content.ruleset.impossible).when
    when = dice.one_of([declared, declared.conditions[0], AnyOf(declared.conditions)])
    values = dice.some_of([str(each) for each in Recommendation], 1, 3)
    agree(content, Property(id="stated", never=Is("any_form", values), when=when))


def declaring(content, impossible):
    """The same content, with other combinations declared impossible."""
    ruleset = content.ruleset.model_copy(update={"impossible": tuple(impossible)})
    return type(content)(ruleset, content.chain, content.questionnaires, content.criteria_files)


def agree(content, stated):
    found = verdict(everybody(content, [stated]), stated)
    assert found.unsettled is None
    assert (found.counterexample is None) is not found_by_looking(content, stated)
    if found.counterexample:
        somebody = found.counterexample
        assert broken_by(content, stated, content.ruleset.impossible, somebody.answers, somebody.change)
    if found.rests_on:
        kept = tuple(each for each in content.ruleset.impossible if each.id in found.rests_on)
        assert not found_by_looking(declaring(content, kept), stated)
        assert found_by_looking(declaring(content, ()), stated)
