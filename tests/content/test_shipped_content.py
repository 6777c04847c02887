"""The shipped content, counted: every criterion, tension, item and rule stands where it belongs."""

from fractions import Fraction

import pytest

from screenkit.content.load import load, load_questionnaires
from screenkit.content.locate import shipped
from screenkit.models.base import MODALITIES
from screenkit.models.condition import names

RULE_SETS = ("online-group", "usual-group-criteria", "leader-readiness")
INSTRUMENTS = ("phq9", "asq", "gad7", "ders16", "mini_spin", "des2", "ecrrs", "audit_c", "pc_ptsd5")
HOME = {
    "W": "weinberg-2020",
    "U": "usual-group-criteria",
    "X": "good-practice",
    "P": "project-conventions",
}

OF_THE_ARTICLE = """
    ACTIVE-DISCLOSE ACUTE-CRISIS ALL-BOND ALL-GOALS ALL-OUTCOME ALL-TASKS AMBIV BAA BACKGROUND BODY-REG
    BODY-REPORT BPD CBT-EASIER COLEAD CONFID CONSENT COPING CRISIS-REACH DISM-AVOID DISSOC DYSREG
    EV-ASYNC-LOW EV-CHAT-BN EV-CHAT-RCT EV-CHAT-VIDEO EV-INDIV EV-PAIN EV-PSYDYN EV-SUPPORT EV-UNKNOWN
    EV-VIDEO-OK EYE-CONTACT FACES FRAME HIPAA-PLATFORM IMAGINATION INTIMACY JIM LICENCE LICENCE-CHECK
    LOCATION MODE-DEF MOVE-REACT NEED-ATTN NORMS-NEW OLDER-ADULT PREP-MEETING PRESENCE PRIVATE-ROOM
    PSYPACT SETTING-AGREE SEVDEP-SI SOCANX STIGMA TECH-ACCESS TIME-COST TRAINING USUAL
"""
USUAL = """
    AGREEMENT ANTISOCIAL ATTEND COGNITION COMPOSITION CONCURRENT DEMEANOR DISTRESS-IN-GROUP DROPOUT DUAL
    EXPECTANCY IMPULSE INSTRUMENTS INTIMACY-BOTH LIFE-CRISIS MOTIVATION PARANOID PARTICIPATION PREP
    PSYCHOSIS SOMATIC SUBSTANCE SUICIDAL TASK
"""
FROM_ELSEWHERE = """
    ADULTS AVOID-COLLUSION COGNITION COHESION-LOW DATED-LAW DISSOC-GROUNDING DV EMERG-CONTACT
    HARM-OTHERS HEARING INTOX-INTERVIEW LOCAL-EMERG LOCATION-EACH NO-STRATIFY RECORDING RESCREEN
    SELFVIEW SI-GATE SUICIDE-SPECIFIC TELE-UNREADY TEXT-BLIND UNKNOWN-SAFETY
"""
VOCABULARY = """
candidate_status: new_candidate current_in_person_member former_member
age_years: whole number
requested_modality: in_person online_video online_text online_forum no_preference
group_kind: process skills support suicide_specific
group_focus: none suicide substance_use psychosis trauma eating_disorder grief other
alone_and_free_to_talk: yes no unsure
language_support: none_needed professional informal needed_not_arranged
attends_under_pressure: no family employer court
consent_capacity: yes no unsure
acute_crisis: yes no
suicidal_ideation: none passive active plan
suicidal_intent: yes no
suicide_attempt_past_3m: yes no
suicide_attempt_lifetime: yes no
self_harm_past_3m: yes no
means_access: yes no
suicide_safety_assessment_done: yes no
suicide_assessment_conclusion: group_may_proceed_with_plan not_this_group_now urgent_care_needed
safety_plan: yes no not_needed
harm_to_others: yes no
severe_depression: yes no
individual_therapist: yes no
easily_dysregulated: yes no
recovers_within_session: yes no
borderline: none traits disorder
dissociation: none mild moderate severe
dissociation_loses_contact: yes no
can_self_ground: yes no
trauma_history: yes no
psychosis: none stable_treated acute
mania_now: yes no
eating_disorder: none stable active
medical_instability: yes no
medication_change: none recent stopped_unadvised
substance_use: none low hazardous dependent
intoxicated_at_interview: yes no
withdrawal_risk: yes no
cognitive_impairment: yes no
marked_suspicion: yes no
harmful_impulses: yes no
exploits_or_attacks: yes no
distress_in_groups: yes no
illness_preoccupation: yes no
attachment: secure dismissive_avoidant preoccupied fearful
intimacy_difficulty: yes no
social_anxiety: none mild moderate severe
self_view_distress: yes no
in_person_group_history: none improved little_improvement dropped_out
online_group_history: none improved little_improvement dropped_out
group_harm: none hurt_or_scapegoated asked_to_leave confidentiality_broken
knows_member_or_leader: no member leader
motivation: high ambivalent low
expects_group_to_help: high moderate low
willing_to_take_part: yes no
accepts_group_agreement: yes no
can_attend_regularly: yes no
can_attend_in_person: yes no sometimes
goals_agreed: yes no
tasks_agreed: yes no
bond_with_leader: yes no
device_available: yes no
camera_microphone: both audio_only none
internet_reliable: yes no
tech_skill: adequate needs_help inadequate
tech_helper: yes no
hearing: typical impaired
speech: typical impaired
sight: typical impaired
reads_and_types_easily: yes no
accommodation_in_place: yes no
accommodation_in_place_in_person: yes no
private_space: yes no
private_space_plan: yes no
joins_from: home work vehicle other
unsafe_home: yes no
device_watched: yes no
stigma_barrier: yes no
travel_barrier: yes no
cost_time_barrier: yes no
travels_often: yes no
located_in_authorised_jurisdiction: yes no sometimes
compact_authority: yes no not_needed
location_each_session_agreed: yes no
physical_address_on_file: yes no
emergency_contact: yes no substitute_agreed
local_emergency_service_known: yes no
callback_number: yes no
online_consent_signed: yes no
platform_compliant_with_baa: yes no
no_recording_agreed: yes no
ai_assistants_off: yes no
leader_trained_online: yes no
"""

