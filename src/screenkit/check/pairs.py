"""Rules that can never be yes, that another always covers, that say the same, or that contradict one another.

Looked for among people of the vignettes and answers near them: what is not found here is proved elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from screenkit.assessment import Truth
from screenkit.check.cases import Case
from screenkit.check.flaw import Flaw, Spot
from screenkit.check.search import trials
from screenkit.engine.decide import States, decide
from screenkit.models.answers import Answer
from screenkit.models.condition import Condition
from screenkit.models.content import Content
from screenkit.models.ruleset import Rule

_WEIGHT = {"exclude": 3, "hold": 2, "caution": 1}


@dataclass(frozen=True, slots=True)
class _Seen:
    """A rule, and what it comes to and weighs in each of many sets of answers."""

    rule: Rule
    forms: frozenset[str]
    reads: tuple[str, ...]
    truths: tuple[Truth, ...]
    weights: tuple[int, ...]


def never_yes(content: Content, cases: Sequence[Case]) -> Iterator[Flaw]:
    """Yield what of a rule set's own no answers make yes: rules, tensions, and what it calls impossible."""
    people = [case.answers for case in cases[:3]] or [{}]
    own = content.chain[-1]
    for rule in content.own_rules:
        if rule.when and not _fires(content, people, cases, rule.when):
            what, do = "no answers make it yes", "mend its condition, or take it away"
            yield Flaw("never-yes", "warning", Spot("rule", rule.id, "when"), what, do)
    for tension in own.tensions:
        if not _fires(content, people, cases, tension.when):
            what, do = "no answers show it", "mend when it is shown"
            yield Flaw("tension", "warning", Spot("tension", tension.id), what, do)
    for each in own.impossible:
        if not _fires(content, people, cases, each.when):
            what, do = "no answers make it so", "mend it, or take it away"
            yield Flaw("never-yes", "warning", Spot("impossible", each.id, "when"), what, do)


def pairs(content: Content, cases: Sequence[Case]) -> Iterator[Flaw]:
    """Yield what is wrong between two rules, one of which is the rule set's own."""
    own = {rule.id for rule in content.own_rules}
    seen = [
        _seen(content, cases, rule) for rule in content.ruleset.rules if rule.when and rule.effect != "note"
    ]
    for one in seen:
        for other in seen:
            if (
                one.rule.id != other.rule.id
                and one.forms & other.forms
                and own & {one.rule.id, other.rule.id}
            ):
                yield from _between(content, cases, one, other)


def _between(content: Content, cases: Sequence[Case], one: _Seen, other: _Seen) -> Iterator[Flaw]:
    spot = Spot("rule", one.rule.id)
    name = other.rule.id
    if _covers(content, cases, one, other):
        if not _covers(content, cases, other, one):
            what, do = f"'{name}' always weighs as much or more", "take it away, or say why both are told"
            yield Flaw("shadowed", "warning", spot, what, do)
        elif one.rule.id < name:
            what, do = f"it says the same as '{name}'", "make one rule of the two"
            yield Flaw("overlapping", "warning", spot, what, do)
    if _contradict(content, cases, one, other):
        what = f"it is a {one.rule.effect} whenever '{name}' is yes, which is {_article(other.rule.effect)}"
        yield Flaw("contradicting", "warning", spot, what, "set one aside where the other holds")


def _covers(content: Content, cases: Sequence[Case], one: _Seen, other: _Seen) -> bool:
    """Say whether another rule always weighs as much as one, in every form the one speaks of."""
    if not one.forms <= other.forms or not _never_less(one, other):
        return False
    return _holds_nearby(content, cases, one, other)


def _never_less(one: _Seen, other: _Seen) -> bool:
    """Say whether another rule weighs at least as much wherever one weighs at all."""
    if one.rule.effect == "benefit" or not set(one.reads) & set(other.reads):
        return False
    return all(theirs >= mine for mine, theirs in zip(one.weights, other.weights, strict=True))


def _contradict(content: Content, cases: Sequence[Case], one: _Seen, other: _Seen) -> bool:
    """Say whether a benefit is only told where an exclude is yes, or two barriers differ on one condition."""
    if one.rule.effect == "benefit" and other.rule.effect == "exclude":
        return _only_beside(content, cases, one, other)
    barriers = one.rule.effect != other.rule.effect and {one.rule.effect, other.rule.effect} <= set(_WEIGHT)
    is_same = one.rule.when == other.rule.when and one.forms == other.forms
    return barriers and is_same and one.rule.id < other.rule.id


def _only_beside(content: Content, cases: Sequence[Case], one: _Seen, other: _Seen) -> bool:
    """Say whether one rule is yes only where another is: of the vignettes, and of answers near them."""
    if not set(one.reads) & set(other.reads):
        return False
    told = [theirs for mine, theirs in zip(one.truths, other.truths, strict=True) if mine is Truth.YES]
    if any(truth is not Truth.YES for truth in told):
        return False
    conditions = [each.rule.when for each in (one, other) if each.rule.when]
    people = [case.answers for case in cases[:3]] or [{}]
    for trial in trials(content, people, conditions, limit=4000):
        mine, theirs = (decide(when, trial.states) for when in conditions)
        if mine is Truth.YES:
            told.append(theirs)
            if theirs is not Truth.YES:
                return False
    return bool(told)


def _seen(content: Content, cases: Sequence[Case], rule: Rule) -> _Seen:
    truths = tuple(case.truths[rule.id] for case in cases)
    weights = tuple(_weight(rule, truth) for truth in truths)
    return _Seen(rule, frozenset(content.modalities_of(rule)), content.reads[rule.id], truths, weights)


def _weight(rule: Rule, truth: Truth) -> int:
    if truth is Truth.YES:
        return _WEIGHT.get(rule.effect, 0)
    if truth is Truth.UNKNOWN and rule.counts_when_unknown:
        return min(_WEIGHT.get(rule.effect, 0), 2)
    return 0


def _holds_nearby(content: Content, cases: Sequence[Case], one: _Seen, other: _Seen) -> bool:
    """Say whether the same is so for answers near those of people for whom the rule weighs."""
    conditions = [each.rule.when for each in (one, other) if each.rule.when]
    weighing = [case.answers for case, weight in zip(cases, one.weights, strict=True) if weight]
    weighs = bool(weighing)
    people = weighing[:4] or [case.answers for case in cases[:1]] or [{}]
    for trial in trials(content, people, conditions, limit=4000):
        mine = _weight_of(one.rule, trial.states)
        weighs = weighs or mine > 0
        if _weight_of(other.rule, trial.states) < mine:
            return False
    return weighs


def _weight_of(rule: Rule, states: States) -> int:
    return _weight(rule, decide(rule.when, states) if rule.when else Truth.YES)


def _fires(
    content: Content, people: Sequence[Mapping[str, Answer]], cases: Sequence[Case], when: Condition
) -> bool:
    if any(decide(when, case.states) is Truth.YES for case in cases):
        return True
    return any(
        decide(when, trial.states) is Truth.YES
        for most, limit in ((1, 500), (2, 4000), (3, 20_000))
        for trial in trials(content, people, [when], most=most, limit=limit)
    )


def _article(effect: str) -> str:
    return f"an {effect}" if effect == "exclude" else f"a {effect}"
