"""Cases as their events, stamped one after the other, and what they come to under some content."""

from datetime import UTC, datetime, timedelta

from screenkit.case.answers import answers_of
from screenkit.case.events import Alerted, Answered, Changed, Opened, Stamped
from screenkit.case.history import case_of
from screenkit.case.standing import standing, unsettled_before
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
    return standing(bare(content, screening), screening, unsettled_before(content, case, screening.number))


def recommended(assessment):
    return [result.recommendation.value for result in assessment.modalities.values()]