ASKED_WHEN_NEEDED = """
suicidal_intent means_access suicide_safety_assessment_done suicide_assessment_conclusion
dissociation_loses_contact can_self_ground medical_instability withdrawal_risk group_harm tech_helper
accommodation_in_place accommodation_in_place_in_person private_space_plan
"""
ASKS_WHILE_UNKNOWN = """
mania_now eating_disorder medication_change consent_capacity language_support alone_and_free_to_talk
cognitive_impairment sight camera_microphone joins_from device_watched compact_authority callback_number
no_recording_agreed ai_assistants_off knows_member_or_leader marked_suspicion harmful_impulses
exploits_or_attacks distress_in_groups illness_preoccupation goals_agreed tasks_agreed bond_with_leader
can_attend_regularly can_attend_in_person
"""
COUNTS_WHILE_UNKNOWN = """
located_in_authorised_jurisdiction location_each_session_agreed physical_address_on_file
platform_compliant_with_baa online_consent_signed emergency_contact local_emergency_service_known
device_available private_space
"""
IN_CONTACT = """
acute_crisis suicidal_ideation suicide_attempt_past_3m suicide_attempt_lifetime self_harm_past_3m
suicidal_intent means_access suicide_safety_assessment_done suicide_assessment_conclusion harm_to_others
unsafe_home phq9_9 asq_1 asq_2 asq_3 asq_4 asq_5
"""


@pytest.fixture(scope="module")
def loaded():
    return {name: load(name) for name in RULE_SETS}


@pytest.fixture(scope="module")
def rules(loaded):
    return {rule.id: rule for content in loaded.values() for rule in content.ruleset.rules}


@pytest.fixture(scope="module")
def criteria(online_group):
    return {file.id: {criterion.id for criterion in file.criteria} for file in online_group.criteria_files}


# Files


def test_every_shipped_rule_set_loads_and_is_named_for_its_id(loaded):
    assert set(shipped("rules")) == set(RULE_SETS)
    assert {name: content.ruleset.id for name, content in loaded.items()} == {
        name: name for name in RULE_SETS
    }


def test_every_shipped_questionnaire_loads_and_is_named_for_its_id():
    assert set(load_questionnaires()) == set(shipped("questionnaires"))
    assert set(shipped("questionnaires")) == {"pregroup-interview", "leader-readiness", *INSTRUMENTS}


