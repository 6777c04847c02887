"""One rule set made of a chain: what it takes over from its parents, parents first."""

from collections.abc import Iterable, Mapping, Sequence

from screenkit.models.criterion import Criteria, TensionStatement
from screenkit.models.ruleset import Gates, Rule, RuleSet, Tension


def merged(chain: Sequence[RuleSet], criteria: Iterable[Criteria]) -> RuleSet:
    """Return the last rule set of a chain with what it takes over from its parents, parents first."""
    told = {tension.id: tension for each in criteria for tension in each.tensions}
    questionnaires = _once(name for each in chain for name in each.questionnaires)
    return chain[-1].model_copy(
        update={
            "questionnaires": questionnaires,
            "instruments": tuple(
                name
                for name in _once(name for each in chain for name in each.instruments)
                if name not in questionnaires
            ),
            "gates": Gates(rests_on=_once(name for each in chain for name in each.gates.rests_on)),
            "definitions": {
                name: condition for each in chain for name, condition in each.definitions.items()
            },
            "rules": _rules(chain),
            "loosens": tuple(loosening for each in chain for loosening in each.loosens),
            "properties": tuple(stated for each in chain for stated in each.properties),
            "impossible": tuple(combination for each in chain for combination in each.impossible),
            "tensions": tuple(_in_words(tension, told) for each in chain for tension in each.tensions),
            "doubts": tuple(doubt for each in chain for doubt in each.doubts),
        }
    )


def _rules(chain: Sequence[RuleSet]) -> tuple[Rule, ...]:
    """Return the rules of a chain, each where it first stands, as it was changed last."""
    rules: dict[str, Rule] = {}
    for each in chain:
        rules |= {rule.id: rule for rule in (*each.rules, *each.changes)}
    return tuple(rules.values())


def _in_words(tension: Tension, told: Mapping[str, TensionStatement]) -> Tension:
    if tension.sides:
        return tension
    words = told[tension.id]
    return tension.model_copy(update={"title": words.title, "sides": words.sides, "resolve": words.resolve})


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
