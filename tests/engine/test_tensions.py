"""Tensions: each is shown for a person it is about, with every side, and never changes a recommendation."""

import pytest

from screenkit.assessment import Truth

ABOUT = {
    "T1": {"borderline": "disorder"},
    "T2": {"dissociation": "mild", "dissociation_loses_contact": "no", "can_self_ground": "yes"},
    "T3": {"self_view_distress": "yes"},
    "T4": {"attachment": "dismissive_avoidant"},
    "T5": {"bond_with_leader": "no"},
    "T6": {"requested_modality": "online_forum"},
    "T7": {"group_focus": "suicide"},
    "T8": {"motivation": "low"},
    "T9": {"travels_often": "yes"},
    "T10": {"private_space": "no", "private_space_plan": "yes"},
    "T11": {"age_years": "71", "tech_skill": "needs_help", "tech_helper": "yes"},
    "T12": {"travel_barrier": "yes", "acute_crisis": "yes"},
    "T13": {"recovers_within_session": "no"},
}
ALSO = [
    ("T1", {"borderline": "traits"}),
    ("T2", {"dissociation": "severe"}),
    ("T3", {"social_anxiety": "moderate"}),
    ("T3", {"mini_spin_total": "6"}),
    ("T4", {"intimacy_difficulty": "yes", "in_person_group_history": "little_improvement"}),
    ("T6", {"requested_modality": "online_text"}),
    ("T7", {"group_kind": "suicide_specific"}),
    ("T8", {"motivation": "ambivalent"}),
    ("T9", {"located_in_authorised_jurisdiction": "sometimes"}),
    ("T10", {"unsafe_home": "yes"}),
    ("T11", {"age_years": "65", "device_available": "no"}),
    ("T12", {"cost_time_barrier": "yes", "suicidal_ideation": "passive"}),
    ("T12", {"travel_barrier": "yes", "easily_dysregulated": "yes"}),
    ("T13", {"easily_dysregulated": "yes"}),
    ("T13", {"dissociation": "severe"}),
]
NOT_YET = [
    ("T3", {"social_anxiety": "mild"}),
    ("T3", {"mini_spin_total": "5"}),
    ("T4", {"intimacy_difficulty": "yes"}),
    ("T11", {"age_years": "64", "tech_skill": "needs_help"}),
    ("T11", {"age_years": "90"}),
    ("T12", {"travel_barrier": "yes"}),
    ("T12", {"acute_crisis": "yes"}),
]
SIDES = {
    "T1": [{"W-BPD"}, {"W-DYSREG"}, {"X-COHESION-LOW"}],
    "T2": [{"W-DISSOC"}, {"X-DISSOC-GROUNDING", "W-BODY-REG", "W-DYSREG"}],
    "T3": [{"W-SOCANX"}, {"X-SELFVIEW"}, {"X-AVOID-COLLUSION"}],
}
NAMED = {
    "T1": {"W-BPD", "W-DYSREG"},
    "T2": {"W-DISSOC", "X-DISSOC-GROUNDING", "W-BODY-REG"},
    "T3": {"W-SOCANX", "X-SELFVIEW", "X-AVOID-COLLUSION"},
    "T4": {"W-DISM-AVOID", "X-AVOID-COLLUSION", "U-INTIMACY-BOTH"},
    "T5": {"W-ALL-BOND"},
    "T6": {"W-EV-ASYNC-LOW", "W-EV-CHAT-RCT"},
    "T7": {"W-SEVDEP-SI", "X-SUICIDE-SPECIFIC"},
    "T8": {"W-AMBIV", "U-MOTIVATION"},
    "T9": {"W-TIME-COST", "W-LICENCE", "W-LOCATION"},
    "T10": {"W-COPING", "X-DV"},
    "T11": {"W-OLDER-ADULT"},
    "T12": {"W-TIME-COST", "W-CRISIS-REACH"},
    "T13": {"W-BODY-REG", "W-FACES", "W-BODY-REPORT"},
}


def shown(found):
    return {tension.id: tension for tension in found.tensions}


def test_the_clear_candidate_brings_up_none(screen):
    assert screen().tensions == ()


@pytest.mark.parametrize(("tension", "answers"), [*ABOUT.items(), *ALSO])
def test_a_tension_is_shown_for_a_person_it_is_about(screen, tension, answers):
    assert tension in shown(screen(answers))


@pytest.mark.parametrize(("tension", "answers"), NOT_YET)
def test_a_tension_is_not_shown_before_its_condition_is_yes(screen, tension, answers):
    assert tension not in shown(screen(answers))


@pytest.mark.parametrize("tension", ABOUT)
def test_a_tension_is_shown_with_every_side_and_words_to_hold_them_together(screen, tension):
    found = shown(screen(ABOUT[tension]))[tension]
    named = {name for side in found.sides for name in side.criteria}
    assert named >= NAMED[tension]
    assert len(found.sides) >= 2
    assert all(side.says for side in found.sides)
    assert found.title
    assert found.resolve


@pytest.mark.parametrize("tension", ABOUT)
def test_a_tension_says_how_the_findings_on_each_side_fell(screen, tension):
    found = screen(ABOUT[tension])
    truths = {finding.rule.id: (finding.truth, set(finding.rule.rests_on)) for finding in found.findings}
    for side, fell in zip(shown(found)[tension].sides, shown(found)[tension].fell, strict=True):
        expected = {
            rule: truth for rule, (truth, rests_on) in truths.items() if rests_on & set(side.criteria)
        }
        assert dict(fell) == expected
        assert all(isinstance(truth, Truth) for truth in expected.values())


def test_an_unanswered_question_brings_up_no_tension(screen):
    assert screen({}, of={}).tensions == ()


def test_the_three_tensions_with_more_than_a_pair_keep_all_their_sides(online_group):
    told = {tension.id: tension for tension in online_group.ruleset.tensions}
    assert {name: [set(side.criteria) for side in told[name].sides] for name in SIDES} == SIDES


def test_all_thirteen_stand_in_the_rule_set_in_order(online_group):
    assert [tension.id for tension in online_group.ruleset.tensions] == [f"T{n}" for n in range(1, 14)]
