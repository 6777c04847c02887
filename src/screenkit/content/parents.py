"""The parents a rule set extends: a shipped one is the shipped one."""

from collections.abc import Iterator, Sequence

from screenkit.content import locate
from screenkit.content.locate import File
from screenkit.content.read import Document
from screenkit.content.shelf import Shelf
from screenkit.errors import Problem


def stand_ins(
    shelf: Shelf, reference: str, files: Sequence[File], chain: Sequence[Document]
) -> Iterator[Problem]:
    """Yield a problem where a file beside a rule set of one's own stands in for a shipped parent.

    `chain` holds what was read so far, what was asked for last. A copy of a shipped rule set may extend
    another copy beside it; what somebody keeps of an older assessment is read as it was kept.
    """
    shipped = {} if shelf.is_snapshot or not chain else shelf.shipped(locate.RULES)
    asked = chain[-1].data if chain else None
    is_copy = isinstance(asked, dict) and asked.get("id") in shipped
    if reference in shipped and not is_copy:
        for file in files:
            if file.text != shipped[reference].text:
                what = f"'{reference}' is a shipped rule set, and {file.name} says something else"
                do = "give that file another name and id and extend it by that, or take it away"
                yield Problem(chain[0].where(("extends",)), what, do)
