"""What a proof of a property may leave out of what is declared impossible, and who meets a combination."""

from screenkit.assessment import Truth
from screenkit.check.breaks import Change, breaks, with_change
from screenkit.engine.decide import decide
from screenkit.engine.states import States
from screenkit.models.answers import Answers
from screenkit.models.content import Content
from screenkit.models.property import Property
from screenkit.models.ruleset import Impossible


def left_out(content: Content, stated: Property) -> tuple[Impossible, ...]:
    """Return what a proof of a property may leave out.

    That is what the rule set declares that states it, or a parent of that one: a rule set that extends
    another proves what its parent states without any help of its own.
    """
    declared: list[Impossible] = []
    for ruleset in content.chain:
        declared += ruleset.impossible
        if any(each.id == stated.id for each in ruleset.properties):
            return tuple(declared)
    return content.ruleset.impossible


def met(content: Content, combinations: tuple[Impossible, ...], answers: Answers) -> tuple[str, ...]:
    """Return the ids of the combinations that answers surely meet."""
    if not combinations:
        return ()
    states = States(content, answers)
    return tuple(each.id for each in combinations if decide(each.when, states) is Truth.YES)


def broken_by(
    content: Content, stated: Property, without: tuple[Impossible, ...], answers: Answers, change: Change
) -> bool:
    """Say whether somebody breaks a property who meets no combination, neither before a change nor after."""
    if any(met(content, without, each) for each in (answers, with_change(answers, change))):
        return False
    return breaks(content, stated, answers, change)
