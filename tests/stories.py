"""Cases as their events, stamped one after the other, and what they come to under some content."""

from datetime import UTC, date, datetime, timedelta

from screenkit.case.answers import answers_of
from screenkit.case.events import (
    Acknowledged,
    Alerted,
    Answered,
    Assessed,
    Changed,
    Consultation,
    Decided,
    Noted,
    Opened,
    Screened,
    Stamped,
    Told,
)
from screenkit.case.history import case_of
from screenkit.case.record import Record
from screenkit.case.standing import raised_before, standing
from screenkit.engine.assess import assess

BEGAN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
OPENED = Opened(rules="online-group", content="0" * 64)


def stamped(events, who="Dr. Adeyemi", first=1):
    """Events as they are kept, a minute between one and the next."""
    return tuple(
        Stamped(sequence=n, at=BEGAN + timedelta(minutes=n), who=who, event=event)
        for n, event in enumerate(events, first)
    )


def answered(written):
    """One event an answer."""
    return [Answered(item=name, answer=answer) for name, answer in written.items()]


def changed(item, before, answer):
    return Changed(item=item, before=before, answer=answer, reason="It was misheard.")


def alerted(content, rule_id, items=("suicidal_ideation",)):
    """The event that puts the alert of a rule on record."""
    rule = next(rule for rule in content.ruleset.rules if rule.id == rule_id)
    return Alerted(rule=rule.id, level=rule.alert, message=rule.because, items=items)


def case(*events):
    return case_of("C-7K3Q9", stamped(events))


def bare(content, screening):
    """What the answers of a screening come to by themselves."""
    return assess(content, answers_of(content, screening))


def stands(content, case, number=None):
    """What a screening comes to, the latest unless another is named, with what is on record laid over it."""
    screening = case.screenings[(number or len(case.screenings)) - 1]
    return standing(bare(content, screening), screening, raised_before(content, case, screening.number))


def recommended(assessment):
    return [result.recommendation.value for result in assessment.modalities.values()]


# A case in which everything is on record that a report can tell of

DECIDED = Decided(
    choices={"in_person": "wait", "online_video": "offer_once_arranged"},
    code="arranged_otherwise",
    reason="A colleague sits beside her.",
    second="Dr. Brandt",
    consultation=Consultation(on=date(2026, 3, 3), with_whom="Prof. Lind", reason="A trial was agreed."),
    review_on=date(2026, 4, 1),
)
WRITTEN_FREELY = (
    "I stay on the line.",
    "It has passed.",
    "at the library",
    "Said it of the past.",
    "A good talk.",
    "A colleague sits beside her.",
    "A trial was agreed.",
)
NAMES = ("Adeyemi", "Brandt", "Lind")


def everything(content, written):
    """A screening with alerts, marks, notes, what was told, an amendment and a decision."""
    active, crisis = "active-suicidal-thoughts-reported", "acute-crisis-reported"
    return case(
        OPENED,
        *answered({**written, "suicidal_ideation": "active", "acute_crisis": "yes"}),
        alerted(content, active),
        alerted(content, crisis, ("acute_crisis",)),
        Told(prompt="location_now", text="at the library"),
        Acknowledged(rules=(active, crisis), reason="I stay on the line."),
        Assessed(rules=(crisis,), reason="It has passed."),
        changed("suicidal_ideation", "active", "none"),
        changed("acute_crisis", "yes", "no"),
        Noted(item="suicidal_ideation", text="Said it of the past."),
        Noted(text="A good talk."),
        Screened(recommendations={}, level="none", complete=True, assessment="{}"),
        DECIDED,
    )


def record_of(case, expiry=None):
    """The record of the latest screening of a case."""
    return Record(case.id, case.latest, f"{len(case.events)}-K7QF", expiry)
