"""Ask where the person is now, and work out from the clinic's file who may work with them elsewhere."""

import re
from dataclasses import dataclass
from typing import Literal

from screenkit.case.events import Placed
from screenkit.case.places import Authority
from screenkit.interview.in_words import in_words
from screenkit.interview.keys import Give, Move, Pick, Said
from screenkit.interview.screens import places as pages
from screenkit.interview.screens.shared import so_far
from screenkit.interview.session.room import Room, written
from screenkit.interview.state import Interview
from screenkit.models.answers import NoAnswer
from screenkit.models.clinic import read_place
from screenkit.models.questionnaire import Item

BY_PLACE = "located_in_authorised_jurisdiction"
"""The item that is worked out from the clinic's file."""

BY_PLATFORM = "platform_compliant_with_baa"
"""The item beside which the clinic's file is shown."""


@dataclass(frozen=True, slots=True)
class Worked:
    """An answer worked out from the clinic's file, and what it rests on."""

    give: Give
    note: str


def ask_place(room: Room, interview: Interview, *, is_alert: bool = False) -> Interview:
    """Return the interview with the place where the person is now, where the clinic's file names any."""
    clinic = room.desk.clinic
    if clinic is None:
        return interview
    show = room.prompt if is_alert else room.ask
    while True:
        reply = show(pages.where_now(clinic.regions, interview.place, is_alert=is_alert))
        match reply:
            case Pick(name):
                return _placed(room, interview, name)
            case Move.CODE:
                place = _code(room)
                if place:
                    return _placed(room, interview, place)
            case Move.LEAVE:
                return _placed(room, interview, None)
            case _:
                return interview


def work_out(room: Room, interview: Interview, item: Item) -> Worked | Literal[Move.BACK, Move.BY_HAND]:
    """Return the answer for the places a person will be in, or that it is answered by hand."""
    authority = room.desk.authority
    problem = ""
    while authority is not None:
        reply = room.ask(pages.during_sessions(item.text, so_far(interview), problem))
        if not isinstance(reply, Said):
            return Move.BACK if reply is Move.BACK else Move.BY_HAND
        read = _read_places(reply.text)
        if isinstance(read, str):
            problem = f"{read}{room.desk.place_hint(reply.text)}."
            continue
        found = [authority(place) for place in read]
        answer = _answer(item, found)
        shown = room.ask(pages.on_file(found, answer, in_words(item, answer), so_far(interview)))
        match shown:
            case Give():
                return Worked(shown, _note(found))
            case Move.BACK | Move.BY_HAND:
                return shown
            case _:
                problem = ""
    return Move.BY_HAND


def _placed(room: Room, interview: Interview, place: str | None) -> Interview:
    if place == interview.place:
        return interview
    return written(room, interview, [Placed(place=place)], f"Where the person is: {place or 'not known'}")


def _code(room: Room) -> str | None:
    """Return the code that is typed, or None when somebody goes back."""
    problem = ""
    while True:
        reply = room.prompt(pages.code(problem))
        if not isinstance(reply, Said):
            return None
        try:
            return read_place(reply.text.strip().upper())
        except ValueError as error:
            problem = f"{error}{room.desk.place_hint(reply.text)}."


def _read_places(text: str) -> list[str] | str:
    """Return the codes in a text, or what is wrong with one of them."""
    places: list[str] = []
    for written_code in filter(None, re.split(r"[\s,;]+", text.upper())):
        try:
            places.append(read_place(written_code))
        except ValueError as error:
            return str(error)
    return list(dict.fromkeys(places))


def _answer(item: Item, found: list[Authority]) -> str | NoAnswer:
    """Return what holds for all places together; where one of them cannot be said, neither can the whole."""
    answers = {each.answer for each in found}
    if None in answers:
        return NoAnswer.DONT_KNOW
    if len(answers) == 1:
        return answers.pop() or NoAnswer.DONT_KNOW
    return "sometimes" if item.values and "sometimes" in item.values else "no"


def _note(found: list[Authority]) -> str:
    return " ".join(f"{each.place}: {' '.join(each.lines)}" for each in found)
