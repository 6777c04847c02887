"""Lead an interview from its first screen to its last: ask, record, save, and stop for an alert."""

from collections.abc import Callable
from typing import assert_never

from screenkit.errors import OutputError
from screenkit.interview import flow, screens
from screenkit.interview.flow import Interview
from screenkit.interview.keys import Give, Move, Reply
from screenkit.interview.layout import Screen

Prompt = Callable[[Screen], Reply]
"""Shows a screen and returns what was chosen."""

Save = Callable[[Interview], None]
"""Keeps the answers; raises OutputError when it cannot."""


def lead(interview: Interview, prompt: Prompt, save: Save, *, file: str) -> Interview:
    """Return the interview when nothing is left to ask and the clinician wants the report.

    Every answer is saved before the next screen is shown. `file` is where, as the first screen says it.
    """
    prompt(screens.opening(interview, file))
    introduced: set[str] = set()
    while True:
        section = interview.section
        if section is None:
            reply = prompt(screens.ending(interview))
            if reply is Move.ON:
                return interview
            interview = _move(interview, reply)
        elif flow.opens_section(interview) and section.items[0].id not in introduced:
            introduced.add(section.items[0].id)
            first = screens.section(interview)
            interview = _move(interview, prompt(first)) if first else interview
        else:
            interview = _ask(interview, prompt, save)


def _ask(interview: Interview, prompt: Prompt, save: Save) -> Interview:
    """Put the question that is due, and return the interview after the answer."""
    reply = prompt(screens.question(interview))
    match reply:
        case Move():
            return _move(interview, reply)
        case Give(answer):
            after = flow.record(interview, answer)
            _save(after, prompt, save)
            return _stop_for_alerts(interview, after, reply, prompt)
        case _:
            assert_never(reply)


def _move(interview: Interview, reply: Reply) -> Interview:
    match reply:
        case Move.BACK:
            return flow.back(interview)
        case Move.ASK_LEFT:
            return flow.ask_left(interview)
        case Move.ON:
            return flow.keep(interview)
        case Give():
            return interview
        case _:
            assert_never(reply)


def _stop_for_alerts(before: Interview, after: Interview, given: Give, prompt: Prompt) -> Interview:
    """Show the safety screen when an answer has raised an alert; it can be left forwards or back."""
    raised = flow.newly_raised(before, after)
    if not raised or before.item is None:
        return after
    after = flow.remember(after, raised)
    reply = prompt(screens.alert(after, raised, before.item, given.answer))
    return flow.back_to(after, before.item) if reply is Move.BACK else after


def _save(interview: Interview, prompt: Prompt, save: Save) -> None:
    """Save, and stay with the answer until that has worked."""
    while True:
        try:
            save(interview)
        except OutputError as error:
            prompt(screens.not_saved(error.problems))
        else:
            return
