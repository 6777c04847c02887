"""Which answers raise which alert, and what they do to each form: the clinical table, row by row.

Every row starts from the clear candidate; only what the row names is changed.
"""

import pytest

from screenkit.assessment import LEVELS, Truth

SUITABLE, CONDITIONAL, HOLD, EXCLUDED = "suitable", "conditional", "hold", "not_recommended"
FOLLOW_UP = {"suicidal_intent": "no", "means_access": "no", "safety_plan": "yes"}
NOT_ASSESSED = {**FOLLOW_UP, "suicide_safety_assessment_done": "no"}
MAY_PROCEED = {
    **FOLLOW_UP,
    "suicide_safety_assessment_done": "yes",
    "suicide_assessment_conclusion": "group_may_proceed_with_plan",
}
ASQ = {"asq_1": "no", "asq_2": "no", "asq_3": "no", "asq_4": "no", "asq_5": "no"}
OTHER_KINDS = ("skills", "support", "suicide_specific")


def outcome(found):
    """The alert level, then the recommendation in person, by video, by text, on a forum."""
    return (found.safety.level, *(str(result.recommendation) for result in found.modalities.values()))


def expect(screen, answers, expected):
    assert outcome(screen(answers)) == expected


# Nothing


def test_the_clear_candidate_raises_nothing_and_every_form_is_suitable_and_settled(screen):
    found = screen()
    assert outcome(found) == ("none", SUITABLE, SUITABLE, SUITABLE, SUITABLE)
    assert all(result.settled for result in found.modalities.values())
    assert (found.safety.state, found.safety.alerts) == ("none", ())
    assert (found.ask_next, found.problems, found.tensions, dict(found.ask_again)) == ((), (), (), {})


# A plan or an intent


PLAN_OR_INTENT = {
    "a plan": {"suicidal_ideation": "plan"},
    "an intent": {"suicidal_ideation": "active", "suicidal_intent": "yes"},
    "an intent reported alone": {"suicidal_intent": "yes"},
    "thoughts right now on the ASQ": {**ASQ, "asq_3": "yes", "asq_5": "yes"},
}


@pytest.mark.parametrize("answers", PLAN_OR_INTENT.values(), ids=PLAN_OR_INTENT)
@pytest.mark.parametrize("kind", ["process", *OTHER_KINDS])
def test_a_plan_or_intent_holds_in_person_and_keeps_out_of_every_online_group(screen, answers, kind):
    changed = {**NOT_ASSESSED, **answers, "group_kind": kind}
    expect(screen, changed, ("immediate", HOLD, EXCLUDED, EXCLUDED, EXCLUDED))


@pytest.mark.parametrize("answers", PLAN_OR_INTENT.values(), ids=PLAN_OR_INTENT)
def test_a_plan_or_intent_stays_excluded_online_after_an_assessment_that_lets_the_group_proceed(
    screen, answers
):
    changed = {**MAY_PROCEED, **answers}
    expect(screen, changed, ("immediate", CONDITIONAL, EXCLUDED, EXCLUDED, EXCLUDED))


# Thoughts of suicide


THOUGHTS = {
    "active thoughts": ({"suicidal_ideation": "active"}, "immediate"),
    "passive thoughts": ({"suicidal_ideation": "passive"}, "same_day"),
    "item nine at 1": ({"phq9_9": "1"}, "same_day"),
    "item nine at 3": ({"phq9_9": "3"}, "same_day"),
    "asq_1": ({**ASQ, "asq_1": "yes"}, "same_day"),
    "asq_2": ({**ASQ, "asq_2": "yes"}, "same_day"),
    "asq_3": ({**ASQ, "asq_3": "yes"}, "same_day"),
}


@pytest.mark.parametrize(("answers", "level"), THOUGHTS.values(), ids=THOUGHTS)
@pytest.mark.parametrize("kind", ["process", *OTHER_KINDS])
def test_thoughts_of_suicide_hold_every_form_until_they_are_assessed(screen, answers, level, kind):
    expect(screen, {**NOT_ASSESSED, **answers, "group_kind": kind}, (level, HOLD, HOLD, HOLD, HOLD))


