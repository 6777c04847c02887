"""The sections of the benchmark: what is run in turns, what is printed of it, and which bounds it decides."""

import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import more
import plan
import shipped
import table
from timing import Took, in_turns, said

HERE = Path(__file__).parent
PYTHON = sys.executable
SCREENKIT = str(Path(PYTHON).with_name("screenkit"))
STARTING = [PYTHON, "-c", "import typer, pydantic, rich, polars"]
IMPORTING = [PYTHON, "-c", "import typer, pydantic, rich"]
PERSON = HERE.parents[1] / "src" / "screenkit" / "cli" / "demo.yaml"

SLOW = {"zen": 2_000, "rule_engine": 1_000, "json_logic": 2_000, "zen_batch": 10_000, "cel": 10_000}
"""Rule engines, and how many rows each gets: their time grows with the rows and nothing else."""
SMALL = 19_999


@dataclass(frozen=True)
class Bound:
    """One bound of the benchmark: what was measured, what it must not pass, and how it is printed."""

    what: str
    measured: float
    limit: float
    unit: str = "times"
    at_least: bool = False

    @property
    def row(self) -> tuple[str, ...]:
        """The bound as a row of a table."""
        holds = self.measured >= self.limit if self.at_least else self.measured <= self.limit
        sign = "at least" if self.at_least else "at most"
        return (
            self.what,
            f"{self.measured:,.2f} {self.unit}",
            f"{sign} {self.limit:g} {self.unit}",
            "holds" if holds else "**does not hold**",
        )


@dataclass
class Bench:
    """One run: where its tables are, how large, how often, and the bounds it has found."""

    folder: Path
    rows: int
    large: int
    reps: int
    bounds: list[Bound] = field(default_factory=list)
    clean: dict[str, Took] = field(default_factory=dict)

    def table(self, rows: int, *, damaged: bool = False) -> Path:
        """Return a table of so many rows, written when it is first asked for."""
        path = self.folder / f"{'damaged' if damaged else 'clean'}-{rows}.csv"
        if not path.exists():
            part = path.with_suffix(".part")
            table.write(part, rows, spoiled=damaged)
            part.rename(path)
        return path

    def told(self) -> Path:
        """Return the file with what the engines are told."""
        path = self.folder / "plan.json"
        path.write_text(json.dumps(plan.plan()))
        return path

    def out(self, name: str) -> Path:
        """Return where a program writes."""
        return self.folder / f"out-{name}.csv"

    def engine(self, name: str, rows: int) -> list[str]:
        """Return the command that runs one engine."""
        out = self.out(f"{name}-{rows}")
        return [PYTHON, str(HERE / "engines.py"), name, str(self.told()), str(self.table(rows)), str(out)]

    def screenkit(self, name: str, path: Path, rules: Path = plan.RULES) -> list[str]:
        """Return the command that screens a table of the benchmark."""
        own = ["--rules", str(rules), "--questionnaires", str(plan.QUESTIONNAIRE), "--map", str(plan.MAPPING)]
        return [SCREENKIT, "batch", str(path), "-o", str(self.out(name)), "--overwrite", *own]


def clean(bench: Bench) -> None:
    """A clean table: by hand in Polars, DuckDB and Python; by rule engines; by screenkit with all checks."""
    rows = bench.rows
    commands = {"screenkit": bench.screenkit("screenkit", bench.table(rows))}
    commands |= {name: bench.engine(name, rows) for name in ("polars", "parse", "duckdb")}
    fewer = {name: min(count, rows) for name, count in {"python": 100_000, **SLOW}.items()}
    commands |= {name: bench.engine(name, count) for name, count in fewer.items()}
    for count in set(fewer.values()) - {rows}:
        reference = bench.engine("polars", count)
        in_turns({"polars": reference}, 1)
    took = in_turns(commands, bench.reps)
    bench.clean = took
    rows_of = dict.fromkeys(commands, rows) | fewer
    _agree(bench, rows_of)
    print(f"A clean table, {rows:,} rows, 60 columns, 25 rules; every engine finds the same\n")
    per_row = {name: each.median / rows_of[name] for name, each in took.items()}
    print_table(
        ("engine", "rows", "median s", "µs a row", "times Polars by hand", "peak MB"),
        (
            (
                name,
                f"{rows_of[name]:,}",
                f"{each.median:.2f}",
                f"{per_row[name] * 1e6:,.2f}",
                f"{per_row[name] / per_row['polars']:,.2f}",
                f"{each.memory:,.0f}",
            )
            for name, each in took.items()
        ),
    )
    ratio = took["screenkit"].median / took["polars"].median
    bench.bounds.append(Bound("a clean table, to Polars by hand without checks", ratio, 2.5))
    bench.bounds.append(Bound("the same, the goal", ratio, 2.0))
    fastest = min(SLOW, key=per_row.__getitem__)
    faster = per_row[fastest] / per_row["screenkit"]
    bench.bounds.append(
        Bound(f"a row faster than the fastest rule engine ({fastest})", faster, 25, at_least=True)
    )


def own_items(bench: Bench) -> None:
    """The shipped rule set over a table of its own items, and those columns parsed by Polars alone."""
    path = bench.folder / f"own-{bench.rows}.csv"
    if not path.exists():
        shipped.write(path, bench.rows)
    schema = str(path.with_suffix(".schema.json"))
    commands = {
        "screenkit": [SCREENKIT, "batch", str(path), "-o", str(bench.out("own")), "--overwrite"],
        "parse": [PYTHON, str(HERE / "shipped.py"), "parse", str(path), schema],
    }
    took = in_turns(commands, bench.reps)
    print_took(f"The shipped online-group over a table of its own items, {bench.rows:,} rows", took)
    ratio = took["screenkit"].median / took["parse"].median
    bench.bounds.append(Bound("online-group over its own items, to parsing them", ratio, 3.5))


