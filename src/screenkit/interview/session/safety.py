"""Stop for an alert: nothing else is shown until a named clinician has acknowledged it."""

from collections.abc import Sequence
from dataclasses import replace

from screenkit.case.events import Acknowledged, EnteredInError, Told
from screenkit.interview import flow
from screenkit.interview.guidance import Guidance, guidance
from screenkit.interview.keys import Move, Reply, Said
from screenkit.interview.layout import Screen
from screenkit.interview.raised import Raised
from screenkit.interview.screens import safety as pages
from screenkit.interview.session.places import ask_place
from screenkit.interview.session.room import Room, written
from screenkit.interview.state import Interview


def stop(room: Room, interview: Interview) -> Interview:
    """Return the interview with no open alert: each was acknowledged by name, or entered in error.

    After "entered in error" the interview is at the answer that raised the alert.
    """
    while interview.open_alerts:
        told = guidance(interview.content, [interview.open_alerts[0].rule])
        together = [
            each for each in interview.open_alerts if guidance(interview.content, [each.rule]) is told
        ]
        interview = _stop_for(room, interview, together, told)
    return interview


def _stop_for(room: Room, interview: Interview, raised: Sequence[Raised], told: Guidance) -> Interview:
    """Show everything at one look, until these alerts are acknowledged or entered in error."""
    rules = tuple(each.rule for each in raised)
    desk = room.desk
    while True:
        match _put(room, interview, pages.alert(interview, raised, told, desk), raised):
            case Move.SEEN:
                return written(room, interview, [Acknowledged(rules=rules)], f"seen by {desk.who}")
            case Move.PROMPTS:
                interview = _one_by_one(room, interview, told, raised)
            case Move.PLACE:
                interview = _place(room, interview, raised)
            case Move.ERROR:
                reply = _put(room, interview, pages.in_error(raised), raised)
                if isinstance(reply, Said):
                    return _in_error(room, interview, raised, reply.text)
            case _:
                pass


def place_first(room: Room, interview: Interview) -> Interview:
    """Return the interview with the place where the person is now, asked because an alert is open."""
    return _place(room, interview, interview.open_alerts)


def _place(room: Room, interview: Interview, raised: Sequence[Raised]) -> Interview:
    """Ask for the place; whoever stops there is asked for their name, as on every screen of the stop."""

    def prompt(screen: Screen) -> Reply:
        return _put(room, interview, screen, raised)

    return ask_place(replace(room, prompt=prompt), interview, is_alert=True)


def _may_be_asked(interview: Interview, name: str) -> bool:
    return name in interview.kept and not interview.is_held_back(name)


def _put(room: Room, interview: Interview, screen: Screen, raised: Sequence[Raised]) -> Reply:
    """Show a screen of the safety stop; whoever stops there is asked for their name once before."""
    while True:
        try:
            return room.prompt(screen)
        except KeyboardInterrupt:
            if room.prompt(pages.leaving(raised, room.desk)) is Move.SEEN:
                rules = tuple(each.rule for each in raised)
                written(room, interview, [Acknowledged(rules=rules)], f"seen by {room.desk.who}")
                raise


def _one_by_one(room: Room, interview: Interview, told: Guidance, raised: Sequence[Raised]) -> Interview:
    """Go through what there is to find out; each is written down in a word or two, or passed over."""
    at = 0
    while at < len(told.prompts):
        step = told.prompts[at]
        place = f"{at + 1} of {len(told.prompts)}"
        at_hand = room.desk.numbers(interview.place)
        screen = pages.prompt(step, interview.told.get(step.id), place, at_hand)
        reply = _put(room, interview, screen, raised)
        match reply:
            case Said(text):
                events = [Told(prompt=step.id, text=text)]
                interview = written(room, interview, events, f"{step.asks} {text}")
                at += 1
            case Move.ON:
                at += 1
            case Move.BACK if at:
                at -= 1
            case _:
                break
    return interview


def _in_error(room: Room, interview: Interview, raised: Sequence[Raised], reason: str) -> Interview:
    rules = tuple(each.rule for each in raised)
    events = [EnteredInError(rules=rules, reason=reason)]
    marked = written(room, interview, events, "entered in error")
    names = [name for each in raised for name in each.items if _may_be_asked(marked, name)]
    return flow.back_to(marked, names[-1]) if names else marked
