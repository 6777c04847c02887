"""What a rule set states and declares: empty properties, proofs that leave people out, rules made softer."""

from collections.abc import Iterator, Sequence

from screenkit.check.flaw import Flaw, Severity, Spot
from screenkit.check.proofs import empty, has_solver, resting
from screenkit.check.safety import Hanging
from screenkit.models.condition import names
from screenkit.models.content import Content
from screenkit.models.property import SAFETY, Property
from screenkit.models.ruleset import Impossible

NEED_SOLVER = frozenset({"impossible", "empty-property"})
"""The checks that look for nothing where no solver is installed."""


def declared(content: Content) -> Iterator[Flaw]:
    """Yield what is to be seen of what a rule set states, declares impossible, and makes softer.

    A solver looks for it; without one, only that it was not looked for is told.
    """
    for loosening in content.chain[-1].loosens:
        what = f"it is a safety rule, and made softer; {' and '.join(loosening.by)} answer for it"
        do = "see that both still do, and that the reason still holds"
        yield Flaw("loosened", "note", Spot("rule", loosening.rule), what, do)
    for stated in empty(content):
        what, do = "no answers make its 'when' so: it says nothing", "mend it, or take it away"
        yield Flaw("empty-property", "warning", Spot("property", stated.id, "when"), what, do)
    yield from _resting(content) if has_solver() else _not_looked_into(content)


def _resting(content: Content) -> Iterator[Flaw]:
    """Yield each proof that leaves somebody out: under what this rule set declares, or what it states."""
    own, stated = _ids(content.chain[-1].impossible), _ids(content.chain[-1].properties)
    declared_by = {each.id: ruleset.id for ruleset in content.chain for each in ruleset.impossible}
    if not declared_by or not (own or stated):
        return
    for name, proved in resting(content).items():
        for came_to in proved:
            severity = "warning" if came_to.is_empty else _severity(content, came_to.stated)
            do = "see that nobody can give these answers; then list it as accepted, and why"
            if name in own:
                what = f"'{came_to.stated.id}' is proved only because this is left out"
                yield Flaw("impossible", severity, Spot("impossible", name), what, do)
            elif came_to.stated.id in stated:
                what = f"it is proved only because '{name}' is left out, which {declared_by[name]} declares"
                yield Flaw("impossible", severity, Spot("property", came_to.stated.id), what, do)


def _not_looked_into(content: Content) -> Iterator[Flaw]:
    """Yield where a proof may leave somebody out, and nobody looked whether it does."""
    do = "install it: pip install 'screenkit[verify]'"
    for each in content.chain[-1].impossible:
        what = "whether a proof rests on it was not looked into: that needs the solver z3"
        yield Flaw("impossible", "note", Spot("impossible", each.id), what, do)
    for ruleset in content.chain[:-1]:
        for stated in content.chain[-1].properties if ruleset.impossible else ():
            what = f"whether its proof rests on what {ruleset.id} declares impossible was not looked into"
            yield Flaw("impossible", "note", Spot("property", stated.id), what, do)


def _ids(some: Sequence[Property] | Sequence[Impossible]) -> frozenset[str]:
    return frozenset(each.id for each in some)


def _severity(content: Content, stated: Property) -> Severity:
    """Return how bad it is that a proof leaves somebody out: worse, where it is about safety."""
    read = {name for each in (stated.when, stated.unless) if each is not None for name in names(each)}
    is_safety = any(content.once(Hanging).weighs(name) for name in read)
    alerts = stated.never is not None and SAFETY in names(stated.never)
    return "warning" if is_safety or alerts or stated.always is not None else "note"
