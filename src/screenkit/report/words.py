"""The words that reports use for what the engine found."""

from collections.abc import Mapping
from fractions import Fraction

from screenkit.assessment import Interval, Recommendation, SafetyState, State
from screenkit.models.answers import NoAnswer
from screenkit.models.base import Modality, printed
from screenkit.models.content import Content
from screenkit.models.criterion import IN_WORDS, Level
from screenkit.models.ruleset import AlertLevel, Domain, Effect

MODALITY: Mapping[Modality, str] = {
    "in_person": "In person",
    "online_video": "By video",
    "online_text": "By text",
    "online_forum": "On a forum",
}

RECOMMENDATION: Mapping[Recommendation, str] = {
    Recommendation.SUITABLE: "No barrier found among the questions answered",
    Recommendation.CONDITIONAL: "Possible, once these are arranged",
    Recommendation.HOLD: "Not yet: settle these first",
    Recommendation.NOT_RECOMMENDED: "Not recommended at present for this form",
}

SHORT: Mapping[Recommendation, str] = {
    Recommendation.SUITABLE: "no barrier found",
    Recommendation.CONDITIONAL: "possible with arrangements",
    Recommendation.HOLD: "not yet",
    Recommendation.NOT_RECOMMENDED: "not recommended",
}

ALERT: Mapping[AlertLevel, str] = {
    "complete_screen": "The safety questions are not finished",
    "same_day": "A clinician speaks with this person today",
    "immediate": "Do not end the contact; get help now",
}

STATE: Mapping[SafetyState, str] = {
    "none": "No alert was raised",
    "open": "Open: nobody has recorded an assessment yet",
    "acknowledged": "Acknowledged, not yet assessed",
    "assessed": "A clinician's assessment is recorded",
    "entered_in_error": "Entered in error",
}

EFFECT: Mapping[Effect, str] = {
    "exclude": "speaks against",
    "hold": "settle first",
    "caution": "arrange",
    "benefit": "may help",
    "note": "note",
}

DOMAIN: Mapping[Domain, str] = {
    "safety": "Safety",
    "law_consent": "Law and consent",
    "privacy_access": "Privacy and access",
    "group_criteria": "Usual group criteria",
    "fit": "Fit",
}

SETTLED_BY = {"clinic": "the clinic", "person": "the person", "both": "clinic and person together"}

EVIDENCE = IN_WORDS
"""The strength of evidence in words."""

NO_ANSWER: Mapping[NoAnswer, str] = {
    NoAnswer.NOT_ASKED: "not asked",
    NoAnswer.DECLINED: "asked, and declined",
    NoAnswer.DONT_KNOW: "asked; the answer was \u201cI don\u2019t know\u201d",
    NoAnswer.NOT_APPLICABLE: "does not apply",
}

NOT_ESTABLISHED = "Which people do better in an online group has not been established by trials."

WHAT_IT_IS = (
    "The rules suggest; the clinician decides. This is no diagnosis, no prediction and no suicide safety "
    "assessment, and it is made for adults."
)


def evidence(level: Level, *, binding: bool) -> str:
    """Return the strength of the evidence in words, and whether a binding rule stands beside it."""
    words = EVIDENCE[level]
    return f"{words}; a binding rule stands beside it" if binding and level != "regulation" else words


def answer(content: Content, name: str, state: State) -> str:
    """Return what is known of one item or score in words."""
    match state:
        case NoAnswer():
            return NO_ANSWER[state]
        case Interval(low, high):
            return interval(low, high)
        case _:
            return _value(content, name, state)


def interval(low: Fraction, high: Fraction) -> str:
    """Return a score: one number, or the lowest and highest it can be."""
    return str(printed(low)) if low == high else f"between {printed(low)} and {printed(high)}"


def _value(content: Content, name: str, value: str | Fraction) -> str:
    item = content.items[name]
    if isinstance(value, str):
        return (item.values or {}).get(value, value)
    number = str(printed(value))
    if item.number and item.number.labels:
        step = (int(value) - item.number.lowest) // item.number.step
        return f"{number} ({item.number.labels[step].lower()})"
    return number
