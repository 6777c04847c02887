"""What a rule set states and declares: empty properties, proofs that leave people out, rules made softer."""

from collections.abc import Iterator

from screenkit.check.flaw import Flaw, Severity, Spot
from screenkit.check.proofs import empty, has_solver, resting
from screenkit.check.safety import Hanging
from screenkit.models.condition import names
from screenkit.models.content import Content
from screenkit.models.property import SAFETY, Property


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
    own = content.chain[-1].impossible
    if own and not has_solver():
        what = "whether a proof rests on it was not looked into: that needs the solver z3"
        for each in own:
            do = "install it: pip install 'screenkit[verify]'"
            yield Flaw("impossible", "note", Spot("impossible", each.id), what, do)
    elif own:
        found = resting(content)
        for each in own:
            for came_to in found.get(each.id, ()):
                what = f"'{came_to.stated.id}' is proved only because this is left out"
                do = "see that nobody can give these answers; then list it as accepted, and why"
                severity = "warning" if came_to.is_empty else _severity(content, came_to.stated)
                yield Flaw("impossible", severity, Spot("impossible", each.id), what, do)


def _severity(content: Content, stated: Property) -> Severity:
    """Return how bad it is that a proof leaves somebody out: worse, where it is about safety."""
    read = {name for each in (stated.when, stated.unless) if each is not None for name in names(each)}
    is_safety = any(content.once(Hanging).weighs(name) for name in read)
    alerts = stated.never is not None and SAFETY in names(stated.never)
    return "warning" if is_safety or alerts or stated.always is not None else "note"
