"""Put one question, or ask how an instrument is taken, and keep what is said."""

from typing import assert_never

from screenkit.case.events import Event, Noted
from screenkit.engine.written import Target
from screenkit.interview import flow
from screenkit.interview.changes import answering, needs_reason, reason_given, taking
from screenkit.interview.in_words import in_words
from screenkit.interview.keys import Give, Move, Pick, Reply, Said
from screenkit.interview.screens import moving as pages
from screenkit.interview.screens.instrument import instrument as how_taken
from screenkit.interview.screens.question import question
from screenkit.interview.session.places import BY_PLACE, BY_PLATFORM, Worked, work_out
from screenkit.interview.session.room import Room, written
from screenkit.interview.session.safety import stop
from screenkit.interview.state import How, Interview
from screenkit.models.questionnaire import Item, Questionnaire

Asked = tuple[Interview, Move | None]
"""The interview after a question, and where the clinician wants to go instead of on."""

_HOW: dict[str, How] = {"items": "items", "total": "total", "skipped": "skipped"}


def ask(room: Room, interview: Interview) -> Asked:
    """Put the item or total that is due, until it is dealt with or the clinician goes elsewhere.

    Raises:
        ValueError: when no item or total is due.

    """
    target = interview.due
    if target is None or isinstance(target, Questionnaire):
        raise ValueError("nothing is asked now")
    by_place = target.id == BY_PLACE and room.desk.authority is not None
    on_file = room.desk.platforms if target.id == BY_PLATFORM else ()
    wants_place = by_place and interview.recorded is None
    while True:
        asked = _from_place(room, interview, target) if wants_place else None
        if asked is not None:
            return asked
        reply = room.ask(question(interview, room.desk.earlier, from_place=by_place, on_file=on_file))
        wants_place = reply is Move.PLACE
        if reply is Move.WHY or reply is Move.NOTE:
            interview = _aside(room, interview, target, reply)
        elif not wants_place:
            return _answered(room, interview, target, reply)


def record(room: Room, interview: Interview, target: Target, give: Give, *, note: str = "") -> Interview:
    """Return the interview with an answer kept, and with any alert it raised acknowledged.

    Where the change asks for a reason and none is given, the answer stays as it was.
    """
    said = in_words(target, give.answer)
    reason = reason_given(interview, target.id)
    if needs_reason(interview, target.id) and interview.kept.get(target.id) != give.answer:
        before = in_words(target, interview.kept[target.id])
        change = f"Recorded: {before}. Now: {said}."
        reply = room.prompt(pages.reason(_text(target), change))
        if not isinstance(reply, Said):
            return interview
        reason = reply.text
    events: tuple[Event, ...] = answering(
        interview, target, give.answer, reason=reason, as_last_time=give.as_last_time
    )
    if note:
        events = (*events, Noted(item=target.id, text=note))
    kept = written(room, interview, events, f"{_text(target)} {said}")
    is_same = interview.kept.get(target.id) == give.answer
    return stop(room, flow.keep(kept) if is_same else kept)


def take(room: Room, interview: Interview, instrument: Questionnaire, *, in_turn: bool = True) -> Asked:
    """Ask how an instrument is taken; where it was not its turn, going back leads to where one was."""
    reply = room.ask(how_taken(interview, instrument))
    if isinstance(reply, Pick):
        events = taking(interview, instrument, _HOW[reply.name])
        return stop(room, written(room, interview, events, f"{instrument.title}: {reply.name}")), None
    return _moved(interview, reply) if in_turn or reply is not Move.BACK else (interview, None)


def _answered(room: Room, interview: Interview, target: Target, reply: Reply) -> Asked:
    if isinstance(reply, Give):
        return record(room, interview, target, reply), None
    return _moved(interview, reply)


def _moved(interview: Interview, reply: Reply) -> Asked:
    """Return the interview after a step on or back, or where else the clinician wants to go."""
    match reply:
        case Move.ON:
            return flow.keep(interview), None
        case Move.BACK:
            return flow.back(interview), None
        case Move():
            return interview, reply
        case Give() | Pick() | Said():
            return interview, None
        case _:
            assert_never(reply)


def _from_place(room: Room, interview: Interview, target: Target) -> Asked | None:
    """Return the interview with the answer worked out; None where it is given by hand."""
    if not isinstance(target, Item):
        return None
    found = work_out(room, interview, target)
    match found:
        case Worked(give, note):
            return record(room, interview, target, give, note=note), None
        case Move.BACK if interview.recorded is None:
            return flow.back(interview), None
        case _:
            return None


def _aside(room: Room, interview: Interview, target: Target, reply: Reply) -> Interview:
    """Tell why something is asked, or take a note on it."""
    if reply is Move.WHY:
        if isinstance(target, Item):
            room.ask(pages.why(interview.content, target))
        return interview
    earlier = [text for name, text in interview.notes if name == target.id]
    noted = room.prompt(pages.note(_text(target), earlier))
    if not isinstance(noted, Said):
        return interview
    return written(room, interview, [Noted(item=target.id, text=noted.text)], f"Note: {noted.text}")


def _text(target: Target) -> str:
    return target.text if isinstance(target, Item) else target.scale.title