def test_every_file_of_criteria_is_named_for_its_id(online_group):
    assert {file.id for file in online_group.criteria_files} == set(shipped("rules/criteria"))
    assert set(shipped("rules/criteria")) == {*HOME.values(), "tensions"}


# Criteria


@pytest.mark.parametrize(("prefix", "listed"), [("W", OF_THE_ARTICLE), ("U", USUAL), ("X", FROM_ELSEWHERE)])
def test_every_criterion_of_the_sources_stands_in_the_file_of_its_prefix_and_none_beside(
    criteria, prefix, listed
):
    assert criteria[HOME[prefix]] == {f"{prefix}-{name}" for name in listed.split()}


def test_every_criterion_stands_in_the_file_of_its_prefix(criteria):
    for file, found in criteria.items():
        assert {HOME[name.partition("-")[0]] for name in found} <= {file}


def test_the_thirteen_tensions_stand_among_the_criteria(online_group):
    told = [tension.id for file in online_group.criteria_files for tension in file.tensions]
    assert told == [f"T{n}" for n in range(1, 14)]


def test_the_article_is_cited_for_its_own_statements_and_for_nothing_else(online_group):
    for criterion in online_group.criteria.values():
        halves = (criterion.evidence.premise, criterion.evidence.claim)
        cited = {criterion.source.work, *(work for half in halves if half for work in half.works)}
        assert (criterion.source.work == "weinberg-2020") == criterion.id.startswith("W-"), criterion.id
        if not criterion.id.startswith("W-"):
            assert "weinberg-2020" not in cited, criterion.id


def test_the_report_states_the_weaker_half_of_the_evidence(online_group):
    reported = {
        "W-DISM-AVOID": "clinical_experience",
        "W-SOCANX": "clinical_experience",
        "W-DISSOC": "clinical_experience",
        "W-BPD": "inference",
        "W-LICENCE": "regulation",
        "X-DISSOC-GROUNDING": "inference",
        "X-TEXT-BLIND": "inference",
        "P-LEVELS": "project_convention",
    }
    found = {name: online_group.criteria[name].report_as for name in reported}
    assert {name: level for name, level in found.items() if level != reported[name]} == {}


def test_the_firmest_wording_of_the_article_is_that_of_severe_depression_with_suicidal_thoughts(online_group):
    firm = {c.id for c in online_group.criteria.values() if c.id.startswith("W-") and c.force == "should_not"}
    assert firm == {"W-SEVDEP-SI"}


def test_every_project_convention_says_that_it_is_one(online_group):
    for criterion in online_group.criteria.values():
        if criterion.id.startswith("P-"):
            assert (criterion.source.work, criterion.report_as) == ("screenkit", "project_convention"), (
                criterion.id
            )


def test_no_criterion_stands_unused(loaded):
    used = set()
    for content in loaded.values():
        used |= {name for rule in content.ruleset.rules for name in rule.rests_on}
        used |= {name for doubt in content.ruleset.doubts for name in doubt.rests_on}
        used |= {
            name for tension in content.ruleset.tensions for side in tension.sides for name in side.criteria
        }
        used |= set(content.ruleset.gates.rests_on)
    assert set(loaded["online-group"].criteria) - used == set()


# Rules


def test_every_rule_has_an_id_of_its_own(loaded):
    for content in loaded.values():
        ids = [rule.id for rule in content.ruleset.rules]
        assert len(ids) == len(set(ids))


def test_every_rule_rests_on_criteria_that_stand_in_the_file_of_their_prefix(rules, criteria):
    for rule in rules.values():
        for name in rule.rests_on:
            assert name in criteria[HOME[name.partition("-")[0]]], (rule.id, name)


def test_an_emergency_contact_is_never_cited_to_the_article(rules, online_group):
    reading = [rule for rule in rules.values() if rule.when and "emergency_contact" in names(rule.when)]
    assert {rule.id for rule in reading} == {"emergency-contact-missing", "emergency-contact-substitute"}
    cited = {name for rule in reading for name in rule.rests_on} | set(
        online_group.items["emergency_contact"].rests_on
    )
    assert {name for name in cited if name.startswith("W-")} == set()


