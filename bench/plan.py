"""How long the rule set as columns takes, beside what Polars needs to read the same columns from CSV.

    python bench/plan.py [--rows 200000] [--block 50000] [--times 5]

Three rule sets over invented people: the shipped one, twenty-five plain rules, and sixteen times as many.
Reading and screening take turns in one run; processor time and time on the clock are the least of all turns,
since others may be at work on the machine.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl

from screenkit.batch.codes import FIRST_VALUE, values_of
from screenkit.batch.plan.plan import plan_of
from screenkit.content.load import load
from screenkit.models.condition import AllOf, AnyOf, AtLeast, Compare, Condition, Is, Not
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item
from screenkit.models.ruleset import Rule

HERE = Path(__file__).parent
UNANSWERED = 0.05


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--block", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=5)
    chosen = parser.parse_args()
    plain = load(str(HERE / "peers/content/rules.yaml"), [str(HERE / "peers/content/intake.yaml")])
    print(f"{chosen.rows:,} rows in blocks of {chosen.block:,}; µs a row: processor time (time on the clock)")
    for title, content in (
        ("online-group", load("online-group")),
        ("25 plain rules", plain),
        ("400 plain rules", grown(plain, 400)),
    ):
        print(measured(title, content, chosen.rows, chosen.block, chosen.times))


def measured(title: str, content: Content, rows: int, block: int, times: int) -> str:
    """Return in one line how long reading and screening take."""
    codes = invented(content, rows)
    start = time.process_time()
    plan = plan_of(content, codes.columns[1:])
    made = time.process_time() - start
    blocks = [codes.slice(n, block) for n in range(0, rows, block)]
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "table.csv"
        as_written(content, codes).write_csv(table)
        types = typed(content, codes)
        read, screened = taking_turns(
            (
                lambda: pl.read_csv(table, schema=types),
                lambda: [plan.screen_and_count(each) for each in blocks],
            ),
            times,
        )
    by, clock = ([each / rows * 1e6 for each in both] for both in zip(read, screened, strict=True))
    return (
        f"{title:16} read {by[0]:.2f} ({clock[0]:.2f})  screened {by[1]:.2f} ({clock[1]:.2f})  "
        f"both {(by[0] + by[1]) / by[0]:.2f} times reading  plan made in {made * 1000:.0f} ms"
    )


def taking_turns(works: Sequence[Callable[[], object]], times: int) -> list[tuple[float, float]]:
    """Return the least processor time and time on the clock of each work, in seconds."""
    taken: list[list[tuple[float, float]]] = [[] for _ in works]
    for _ in range(times):
        for work, of_work in zip(works, taken, strict=True):
            start = time.process_time(), time.perf_counter()
            work()
            of_work.append((time.process_time() - start[0], time.perf_counter() - start[1]))
    return [(min(cpu for cpu, _ in each), min(clock for _, clock in each)) for each in taken]


# People


def invented(content: Content, rows: int, seed: int = 1) -> pl.DataFrame:
    """Return codes of invented people: most items answered, most often with the first values they offer."""
    dice = np.random.default_rng(seed)
    columns = {"case_id": pl.Series([f"C{n:08d}" for n in range(rows)])}
    for each in content.asked:
        for item in each.items:
            columns[item.id] = pl.Series(_codes(item, rows, dice), dtype=pl.UInt8)
    return pl.DataFrame(columns)


def _codes(item: Item, rows: int, dice: np.random.Generator) -> np.ndarray:
    number = len(values_of(item))
    values = np.linspace(6, 1, number)
    weights = [
        UNANSWERED * 0.6,
        UNANSWERED * 0.2,
        UNANSWERED * 0.2,
        *((1 - UNANSWERED) * values / values.sum()),
    ]
    return dice.choice(FIRST_VALUE + number, size=rows, p=weights).astype(np.uint8)


def as_written(content: Content, codes: pl.DataFrame) -> pl.DataFrame:
    """Return the same people as a table that a clinic would keep."""
    return codes.with_columns(
        pl.lit(pl.Series([None, *_written(content.items[name])], dtype=pl.String))
        .gather(pl.col(name))
        .alias(name)
        for name in codes.columns[1:]
    )


def typed(content: Content, codes: pl.DataFrame) -> dict[str, pl.DataType]:
    """Return the narrowest type of each column of that table."""
    enums = {name: pl.Enum(_written(content.items[name])) for name in codes.columns[1:]}
    return {"case_id": pl.String(), **enums}


def _written(item: Item) -> list[str]:
    return ["declined", "dont_know", *map(str, values_of(item))]


# Rules


def grown(content: Content, count: int, seed: int = 7) -> Content:
    """Return the same rule set with invented rules of the same kinds after its own."""
    dice = random.Random(seed)
    own = content.ruleset.rules
    names = [item.id for each in content.asked for item in each.items]
    scales = [scale.id for each in content.asked for scale in each.scales]
    more = [_rule(dice, n, content, names, scales) for n in range(len(own) + 1, count + 1)]
    return Content(
        content.ruleset.model_copy(update={"rules": (*own, *more)}),
        content.chain,
        content.questionnaires,
        content.criteria_files,
    )


def _rule(dice: random.Random, number: int, content: Content, names: list[str], scales: list[str]) -> Rule:
    def plain() -> Condition:
        if dice.random() < 1 / 8:
            return Compare(dice.choice(scales), dice.choice([">=", "<"]), Fraction(dice.randint(6, 20)))
        item = content.items[dice.choice(names)]
        if item.number:
            return Compare(item.id, dice.choice([">=", "<="]), Fraction(dice.randint(1, 3)))
        return Is(item.id, (dice.choice(list(item.values or ())),))

    kind = dice.random()
    if kind < 1 / 2:
        when: Condition = AllOf((plain(), AnyOf((plain(), plain())), plain()))
    elif kind < 4 / 5:
        when = AllOf((plain(), Not(plain()), AnyOf((plain(), Not(plain()))), plain()))
    else:
        when = AllOf((AtLeast(3, tuple(plain() for _ in range(5))), plain(), plain()))
    like = dice.choice(content.ruleset.rules)
    return like.model_copy(update={"id": f"r{number}", "when": when})


if __name__ == "__main__":
    main()
