"""Prove a rule set, where a solver is installed: the door to `check.smt`, which nothing else opens."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from screenkit.errors import ContentError, Problem
from screenkit.models.content import Content
from screenkit.models.property import Property

if TYPE_CHECKING:
    from screenkit.check.smt.prove import Verdict

Dice = Callable[[int], int]
"""Returns a number from 0 up to but without the one it is given."""

PEOPLE = 25
"""How many people at random the encoding is held against before each run."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of each property, and how many people at random the engine agreed on."""

    verdicts: "Sequence[Verdict]"
    agreed_on: int

    @property
    def holds(self) -> bool:
        """Whether every property is proved."""
        return all(verdict.proved for verdict in self.verdicts)


def has_solver() -> bool:
    """Say whether a solver is installed."""
    return find_spec("z3") is not None


def need_solver(where: str) -> None:
    """Refuse to go on without a solver.

    Raises:
        ContentError: when none is installed.

    """
    if not has_solver():
        do = "install it: pip install 'screenkit[verify]'"
        raise ContentError([Problem(where, "a proof needs the solver z3, which is not installed", do)])


def proof(content: Content, properties: Sequence[Property], dice: Dice, people: int = PEOPLE) -> Proof:
    """Prove properties of a content over all answers; first its encoding is held against the engine.

    Raises:
        ContentError: when no solver is installed, or the encoding and the engine differ on somebody.

    """
    need_solver(content.ruleset.id)
    from screenkit.check.smt.agree import first_difference  # noqa: PLC0415 - the solver is optional
    from screenkit.check.smt.prove import everybody, verdict  # noqa: PLC0415

    person = everybody(content, properties)
    difference = first_difference(person, dice, people)
    if difference:
        what = f"the proof and the program say different things of somebody: {difference.about[0]}"
        do = "this is a fault of screenkit, and nothing is proved; please report it with the rule set"
        raise ContentError([Problem(content.ruleset.id, what, do)])
    return Proof([verdict(person, stated) for stated in properties], people)


def empty(content: Content) -> tuple[Property, ...]:
    """Return the properties of a rule set's own whose `when` is so of nobody; none without a solver."""
    stated = [each for each in content.chain[-1].properties if each.when is not None]
    if not stated or not has_solver():
        return ()
    from screenkit.check.smt.prove import everybody, speaks_of_nobody  # noqa: PLC0415 - the solver is optional

    person = everybody(content)
    return tuple(each for each in stated if speaks_of_nobody(person, each))


def resting(content: Content) -> "Mapping[str, Sequence[Verdict]]":
    """Return which properties hold only because something is declared impossible, by its id.

    Raises:
        ContentError: when no solver is installed.

    """
    need_solver(content.ruleset.id)
    from screenkit.check.smt.prove import everybody, verdict  # noqa: PLC0415 - the solver is optional

    person = everybody(content)
    found: dict[str, list[Verdict]] = {}
    for came_to in (verdict(person, stated) for stated in content.ruleset.properties):
        for name in came_to.rests_on:
            found.setdefault(name, []).append(came_to)
    return found


def reserves(content: Content) -> Mapping[str, Sequence[str]] | None:
    """Return on which combinations declared impossible the proof of each property rests, by its id.

    A property that is not proved is not in it. None says that nobody looked: nothing is declared impossible,
    or there is no solver.
    """
    if not content.ruleset.impossible or not has_solver():
        return None
    from screenkit.check.smt.prove import everybody, verdict  # noqa: PLC0415 - the solver is optional

    person = everybody(content)
    found = [verdict(person, stated) for stated in content.ruleset.properties]
    return {each.stated.id: each.rests_on for each in found if each.proved}
