"""Go where the clinician wants to: back, on, to a section, through every answer, to what is to be settled."""

from dataclasses import replace

from screenkit.interview import flow
from screenkit.interview.changes import settling, uncalled
from screenkit.interview.flow import Part
from screenkit.interview.in_words import in_words
from screenkit.interview.keys import Move, Pick, Reply, Said
from screenkit.interview.screens import moving as pages
from screenkit.interview.session.asking import ask, take
from screenkit.interview.session.room import Room, written
from screenkit.interview.session.safety import stop
from screenkit.interview.state import Interview


def go(room: Room, interview: Interview, reply: Reply | None) -> Interview:
    """Return the interview where the clinician wants it to be."""
    while reply is not None:
        match reply:
            case Move.BACK:
                return flow.back(interview)
            case Move.ON:
                return flow.keep(interview)
            case Move.SECTIONS:
                interview, reply = _to_section(room, interview)
            case Move.REVIEW:
                interview, reply = _review(room, interview)
            case _:
                return interview
    return interview


def settle(room: Room, interview: Interview) -> Interview:
    """Take out safety answers that nothing asks for any more, each with its reason."""
    while items := uncalled(interview):
        reply = room.ask(pages.uncalled(interview, items))
        if not isinstance(reply, Pick):
            return interview
        item = interview.content.items[reply.name]
        said = in_words(item, interview.given[item.id])
        why = room.prompt(pages.reason(item.text, f"Recorded: {said}. It will no longer count."))
        if isinstance(why, Said):
            events = settling(interview, item, why.text)
            interview = stop(room, written(room, interview, events, f"{item.text} no longer counts"))
    return interview


def _to_section(room: Room, interview: Interview) -> tuple[Interview, Move | None]:
    """Let a section or an instrument be chosen, and go there."""
    parts = [each for each in flow.parts(interview) if not each.is_empty]
    reply = room.ask(pages.sections(parts))
    if not isinstance(reply, Pick):
        return interview, None
    part = next(each for each in parts if each.id == reply.name)
    if part.section is None and not part.open:
        interview, move = take(room, interview, part.questionnaire, in_turn=False)
        if move is not None:
            return interview, move
        part = next(each for each in flow.parts(interview) if each.id == part.id)
        return (_to(room, interview, part) if part.open else interview), None
    return _to(room, interview, part), None


def _to(room: Room, interview: Interview, part: Part) -> Interview:
    """Go to what is open in a part, or through its answers where nothing is."""
    if not part.open:
        return flow.visit(interview, part.names)
    return written(room, flow.onward(interview), flow.jump(interview, part), f"On to {part.title}")


def _review(room: Room, interview: Interview) -> tuple[Interview, Move | None]:
    """Show every answer, section by section, until the clinician goes on; one chosen can be changed."""
    at = _first_page(interview)
    while True:
        parts = _to_review(interview)
        at = min(at, len(parts) - 1)
        place = f"section {at + 1} of {len(parts)}"
        reply = room.ask(pages.review(interview, parts[at], place, is_last=at == len(parts) - 1))
        match reply:
            case Pick(name):
                interview, move = _edit(room, interview, name)
                if move is not None or interview.returned_to is not None:
                    return interview, move
            case Move.ON:
                at += 1
            case Move.BACK:
                at = max(at - 1, 0)
            case Move.SECTIONS:
                return interview, reply
            case _:
                return interview, None


def _edit(room: Room, interview: Interview, name: str) -> tuple[Interview, Move | None]:
    """Put one question again, and come back to where the clinician was."""
    now, move = ask(room, flow.back_to(interview, name))
    wants_correction = any(each.is_denied for each in now.alerts) and now.returned_to == name
    if wants_correction and move is None:
        return now, None
    return replace(now, returned_to=None, visiting=interview.visiting), move


def _to_review(interview: Interview) -> list[Part]:
    """Return the parts in which anything was asked or is to be asked."""
    parts = [each for each in flow.parts(interview) if each.is_taken or each.names]
    return [each for each in parts if not each.is_empty] or parts


def _first_page(interview: Interview) -> int:
    """Return the place of the section asked now among those reviewed; the first one at the end."""
    if interview.due is None:
        return 0
    parts = _to_review(interview)
    here = [n for n, each in enumerate(parts) if flow.belongs(interview, interview.due, each)]
    return here[0] if here else 0
