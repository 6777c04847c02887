"""Where the time goes: seconds of each step, for a table, for one person, and for `assess` as a whole.

python bench/steps.py table TABLE [what `screenkit batch` takes but -o]     seconds of each step of one run
python bench/steps.py person                                                microseconds of each part
python bench/steps.py start                                                milliseconds of imports

Steps of a table run beside each other, so that they come to more than the whole.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from timeit import repeat

from screenkit.content.answers import read_answers
from screenkit.content.load import load
from screenkit.engine import assess as engine
from screenkit.engine.ask import ask_next
from screenkit.engine.states import States

HERE = Path(__file__).parent
PERSON = HERE.parent / "src" / "screenkit" / "cli" / "demo.yaml"
TIMES = 300
RUNS = 9


@contextmanager
def taking(took: Counter[str], step: str) -> Iterator[None]:
    """Add what this takes to a step."""
    start = time.perf_counter()
    try:
        yield
    finally:
        took[step] += time.perf_counter() - start


def counted(took: Counter[str], owner: object, name: str, step: str) -> None:
    """Count from now on what every call of a function takes."""
    plain = getattr(owner, name)

    @wraps(plain)
    def call(*given: object, **named: object) -> object:
        with taking(took, step):
            return plain(*given, **named)

    setattr(owner, name, call)


def table(arguments: list[str]) -> None:
    """Screen a table and print what each step took."""
    took: Counter[str] = Counter()
    with taking(took, "importing everything"):
        from screenkit.batch import blocks, byblocks, cells, columnar, journal, stream
        from screenkit.cli.app import main
        from screenkit.content import cache
    for owner, name, step in (
        (cache, "load_kept", "loading content"),
        (stream, "is_sound", "looking whether all of it is UTF-8"),
        (byblocks, "planned", "making the plan"),
        (blocks, "index", "finding the records"),
        (blocks, "sha256", "digests of what was read"),
        (cells.CellReader, "_parsed", "parsing, by Polars"),
        (cells.CellReader, "read", "parsing, and codes of the cells"),
        (columnar.Gathering, "_repeated", "looking for case ids that stand twice"),
        (columnar.Gathering, "_planned", "the plan, by Polars"),
        (columnar.CsvLines, "write", "results as lines, and writing them"),
        (journal.Part, "write", "writing, with its digest"),
    ):
        counted(took, owner, name, step)
    with tempfile.TemporaryDirectory() as folder, taking(took, "the whole run after that"):
        try:
            main(["batch", *arguments, "-o", str(Path(folder) / "results.csv")])
        except SystemExit as ended:
            if ended.code:
                raise
    for step, seconds in took.items():
        print(f"{seconds:8.2f} s  {step}")


def person() -> None:
    """Print what each part of one assessment takes."""
    content = load()
    answers = read_answers(PERSON.read_bytes(), PERSON.name, content)
    found = engine.assess(content, answers)
    states = States(content, answers)
    truths = engine._truths(content, states)
    barriers = engine._barriers(content, truths)
    closed = dict.fromkeys(barriers, False)
    parts: dict[str, Callable[[], object]] = {
        "the whole assessment": lambda: engine.assess(content, answers),
        "states of items and scores, and every rule": lambda: engine._truths(
            content, States(content, answers)
        ),
        "  every rule, the states being known": lambda: engine._truths(content, states),
        "  every score": lambda: engine._scores(content, States(content, answers)),
        "what is asked next": lambda: ask_next(content, states, barriers, closed),
        "alerts": lambda: engine._safety(content, truths, states, found.gate),
        "where it comes from": lambda: engine._provenance(content, answers),
    }
    for part, work in parts.items():
        print(f"{min(repeat(work, number=TIMES, repeat=RUNS)) / TIMES * 1e6:8.0f} µs  {part}")


def start() -> None:
    """Print what importing takes when somebody is assessed, by package, and what is left."""
    command = [sys.executable, "-X", "importtime", "-c", "from screenkit.cli.app import main; main()"]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    told = [*command, "assess", str(PERSON)]
    for _ in range(2):  # the first run may write what later ones read
        ran = subprocess.run(told, capture_output=True, text=True, env=environment, check=True)
    by_package: Counter[str] = Counter()
    for own, name in re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", ran.stderr):
        by_package[name.partition(".")[0]] += int(own)
    began = time.perf_counter()
    subprocess.run([command[0], "-c", command[-1], *told[-2:]], capture_output=True, check=True)
    whole = time.perf_counter() - began
    print(f"{whole * 1e3:8.0f} ms  the whole process, unwatched")
    print(f"{by_package.total() / 1e3:8.0f} ms  imports, watched, of which")
    for package, microseconds in by_package.most_common(10):
        print(f"{microseconds / 1e3:8.0f} ms    {package}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["table", *arguments]:
            table(arguments)
        case ["person"]:
            person()
        case ["start"]:
            start()
        case _:
            sys.exit(__doc__)
