"""From the answers on record in a screening to answers as the engine takes them."""

from screenkit.case.history import Screening
from screenkit.engine.written import read_written, target_of
from screenkit.models.answers import Answer, Answers, NoAnswer, Unreadable
from screenkit.models.content import Content


def answers_of(content: Content, screening: Screening, case_id: str | None = None) -> Answers:
    """Return the answers of a screening that count, checked against the content.

    Under the content the screening was made with every one of them can be read; under another, what is no
    answer there is left out, and `unreadable` names it.
    """
    given: dict[str, Answer] = {}
    for name, written in screening.answers.items():
        answer = _read(content, name, written)
        if not isinstance(answer, Unreadable | None) and answer not in _NOTHING:
            given[name] = answer
    return Answers(given, case_id)


def unreadable(content: Content, screening: Screening) -> tuple[str, ...]:
    """Return the items and scores on record whose answers the content cannot read."""
    return tuple(
        name
        for name, written in screening.answers.items()
        if isinstance(_read(content, name, written), Unreadable | None)
    )


_NOTHING = (NoAnswer.NOT_ASKED, NoAnswer.NOT_APPLICABLE)


def _read(content: Content, name: str, written: str) -> Answer | Unreadable | None:
    return read_written(target_of(content, name), written) if name in content.home else None
