"""What the interview says in its own words."""

from collections.abc import Mapping

from screenkit.assessment import SafetyLevel, SafetyState

STAY = "Stay with the person. This tool does not assess risk."
"""The first line of every safety screen."""

NOW: Mapping[SafetyLevel, str] = {
    "immediate": "Do not end the contact; get help now.",
    "same_day": "A clinician speaks with this person today.",
}
"""What an alert of each level asks for."""

STANDS: Mapping[SafetyState, str] = {
    "open": "nobody has acknowledged it yet",
    "acknowledged": "acknowledged; no assessment recorded yet",
    "assessed": "a clinician's assessment is recorded",
    "entered_in_error": "entered in error",
}
"""How an alert on record stands."""

NO_PROFILE = (
    "There is no profile of the clinic here: no emergency number will be shown, and nobody's authority to "
    "work where the person is can be looked up. screenkit init makes one."
)

NOBODY_ON_FILE = (
    "No number is on file for where the person is now. Ask for the place, and use the emergency number there."
)

OLD_NUMBERS = "These numbers have not been checked lately. Make sure of them."

HOW_TO_ANSWER = (
    (
        "Press the key beside an answer, then Enter. Before Enter nothing counts.",
        "Type the number of an answer, then Enter. Enter alone does nothing.",
    ),
    (
        "No answer: d declined, k doesn't know, s not asked (skip).",
        "No answer: the words declined, don't know, skip.",
    ),
    (
        "b or the left arrow goes back; v shows every answer, and any can be changed.",
        "The word back goes back; review tells every answer, and any can be changed.",
    ),
    (
        "Tab clears the screen at once. Ctrl-C stops; what was answered is kept.",
        "The words: clear clears the screen, help says what may be typed, stop stops; answers are kept.",
    ),
)
"""How to answer, by keys and in plain lines."""

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

UNCALLED = "Nothing asks for this any more; it still counts"

NO_NAME = "A name or initials hold at least two letters. Nothing is recorded yet."

NOTE_IS_UNREAD = "For people to read; the rules do not read notes. What is to count is recorded as an answer."

IN_ERROR = "It was entered in error: answer anew."

ON_FILE = "On file at the clinic:"

LEFT_LYING = (
    "Nobody touched this interview for more than an hour. The last key pressed was not taken as an answer."
)
