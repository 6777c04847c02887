"""Lead an interview from its first screen to its last."""

from dataclasses import replace

from screenkit.case.name import check_name
from screenkit.interview import flow, words
from screenkit.interview.changes import outdated, unheard
from screenkit.interview.desk import Desk
from screenkit.interview.keys import Move, Pick, Reply, Said
from screenkit.interview.screens import frame
from screenkit.interview.session.asking import ask, take
from screenkit.interview.session.contact import LeftLyingError, Prompt
from screenkit.interview.session.moving import go, settle
from screenkit.interview.session.places import ask_place
from screenkit.interview.session.room import Keep, Room, room_of, written
from screenkit.interview.session.safety import place_first, stop
from screenkit.interview.state import Interview
from screenkit.models.questionnaire import Questionnaire


def introduced(desk: Desk, prompt: Prompt) -> Desk:
    """Return the desk with the name of whoever leads the interview, asked for where it is not known."""
    leaders = {each.id: each.name for each in desk.clinic.leaders} if desk.clinic else {}
    problem = ""
    while not desk.who:
        match prompt(frame.name(desk.clinic.leaders if desk.clinic else (), problem)):
            case Pick(name) if name in leaders:
                desk = replace(desk, who=leaders[name])
            case Said(text) if check_name("", text, leaders) is None:
                desk = replace(desk, who=text)
            case _:
                problem = words.NO_NAME
    return desk


def lead(interview: Interview, prompt: Prompt, keep: Keep, desk: Desk) -> Interview:
    """Return the interview when nothing is left to ask and the clinician wants the report.

    Everything is kept before the next screen is shown. An alert that nobody has acknowledged stops the
    interview before anything else is asked.

    Raises:
        KeyboardInterrupt, EOFError: when the clinician stops; what was kept stays kept.
        ValueError: when nobody's name is on the desk.

    """
    if not desk.who:
        raise ValueError("an interview is led by somebody with a name")
    was_left = False
    while True:
        try:
            return _contact(room_of(prompt, keep, desk), interview, was_left=was_left)
        except LeftLyingError:
            if desk.contact is None:
                raise
            was_left = True
            interview, desk = desk.contact.anew(interview)


def _contact(room: Room, interview: Interview, *, was_left: bool) -> Interview:
    """Lead the interview through one contact with the person, to its end.

    Raises:
        LeftLyingError: when the interview was left lying; it goes on in a new contact.

    """
    interview = _begun(room, interview, was_left=was_left)
    introduced_sections: set[str] = set()
    while True:
        interview = stop(room, _hear(room, interview))
        if room.was_left:
            raise LeftLyingError
        if interview.due is None:
            reply = room.ask(frame.ending(interview))
            if reply is Move.ON:
                return interview
            interview = _from_the_end(room, interview, reply)
        else:
            interview = _next(room, interview, introduced_sections)


def _begun(room: Room, interview: Interview, *, was_left: bool) -> Interview:
    """Return the interview past its first screens, with the place where the person is now.

    Where an alert is open, the place comes first: the numbers beside the alert are those of a place.
    """
    if not interview.open_alerts:
        return ask_place(room, _first(room, interview, was_left=was_left))
    return _first(room, place_first(room, interview), was_left=was_left)


def _first(room: Room, interview: Interview, *, was_left: bool) -> Interview:
    """Show the first screen, of a new interview or of one that goes on; an open alert comes before it."""
    interview = stop(room, interview)
    if interview.kept or interview.old or interview.instruments:
        first = frame.going_on(interview, room.desk, was_left=was_left)
    else:
        first = frame.opening(interview, room.desk)
    reply = room.ask(first)
    return interview if reply is Move.ON else go(room, interview, reply)


def _next(room: Room, interview: Interview, introduced_sections: set[str]) -> Interview:
    """Put what is due: how to take an instrument, the beginning of a section, or a question."""
    if isinstance(interview.due, Questionnaire):
        return go(room, *take(room, interview, interview.due))
    section = flow.section_of(interview)
    if section and flow.opens_section(interview) and section.items[0].id not in introduced_sections:
        introduced_sections.add(section.items[0].id)
        first = frame.section(interview)
        return go(room, interview, room.ask(first)) if first else interview
    return go(room, *ask(room, interview))


def _from_the_end(room: Room, interview: Interview, reply: Reply) -> Interview:
    match reply:
        case Move.ASK_LEFT:
            return flow.visit(interview, interview.left)
        case Move.UNCALLED:
            return settle(room, interview)
        case _:
            return go(room, interview, reply)


def _hear(room: Room, interview: Interview) -> Interview:
    """Raise an alert that stands without being on record, unless its answer is just being looked at."""
    events = [each for each in unheard(interview) if interview.returned_to not in each.items]
    return written(room, interview, [*events, *outdated(interview, events)], "a safety alert")
