"""The rest of an assessment: doubts, what was assumed, problems, benefits, notes, evidence and provenance."""

import dataclasses
import hashlib
import json
from fractions import Fraction

import pytest

from screenkit import __version__
from screenkit.assessment import Recommendation, Truth
from screenkit.content.answers import read_answers
from screenkit.content.load import load
from screenkit.engine.assess import assess
from screenkit.errors import Problem
from screenkit.models.answers import Answers, NoAnswer
from screenkit.models.criterion import STRENGTH

SOBER = "to be asked again when sober"
INTERPRETER = "to be asked again with a professional interpreter"
UNCALLED = ("answered although the other answers do not call for it", "the answer counts; check it and them")
GAINING = {
    "intimacy_difficulty": "yes",
    "in_person_group_history": "little_improvement",
    "group_harm": "none",
    "attachment": "dismissive_avoidant",
    "dissociation": "mild",
    "dissociation_loses_contact": "no",
    "can_self_ground": "yes",
    "social_anxiety": "severe",
    "borderline": "traits",
    "stigma_barrier": "yes",
    "motivation": "ambivalent",
    "travel_barrier": "yes",
}
BENEFITS = {
    "closeness-may-be-easier-online",
    "avoidant-attachment-may-gain",
    "dissociation-may-ease-online",
    "social-anxiety-may-ease-online",
    "emotional-intensity-may-feel-safer",
    "less-stigma-online",
    "easier-first-step",
    "saves-travel-time-and-cost",
}


def said(found, effect):
    return {f.rule.id for f in found.findings if f.rule.effect == effect and f.truth is Truth.YES}


def recommended(found):
    return {form: str(result.recommendation) for form, result in found.modalities.items()}


# Doubts


def test_an_intoxicated_person_is_asked_every_reassuring_safety_answer_again(screen, online_group):
    found = screen({"intoxicated_at_interview": "yes"})
    reassuring = {
        item.id
        for each in online_group.asked
        for item in each.items
        if (item.gate or item.safety) and item.ordered and found.states[item.id] == item.ordered[0]
    }
    assert dict(found.ask_again) == dict.fromkeys(reassuring, (SOBER,))
    assert {"suicidal_ideation", "suicide_attempt_past_3m", "harm_to_others", "unsafe_home"} <= reassuring
    assert "intoxicated_at_interview" not in reassuring


def test_a_worrying_answer_given_while_intoxicated_stands_and_is_not_asked_again(screen):
    found = screen({"intoxicated_at_interview": "yes", "suicidal_ideation": "passive", "phq9_9": "0"})
    assert "suicidal_ideation" not in found.ask_again
    assert found.ask_again["phq9_9"] == (SOBER,)


@pytest.mark.parametrize("support", ["informal", "needed_not_arranged"])
def test_what_a_relative_interpreted_is_asked_again_with_a_professional(screen, support):
    found = screen({"language_support": support})
    assert set(found.ask_again.values()) == {(INTERPRETER,)}
    assert "suicidal_ideation" in found.ask_again
    assert set(recommended(found).values()) == {"hold"}


def test_two_doubts_are_both_told(screen):
    found = screen({"intoxicated_at_interview": "yes", "language_support": "informal"})
    assert found.ask_again["suicidal_ideation"] == (SOBER, INTERPRETER)


def test_a_professional_interpreter_raises_no_doubt(screen):
    assert screen({"language_support": "professional"}).ask_again == {}


def test_while_nobody_knows_whether_the_person_is_sober_nothing_is_doubted_and_everything_held(screen):
    found = screen({"intoxicated_at_interview": None})
    assert found.ask_again == {}
    assert set(recommended(found).values()) == {"hold"}


# Benefits


def test_every_benefit_is_told_for_somebody_it_was_written_for(screen):
    assert said(screen(GAINING), "benefit") == BENEFITS


def test_no_benefit_is_told_of_somebody_who_is_intoxicated(screen):
    assert said(screen({**GAINING, "intoxicated_at_interview": "yes"}), "benefit") == set()


