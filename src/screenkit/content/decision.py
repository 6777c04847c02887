"""Decision files: YAML → what a clinician decided, or everything that is wrong with it."""

from pydantic import ValidationError

from screenkit.case.events import Decided
from screenkit.content.read import read
from screenkit.content.shape import drafted, no_condition, shape
from screenkit.errors import ContentError, RecordError


def read_decision(text: bytes, name: str) -> Decided:
    """Return the decision that a file spells; `name` is what the file is called in messages.

    Raises:
        RecordError: with every problem of the file.

    """
    try:
        document = read(text, name)
    except ContentError as error:
        raise RecordError(error.problems) from None
    decided = shape(document, Decided, no_condition)
    if decided is None or document.problems:
        raise RecordError(document.problems)
    return decided


_STAND_INS = {"choices": {}, "code": "other", "reason": "?"}
"""What stands for a key that cannot be read, so that the others can be looked at; none is ever kept."""


def rest_of_decision(text: bytes, name: str) -> tuple[Decided, frozenset[str]] | None:
    """Return a decision made of what can be read of a faulty file, and the keys that cannot.

    It is there to be checked, so that every problem is said at once, and never to be kept; None where
    nothing can be read.
    """
    try:
        draft = drafted(read(text, name), Decided, no_condition)
    except ContentError:
        return None
    broken = frozenset(str(path[0]) for path in draft.broken if path)
    known = {key: each for key, each in draft.data.items() if key in Decided.model_fields}
    sound = {key: each for key, each in known.items() if key not in broken}
    stand_ins = {key: each for key, each in _STAND_INS.items() if key in broken}
    try:
        return Decided.model_validate({**sound, **stand_ins}), broken
    except ValidationError:
        return None
