"""How long proofs take: each shipped rule set with all its properties, and a large one made for the purpose.

.venv/bin/python bench/proofs.py
"""

import random
import sys
import time
from fractions import Fraction
from pathlib import Path

from screenkit.check.proofs import proof
from screenkit.content.load import load
from screenkit.models.condition import AllOf, AnyOf, AtLeast, Compare, Is, IsSilent, Not
from screenkit.models.content import Content
from screenkit.models.property import LAWS, Property
from screenkit.models.questionnaire import Gate, Item, Numbers, Questionnaire, Scale, Section
from screenkit.models.ruleset import RuleSet

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from strategies import CRITERIA, FORMS, a_rule

SHIPPED = ("online-group", "usual-group-criteria", "leader-readiness")


def large(rules: int, items: int, dice: random.Random) -> Content:
    """Return a rule set of as many rules over as many items, a fifth of them in two scores."""
    made = [_item(n) for n in range(items)]
    numbers = [item.id for item in made if item.number]
    half = len(numbers) // 2
    scales = tuple(
        Scale(id=f"score_{n}", title="Score", method="sum", items=tuple(part), source="invented")
        for n, part in enumerate((numbers[:half], numbers[half:]))
    )
    questionnaire = Questionnaire(
        id="interview",
        version="1.0.0",
        title="Interview",
        kind="interview",
        about="Invented",
        source="invented",
        sections=(Section(id="all", title="All", items=tuple(made)),),
        scales=scales,
    )
    every = tuple(_rule(n, made, scales, dice) for n in range(rules))
    ruleset = RuleSet(
        id="large",
        version="1.0.0",
        title="Large",
        questionnaires=("interview",),
        modalities=FORMS,
        rules=every,
    )
    return Content(ruleset, (ruleset,), {"interview": questionnaire}, (CRITERIA,))


def _item(n: int) -> Item:
    words = {"none": "shown", "some": "shown", "much": "shown"}
    number = Numbers(lowest=0, highest=4) if n % 5 == 0 else None
    return Item(
        id=f"item_{n}",
        text="Asked",
        help="Asked",
        values=None if number else words,
        number=number,
        ordered="rising" if number else tuple(words),
        safety=True,
        gate=Gate() if n % 10 == 1 else None,
        ask_when=Is(f"item_{n - 1}", ("some", "much")) if n % 10 == 3 else None,  # noqa: PLR2004 - every tenth
    )


def _rule(n: int, items: list[Item], scales: tuple[Scale, ...], dice: random.Random):  # noqa: ANN202
    effect = dice.choice(["exclude", "hold", "caution", "benefit", "note"])
    parts = [_plain(item, dice) for item in dice.sample(items, 4)]
    if n % 8 == 0:
        scale = dice.choice(scales)
        parts.append(Compare(scale.id, ">=", Fraction(dice.randrange(1, 4 * len(scale.items)))))
    kinds = [
        AllOf(tuple(parts)),
        AnyOf(tuple(parts)),
        AtLeast(2, tuple(parts)),
        AllOf((parts[0], Not(parts[1]))),
    ]
    return a_rule(f"rule-{n}", effect, dice.choice(kinds), **{"for": tuple(dice.sample(FORMS, 2))})


def _plain(item: Item, dice: random.Random):  # noqa: ANN202
    if dice.randrange(8) == 0:
        return IsSilent(item.id, "declined")
    if item.number:
        return Compare(item.id, ">=", Fraction(dice.randrange(1, 5)))
    return Is(item.id, dice.choice([("some", "much"), ("much",)]))


def main() -> None:
    """Prove, and print what it took."""
    started = time.perf_counter()
    for name in SHIPPED:
        content = load(name)
        _timed(name, content, content.ruleset.properties)
    print(f"all shipped: {time.perf_counter() - started:.1f} s")
    laws = [Property(id=f"law-{n}", always=law) for n, law in enumerate(LAWS) if "silence" not in law]
    _timed("100 rules x 100 items", large(100, 100, random.Random(1)), laws)


def _timed(name: str, content: Content, properties) -> None:  # noqa: ANN001
    started = time.perf_counter()
    found = proof(content, properties, random.Random(1).randrange)
    proved = sum(verdict.proved for verdict in found.verdicts)
    took = time.perf_counter() - started
    print(f"{name}: {took:.1f} s, {proved} of {len(found.verdicts)} proved")
    for verdict in found.verdicts:
        if verdict.unsettled:
            print(f"  {verdict.stated.id}: {verdict.unsettled}")


if __name__ == "__main__":
    main()