@pytest.mark.parametrize(
    "barrier",
    [
        {"acute_crisis": "yes"},
        {"suicidal_ideation": "plan", "suicidal_intent": "no"},
        {"harm_to_others": "yes"},
        {"unsafe_home": "yes"},
        {"online_consent_signed": "no"},
        {"private_space": "no", "private_space_plan": "no"},
        {"located_in_authorised_jurisdiction": "no"},
    ],
)
def test_benefits_never_soften_a_barrier(screen, barrier):
    plain = recommended(screen(barrier))
    gaining = screen({**GAINING, **barrier})
    assert said(gaining, "benefit") == BENEFITS
    ranks = [*Recommendation]
    for form, recommendation in recommended(gaining).items():
        assert ranks.index(recommendation) >= ranks.index(plain[form])


def test_notes_alone_change_nothing(screen):
    found = screen({"requested_modality": "online_text", "travels_often": "yes", "trauma_history": "yes"})
    assert len(said(found, "note")) > len(said(screen(), "note"))
    assert set(recommended(found).values()) == {"suitable"}


# Assumed


def test_what_is_assumed_until_it_is_answered_is_told(screen):
    assert dict(screen({"group_kind": None, "group_focus": None}).assumed) == {
        "group_kind": "process",
        "group_focus": "none",
    }
    assert dict(screen().assumed) == {}


@pytest.mark.parametrize("reason", [None, "not_asked", "declined", "dont_know"])
def test_an_assumed_value_counts_whatever_the_reason_there_is_none(screen, reason):
    found = screen({"group_kind": reason, "acute_crisis": "yes"})
    assert dict(found.assumed) == {"group_kind": "process"}
    assert recommended(found)["in_person"] == "not_recommended"


def test_an_assumed_item_has_a_value_and_is_not_asked_for(screen):
    assert screen({"group_kind": None}).ask_next == ()
    assert all(result.settled for result in screen({"group_kind": None}).modalities.values())


def test_correcting_what_was_assumed_may_open_what_it_had_closed(screen):
    crisis = {"acute_crisis": "yes"}
    assert recommended(screen({**crisis, "group_kind": None}))["in_person"] == "not_recommended"
    assert recommended(screen({**crisis, "group_kind": "skills"}))["in_person"] == "hold"


# Problems


def test_an_answer_nothing_called_for_counts_and_is_told(screen):
    found = screen({"suicidal_intent": "yes"})
    assert found.problems == (Problem("suicidal_intent", *UNCALLED),)
    assert found.safety.level == "immediate"
    assert recommended(found)["online_video"] == "not_recommended"


@pytest.mark.parametrize("silence", ["declined", "dont_know"])
def test_silence_nothing_called_for_counts_and_is_told(screen, silence):
    found = screen({"suicidal_intent": silence})
    assert found.problems == (Problem("suicidal_intent", *UNCALLED),)
    assert found.safety.level == "same_day"


def test_not_applicable_is_never_entered_and_counts_as_not_asked(screen):
    found = screen({"suicidal_ideation": "not_applicable"})
    assert found.problems == (
        Problem(
            "suicidal_ideation",
            "'not_applicable' is worked out, never entered",
            "it counts as not asked; give an answer or leave it out",
        ),
    )
    assert found.states["suicidal_ideation"] is NoAnswer.NOT_ASKED
    assert set(recommended(found).values()) == {"hold"}


def test_problems_stand_side_by_side(screen):
    found = screen({"means_access": "no", "gad7_1": "3", "gad7_total": "2", "psychosis": "not_applicable"})
    assert [problem.where for problem in found.problems] == ["psychosis", "means_access", "gad7_total"]


def test_a_judgement_that_was_declined_is_pointed_out(screen):
    found = screen({"consent_capacity": "declined"})
    assert [(each.where, each.what) for each in found.problems] == [
        ("consent_capacity", "a judgement of the clinician's own cannot be declined")
    ]


def test_a_safety_answer_that_no_rule_of_the_rule_set_looks_at_is_pointed_out():
    content = load("leader-readiness")
    written = {"suicidal_ideation": "plan", "self_harm_past_3m": "no"}
    found = assess(content, read_answers(json.dumps(written).encode(), "answers.json", content))
    assert [(each.where, each.what) for each in found.problems] == [
        ("suicidal_ideation", "this answer about safety was given, and no rule of this rule set looks at it")
    ]


# Branching


def test_an_item_nothing_calls_for_does_not_apply(screen):
    states = screen().states
    closed = ("suicidal_intent", "means_access", "suicide_safety_assessment_done", "can_self_ground")
    assert [states[name] for name in closed] == [NoAnswer.NOT_APPLICABLE] * 4


def test_while_it_is_unknown_whether_an_item_is_called_for_it_was_not_asked(screen):
    assert screen({"suicidal_ideation": None}).states["suicidal_intent"] is NoAnswer.NOT_ASKED


