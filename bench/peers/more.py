"""More rules of the shapes of the first twenty-five, the same ones for the same number."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

from plan import CONTENT, QUESTIONNAIRE, RULES

from screenkit.content.load import load
from screenkit.models.condition import write
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item

SCALES = ("phq", "gad", "grq")


def write_rules(folder: Path, count: int) -> Path:
    """Write a rule set of so many rules into a folder, with what it rests on, and return its path.

    The first twenty-five are the benchmark's own; the others are drawn.
    """
    content = load(str(RULES), [str(QUESTIONNAIRE)])
    own = [
        (rule.id, rule.scope, rule.effect, write(rule.when)) for rule in content.ruleset.rules if rule.when
    ]
    dice = Random(7)
    drawn = [
        (f"r{n:02d}", "review", "caution", _condition(content, dice)) for n in range(len(own) + 1, count + 1)
    ]
    ruleset = {
        "id": "bench-more",
        "version": "1.0.0",
        "title": f"{count} rules to measure with",
        "questionnaires": ["bench-intake"],
        "modalities": ["in_person"],
        "rules": [_rule(*each) for each in (*own, *drawn)][:count],
    }
    folder.mkdir(exist_ok=True)
    shutil.copytree(CONTENT / "criteria", folder / "criteria", dirs_exist_ok=True)
    path = folder / "bench-more.yaml"
    path.write_text(json.dumps(ruleset, indent=1))  # JSON is YAML, too
    return path


def _rule(name: str, tier: str | None, effect: str, when: str) -> dict[str, object]:
    rest = {"modifiable": "wait"} if effect in {"exclude", "hold"} else {"if_unknown": "counts"}
    return {
        "id": name,
        "title": f"Rule {name}",
        "domain": "fit",
        "effect": effect,
        "when": when,
        "because": "It was made up to be measured.",
        "rests_on": ["P-BENCH"],
        "resolve": "Nothing is to be done.",
        "settled_by": "clinic",
        "scope": tier,
        **rest,
    }


def _condition(content: Content, dice: Random) -> str:
    atoms = _atoms(content, dice)
    kind = dice.random()
    if kind < 0.5:  # noqa: PLR2004
        return f"{next(atoms)} and ({next(atoms)} or {next(atoms)}) and {next(atoms)}"
    if kind < 0.8:  # noqa: PLR2004
        first, second, third, fourth, fifth = (next(atoms) for _ in range(5))
        return f"{first} and not ({second}) and ({third} or not ({fourth})) and {fifth}"
    five = "; ".join(next(atoms) for _ in range(5))
    return f"at least 3 of ({five}) and {next(atoms)} and {next(atoms)}"


def _atoms(content: Content, dice: Random) -> Iterator[str]:
    """Yield questions about what the intake form holds."""
    items = content.questionnaires["bench-intake"].items
    while True:
        if dice.random() < 0.15:  # noqa: PLR2004 - about as often as in the first twenty-five
            yield f"{dice.choice(SCALES)} {dice.choice(('>=', '<'))} {dice.randint(6, 20)}"
        else:
            yield _question(dice.choice(items), dice)


def _question(item: Item, dice: Random) -> str:
    if item.values:
        return f"{item.id} is {dice.choice(list(item.values))}"
    offered = item.number
    if offered is None:
        raise TypeError(item.id)
    return f"{item.id} {dice.choice(('>=', '<='))} {dice.randint(offered.lowest + 1, offered.highest - 1)}"
