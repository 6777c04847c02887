"""How urgent the text is that says what to do about an alert."""

import re
from collections.abc import Iterable

from screenkit.assessment import LEVELS
from screenkit.models.ruleset import Rule

_AT_ONCE = re.compile(
    r"\b(urgent|urgently|at once|immediately|emergency|not left alone|stay with|right away)\b", re.IGNORECASE
)
_TODAY = re.compile(r"\b(today|same day|same visit|now|prompt|promptly|this afternoon)\b", re.IGNORECASE)


def urgency(rule: Rule) -> int:
    """Return how urgent the way out that a rule names is: 2 at once, 1 today, 0 neither."""
    text = f"{rule.resolve or ''} {rule.offer_now or ''}"
    return 2 if _AT_ONCE.search(text) else 1 if _TODAY.search(text) else 0


def milder_texts(rules: Iterable[Rule]) -> list[tuple[Rule, Rule]]:
    """Return the pairs of rules of which the first raises the higher alert and names the milder way out."""
    acting = [rule for rule in rules if rule.alert and rule.resolve]
    return [
        (one, other)
        for one in acting
        for other in acting
        if _level(one) > _level(other) and urgency(one) < urgency(other)
    ]


def _level(rule: Rule) -> int:
    return LEVELS.index(rule.alert or "none")
