"""The coded reasons a clinician gives for a decision, in our own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from screenkit.models.base import ContentId


@dataclass(frozen=True, slots=True)
class CodedReason:
    """A reason by its code: how it is said, and whether it is for following the recommendation."""

    words: str
    follows: bool = False


# The kinds are those for which clinical systems code that advice was not followed; the words are ours.
REASONS: Mapping[ContentId, CodedReason] = MappingProxyType(
    {
        "as_recommended": CodedReason("As recommended", follows=True),
        "person_prefers": CodedReason("The person chose otherwise once it was talked through"),
        "person_declines": CodedReason("The person does not want this now"),
        "gain_outweighs": CodedReason("In clinical judgement the gain outweighs the reason against"),
        "arranged_otherwise": CodedReason("What the rules ask for is arranged in another way"),
        "known_otherwise": CodedReason("Facts are known that the questions do not cover"),
        "rule_does_not_fit": CodedReason("The rule does not fit this person or this group"),
        "more_caution": CodedReason("More caution than the rules ask for"),
        "no_other_help": CodedReason("No other help can be reached now"),
        "not_offered_here": CodedReason("This form, or a place in it, is not to be had here now"),
        "cannot_take_up": CodedReason("Cost, time or travel stands in the way"),
        "already_in_it": CodedReason("The person is in this group already and does well in it"),
        "already_done": CodedReason("What was asked for has been done elsewhere"),
        "other": CodedReason("Another reason"),
    }
)
"""Every coded reason, in the order in which they are offered."""