@pytest.mark.parametrize(("answers", "level"), THOUGHTS.values(), ids=THOUGHTS)
def test_an_assessment_turns_the_hold_of_thoughts_into_a_caution_but_not_in_writing(screen, answers, level):
    expect(screen, {**MAY_PROCEED, **answers}, (level, CONDITIONAL, CONDITIONAL, HOLD, HOLD))


@pytest.mark.parametrize(("answers", "level"), THOUGHTS.values(), ids=THOUGHTS)
def test_that_an_assessment_was_done_releases_nothing_by_itself(screen, answers, level):
    done = {**NOT_ASSESSED, "suicide_safety_assessment_done": "yes"}
    expect(screen, {**done, **answers}, (level, HOLD, HOLD, HOLD, HOLD))


@pytest.mark.parametrize(("answers", "level"), THOUGHTS.values(), ids=THOUGHTS)
def test_a_conclusion_without_an_assessment_releases_nothing(screen, answers, level):
    concluded = {**MAY_PROCEED, "suicide_safety_assessment_done": "no"}
    expect(screen, {**concluded, **answers}, (level, HOLD, HOLD, HOLD, HOLD))


@pytest.mark.parametrize("total", ["0", "4", "27"])
def test_no_total_releases_the_hold_of_item_nine(screen, total):
    changed = {**NOT_ASSESSED, "phq9_9": "1", "phq9_total": total}
    found = screen(changed)
    assert outcome(found)[0] == "same_day"
    assert str(found.modalities["in_person"].recommendation) == HOLD


# Silence about suicide


SILENCE = {
    "suicidal_ideation": {},
    "suicidal_intent": {},
    "suicide_attempt_past_3m": {},
    "suicide_attempt_lifetime": {},
    "self_harm_past_3m": {},
    "phq9_9": {},
    "asq_1": ASQ,
    "asq_2": ASQ,
    "asq_3": ASQ,
    "asq_4": ASQ,
    "asq_5": ASQ,
}


@pytest.mark.parametrize("silence", ["declined", "dont_know"])
@pytest.mark.parametrize(("item", "beside"), SILENCE.items(), ids=SILENCE)
def test_silence_about_suicide_counts_as_a_yes_and_holds_every_form(screen, item, beside, silence):
    changed = {**NOT_ASSESSED, **beside, item: silence}
    expect(screen, changed, ("same_day", HOLD, HOLD, HOLD, HOLD))


@pytest.mark.parametrize("silence", ["declined", "dont_know"])
@pytest.mark.parametrize(("item", "beside"), SILENCE.items(), ids=SILENCE)
def test_an_assessment_releases_silence_about_suicide_but_not_in_writing(screen, item, beside, silence):
    changed = {**MAY_PROCEED, **beside, item: silence}
    expect(screen, changed, ("same_day", CONDITIONAL, CONDITIONAL, HOLD, HOLD))


@pytest.mark.parametrize("kind", ["process", *OTHER_KINDS])
@pytest.mark.parametrize("item", ["suicidal_ideation", "suicidal_intent", "phq9_9", "asq_4"])
def test_released_silence_stays_excluded_beside_severe_depression(screen, item, kind):
    changed = {
        **MAY_PROCEED,
        **SILENCE[item],
        item: "declined",
        "severe_depression": "yes",
        "group_kind": kind,
    }
    in_person = EXCLUDED if kind == "process" else HOLD
    online = HOLD if kind == "suicide_specific" else EXCLUDED
    expect(screen, changed, ("same_day", in_person, online, online, online))


# Attempts


def test_a_recent_attempt_alone_holds_every_form_until_it_is_assessed(screen):
    attempt = {"suicide_attempt_past_3m": "yes", "suicide_attempt_lifetime": "yes"}
    expect(screen, {**NOT_ASSESSED, **attempt}, ("same_day", HOLD, HOLD, HOLD, HOLD))
    expect(
        screen, {**MAY_PROCEED, **attempt}, ("same_day", CONDITIONAL, CONDITIONAL, CONDITIONAL, CONDITIONAL)
    )


