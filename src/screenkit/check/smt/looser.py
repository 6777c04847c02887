"""Whether a changed condition can be less true of somebody than it was."""

import z3

from screenkit.check.smt.domain import Domain
from screenkit.check.smt.person import anybody
from screenkit.check.smt.terms import both, certain, opposite, some
from screenkit.models.condition import Condition
from screenkit.models.content import Content


def can_be_less_true(content: Content, old: Condition, new: Condition) -> bool:
    """Say whether for somebody the new condition is less true; unknown stands between no and yes."""
    person = anybody(Domain(content, (old, new)))
    solver = z3.Solver()
    solver.add([certain(rule) for rule in person.rules])
    was, now = person.truth(old), person.truth(new)
    solver.add(certain(some([both(was.yes, opposite(now.yes)), both(opposite(was.no), now.no)])))
    return bool(solver.check() != z3.unsat)
