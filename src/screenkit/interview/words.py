"""What the interview says in its own words: how to answer, and what to do when danger is spoken of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from screenkit.assessment import Alert, SafetyLevel
from screenkit.models.content import Content

STAY = "Stay with the person. This tool does not assess risk."
"""The first line of every safety screen."""

NOW: Mapping[SafetyLevel, str] = {
    "immediate": "Do not end the contact; get help now.",
    "same_day": "A clinician speaks with this person today.",
}
"""What an alert of each level asks for."""

CONTINUE_HINT = "When you are ready to go on, press c, then Enter."

HOW_TO_ANSWER = (
    "Press the key beside an answer, then Enter. Before Enter nothing counts.",
    "No answer: d declined, k doesn't know, s not asked (skip).",
    "b or the left arrow goes back, and any answer can be changed.",
    "Ctrl-C stops. What was answered is kept.",
)

INTENDED_USE = (
    "screenkit recommends; you decide. It makes no diagnosis, and answering these questions is no suicide "
    "safety assessment."
)

GATE_LEFT = "Enter: not asked. While a safety question is open, no group is recommended."

SAFETY_LEFT_OPEN = "Safety questions left open; while they are, no group is recommended"

COMES_LATE = "This question has come up because of an answer given since."

HELD_BACK = (
    "A question was held back, because the person is not known to be alone and free to talk. It is still "
    "open; find another time or place for it."
)


@dataclass(frozen=True, slots=True)
class Guidance:
    """What to ask and what to do, in order, when an alert is raised."""

    asks: Sequence[str]
    does: Sequence[str]


_SUICIDE = Guidance(
    asks=(
        "Alone, and able to speak?",
        "Exact location now (address, flat, state). A number to call back.",
        "Thoughts now? Intent? A plan?",
        "Access to means?",
        "A recent attempt or preparation? Alcohol or drugs now?",
        "Someone who can be with the person. Emergency contact; consent to call.",
        "Reasons and supports. A clinician and a safety plan there already?",
    ),
    does=(
        "Use the emergency number of the place where the person is now.",
        "The crisis line of that place; the nearest emergency department.",
        "In imminent danger, stay on the line until other help is present.",
        "A safety plan, and a way for the person to receive it.",
        "Hand over; call your supervisor; review today.",
    ),
)

_HARM_TO_OTHERS = Guidance(
    asks=(
        "Alone, and able to speak?",
        "Exact location now (address, flat, state). A number to call back.",
        "Who is meant, and where is that person now?",
        "Intent? A plan? Access to means? Alcohol or drugs now?",
        "Thoughts of ending their own life, too?",
        "Someone who can be with the person; consent to call.",
    ),
    does=(
        "Follow your service's procedure for danger to others.",
        "Use the emergency number of the place where the person is now.",
        "In imminent danger, stay on the line until other help is present.",
        "Hand over; call your supervisor; review today.",
    ),
)

_VIOLENCE_AT_HOME = Guidance(
    asks=(
        "Yes/no questions only. Who is in the room?",
        "Agree on a word or sign that means: not now.",
        "In danger right now? Exact location; a safe number to call back.",
        "Anyone else in danger there, children for example?",
        "Someone outside the household who can help.",
    ),
    does=(
        "Write and send nothing to the home: no e-mail, no link, no file on a shared device.",
        "Nobody of the household is an emergency contact.",
        "Use the emergency number of the place where the person is now.",
        "The local help line for violence at home; another place or time to talk.",
        "Hand over; call your supervisor; review today.",
    ),
)

_GENERAL = Guidance(
    asks=(
        "Alone, and able to speak?",
        "Exact location now (address, flat, state). A number to call back.",
        "What is happening now? Alcohol, drugs or medicines?",
        "Thoughts of ending their life, or of harming somebody?",
        "Someone who can be with the person. Emergency contact; consent to call.",
        "A clinician who knows the person?",
    ),
    does=(
        "A clinician or doctor sees or speaks with the person today.",
        "Use the emergency number of the place where the person is now.",
        "In imminent danger, stay on the line until other help is present.",
        "Hand over; call your supervisor; review today.",
    ),
)

_BY_CRITERION: Sequence[tuple[str, Guidance]] = (
    ("X-SI-GATE", _SUICIDE),
    ("W-SEVDEP-SI", _SUICIDE),
    ("U-SUICIDAL", _SUICIDE),
    ("X-HARM-OTHERS", _HARM_TO_OTHERS),
    ("X-DV", _VIOLENCE_AT_HOME),
    ("X-UNKNOWN-SAFETY", _SUICIDE),
)
"""The guidance for an alert, by the criterion it rests on; the first that fits counts."""


def guidance(content: Content, alerts: Sequence[Alert]) -> Guidance:
    """Return what to ask and do for some alerts raised together."""
    raised = {alert.rule for alert in alerts}
    rests_on = {name for rule in content.ruleset.rules if rule.id in raised for name in rule.rests_on}
    return next((found for criterion, found in _BY_CRITERION if criterion in rests_on), _GENERAL)