PRESENT = {
    "passive": {"suicidal_ideation": "passive"},
    "active": {"suicidal_ideation": "active"},
    "plan": {"suicidal_ideation": "plan"},
    "intent": {"suicidal_intent": "yes"},
    "item nine": {"phq9_9": "1"},
    "asq_1": {**ASQ, "asq_1": "yes"},
    "asq_5": {**ASQ, "asq_5": "yes"},
}


@pytest.mark.parametrize("present", PRESENT.values(), ids=PRESENT)
def test_a_recent_attempt_with_present_thoughts_is_immediate(screen, present):
    found = screen({**NOT_ASSESSED, "suicide_attempt_past_3m": "yes", **present})
    assert found.safety.level == "immediate"


@pytest.mark.parametrize("kind", ["process", *OTHER_KINDS])
def test_an_attempt_long_ago_alone_raises_nothing_and_asks_for_a_shared_plan(screen, kind):
    changed = {"suicide_attempt_lifetime": "yes", "safety_plan": "yes", "group_kind": kind}
    expect(screen, changed, ("none", CONDITIONAL, CONDITIONAL, CONDITIONAL, CONDITIONAL))


def test_an_attempt_reported_on_the_asq_alone_raises_same_day_and_asks_for_a_shared_plan(screen):
    changed = {**NOT_ASSESSED, **ASQ, "asq_4": "yes"}
    expect(screen, changed, ("same_day", CONDITIONAL, CONDITIONAL, CONDITIONAL, CONDITIONAL))


# Severe depression beside signs


SIGNS = {
    "passive": ({"suicidal_ideation": "passive"}, "same_day"),
    "active": ({"suicidal_ideation": "active"}, "immediate"),
    "item nine": ({"phq9_9": "1"}, "same_day"),
    "asq_1": ({**ASQ, "asq_1": "yes"}, "same_day"),
    "asq_2": ({**ASQ, "asq_2": "yes"}, "same_day"),
    "asq_3": ({**ASQ, "asq_3": "yes"}, "same_day"),
    "ideation declined": ({"suicidal_ideation": "declined"}, "same_day"),
    "ideation not known": ({"suicidal_ideation": "dont_know"}, "same_day"),
    "item nine declined": ({"phq9_9": "declined"}, "same_day"),
    "asq_1 declined": ({**ASQ, "asq_1": "declined"}, "same_day"),
    "asq_4 declined": ({**ASQ, "asq_4": "declined"}, "same_day"),
    "asq_4 not known": ({**ASQ, "asq_4": "dont_know"}, "same_day"),
    "recent attempt": ({"suicide_attempt_past_3m": "yes"}, "same_day"),
}


@pytest.mark.parametrize("assessed", [NOT_ASSESSED, MAY_PROCEED], ids=["not assessed", "may proceed"])
@pytest.mark.parametrize(("signs", "level"), SIGNS.values(), ids=SIGNS)
def test_severe_depression_beside_signs_keeps_out_of_a_process_group_in_any_form(
    screen, signs, level, assessed
):
    changed = {**assessed, **signs, "severe_depression": "yes"}
    expect(screen, changed, (level, EXCLUDED, EXCLUDED, EXCLUDED, EXCLUDED))


@pytest.mark.parametrize("kind", ["skills", "support"])
@pytest.mark.parametrize(("signs", "level"), SIGNS.values(), ids=SIGNS)
def test_in_other_groups_severe_depression_beside_signs_holds_in_person_and_excludes_online(
    screen, signs, level, kind
):
    changed = {**MAY_PROCEED, **signs, "severe_depression": "yes", "group_kind": kind}
    expect(screen, changed, (level, HOLD, EXCLUDED, EXCLUDED, EXCLUDED))


@pytest.mark.parametrize(("signs", "level"), SIGNS.values(), ids=SIGNS)
def test_in_a_suicide_specific_group_severe_depression_beside_signs_holds_every_form(screen, signs, level):
    changed = {**MAY_PROCEED, **signs, "severe_depression": "yes", "group_kind": "suicide_specific"}
    expect(screen, changed, (level, HOLD, HOLD, HOLD, HOLD))