def test_every_exclude_and_hold_says_how_it_is_resolved_by_whom_and_whether_it_can_change(rules):
    for rule in rules.values():
        if rule.effect in {"exclude", "hold"}:
            assert rule.resolve, rule.id
            assert rule.settled_by in {"clinic", "person", "both"}, rule.id
            assert rule.modifiable in {"prepare", "wait", "no"}, rule.id


def test_every_exclude_says_what_can_be_offered_now(rules):
    assert [rule.id for rule in rules.values() if rule.effect == "exclude" and not rule.offer_now] == []


def test_every_rule_of_the_usual_criteria_that_closes_a_group_prints_its_scope(loaded):
    for rule in loaded["usual-group-criteria"].ruleset.rules:
        if rule.effect == "exclude":
            assert rule.scope, rule.id


def test_no_exclude_of_the_usual_criteria_reaches_beyond_the_kinds_of_group_it_was_written_for(loaded):
    for rule in loaded["usual-group-criteria"].ruleset.rules:
        if rule.effect == "exclude":
            assert "group_kind" in names(rule.when), rule.id


def test_a_rule_that_only_asks_reads_no_gate_and_says_why_where_safety_or_law_is_at_stake(loaded):
    for content in loaded.values():
        gates = {item.id for item in content.gates}
        for rule in content.ruleset.rules:
            if rule.effect in {"exclude", "hold"} and not rule.counts_when_unknown:
                assert not gates & set(content.reads[rule.id]), rule.id
                assert rule.asks_because or rule.domain not in {"safety", "law_consent"}, rule.id


def test_no_alert_stands_on_a_hold_that_an_assessment_releases(loaded):
    for rule in loaded["online-group"].ruleset.rules:
        if rule.alert:
            assert "suicide_safety_assessment_done" not in names(rule.when), rule.id


def test_every_form_has_rules_and_every_rule_speaks_of_forms_of_its_rule_set(loaded):
    for name, content in loaded.items():
        forms = ("in_person",) if name == "usual-group-criteria" else MODALITIES
        assert content.ruleset.modalities == forms
        assert all(content.rules_of[form] for form in forms)


def test_the_online_rule_set_takes_over_every_rule_of_the_usual_criteria(loaded):
    usual = [rule.id for rule in loaded["usual-group-criteria"].ruleset.rules]
    assert [rule.id for rule in loaded["online-group"].ruleset.rules][: len(usual)] == usual


def test_no_exclude_and_no_hold_reads_a_score_a_diagnosis_or_the_need_for_an_aid(loaded):
    never = {"borderline", "trauma_history", "hearing", "speech", "sight", "attachment", "social_anxiety"}
    for content in loaded.values():
        for rule in content.ruleset.rules:
            if rule.effect in {"exclude", "hold"}:
                assert not set(content.reads[rule.id]) & (never | set(content.scales)), rule.id


@pytest.mark.parametrize(
    "answers",
    [
        {"phq9_total": "27", "phq9_9": "0"},
        {"gad7_total": "21"},
        {"ders16_total": "80"},
        {"mini_spin_total": "12"},
        {"des2_mean": "100", "des_t_mean": "100"},
        {"ecrrs_avoidance": "7", "ecrrs_anxiety": "7"},
        {"audit_c_total": "12"},
        {"pc_ptsd5_total": "5"},
        {"borderline": "disorder"},
        {"psychosis": "stable_treated"},
        {"eating_disorder": "active", "medical_instability": "no"},
        {"severe_depression": "yes", "phq9_total": "24", "phq9_9": "0"},
        {"trauma_history": "yes"},
        {"age_years": "97"},
        {"hearing": "impaired", "sight": "impaired", "speech": "impaired"},
    ],
    ids="-".join,
)
def test_no_score_and_no_diagnosis_excludes_anybody_by_itself(screen, answers):
    recommended = {str(result.recommendation) for result in screen(answers).modalities.values()}
    assert recommended <= {"suitable", "conditional"}


# The vocabulary


def test_the_interview_offers_every_item_of_the_vocabulary_with_its_values(online_group):
    listed = dict(line.split(": ") for line in VOCABULARY.strip().splitlines())
    assert len(listed) == 92
    items = {item.id: item for item in online_group.questionnaires["pregroup-interview"].items}
    found = {name: "whole number" if item.number else set(item.values) for name, item in items.items()}
    expected = {
        name: values if values == "whole number" else set(values.split()) for name, values in listed.items()
    }
    assert {name: found.get(name) for name in expected} == expected


