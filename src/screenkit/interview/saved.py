"""Keep the answers of an interview in a file of their own, which any YAML reader takes the same way."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from screenkit.case.events import Event
from screenkit.files import whole_file, write_whole
from screenkit.interview.flow import unassessed
from screenkit.interview.state import Interview, after
from screenkit.models.answers import Answer, Answers, NoAnswer, spelled
from screenkit.text import clean

_READ_AS_OTHER = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Words that older YAML readers do not take as text."""


class AnswerFile:
    """The file an interview is saved in, whole after every answer.

    Unless it may be overwritten, its name is taken at once, so that no other program gets it meanwhile. A
    file that was there before stays as it was until the first answer.
    """

    def __init__(self, path: Path, begun: Interview, *, overwrite: bool) -> None:
        """Make sure that the file can be written.

        Raises:
            OutputError: when it exists and may not be overwritten, or the folder does not take it.

        """
        self.path = path
        self.latest = begun
        self._saved = begun
        self._is_reserved = not overwrite
        if overwrite:
            with contextlib.suppress(_Tried), whole_file(path, overwrite=True):
                raise _Tried
        else:
            write_whole(path, b"")

    def keep(self, events: Sequence[Event]) -> None:
        """Write the answers as these events leave them; the events themselves are kept by nobody.

        Raises:
            OutputError: when the disk does not take them; the file is then as it was before.

        """
        self.latest = after(self._saved, events)
        if self.latest.kept:
            write_whole(self.path, answer_file(self.latest), overwrite=True)
        self._saved = self.latest

    def close(self) -> None:
        """Make up for a save that did not get through, or give the name back when nothing was answered.

        Raises:
            OutputError: when the disk still does not take the answers.

        """
        if self.latest is not self._saved:
            write_whole(self.path, answer_file(self.latest), overwrite=True)
            self._saved = self.latest
        elif not self.latest.kept and self._is_reserved and self.path.stat().st_size == 0:
            self.path.unlink()


def answer_file(interview: Interview) -> bytes:
    """Return the answer file: values, declined and don't know, and `not_asked` for what was passed over.

    An answer that was changed after it raised an alert, with nobody having assessed it, is `not_asked`, so
    that its gate holds. No comment repeats an answer.
    """
    return ("\n".join(_lines(interview)) + "\n").encode()


def answers_that_count(interview: Interview) -> Answers:
    """Return the answers as the file holds them: one that was changed after it raised an alert is open.

    No case keeps such an alert here; while nobody has assessed what was said, the question has to be asked
    again.
    """
    again = _to_ask_again(interview)
    return Answers(given={name: each for name, each in interview.given.items() if name not in again})


def _to_ask_again(interview: Interview) -> set[str]:
    return {name for alert in unassessed(interview) for name in alert.items}


class _Tried(Exception):  # noqa: N818 - no error: it ends an attempt that went well
    """The folder takes a file."""


def _lines(interview: Interview) -> Iterator[str]:
    state = "every question was put" if interview.due is None else "not every question was put yet"
    yield f"# Answers of an interview; {state}. Rule set: {interview.content.ruleset.id}"
    for questionnaire in interview.content.in_order:
        for section in questionnaire.sections:
            yield from _part(interview, section.title, [item.id for item in section.items])
        yield from _part(interview, questionnaire.title, [scale.id for scale in questionnaire.scales])


def _part(interview: Interview, title: str, names: Sequence[str]) -> Iterator[str]:
    written = [name for name in names if name in interview.kept]
    if written:
        yield f"\n# {clean(title)}"
    again = _to_ask_again(interview)
    for name in written:
        if name in again:
            yield "# an answer that raised an alert was changed; ask again"
        key = f'"{name}"' if name in _READ_AS_OTHER else name
        yield f"{key}: {_written(NoAnswer.NOT_ASKED if name in again else interview.kept[name])}"


def _written(answer: Answer) -> str:
    return f'"{answer}"' if isinstance(answer, str) else spelled(answer)