@pytest.mark.parametrize("answers", PLAN_OR_INTENT.values(), ids=PLAN_OR_INTENT)
def test_in_a_suicide_specific_group_a_plan_or_intent_stays_excluded_online(screen, answers):
    changed = {**MAY_PROCEED, **answers, "severe_depression": "yes", "group_kind": "suicide_specific"}
    expect(screen, changed, ("immediate", HOLD, EXCLUDED, EXCLUDED, EXCLUDED))


def test_severe_depression_without_suicidal_signs_is_no_barrier_by_itself(screen):
    expect(screen, {"severe_depression": "yes"}, ("none", SUITABLE, SUITABLE, SUITABLE, SUITABLE))


def test_a_high_phq9_beside_signs_while_depression_is_judged_not_severe_is_a_caution(screen):
    changed = {**MAY_PROCEED, "phq9_9": "1", "phq9_total": "22"}
    found = screen(changed)
    assert outcome(found) == ("same_day", CONDITIONAL, CONDITIONAL, HOLD, HOLD)
    truths = {f.rule.id: f.truth.value for f in found.findings}
    assert truths["high-phq9-beside-suicidal-signs"] == "yes"
    assert truths["severe-depression-with-suicidal-signs"] == "no"


# What the assessment concluded


@pytest.mark.parametrize(
    "signs", [{"suicidal_ideation": "passive"}, {"suicide_attempt_lifetime": "declined"}, {}]
)
@pytest.mark.parametrize(
    ("conclusion", "level"), [("urgent_care_needed", "immediate"), ("not_this_group_now", "same_day")]
)
def test_any_other_conclusion_raises_an_alert_and_holds_every_form(screen, conclusion, level, signs):
    changed = {**MAY_PROCEED, **signs, "suicide_assessment_conclusion": conclusion}
    expect(screen, changed, (level, HOLD, HOLD, HOLD, HOLD))


@pytest.mark.parametrize("silence", ["declined", "dont_know", None])
def test_a_conclusion_that_is_not_there_holds_every_form(screen, silence):
    changed = {**MAY_PROCEED, "suicidal_ideation": "passive", "suicide_assessment_conclusion": silence}
    expect(screen, changed, ("same_day", HOLD, HOLD, HOLD, HOLD))


# Self-harm


@pytest.mark.parametrize("kind", ["process", *OTHER_KINDS])
def test_recent_self_harm_is_a_caution_in_person_and_a_hold_online_until_assessed(screen, kind):
    before = {**NOT_ASSESSED, "self_harm_past_3m": "yes", "group_kind": kind}
    after = {**MAY_PROCEED, "self_harm_past_3m": "yes", "group_kind": kind}
    expect(screen, before, ("same_day", CONDITIONAL, HOLD, HOLD, HOLD))
    expect(screen, after, ("same_day", CONDITIONAL, CONDITIONAL, CONDITIONAL, CONDITIONAL))


# Harm to others


@pytest.mark.parametrize("assessed", [{}, MAY_PROCEED], ids=["not assessed", "may proceed"])
@pytest.mark.parametrize("kind", ["process", *OTHER_KINDS])
def test_an_intent_to_harm_others_holds_in_person_and_excludes_online(screen, kind, assessed):
    changed = {**assessed, "harm_to_others": "yes", "group_kind": kind}
    expect(screen, changed, ("immediate", HOLD, EXCLUDED, EXCLUDED, EXCLUDED))


@pytest.mark.parametrize("assessed", [{}, MAY_PROCEED], ids=["not assessed", "may proceed"])
@pytest.mark.parametrize("silence", ["declined", "dont_know"])
def test_silence_about_harming_others_holds_every_form_and_no_assessment_releases_it(
    screen, silence, assessed
):
    expect(screen, {**assessed, "harm_to_others": silence}, ("same_day", HOLD, HOLD, HOLD, HOLD))


# Crisis, psychosis, feelings


@pytest.mark.parametrize(
    "answers", [{"acute_crisis": "yes"}, {"psychosis": "acute"}], ids=["crisis", "psychosis"]
)
@pytest.mark.parametrize("kind", ["process", *OTHER_KINDS])
def test_a_crisis_or_acute_psychosis_excludes_online_and_in_person_from_process_groups(screen, answers, kind):
    in_person = EXCLUDED if kind == "process" else HOLD
    expect(screen, {**answers, "group_kind": kind}, ("same_day", in_person, EXCLUDED, EXCLUDED, EXCLUDED))


