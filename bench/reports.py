"""Measure how many summaries a second one core makes: assessment, view and layout, format by format.

Run with the python of the environment screenkit is installed in:

    python bench/reports.py --people 60
"""

import argparse
import importlib.metadata
import json
import os
import platform
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import screenkit
from screenkit.assessment import Assessment, Truth
from screenkit.content.answers import read_answers
from screenkit.content.load import load
from screenkit.engine.assess import assess
from screenkit.models.answers import Answer, Answers
from screenkit.models.content import Content
from screenkit.report.document import Document, plain
from screenkit.report.html import html
from screenkit.report.json import json as to_json
from screenkit.report.lines import plain as text
from screenkit.report.markdown import markdown
from screenkit.report.pdf import pdf
from screenkit.report.view import view

PERSON = Path(screenkit.__file__).parent / "cli" / "demo.yaml"
"""A member of a group that is about to move from a room to video: much is known, and much left open."""
BOUND, GOAL = 30, 40
CHANGED = 8
"""Answers in which each person differs from the first."""


@dataclass(frozen=True)
class Measured:
    """Seconds of one core that each run of one step took."""

    name: str
    seconds: tuple[float, ...]

    @property
    def row(self) -> tuple[str, str, str, str, str]:
        """Name, median and slowest in milliseconds, and how many a second the median and the mean make."""
        median, mean = statistics.median(self.seconds), statistics.fmean(self.seconds)
        slowest = max(self.seconds)
        return (
            self.name,
            f"{median * 1000:.1f}",
            f"{slowest * 1000:.1f}",
            f"{1 / median:,.0f}",
            f"{1 / mean:,.0f}",
        )


def measured(name: str, step: Callable[[int], object], count: int) -> Measured:
    """Run a step for each person in turn; what the first two runs warm up is not counted."""
    seconds = []
    for number in range(-2, count):
        began = time.process_time()
        step(number)
        seconds.append(time.process_time() - began)
    return Measured(name, tuple(seconds[2:]))


def alike(content: Content, count: int) -> list[Answers]:
    """Return one person again and again, under a case id of their own each time."""
    first = read_answers(PERSON.read_bytes(), PERSON.name, content)
    return [replace(first, case_id=f"C-{number}") for number in range(count)]


def different(content: Content, count: int) -> list[Answers]:
    """Return people of whom each differs from the first in a few answers, the same ones in every run."""
    dice = random.Random(7)
    return [
        replace(person, given={**person.given, **dict(_changed(content, person, dice))})
        for person in alike(content, count)
    ]


def _changed(content: Content, person: Answers, dice: random.Random) -> Iterable[tuple[str, Answer]]:
    for name in dice.sample(sorted(person.given), CHANGED):
        item = content.items.get(name)
        if item and item.values:
            yield name, dice.choice(list(item.values))
        elif item and item.number:
            yield (
                name,
                Fraction(dice.randrange(item.number.lowest, item.number.highest + 1, item.number.step)),
            )


def parts(content: Content, people: list[Answers]) -> list[Measured]:
    """Measure each part of the work alone."""
    count = len(people)
    assessed = [assess(content, person) for person in people]
    documents = [view(content, each) for each in assessed]
    serialised: Callable[[int], object] = lambda n: json.dumps(plain(documents[n]), ensure_ascii=False)  # noqa: E731
    return [
        measured("assessment", lambda n: assess(content, people[n]), count),
        measured("view", lambda n: view(content, assessed[n]), count),
        measured("view as JSON, for typst", serialised, count),
        measured("PDF alone", lambda n: pdf(documents[n]), count),
    ]


def formats(content: Content, people: list[Answers]) -> list[Measured]:
    """Measure a whole summary in each format."""

    def laid_out(layout: Callable[[Document], object]) -> Callable[[int], object]:
        return lambda n: layout(view(content, assess(content, people[n])))

    def as_object(n: int) -> str:
        found: Assessment = assess(content, people[n])
        return to_json(found)

    count = len(people)
    layouts: list[tuple[str, Callable[[Document], object]]] = [
        ("PDF", pdf),
        ("HTML", html),
        ("Markdown", markdown),
        ("text, 80 columns", text),
    ]
    found = [measured(f"summary as {name}", laid_out(layout), count) for name, layout in layouts]
    return [*found, measured("assessment as JSON", as_object, count)]


def table(title: str, rows: Iterable[Measured]) -> None:
    """Print a table in Markdown."""
    print(f"\n{title}\n")
    print("| one core | median ms | slowest ms | a second (median) | a second (mean) |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for each in rows:
        print(f"| {' | '.join(each.row)} |")


def main() -> None:
    """Measure, and say whether the bound holds."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=60, help="how many summaries each figure rests on")
    count = arguments.parse_args().people
    content = load()
    first = alike(content, 1)[0]
    assessed = assess(content, first)
    told = [sum(each.truth is truth for each in assessed.findings) for truth in (Truth.YES, Truth.UNKNOWN)]
    typst = importlib.metadata.version("typst")
    print(f"Python {platform.python_version()}, typst {typst}, {os.cpu_count()} cores")
    print(f"The person: {len(first.given)} answers, {told[0]} findings yes, {told[1]} unknown; ", end="")
    print(f"PDF of {len(pdf(view(content, assessed))) / 1024:.0f} kB")
    people = alike(content, count)
    same = [measured("summary as PDF", lambda n: pdf(view(content, assess(content, people[n]))), count)]
    table(f"Whole summaries ({count} times one person, under another case id)", same)
    table(f"Parts ({count} different people)", parts(content, different(content, count)))
    others = formats(content, different(content, count))
    table(f"Whole summaries ({count} different people)", others)
    print()
    rate, other = (1 / statistics.fmean(found.seconds) for found in (same[0], others[0]))
    verdict = "holds" if rate >= BOUND else "does not hold"
    print(f"PDF summaries of one person, a second of one core: {rate:.0f}; the bound of {BOUND} {verdict}.")
    print(f"PDF summaries of different people, for which no bound was set: {other:.0f}.")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"The goal is {GOAL}. Peak memory: {peak:.0f} MB.")


if __name__ == "__main__":
    main()
