"""Decision files: YAML → what a clinician decided, or everything that is wrong with it."""

from screenkit.case.events import Decided
from screenkit.content.read import read
from screenkit.content.shape import no_condition, shape
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