@pytest.mark.parametrize("item", ["acute_crisis", "psychosis"])
def test_silence_about_a_crisis_or_psychosis_is_unfinished_work(screen, item):
    expect(screen, {item: "declined"}, ("complete_screen", HOLD, HOLD, HOLD, HOLD))


@pytest.mark.parametrize(
    ("kind", "online"),
    [("process", EXCLUDED), ("support", EXCLUDED), ("skills", HOLD), ("suicide_specific", HOLD)],
)
def test_feelings_that_are_hard_to_settle_are_a_caution_in_person_and_bar_online_by_kind(
    screen, kind, online
):
    changed = {"easily_dysregulated": "yes", "group_kind": kind, "individual_therapist": "yes"}
    expect(screen, changed, ("none", CONDITIONAL, online, online, online))


# Intoxication and bodily danger


@pytest.mark.parametrize("kind", ["process", *OTHER_KINDS])
def test_an_intoxicated_person_is_held_everywhere(screen, kind):
    changed = {"intoxicated_at_interview": "yes", "group_kind": kind}
    expect(screen, changed, ("same_day", HOLD, HOLD, HOLD, HOLD))


def test_intoxication_with_danger_in_withdrawal_is_immediate(screen):
    changed = {"intoxicated_at_interview": "yes", "withdrawal_risk": "yes"}
    expect(screen, changed, ("immediate", HOLD, HOLD, HOLD, HOLD))


@pytest.mark.parametrize(
    "answers",
    [
        {"substance_use": "hazardous", "withdrawal_risk": "yes"},
        {"medication_change": "stopped_unadvised", "withdrawal_risk": "yes"},
        {"mania_now": "yes"},
        {"eating_disorder": "active", "medical_instability": "yes"},
        {"eating_disorder": "stable", "medical_instability": "yes"},
    ],
)
def test_withdrawal_mania_and_medical_danger_hold_every_form_the_same_day(screen, answers):
    expect(screen, answers, ("same_day", HOLD, HOLD, HOLD, HOLD))


def test_beside_hazardous_use_silence_about_withdrawal_holds(screen):
    expect(screen, {"substance_use": "hazardous"}, ("none", HOLD, HOLD, HOLD, HOLD))
    assert "withdrawal_risk" in screen({"substance_use": "hazardous"}).ask_next


def test_without_use_silence_about_withdrawal_only_asks(screen):
    found = screen({"medication_change": "stopped_unadvised"})
    assert outcome(found) == ("none", CONDITIONAL, CONDITIONAL, CONDITIONAL, CONDITIONAL)
    assert found.ask_next == ("withdrawal_risk",)
    assert not any(result.settled for result in found.modalities.values())


# Home


def test_violence_at_home_keeps_from_joining_there_and_asks_for_safe_coming_and_going(screen):
    expect(screen, {"unsafe_home": "yes"}, ("same_day", CONDITIONAL, EXCLUDED, EXCLUDED, EXCLUDED))


@pytest.mark.parametrize("silence", ["declined", "dont_know", None])
def test_silence_about_home_holds_the_online_forms_only(screen, silence):
    expect(screen, {"unsafe_home": silence}, ("complete_screen", SUITABLE, HOLD, HOLD, HOLD))


@pytest.mark.parametrize("heard", ["no", "unsure"])
def test_a_no_about_home_that_somebody_could_overhear_opens_no_online_form(screen, heard):
    expect(screen, {"alone_and_free_to_talk": heard}, ("none", SUITABLE, HOLD, HOLD, HOLD))
    overheard = screen({"alone_and_free_to_talk": heard}).ask_again["unsafe_home"]
    assert overheard == ("to be asked again when the person is alone and free to talk",)


@pytest.mark.parametrize(
    "changes",
    [{"unsafe_home": "declined"}, {"unsafe_home": "dont_know"}, {"unsafe_home": "yes"}],
    ids=["declined", "not known", "yes"],
)
def test_nothing_is_written_home_unless_home_is_known_to_be_safe(screen, changes):
    told = {finding.rule.id for finding in screen(changes).findings if finding.truth is Truth.YES}
    assert "home-safety-not-known" in told