def memory(bench: Bench) -> None:
    """Peak memory at one and at ten million rows."""
    sizes = (bench.rows, bench.large)
    commands = {f"{rows:,} rows": bench.screenkit(f"memory-{rows}", bench.table(rows)) for rows in sizes}
    took = in_turns(commands, 1)
    print_took("Memory", took)
    bench.bounds.extend(Bound(f"memory at {name}", each.memory, 500, "MB") for name, each in took.items())


def many_rules(bench: Bench) -> None:
    """Sixteen times the rules."""
    few = len(json.loads(bench.told().read_text())["ids"])
    commands = {}
    for count in (few, 16 * few):
        rules = more.write_rules(bench.folder / f"rules-{count}", count)
        commands[f"{count} rules"] = bench.screenkit(f"rules-{count}", bench.table(bench.rows), rules)
    took = in_turns(commands, bench.reps)
    print_took(f"More rules, {bench.rows:,} rows", took)
    one, other = took.values()
    bench.bounds.append(Bound("sixteen times the rules", other.median / one.median, 4))


def small(bench: Bench) -> None:
    """A small table, beyond what starting Python with the libraries takes."""
    commands = {
        "imports alone": STARTING,
        "screenkit, 1 row": bench.screenkit("one", bench.table(1)),
        f"screenkit, {SMALL:,} rows": bench.screenkit("small", bench.table(min(SMALL, bench.rows))),
    }
    took = in_turns(commands, max(bench.reps, 5))
    print_took("A small table", took)
    start, _, whole = took.values()
    bench.bounds.append(Bound("under 20,000 rows, after start-up", whole.median - start.median, 0.6, "s"))


def spoiled(bench: Bench) -> None:
    """One cell in five thousand is no answer."""
    commands = {
        name: bench.screenkit(name, bench.table(bench.rows, damaged=name == "damaged"))
        for name in ("clean", "damaged")
    }
    took = in_turns(commands, bench.reps)
    print_took(f"A damaged table, {bench.rows:,} rows", took)
    with Path(f"{bench.out('damaged')}.rejects.csv").open(encoding="utf-8") as rejects:
        print(f"{sum(1 for _ in rejects) - 1:,} rows rejected\n")
    bench.bounds.append(
        Bound("a damaged table, to a clean one", took["damaged"].median / took["clean"].median, 2.5)
    )


def one_person(bench: Bench) -> None:
    """One person at a time, with the whole explanation; zen-engine with as many rules and none."""
    script = str(HERE / "scalar.py")
    found = said([PYTHON, script, str(bench.table(1_000))])
    print(f"One person at a time, {found['rules']:,.0f} rules, µs: ", end="")
    print(f"screenkit {found['screenkit']:,.0f}, zen-engine {found['zen']:,.0f}\n")
    bench.bounds.append(
        Bound("one person, to zen-engine without explanation", found["screenkit"] / found["zen"], 0.5)
    )


def starting(bench: Bench) -> None:
    """The whole of `screenkit assess`, and importing what it is made of."""
    commands = {
        "imports alone": IMPORTING,
        "assess": [SCREENKIT, "assess", str(PERSON)],
        "assess --format json": [SCREENKIT, "assess", str(PERSON), "--format", "json"],
    }
    took = in_turns(commands, 3 * bench.reps)
    print_took("screenkit assess as a whole process", took)
    imports, text, data = (each.median for each in took.values())
    bench.bounds.append(Bound("assess, to importing typer, pydantic, rich", text / imports, 2))
    bench.bounds.append(Bound("assess --format json, to the same", data / imports, 2))


def _agree(bench: Bench, rows_of: dict[str, int]) -> None:
    """Hold what every engine found against Polars by hand on the same table.

    Raises:
        SystemExit: when any of them found something else.

    """
    reference: dict[int, str] = {}
    for name, rows in rows_of.items():
        if name == "parse":
            continue
        if rows not in reference:
            reference[rows] = _digest(bench.out(f"polars-{rows}"), ("id", "fired", "unknown"))
        columns = ("case_id", "findings", "unknown") if name == "screenkit" else ("id", "fired", "unknown")
        path = bench.out("screenkit" if name == "screenkit" else f"{name}-{rows}")
        if _digest(path, columns) != reference[rows]:
            raise SystemExit(f"{name} finds other rules fired or unknown than Polars by hand: {path}")


def _digest(path: Path, columns: Sequence[str]) -> str:
    digest = hashlib.sha256()
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        header = next(rows)
        places = [header.index(name) for name in columns]
        for row in rows:
            digest.update("\t".join([row[n] for n in places]).encode() + b"\n")
    return digest.hexdigest()


def print_took(title: str, took: dict[str, Took]) -> None:
    """Print how long some programs took."""
    print(f"{title}\n")
    first = next(iter(took.values())).median
    rows = (
        (
            name,
            f"{each.median:.3f}",
            f"{min(each.seconds):.3f}",
            f"{each.median / first:.2f}",
            f"{each.memory:,.0f}",
        )
        for name, each in took.items()
    )
    print_table(("", "median s", "fastest s", "times the first", "peak MB"), rows)


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table of Markdown."""
    print(f"| {' | '.join(head)} |", f"| --- |{' ---: |' * (len(head) - 1)}", sep="\n")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print(flush=True)