@pytest.mark.parametrize(
    "calls",
    [
        {"suicidal_ideation": "passive"},
        {"suicidal_ideation": "declined"},
        {"suicidal_ideation": "dont_know"},
        {"phq9_9": "1"},
        {"phq9_9": "declined"},
        {"suicide_attempt_past_3m": "yes"},
        {"suicide_attempt_past_3m": "declined"},
        {"self_harm_past_3m": "yes"},
        {"self_harm_past_3m": "dont_know"},
        {"suicide_attempt_lifetime": "declined"},
        *({f"asq_{n}": answer} for n in range(1, 6) for answer in ("yes", "declined", "dont_know")),
    ],
)
def test_intent_means_and_assessment_are_called_for_by_any_sign_or_silence(screen, calls):
    states = screen(calls).states
    asked = [states[name] for name in ("suicidal_intent", "means_access", "suicide_safety_assessment_done")]
    assert asked == [NoAnswer.NOT_ASKED] * 3


def test_an_attempt_long_ago_alone_calls_for_none_of_them(screen):
    assert screen({"suicide_attempt_lifetime": "yes"}).states["suicidal_intent"] is NoAnswer.NOT_APPLICABLE


def test_a_condition_on_what_does_not_apply_is_no(screen):
    found = screen({"suicidal_ideation": "passive", "suicide_safety_assessment_done": "no"})
    assert found.states["suicide_assessment_conclusion"] is NoAnswer.NOT_APPLICABLE


# Findings, evidence, provenance


def test_every_rule_of_a_form_stands_among_its_findings_in_order_whatever_its_truth(screen, online_group):
    for form, result in screen().modalities.items():
        rules = [rule.id for rule in online_group.ruleset.rules if form in (rule.modalities or (form,))]
        assert [finding.rule.id for finding in result.findings] == rules


# Regression: they do not stand form by form.
def test_the_findings_of_all_forms_together_stand_in_the_order_of_the_rule_set(screen, online_group):
    found = screen()
    assert [finding.rule.id for finding in found.findings] == [rule.id for rule in online_group.ruleset.rules]


def test_each_finding_names_exactly_what_its_rule_reads(screen, online_group):
    found = screen({"phq9_1": "3"})
    for finding in found.findings:
        assert tuple(finding.used) == online_group.reads[finding.rule.id]
        assert all(finding.used[name] == found.states[name] for name in finding.used)


def test_the_evidence_of_a_finding_is_the_weakest_of_what_it_rests_on_and_regulation_stands_beside(
    screen, online_group
):
    for finding in screen().findings:
        levels = [online_group.criteria[name].report_as for name in finding.rule.rests_on]
        ranked = [level for level in levels if level != "regulation"]
        expected = max(ranked, key=STRENGTH.index) if ranked else "regulation"
        assert (finding.evidence, finding.binding) == (expected, "regulation" in levels), finding.rule.id


def test_answers_to_a_questionnaire_the_rule_set_does_not_ask_are_accepted_and_scored():
    found = assess(load("leader-readiness"), Answers({"gad7_total": Fraction(5), "acute_crisis": "no"}))
    assert (found.scores["gad7_total"].band, found.states["acute_crisis"]) == ("mild", "no")


def digest(data):
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def test_provenance_names_the_version_the_content_and_the_answers(screen, clear_candidate):
    found = screen().provenance
    assert found.screenkit == __version__
    assert found.answers_sha256 == digest(clear_candidate)
    assert screen({"age_years": "39"}).provenance.answers_sha256 != found.answers_sha256


def test_no_two_pieces_of_content_have_one_hash(online_group):
    versions = online_group.versions
    parts = [*versions.rulesets, *versions.questionnaires, *versions.criteria]
    assert [each.id for each in versions.rulesets] == ["online-group", "usual-group-criteria"]
    assert len({each.sha256 for each in parts}) == len(parts)
    assert all(len(each.sha256) == 64 and each.version.count(".") == 2 for each in parts)


def test_a_case_id_is_carried_and_changes_nothing_else(online_group):
    with_id = assess(online_group, Answers({"suicidal_ideation": "passive"}, case_id="A-1"))
    without = assess(online_group, Answers({"suicidal_ideation": "passive"}))
    assert with_id.case_id == "A-1"
    assert dataclasses.replace(with_id, case_id=None) == without
