"""What to ask and what to do when danger is spoken of, by what an alert rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from screenkit.models.content import Content


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to find out at a safety stop; what is told is kept under `id`."""

    id: str
    asks: str

    @property
    def name(self) -> str:
        """What it is called beside what was told."""
        return self.id.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of everything at one look; `prompts` are the ids of those it stands for."""

    asks: str
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guidance:
    """What to find out and what to do, in order: at one look, and one by one.

    `is_private` asks for a screen that clears on one key, because somebody may look over a shoulder.
    """

    asks: Sequence[Line]
    does: Sequence[str]
    prompts: Sequence[Prompt]
    is_private: bool = False


_ALONE = Prompt("alone", "Alone, and able to speak?")
_LOCATION = Prompt("location", "Exact location now: address, flat, state. A number to call back.")
_SUBSTANCES = Prompt("substances", "Alcohol or drugs now?")
_SOMEONE = Prompt("someone", "Someone who can be there now? Emergency contact; consent to call?")
_STAY_ON = "In imminent danger, stay on the line until other help is present."
_HAND_OVER = "Hand over; call your supervisor; review today."

_SUICIDE = Guidance(
    asks=(
        Line("Alone, and able to speak?", ("alone",)),
        Line("Exact location now (address, flat, state). A number to call back.", ("location",)),
        Line("Thoughts now? Intent? A plan? Access to means?", ("thoughts", "intent", "plan", "means")),
        Line("A recent attempt or preparation? Alcohol or drugs now?", ("attempt", "substances")),
        Line("Someone who can be there. Emergency contact; consent to call.", ("someone",)),
        Line("Reasons and supports. A clinician and a safety plan there already?", ("supports",)),
    ),
    does=(
        f"The nearest emergency department. {_STAY_ON}",
        "A safety plan, and a way for the person to receive it.",
        _HAND_OVER,
    ),
    prompts=(
        _ALONE,
        _LOCATION,
        Prompt("thoughts", "Thoughts of suicide now?"),
        Prompt("intent", "An intent to act on them?"),
        Prompt("plan", "A plan: how, when, where?"),
        Prompt("means", "Access to means?"),
        Prompt("attempt", "A recent attempt, or preparation for one?"),
        _SUBSTANCES,
        _SOMEONE,
        Prompt("supports", "Reasons and supports. A clinician, a safety plan already?"),
    ),
)

_HARM_TO_OTHERS = Guidance(
    asks=(
        Line("Alone, and able to speak?", ("alone",)),
        Line("Exact location now (address, flat, state). A number to call back.", ("location",)),
        Line("Who is meant, and where is that person now?", ("who_is_meant",)),
        Line(
            "Intent? A plan? Access to means? Alcohol or drugs now?",
            ("intent_to_harm", "means", "substances"),
        ),
        Line("Thoughts of ending their own life, too?", ("thoughts",)),
        Line("Someone who can be with the person; consent to call.", ("someone",)),
    ),
    does=("Follow your service's procedure for danger to others.", _STAY_ON, _HAND_OVER),
    prompts=(
        _ALONE,
        _LOCATION,
        Prompt("who_is_meant", "Who is meant, and where is that person now?"),
        Prompt("intent_to_harm", "Intent? A plan?"),
        Prompt("means", "Access to means?"),
        _SUBSTANCES,
        Prompt("thoughts", "Thoughts of ending their own life, too?"),
        _SOMEONE,
    ),
)

_VIOLENCE_AT_HOME = Guidance(
    asks=(
        Line("Yes/no questions only. Who is in the room?", ("who_is_there",)),
        Line("Agree on a word or sign that means: not now.", ("sign",)),
        Line("In danger right now? Exact location; a safe number to call back.", ("danger_now", "location")),
        Line("Anyone else in danger there, children for example?", ("others_in_danger",)),
        Line("Someone outside the household who can help.", ("help_outside",)),
    ),
    does=(
        "Write and send nothing to the home: no e-mail, no link, no file on a shared device.",
        "Nobody of the household is an emergency contact.",
        "The local help line for violence at home; another place or time to talk.",
        _HAND_OVER,
    ),
    prompts=(
        Prompt("who_is_there", "Yes or no: is somebody else in the room, or near enough to hear?"),
        Prompt("sign", "A word or sign that means: not now."),
        Prompt("danger_now", "Yes or no: in danger right now?"),
        Prompt("location", "Exact location now. A safe number to call back, not one of the household."),
        Prompt("others_in_danger", "Yes or no: anyone else in danger there, children for example?"),
        Prompt("help_outside", "Someone outside the household who can help?"),
    ),
    is_private=True,
)

_GENERAL = Guidance(
    asks=(
        Line("Alone, and able to speak?", ("alone",)),
        Line("Exact location now (address, flat, state). A number to call back.", ("location",)),
        Line("What is happening now? Alcohol, drugs or medicines?", ("happening", "substances")),
        Line("Thoughts of ending their life, or of harming somebody?", ("thoughts",)),
        Line("Someone who can be there. Emergency contact; consent to call.", ("someone",)),
        Line("A clinician who knows the person?", ("clinician",)),
    ),
    does=("A clinician or doctor sees or speaks with the person today.", _STAY_ON, _HAND_OVER),
    prompts=(
        _ALONE,
        _LOCATION,
        Prompt("happening", "What is happening now?"),
        Prompt("substances", "Alcohol, drugs or medicines now?"),
        Prompt("thoughts", "Thoughts of ending their life, or of harming somebody?"),
        _SOMEONE,
        Prompt("clinician", "A clinician who knows the person?"),
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

PRIVATE = "X-DV"
"""A question that rests on this criterion may be overlooked by somebody at home."""


def guidance(content: Content, rules: Iterable[str]) -> Guidance:
    """Return what to find out and do for alerts of these rules, raised together."""
    raised = set(rules)
    rests_on = {name for rule in content.ruleset.rules if rule.id in raised for name in rule.rests_on}
    return next((found for criterion, found in _BY_CRITERION if criterion in rests_on), _GENERAL)
