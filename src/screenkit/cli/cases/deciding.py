"""Ask a clinician at the terminal what is decided: form by form, why, and with whom."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from screenkit.cli import ask

if TYPE_CHECKING:
    from screenkit.case.decision import Setting
    from screenkit.case.events import Choice, Consultation, Decided, Instead
    from screenkit.cli.desk import Desk
    from screenkit.errors import Problem
    from screenkit.models.base import Modality
    from screenkit.report.told import Told

_SCRIPT = "add --from FILE"
_AGREES = "somebody else, who agrees"
_CONSULTED = "I work alone, and consulted somebody"


def ask_decision(desk: "Desk", told: "Told", setting: "Setting") -> "Decided":
    """Return what somebody at the terminal decides; nothing is marked for them, and Enter chooses nothing.

    What cannot be is said where it is typed, and asked again.
    """
    from screenkit.case.decision import check_review_on, differs, set_aside
    from screenkit.case.events import Decided

    choices = _choices(desk, told)
    is_other = differs(choices, told.assessment)
    code = _code(is_other=is_other)
    ask.say("The reason stands beside the recommendation; the rules do not read it.")
    reason = ask.text("Reason, in a sentence", _SCRIPT, optional=not is_other)
    aside = set_aside(choices, told.assessment)
    second, consultation = _second(desk, setting) if aside else (None, None)
    instead = None if {"offer", "offer_once_arranged"} & {*choices.values()} else _instead(desk, setting)
    review_on = _day(
        "To be reviewed on, such as 2026-02-15 (Enter for none)", lambda day: check_review_on(day, setting)
    )
    return Decided(
        choices=choices,
        code=code,
        reason=reason,
        second=second,
        consultation=consultation,
        instead=instead,
        review_on=review_on,
    )


def _choices(desk: "Desk", told: "Told") -> "dict[Modality, Choice]":
    """Return what is chosen for each form the clinic offers, for one of them at least."""
    asked = _offered_here(desk, told)
    others = [form for form in told.assessment.modalities if form not in asked]
    if others:
        forms = told.modalities(others)
        ask.say(f"Not asked about, since the clinic's profile does not name them: {forms}.")
    while True:
        choices = {form: choice for form in asked if (choice := _choice(told, form)) is not None}
        if choices:
            return choices
        ask.say("Nothing is decided for any form; decide for one at least. Ctrl-C stops and records nothing.")


def _offered_here(desk: "Desk", told: "Told") -> "list[Modality]":
    """Return the forms to ask about: those the clinic offers; all of them where no profile says which."""
    every = list(told.assessment.modalities)
    offered = [form for form in every if desk.clinic is None or form in desk.clinic.modalities]
    return offered or every


def _choice(told: "Told", form: "Modality") -> "Choice | None":
    from screenkit.case.decision import CHOICES
    from screenkit.report import words
    from screenkit.report.ground import grounds

    offered = [*(words.CHOICE[choice] for choice in CHOICES), "Nothing is decided for this form"]
    recommended = words.RECOMMENDATION[told.assessment.modalities[form].recommendation]
    ask.say("")
    ask.say(f"{words.MODALITY[form]}. Recommended: {recommended}")
    for ground in grounds(told, form):
        ask.say(f"  - {ground}")
    chosen = ask.choice(f"What is decided for this form ({words.MODALITY[form].lower()})?", offered, _SCRIPT)
    return [*CHOICES, None][chosen]


def _code(*, is_other: bool) -> str:
    from screenkit.case.reasons import REASONS

    offered = {name: each.words for name, each in REASONS.items() if not (is_other and each.follows)}
    return list(offered)[ask.choice("For what reason?", list(offered.values()), _SCRIPT)]


def _second(desk: "Desk", setting: "Setting") -> "tuple[str | None, Consultation | None]":
    """Return who else stands for setting safety aside: a leader, somebody by name, or a consultation."""
    from screenkit.case.name import is_same_person

    ask.say("This sets a safety matter aside: somebody else has to stand for it, too.")
    names = setting.leaders.values()
    others = [name for name in names if not is_same_person(name, setting.who, setting.leaders)]
    offered = [*others, _AGREES.capitalize() if not others else f"Another: {_AGREES}"]
    if setting.solo_practice:
        offered.append(_CONSULTED)
    chosen = ask.choice("Who is the second clinician?", offered, _SCRIPT) if len(offered) > 1 else 0
    if chosen < len(others):
        return others[chosen], None
    if chosen == len(others):
        return _somebody(desk, setting, "Second clinician's name"), None
    return None, _consultation(desk, setting)


def _somebody(desk: "Desk", setting: "Setting", question: str) -> str:
    """Return the name of somebody who does not decide, asked for until it can be one."""
    from screenkit.case.decision import check_another
    from screenkit.cli.signing import typed

    return typed(desk, question, _SCRIPT, lambda name: next(check_another(question, name, setting), None))


def _consultation(desk: "Desk", setting: "Setting") -> "Consultation":
    from screenkit.case.decision import check_consulted_on
    from screenkit.case.events import Consultation

    on = None
    while on is None:
        on = _day("Consulted on, such as 2026-02-15", lambda day: check_consulted_on(day, setting))
    with_whom = _somebody(desk, setting, "With whom (name)")
    return Consultation(on=on, with_whom=with_whom, reason=ask.needed("What it came to", _SCRIPT))


def _instead(desk: "Desk", setting: "Setting") -> "Instead | None":
    """Return what the person is offered where no group is; None where that is not settled yet."""
    from screenkit.case.events import Instead
    from screenkit.cli.signing import typed

    ask.say("What is offered instead now? Enter alone: not settled; the report stays incomplete.")
    what = ask.text("Offered instead", _SCRIPT, optional=True)
    if what is None:
        return None
    by = typed(desk, "By whom (name)", _SCRIPT)
    on = None
    while on is None:
        on = _day(f"From which day, such as {setting.day}", lambda _: ())
    return Instead(what=what, by=by, on=on)


def _day(question: str, check: "Callable[[date], Iterable[Problem]]") -> date | None:
    """Return a day that is typed, asked for until it can be; None for an empty line."""
    from screenkit.models.day import read_day

    while typed := ask.text(question, _SCRIPT, optional=True):
        try:
            day = read_day(typed)
        except ValueError as error:
            ask.say(f"Nothing was taken: {error}.")
            continue
        problems = list(check(day))
        if not problems:
            return day
        for problem in problems:
            ask.say(f"Nothing was taken: {problem.what} — {problem.do}.")
    return None
