"""Find what is wrong with a rule set that loads: here, what makes it unsafe to use."""

from collections.abc import Iterator
from dataclasses import dataclass

from screenkit.models.content import Content


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a rule cannot be used, and what to do."""

    rule: str
    what: str
    do: str


def refusals(content: Content) -> Iterator[Refusal]:
    """Yield the rules that would let unanswered safety questions pass."""
    gates = {item.id for item in content.gates}
    for rule in content.ruleset.rules:
        if rule.effect not in {"exclude", "hold"} or rule.counts_when_unknown:
            continue
        read = [name for name in content.reads[rule.id] if name in gates]
        if read:
            article = "an" if rule.effect == "exclude" else "a"
            what = f"{article} {rule.effect} that reads the gate {read[0]} may not only ask"
            yield Refusal(rule.id, what, "write 'if_unknown: counts'")
        elif rule.domain in {"safety", "law_consent"} and not rule.asks_because:
            yield Refusal(rule.id, "a safety or law rule that only asks must say why", "add 'asks_because'")
