"""Faults put into the shipped rules: each breaks a property, by somebody whom the engine takes as well."""

import functools

import pytest

from screenkit.assessment import Recommendation
from screenkit.check.breaks import breaks, with_change
from screenkit.check.smt.prove import everybody, verdict
from screenkit.content.load import load
from screenkit.engine.assess import assess
from screenkit.models.answers import Answers
from screenkit.models.condition import AllOf, AnyOf, Compare, Is, IsNot, IsSilent, Named, Not
from screenkit.models.property import Property

SHIPPED = functools.cache(load)
OPEN = {Recommendation.SUITABLE, Recommendation.CONDITIONAL}


def with_rules(content, **changes):
    """The same content, some rules changed (`a_rule` is 'a-rule')."""
    named = {name.replace("_", "-"): change for name, change in changes.items()}
    rules = tuple(
        rule.model_copy(update=named[rule.id]) if rule.id in named else rule for rule in content.ruleset.rules
    )
    assert sum(rule.id in named for rule in rules) == len(named)
    return type(content)(
        content.ruleset.model_copy(update={"rules": rules}),
        content.chain,
        content.questionnaires,
        content.criteria_files,
    )


def with_item(content, name, **change):
    made = {}
    for each in content.questionnaires.values():
        sections = tuple(
            section.model_copy(
                update={
                    "items": tuple(
                        item.model_copy(update=change) if item.id == name else item for item in section.items
                    )
                }
            )
            for section in each.sections
        )
        made[each.id] = each.model_copy(update={"sections": sections})
    return type(content)(content.ruleset, content.chain, made, content.criteria_files)


def everywhere(condition, swap):
    """The same condition, every part that `swap` answers for swapped."""
    new = swap(condition)
    if new is not None:
        return new
    match condition:
        case Not(inner):
            return Not(everywhere(inner, swap))
        case AllOf(parts):
            return AllOf(tuple(everywhere(part, swap) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(everywhere(part, swap) for part in parts))
        case Named(name, inner):
            return Named(name, everywhere(inner, swap))
        case _:
            return condition


def in_every_rule(content, swap):
    rules = tuple(
        rule.model_copy(update={"when": everywhere(rule.when, swap)}) if rule.when else rule
        for rule in content.ruleset.rules
    )
    return type(content)(
        content.ruleset.model_copy(update={"rules": rules}),
        content.chain,
        content.questionnaires,
        content.criteria_files,
    )


def greater_for_at_least(content):
    return in_every_rule(
        content,
        lambda part: Compare("phq9_9", ">", part.number) if part == Compare("phq9_9", ">=", 1) else None,
    )


def a_forgotten_modality(content):
    return with_rules(content, acute_crisis_online={"modalities": ("online_video", "online_text")})


def and_for_or_in_an_exclusion(content):
    rule = next(rule for rule in content.ruleset.rules if rule.id == "loses-contact-and-cannot-return-online")
    return with_rules(
        content, loses_contact_and_cannot_return_online={"when": AllOf(rule.when.condition.conditions)}
    )


def a_benefit_as_an_exception(content):
    """Whoever saves travel is let past the hold for an unreliable connection."""
    rule = next(rule for rule in content.ruleset.rules if rule.id == "connection-not-reliable")
    spared = Not(Is("travel_barrier", ("yes",)))
    return with_rules(content, connection_not_reliable={"when": AllOf((rule.when, spared))})


def unanswered_as_no(content):
    return with_rules(
        content,
        suicide_question_without_answer={"when": IsSilent("suicidal_ideation", "declined")},
        suicide_safety_assessment_needed={"when": Is("suicidal_ideation", ("active", "plan"))},
    )


def silence_without_a_plan(content):
    """The plan is asked for where there are signs, and no longer where there is silence."""
    signs = Is("suicidal_ideation", ("passive", "active", "plan"))
    rule = next(rule for rule in content.ruleset.rules if rule.id == "suicide-plan-shared-with-leader")
    return with_rules(
        content,
        suicide_plan_shared_with_leader={"when": AllOf((signs, rule.when.conditions[1]))},
        safety_plan_missing={"when": signs},
    )


def a_gate_taken_away(content):
    return with_item(content, "suicide_attempt_lifetime", gate=None)


def a_worse_answer_forgotten(content):
    return with_rules(content, acute_psychosis_online={"when": Is("psychosis", ("stable_treated",))})


def a_swapped_action_text(content):
    rules = {rule.id: rule for rule in content.ruleset.rules}
    urgent, later = (rules[f"assessment-says-{each}"] for each in ("urgent-care", "not-this-group-now"))
    return with_rules(
        content,
        assessment_says_urgent_care={"resolve": later.resolve},
        assessment_says_not_this_group_now={"resolve": urgent.resolve},
    )


FAULTS = [
    (greater_for_at_least, "signs-of-suicide-hold"),
    (a_forgotten_modality, "acute-states-bar-online"),
    (and_for_or_in_an_exclusion, "lost-contact-bars-online"),
    (a_benefit_as_an_exception, "benefits-offset-nothing"),
    (unanswered_as_no, "silence-about-suicide-is-an-alert"),
    (silence_without_a_plan, "silence-about-suicide-never-better"),
    (a_gate_taken_away, "unanswered-safety-question-holds"),
    (a_worse_answer_forgotten, "worse-safety-answer-never-better"),
    (a_swapped_action_text, "graver-alert-graver-words"),
]


@pytest.mark.parametrize(("fault", "broken"), FAULTS, ids=[f"{f.__name__}-{name}" for f, name in FAULTS])
def test_a_fault_breaks_a_property_and_somebody_shows_it(fault, broken):
    content = fault(SHIPPED("online-group"))
    stated = next(each for each in content.ruleset.properties if each.id == broken)
    found = verdict(everybody(content, [stated]), stated)
    assert not found.proved
    assert found.unsettled is None
    assert found.counterexample is not None
    assess(content, with_change(found.counterexample.answers, found.counterexample.change))


def test_a_counterexample_holds_nothing_it_does_not_need():
    content = greater_for_at_least(SHIPPED("online-group"))
    stated = next(each for each in content.ruleset.properties if each.id == "signs-of-suicide-hold")
    answers = verdict(everybody(content), stated).counterexample.answers
    assert answers.given["phq9_9"] == 1
    for name in answers.given:
        fewer = {each: answer for each, answer in answers.given.items() if each != name}
        assert not breaks(content, stated, Answers(fewer), {}), name


@pytest.mark.parametrize("name", ["online-group", "usual-group-criteria", "leader-readiness"])
def test_every_shipped_property_is_proved_over_all_answers(name):
    content = SHIPPED(name)
    person = everybody(content)
    broken = [stated.id for stated in content.ruleset.properties if not verdict(person, stated).proved]
    assert broken == []


def test_a_property_that_is_not_so_is_broken_by_somebody_who_is_shown():
    content = SHIPPED("online-group")
    stated = Property(
        id="never-conditional",
        never=Is("online_video", ("conditional",)),
        when=Is("suicidal_ideation", ("passive",)),
    )
    found = verdict(everybody(content, [stated]), stated)
    answers = found.counterexample.answers
    result = assess(content, answers).modalities["online_video"]
    assert answers.given["suicidal_ideation"] == "passive"
    assert result.recommendation in OPEN


def test_what_is_not_among_the_values_may_be_any_other():
    content = SHIPPED("online-group")
    stated = Property(id="open", never=IsNot("in_person", ("hold",)), when=Is("harm_to_others", ("yes",)))
    assert not verdict(everybody(content, [stated]), stated).proved
