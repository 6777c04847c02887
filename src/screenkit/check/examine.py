"""Hold a rule set against everything that is checked of it, and say what was looked at."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from screenkit.check.cases import Case, run
from screenkit.check.coverage import uncovered
from screenkit.check.declared import declared
from screenkit.check.flaw import Flaw, Spot
from screenkit.check.mutants import mutants
from screenkit.check.mutation import Notice, contradicts, unnoticed
from screenkit.check.pairs import never_yes, pairs
from screenkit.check.phrasing import milder_actions, shared_wording, wording
from screenkit.check.sources import (
    doubtful_sources,
    unowned,
    unread_gates,
    unrested,
    unshown,
    untold,
    unused_definitions,
    unused_items,
)
from screenkit.models.content import Content
from screenkit.models.criterion import Criteria
from screenkit.models.vignette import Acceptance, Edge


@dataclass(frozen=True, slots=True)
class Examination:
    """What a check found in one rule set, and how much it looked at."""

    flaws: tuple[Flaw, ...]
    rules: int
    vignettes: int
    mutants: int


def examine(
    content: Content, cases: Sequence[Case], edges: Sequence[tuple[Spot, Edge]], today: date, *, mutate: bool
) -> Examination:
    """Return everything wrong with what a rule set adds to its parents.

    `mutate` says whether faults are put into it, to see whether the vignettes notice them.
    """
    own = content.chain[-1]
    flaws = [
        *unowned(own, today),
        *untold(own),
        *unread_gates(content),
        *unused_definitions(content),
        *wording(content),
        *milder_actions(content, cases),
        *never_yes(content, cases),
        *pairs(content, cases),
        *declared(content),
        *run(cases),
        *said_otherwise(content, edges),
    ]
    sides = list(uncovered(content, cases))
    flaws += sides
    without = {flaw.spot.id for flaw in sides}  # faults are put in once there are people to notice them
    every = [mutant for mutant in mutants(content) if mutant.name not in without] if mutate else []
    flaws += unnoticed(Notice(content, cases, [edge for _, edge in edges]), every)
    return Examination(tuple(flaws), len(content.own_rules), len(cases), len(every))


def examine_shared(contents: Sequence[Content], files: Iterable[Criteria], today: date) -> Iterator[Flaw]:
    """Yield what is wrong with the criteria and items that some rule sets share."""
    files = tuple(files)
    for file in files:
        yield from unowned(file, today)
        yield from doubtful_sources(file)
    yield from unrested(contents, files)
    yield from unshown(contents, files)
    yield from unused_items(contents)
    yield from shared_wording({each.id: each for c in contents for each in c.asked}.values(), files)


def standing(flaws: Iterable[Flaw], accepted: Sequence[Acceptance]) -> tuple[list[Flaw], list[Acceptance]]:
    """Return the flaws that nobody has accepted, and what was accepted and is not found any more."""
    used: set[int] = set()
    left = []
    for flaw in flaws:
        matching = [n for n, each in enumerate(accepted) if _is(each, flaw)]
        used.update(matching)
        if not matching:
            left.append(flaw)
    return left, [each for n, each in enumerate(accepted) if n not in used]


def _is(accepted: Acceptance, flaw: Flaw) -> bool:
    is_there = accepted.check == flaw.check and accepted.at in (flaw.spot.id, str(flaw.spot))
    if accepted.check == "impossible":  # one proof, by its whole id: all others are told
        return is_there and f"'{accepted.what}'" in flaw.what
    return is_there and (accepted.what is None or accepted.what in flaw.what)


def said_otherwise(content: Content, edges: Iterable[tuple[Spot, Edge]]) -> Iterator[Flaw]:
    """Yield the edges that say something else of their rule than it does."""
    for spot, edge in edges:
        rule = content.rules_by_id.get(edge.rule or "")
        if rule is not None and contradicts(content, edge, rule):
            what = f"its effect, forms or if_unknown are not those of the rule '{rule.id}'"
            yield Flaw("vignette", "error", spot, what, "mend the rule, or the edge if it is mistaken")