def test_the_items_that_are_asked_only_when_needed_are_these(online_group):
    items = online_group.questionnaires["pregroup-interview"].items
    assert {item.id for item in items if item.ask_when} == set(ASKED_WHEN_NEEDED.split())


def test_what_is_assumed_is_the_kind_and_focus_of_the_group_and_nothing_else(online_group):
    assumed = {item.id: item.assumed for item in online_group.items.values() if item.assumed}
    assert assumed == {"group_kind": "process", "group_focus": "none"}


def test_violence_at_home_is_asked_about_only_with_somebody_alone_and_free_to_talk(online_group):
    held = {
        item.id: names(item.hold_back_unless) for item in online_group.items.values() if item.hold_back_unless
    }
    assert held == {"unsafe_home": ("alone_and_free_to_talk",)}
    assert online_group.items["unsafe_home"].ask_when is None


def test_items_on_suicide_violence_and_harm_are_asked_in_contact(online_group):
    in_contact = {item.id for item in online_group.items.values() if item.in_contact}
    assert set(IN_CONTACT.split()) - in_contact == set()


def test_every_item_rests_on_criteria_that_exist(online_group):
    for item in online_group.items.values():
        assert set(item.rests_on) <= set(online_group.criteria), item.id


def test_every_item_of_the_interview_names_a_criterion_behind_it(online_group):
    items = online_group.questionnaires["pregroup-interview"].items
    assert [item.id for item in items if not item.rests_on] == []


def test_an_ordered_item_runs_from_least_to_most_serious(online_group):
    ordered = {
        name: online_group.items[name].ordered for name in ("suicidal_ideation", "psychosis", "dissociation")
    }
    assert ordered == {
        "suicidal_ideation": ("none", "passive", "active", "plan"),
        "psychosis": ("none", "stable_treated", "acute"),
        "dissociation": ("none", "mild", "moderate", "severe"),
    }
    gates = [item for item in online_group.gates if item.values]
    assert [item.id for item in gates if not isinstance(item.ordered, tuple)] == []


# What unknown does


@pytest.mark.parametrize("item", ASKS_WHILE_UNKNOWN.split())
def test_an_item_a_clear_candidate_may_leave_open_asks_and_lowers_nothing(screen, item):
    found = screen({item: None})
    assert {str(result.recommendation) for result in found.modalities.values()} == {"suitable"}
    assert found.safety.level == "none"


@pytest.mark.parametrize("item", COUNTS_WHILE_UNKNOWN.split())
def test_an_item_on_law_privacy_or_access_counts_while_it_is_unknown(screen, item):
    for reason in (None, "declined", "dont_know"):
        found = screen({item: reason})
        recommended = {form: str(result.recommendation) for form, result in found.modalities.items()}
        online = dict.fromkeys(MODALITIES[1:], "hold")
        assert recommended == {"in_person": "suitable", **online}, reason
        assert item in found.ask_next


# Instruments


def test_each_instrument_has_its_items_and_its_scores(online_group):
    shape = {
        name: (
            [item.id for item in online_group.questionnaires[name].items],
            [scale.id for scale in online_group.questionnaires[name].scales],
        )
        for name in INSTRUMENTS
    }
    assert shape == {
        "phq9": ([f"phq9_{n}" for n in range(1, 11)], ["phq9_total"]),
        "asq": ([f"asq_{n}" for n in range(1, 6)], []),
        "gad7": ([f"gad7_{n}" for n in range(1, 8)], ["gad7_total"]),
        "ders16": (
            [f"ders16_{n}" for n in range(1, 17)],
            [
                f"ders16_{part}"
                for part in ("total", "clarity", "goals", "impulse", "strategies", "nonacceptance")
            ],
        ),
        "mini_spin": ([f"mini_spin_{n}" for n in range(1, 4)], ["mini_spin_total"]),
        "des2": ([f"des2_{n}" for n in range(1, 29)], ["des2_mean", "des_t_mean"]),
        "ecrrs": ([f"ecrrs_{n}" for n in range(1, 10)], ["ecrrs_avoidance", "ecrrs_anxiety"]),
        "audit_c": ([f"audit_c_{n}" for n in range(1, 4)], ["audit_c_total"]),
        "pc_ptsd5": (["pc_ptsd5_trauma", *(f"pc_ptsd5_{n}" for n in range(1, 6))], ["pc_ptsd5_total"]),
    }


