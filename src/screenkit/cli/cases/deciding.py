"""Ask a clinician at the terminal what is decided: form by form, why, and with whom."""

from datetime import date
from typing import TYPE_CHECKING

from screenkit.cli import ask

if TYPE_CHECKING:
    from screenkit.assessment import Assessment
    from screenkit.case.events import Choice, Consultation, Decided
    from screenkit.cli.desk import Desk
    from screenkit.models.base import Modality

_SCRIPT = "add --from FILE"


def ask_decision(desk: "Desk", stands: "Assessment") -> "Decided":
    """Return what somebody at the terminal decides; nothing is marked for them, and Enter chooses nothing."""
    from screenkit.case.decision import differs, set_aside
    from screenkit.case.events import Decided

    choices = _choices(stands)
    is_other = differs(choices, stands)
    code = _code(is_other=is_other)
    ask.say("The reason stands beside the recommendation; the rules do not read it.")
    reason = ask.text("Reason, in a sentence", _SCRIPT, optional=not is_other)
    second, consultation = _second(desk) if set_aside(choices, stands) else (None, None)
    review_on = _day("To be reviewed on, such as 2026-02-15 (Enter for none)")
    return Decided(
        choices=choices,
        code=code,
        reason=reason,
        second=second,
        consultation=consultation,
        review_on=review_on,
    )


def _choices(stands: "Assessment") -> "dict[Modality, Choice]":
    from screenkit.case.decision import CHOICES
    from screenkit.report import words

    offered = [*(words.CHOICE[choice] for choice in CHOICES), "Nothing is decided for this form"]
    choices: dict[Modality, Choice] = {}
    for form, result in stands.modalities.items():
        question = f"{words.MODALITY[form]}. Recommended: {words.RECOMMENDATION[result.recommendation]}"
        chosen = ask.choice(question, offered, _SCRIPT)
        if chosen < len(CHOICES):
            choices[form] = list(CHOICES)[chosen]
    return choices


def _code(*, is_other: bool) -> str:
    from screenkit.case.reasons import REASONS

    offered = {name: each.words for name, each in REASONS.items() if not (is_other and each.follows)}
    return list(offered)[ask.choice("For what reason?", list(offered.values()), _SCRIPT)]


def _second(desk: "Desk") -> "tuple[str | None, Consultation | None]":
    """Return who else stands for setting a safety matter aside."""
    ask.say("This sets a safety matter aside: somebody else has to stand for it, too.")
    offered = ["A second clinician agrees", "I consulted somebody (only where I work alone)"]
    if desk.works_alone and ask.choice("Who else?", offered, _SCRIPT) == 1:
        return None, _consultation()
    return desk.name_of(ask.needed("Second clinician's name, or id in clinic.yaml", _SCRIPT)), None


def _consultation() -> "Consultation":
    from screenkit.case.events import Consultation

    on = _day("Consulted on, such as 2026-02-15")
    while on is None:
        on = _day("The day is needed, such as 2026-02-15")
    with_whom = ask.needed("With whom", _SCRIPT)
    return Consultation(on=on, with_whom=with_whom, reason=ask.needed("What it came to", _SCRIPT))


def _day(question: str) -> date | None:
    from screenkit.models.day import read_day

    while typed := ask.text(question, _SCRIPT, optional=True):
        try:
            return read_day(typed)
        except ValueError as error:
            ask.say(f"{error}.")
    return None