# Dissociation


@pytest.mark.parametrize(
    "answers",
    [
        {"dissociation": "severe", "dissociation_loses_contact": "no", "can_self_ground": "yes"},
        {"dissociation": "severe"},
        {"dissociation": "mild", "dissociation_loses_contact": "yes", "can_self_ground": "no"},
        {"dissociation": "moderate", "dissociation_loses_contact": "yes", "can_self_ground": "no"},
    ],
)
@pytest.mark.parametrize("kind", ["process", *OTHER_KINDS])
def test_losing_contact_without_a_way_back_holds_in_person_and_excludes_online(screen, answers, kind):
    expect(screen, {**answers, "group_kind": kind}, ("none", HOLD, EXCLUDED, EXCLUDED, EXCLUDED))


def test_mild_dissociation_with_a_way_back_asks_for_a_plan_but_holds_in_writing(screen):
    changed = {"dissociation": "mild", "dissociation_loses_contact": "no", "can_self_ground": "yes"}
    expect(screen, changed, ("none", CONDITIONAL, CONDITIONAL, HOLD, HOLD))


# Young people


@pytest.mark.parametrize(("age", "expected"), [("17", HOLD), ("18", SUITABLE), ("90", SUITABLE)])
def test_under_eighteen_is_held_in_every_form(screen, age, expected):
    expect(screen, {"age_years": age}, ("none", *[expected] * 4))


def test_under_eighteen_alerts_are_raised_all_the_same(screen):
    changed = {**NOT_ASSESSED, "age_years": "16", "suicidal_ideation": "plan"}
    expect(screen, changed, ("immediate", HOLD, EXCLUDED, EXCLUDED, EXCLUDED))


def test_an_unknown_age_only_asks(screen):
    found = screen({"age_years": None})
    assert outcome(found) == ("none", SUITABLE, SUITABLE, SUITABLE, SUITABLE)
    assert found.ask_next == ("age_years",)


# Several at once


def test_the_highest_alert_counts_and_all_are_told_gravest_first(screen):
    changed = {
        **NOT_ASSESSED,
        "suicidal_ideation": "passive",
        "harm_to_others": "yes",
        "severe_depression": None,
    }
    safety = screen(changed).safety
    assert safety.level == "immediate"
    assert [(alert.rule, alert.level, alert.items) for alert in safety.alerts] == [
        ("intent-to-harm-others-reported", "immediate", ("harm_to_others",)),
        ("suicidal-thoughts-reported", "same_day", ("suicidal_ideation",)),
        ("safety-screen-incomplete", "complete_screen", ("severe_depression",)),
    ]


def test_an_alert_names_only_the_answers_that_raise_it(screen):
    changed = {**NOT_ASSESSED, **ASQ, "asq_2": "yes", "suicidal_ideation": "passive", "phq9_9": "0"}
    (alert,) = screen(changed).safety.alerts
    assert (alert.rule, alert.items) == ("suicidal-thoughts-reported", ("suicidal_ideation", "asq_2"))


def test_levels_run_from_none_to_immediate():
    assert LEVELS == ("none", "complete_screen", "same_day", "immediate")


# The state of an alert


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({}, "none"),
        ({**NOT_ASSESSED, "suicidal_ideation": "passive"}, "open"),
        ({**MAY_PROCEED, "suicidal_ideation": "passive"}, "assessed"),
        ({**MAY_PROCEED, "suicidal_ideation": "passive", "acute_crisis": "yes"}, "open"),
        ({**MAY_PROCEED, "suicidal_ideation": "passive", "psychosis": None}, "open"),
        ({**NOT_ASSESSED, "suicidal_ideation": "passive", "suicide_safety_assessment_done": "yes"}, "open"),
        ({"severe_depression": None}, "open"),
    ],
)
def test_an_assessment_puts_the_alerts_of_suicide_to_assessed_and_keeps_their_level(screen, answers, state):
    assert screen(answers).safety.state == state