def test_the_answers_of_each_instrument_run_over_their_published_range(online_group):
    ranges = {
        "phq9": (0, 3),
        "gad7": (0, 3),
        "ders16": (1, 5),
        "mini_spin": (0, 4),
        "ecrrs": (1, 7),
        "audit_c": (0, 4),
    }
    for name, expected in ranges.items():
        found = {
            (item.number.lowest, item.number.highest) for item in online_group.questionnaires[name].items
        }
        assert found == {expected}, name
    tens = {
        (item.number.lowest, item.number.highest, item.number.step)
        for item in online_group.questionnaires["des2"].items
    }
    assert tens == {(0, 100, 10)}


def test_the_reversed_items_and_the_keys_are_the_published_ones(online_group):
    scales = online_group.scales
    assert {name: scale.reversed for name, scale in scales.items() if scale.reversed} == {
        "ecrrs_avoidance": ("ecrrs_1", "ecrrs_2", "ecrrs_3", "ecrrs_4")
    }
    keys = {
        "ders16_clarity": (1, 2),
        "ders16_goals": (3, 7, 15),
        "ders16_impulse": (4, 8, 11),
        "ders16_strategies": (5, 6, 12, 14, 16),
        "ders16_nonacceptance": (9, 10, 13),
        "des_t_mean": (3, 5, 7, 8, 12, 13, 22, 27),
        "ecrrs_anxiety": (7, 8, 9),
        "phq9_total": (1, 2, 3, 4, 5, 6, 7, 8, 9),
    }
    found = {name: tuple(int(item.rpartition("_")[2]) for item in scales[name].items) for name in keys}
    assert found == keys
    absent = {
        name: scale.when_not_applicable
        for name, scale in scales.items()
        if scale.when_not_applicable is not None
    }
    assert absent == {"audit_c_total": Fraction(0), "pc_ptsd5_total": Fraction(0)}


def test_how_many_items_may_be_missing_for_an_estimate(online_group):
    allowed = {
        name: scale.missing.at_most
        for name, scale in online_group.scales.items()
        if scale.missing and scale.missing.at_most
    }
    assert allowed == {"phq9_total": 2, "des2_mean": 2, "ecrrs_avoidance": 1}


def test_every_instrument_says_under_which_terms_it_may_be_used_and_none_ships_as_a_total_alone(online_group):
    classes = {name: online_group.questionnaires[name].licence.ship_class for name in INSTRUMENTS}
    assert classes == {
        "phq9": "A",
        "asq": "A",
        "gad7": "A",
        "pc_ptsd5": "A",
        "ders16": "B",
        "mini_spin": "B",
        "des2": "B",
        "ecrrs": "B",
        "audit_c": "B",
    }


def test_codes_are_those_seen_in_the_sources_and_say_whether_they_were(online_group):
    codes = {
        name: (item.loinc.code, item.loinc.verified)
        for name, item in online_group.items.items()
        if item.loinc and name.startswith(("phq9", "gad7"))
    }
    assert codes == {
        "phq9_1": ("44250-9", True),
        "phq9_2": ("44255-8", True),
        "phq9_3": ("44259-0", True),
        "phq9_4": ("44254-1", True),
        "phq9_5": ("44251-7", True),
        "phq9_6": ("44258-2", True),
        "phq9_7": ("44252-5", True),
        "phq9_8": ("44253-3", True),
        "phq9_9": ("44260-8", False),
        "phq9_10": ("69722-7", False),
        "gad7_1": ("69725-0", True),
        "gad7_2": ("68509-9", True),
        "gad7_3": ("69733-4", True),
        "gad7_4": ("69734-2", True),
        "gad7_5": ("69735-9", True),
        "gad7_6": ("69689-8", True),
        "gad7_7": ("69736-7", True),
    }
    totals = {name: scale.loinc.code for name, scale in online_group.scales.items() if scale.loinc}
    assert totals == {"phq9_total": "44261-6", "gad7_total": "70274-6", "audit_c_total": "75626-2"}
