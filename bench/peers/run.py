"""Measure tables at full speed against the same decision made by hand and by rule engines; print Markdown.

python bench/peers/run.py [--rows 1000000] [--large 10000000] [--reps 5] [--only clean,memory] [--keep FOLDER]

Everything is run as whole processes in turns. That every engine finds the same rules fired and the same
unknown is checked on the way. Needs: pip install zen-engine rule-engine panzi-json-logic
common-expression-language duckdb
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from sections import (
    Bench,
    clean,
    many_rules,
    memory,
    one_person,
    own_items,
    print_table,
    small,
    spoiled,
    starting,
)
from timing import machine

SECTIONS: dict[str, Callable[[Bench], None]] = {
    "clean": clean,
    "own": own_items,
    "memory": memory,
    "rules": many_rules,
    "small": small,
    "damaged": spoiled,
    "scalar": one_person,
    "start": starting,
}


def main() -> None:
    """Measure what is asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--large", type=int, default=10_000_000)
    options.add_argument("--reps", type=int, default=5)
    options.add_argument("--only", default=",".join(SECTIONS), help=", ".join(SECTIONS))
    options.add_argument("--keep", type=Path, help="a folder for the tables, to use them again")
    asked = options.parse_args()
    print(f"{machine()}, {asked.reps} runs of each in turns\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        place = asked.keep or Path(folder)
        place.mkdir(exist_ok=True)
        bench = Bench(place, asked.rows, asked.large, asked.reps)
        for name in asked.only.split(","):
            SECTIONS[name](bench)
    print_table(("bound", "measured", "asked", ""), (bound.row for bound in bench.bounds))


if __name__ == "__main__":
    main()
