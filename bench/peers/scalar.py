"""One person at a time: the shipped rule set explained in full, and zen-engine with as many rules.

python bench/peers/scalar.py TABLE    prints microseconds for each person as JSON

TABLE is the benchmark's. zen-engine gets the people ready-made, each rule once for "surely" and once for
"possibly", and says nothing but true or false. screenkit gets answers, and returns the whole assessment.
"""

import csv
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from pathlib import Path
from random import Random
from typing import TypeVar

import zen
from engines import person_of, zen_graph
from more import write_rules
from plan import plan

import screenkit
from screenkit.content.answers import read_answers
from screenkit.content.load import load
from screenkit.engine.assess import assess
from screenkit.models.answers import Answer, Answers
from screenkit.models.content import Content

PEOPLE = 200
ROUNDS = 7
CHANGED = 8
"""Answers in which each person differs from the first."""
PERSON = Path(screenkit.__file__).parent / "cli" / "demo.yaml"

T = TypeVar("T")


def people(content: Content) -> list[Answers]:
    """Return invented people of whom each differs from the one of `screenkit demo` in a few answers."""
    dice = Random(5)
    first = read_answers(PERSON.read_bytes(), PERSON.name, content)
    return [replace(first, given=_changed(first.given, content, dice)) for _ in range(PEOPLE)]


def _changed(given: Mapping[str, Answer], content: Content, dice: Random) -> dict[str, Answer]:
    changed = dict(given)
    for name in dice.sample(sorted(given), CHANGED):
        item = content.items.get(name)
        if item and item.values:
            changed[name] = dice.choice(list(item.values))
        elif item and item.number:
            changed[name] = Fraction(
                dice.randrange(item.number.lowest, item.number.highest + 1, item.number.step)
            )
    return changed


def each_takes(told: Sequence[T], step: Callable[[T], object]) -> float:
    """Return the microseconds a step takes for one person, in one round over all of them."""
    began = time.perf_counter()
    for each in told:
        step(each)
    return (time.perf_counter() - began) / len(told) * 1e6


def main() -> None:
    """Measure both in turns."""
    content = load()
    answers = people(content)
    with tempfile.TemporaryDirectory() as folder:
        lowered = plan(write_rules(Path(folder), len(content.ruleset.rules)))
    decision = zen.ZenEngine().create_decision(json.dumps(zen_graph(lowered)))
    with Path(sys.argv[1]).open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        persons = [person_of(lowered)(row) for row in islice(rows, PEOPLE)]
    found: dict[str, list[float]] = {"screenkit": [], "zen": []}
    for _ in range(ROUNDS):
        found["screenkit"].append(each_takes(answers, lambda person: assess(content, person)))
        found["zen"].append(each_takes(persons, decision.evaluate))
    medians = {name: statistics.median(each) for name, each in found.items()}
    print(json.dumps({**medians, "rules": len(content.ruleset.rules)}))


if __name__ == "__main__":
    main()
