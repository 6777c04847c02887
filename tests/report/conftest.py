"""The people of the report tests, assessed and laid out."""

import pytest

from screenkit.report.view import view

PEOPLE = {
    "clear": {},
    "passive thoughts": {"suicidal_ideation": "passive", "suicide_safety_assessment_done": "no"},
    "plan": {"suicidal_ideation": "plan", "suicidal_intent": "yes", "means_access": "yes"},
    "declined": {"suicidal_ideation": "declined"},
    "in crisis, far away": {"acute_crisis": "yes", "travel_barrier": "yes"},
    "strong feelings": {
        "borderline": "disorder",
        "easily_dysregulated": "yes",
        "recovers_within_session": "no",
        "individual_therapist": "no",
    },
    "steady, emotional intensity": {"borderline": "disorder", "individual_therapist": "yes"},
    "drifts off": {"dissociation": "moderate", "dissociation_loses_contact": "no", "can_self_ground": "yes"},
    "avoidant and shy": {
        "attachment": "dismissive_avoidant",
        "intimacy_difficulty": "yes",
        "in_person_group_history": "little_improvement",
        "social_anxiety": "severe",
        "self_view_distress": "yes",
    },
    "no room, no device": {
        "private_space": "no",
        "device_available": "no",
        "age_years": "81",
        "tech_skill": "needs_help",
    },
    "intoxicated": {"intoxicated_at_interview": "yes", "substance_use": "dependent"},
    "unsafe at home": {"unsafe_home": "yes", "device_watched": "yes"},
    "wants text": {"requested_modality": "online_text", "group_kind": "support"},
    "partial PHQ-9": {"phq9_total": None, "phq9_1": "2", "phq9_2": "2", "phq9_3": "1", "phq9_9": "0"},
    "contradictory total": {"phq9_total": "1", "phq9_9": "3"},
    "hardly anything known": dict.fromkeys(
        ("acute_crisis", "harm_to_others", "substance_use", "private_space")
    ),
}


@pytest.fixture(params=PEOPLE, ids=lambda name: name.replace(" ", "-"))
def person(request, screen):
    """Each person, assessed: together they bring up every kind of finding."""
    return screen(PEOPLE[request.param] | {"case_id": "C-7K3Q9"})


@pytest.fixture
def document(person, online_group):
    return view(online_group, person)
