"""The words that reports use for what the engine found."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from screenkit.assessment import Interval, Recommendation, SafetyLevel, SafetyState, State, Truth
from screenkit.case.events import Choice
from screenkit.case.expiry import ExpiredBy
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

SAFETY_OPEN = "safety questions are still open"
INTERVIEW_OPEN = "the interview has not come to its end"
OFFER_OPEN = "nothing is written down yet of what is offered now"
"""Why a report is incomplete."""

NOT_SETTLED = "An alert of an earlier screening that nothing has settled"

STATE: Mapping[SafetyState, str] = {
    "none": "No alert was raised",
    "open": "Open: nobody has recorded an assessment yet",
    "acknowledged": "Acknowledged, not yet assessed",
    "assessed": "A clinician's assessment is recorded",
    "entered_in_error": "Entered in error",
}

MARK: Mapping[SafetyState, str] = {
    "none": "On record since",
    "open": "Raised on",
    "acknowledged": "Acknowledged on",
    "assessed": "Assessed on",
    "entered_in_error": "Called an entry in error on",
}

CHOICE: Mapping[Choice, str] = {
    "offer": "Offered",
    "offer_once_arranged": "Offered, once these are arranged",
    "wait": "Wait: these are settled first",
    "do_not_offer": "Not offered at present",
}

CHOSEN: Mapping[Choice, str] = {
    "offer": "offered",
    "offer_once_arranged": "offered once arranged",
    "wait": "wait",
    "do_not_offer": "not offered",
}

LEVEL: Mapping[SafetyLevel, str] = {
    "none": "no alert",
    "complete_screen": "safety questions not finished",
    "same_day": "speak with the person today",
    "immediate": "get help now",
}

BRIEF: Mapping[SafetyState, str] = {
    "none": "no alert",
    "open": "open",
    "acknowledged": "acknowledged",
    "assessed": "assessed",
    "entered_in_error": "entered in error",
}

EXPIRED_BRIEF: Mapping[ExpiredBy, str] = {
    "interval": "interval over",
    "rules": "rules changed",
    "questionnaires": "questions changed",
    "not_found": "rules not found",
}

EXPIRED: Mapping[ExpiredBy, str] = {
    "interval": "The clinic's interval for screening again is over.",
    "rules": "The rules it rests on have changed.",
    "questionnaires": "The questions it rests on have changed.",
    "not_found": "The rule set it rests on is not to be found here any more.",
}

EFFECT: Mapping[Effect, str] = {
    "exclude": "speaks against",
    "hold": "settle first",
    "caution": "arrange",
    "benefit": "may help",
    "note": "note",
}

TRUTH: Mapping[Truth, str] = {
    Truth.YES: "applies",
    Truth.NO: "does not apply",
    Truth.UNKNOWN: "not known yet",
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

UNTESTED = "not tested in trials"

NO_ANSWER: Mapping[NoAnswer, str] = {
    NoAnswer.NOT_ASKED: "not asked",
    NoAnswer.DECLINED: "asked, and declined",
    NoAnswer.DONT_KNOW: "asked; the answer was \u201cI don\u2019t know\u201d",
    NoAnswer.NOT_APPLICABLE: "does not apply",
}

CODES = (
    "Codes that begin with W- are statements of Weinberg (2020), U- the usual criteria for groups in a room, "
    "X- good practice from elsewhere and inferences, P- conventions of screenkit. \u201cThe author\u201d is "
    "that of the work named."
)
NOT_ESTABLISHED = "Which people do better in an online group has not been established by trials."

NEW_ASSESSMENT = "This changes only through a new assessment."
"""What would change a safety matter; never that another answer would."""

WOULD_CHANGE = {
    "prepare": "Once it is arranged, and asked again",
    "wait": "With time, and a new screening",
    "no": "Nothing that could be prepared",
    None: "Once it is arranged",
}

WHAT_IT_IS = (
    "The rules suggest; the clinician decides. This is no diagnosis, no prediction and no suicide safety "
    "assessment, and it is made for adults."
)


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Return a few words one after the other, the last two joined by a word."""
    return f" {last} ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


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
