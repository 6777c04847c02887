"""Find what is wrong with a rule set that loads: here, what makes it unsafe to use."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from screenkit.models.condition import names
from screenkit.models.ruleset import Rule


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a rule cannot be used, and what to do."""

    rule: str
    what: str
    do: str


def refusals(rules: Iterable[Rule], gates: Collection[str]) -> Iterator[Refusal]:
    """Yield the rules that would let unanswered safety questions pass; `gates` are items."""
    for rule in rules:
        if rule.effect not in {"exclude", "hold"} or rule.counts_when_unknown:
            continue
        read = [name for name in (names(rule.when) if rule.when else ()) if name in gates]
        if read:
            article = "an" if rule.effect == "exclude" else "a"
            what = f"{article} {rule.effect} that reads the gate {read[0]} may not only ask"
            yield Refusal(rule.id, what, "write 'if_unknown: counts'")
        elif rule.domain in {"safety", "law_consent"} and not rule.asks_because:
            yield Refusal(rule.id, "a safety or law rule that only asks must say why", "add 'asks_because'")
