"""Names for the record: of whoever does something, asked for again until it can be read as a name."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from screenkit.cli import ask

if TYPE_CHECKING:
    from screenkit.cli.desk import Desk
    from screenkit.errors import Problem

_BY = "name yourself with --by and the id of a leader in clinic.yaml"
_ELSE = "Somebody else"


def who(desk: "Desk", by: str | None) -> str:
    """Return the name of whoever does something: of the leader named by id, else as it is chosen or typed.

    Raises:
        RecordError: when no leader has that id.

    """
    if by is not None:
        return desk.who(by)
    names = list(leaders(desk).values())
    chosen = ask.choice("Who are you?", [*names, _ELSE], _BY) if names else 0
    return names[chosen] if chosen < len(names) else typed(desk, "Your name", _BY)


def typed(
    desk: "Desk", question: str, instead: str, check: "Callable[[str], Problem | None] | None" = None
) -> str:
    """Return a name that somebody types, the leader's where it is the id of one; asked until it can be meant.

    `check` says what else is wrong with it.
    """
    from screenkit.case.name import check_name

    while True:
        name = named(desk, ask.needed(question, instead))
        problem = check_name(question, name, leaders(desk)) or (check(name) if check else None)
        if problem is None:
            return name
        ask.say(f"Nothing was taken: {problem.what} — {problem.do}.")


def named(desk: "Desk", written: str) -> str:
    """Return the name of a leader who is named by id, in small letters or capitals, else the name itself."""
    return leaders(desk).get(written.strip().casefold(), written)


def leaders(desk: "Desk") -> dict[str, str]:
    """Return the names of the clinic's leaders by id; none where there is no profile."""
    return {leader.id: leader.name for leader in desk.clinic.leaders} if desk.clinic else {}
