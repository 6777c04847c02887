"""Kill batch runs at random moments, start them again with the same command, and compare what they end with.

    python bench/kill_batch.py [TABLE] [--runs 20] [--rows 60000] [--plain] [--by-rows]

Without a table one is invented, with damage of every kind. Results of an earlier run stand there already, and
a worklist and the changes since another run are asked for as well, unless --plain says otherwise. Every run
must end byte for byte as one that nobody killed, and after every kill all that stands there is to be of one
run. Half of the kills fall at any moment, half while the files take their names. With --by-rows the table is
read row by row, and a run that was killed begins anew.
"""

import argparse
import csv
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from screenkit.batch.codes import values_of
from screenkit.content.load import load
from screenkit.models.answers import spelled

_DAMAGE = (
    "{id},short\n",
    '{id},"left open,{rest}\n',
    '{id},{rest},"one too many"\n',
    '{id} "said" so,{rest}\n',
    "\n",
    "{id}\x00,{rest}\n",
    "{id}\x1b,{rest}\n",
    "{id},two,{rest}\n",
)

NOTES = ["", "x, y", 'says "no"', "two\nlines, here", "plain", "Zoë, 患者 🙂", "long " * 12]


def make(rows: int, table: Path, damaged: int) -> None:
    """Write an invented table of all items; one cell in `damaged` is no answer."""
    content, dice = load(), random.Random(1)
    items = [item for questionnaire in content.asked for item in questionnaire.items]
    values = {item.id: [spelled(value) for value in values_of(item)][:50] for item in items}
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["case_id", *values, "note"])
        for start in range(0, rows, 20_000):
            count = min(20_000, rows - start)
            columns = [[f"P{n:08d}" for n in range(start, start + count)]]
            columns += [dice.choices([*offered, ""], k=count) for offered in values.values()]
            columns.append(dice.choices(NOTES, k=count))
            for row in zip(*columns, strict=True):
                cells = list(row)
                if dice.random() * damaged < len(values):
                    cells[dice.randrange(1, len(values) + 1)] = "two"
                writer.writerow(cells)


def damaged(table: Path, rows: int) -> None:
    """Write a table in which ids stand twice, far apart, in either Unicode form, and rows are damaged."""
    make(rows, table, 5000)
    dice = random.Random(2)
    with table.open(newline="", encoding="utf-8") as file:
        header, *people = csv.reader(file)
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for number, row in enumerate(people):
            if dice.random() < 1 / 300:
                row[0] = people[dice.randrange(max(number, 1))][0]
            if dice.random() < 1 / 500:
                row[0] = dice.choice(["Zoë", "Zoe\u0308"]) + str(number // 5000)
            if dice.random() < 1 / 1000:
                rest = ",".join(cell for cell in row[1:] if cell.isalnum())
                file.write(dice.choice(_DAMAGE).format(id=row[0], rest=rest))
            else:
                writer.writerow(row)


def seen(folder: Path) -> dict[str, bytes]:
    """Return what stands in a folder for everybody to see."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def main() -> int:
    """Return 0 when every run ended alike, and nothing stood beside what was not its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("table", type=Path, nargs="?")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--rows", type=int, default=60_000)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--by-rows", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        return _killed(given, Path(top))


def _killed(given: argparse.Namespace, top: Path) -> int:
    table, earlier, whole = (given.table or top / "table.csv").absolute(), top / "earlier", top / "whole"
    other = top / "other.csv"
    if given.table is None:
        damaged(table, given.rows)
    with table.open("rb") as file:
        other.write_bytes(b"".join(line for _, line in zip(range(5000), file, strict=False)))
    earlier.mkdir()
    previous = None if given.plain else earlier / "out.csv"
    subprocess.run(_command(other, None, given), cwd=earlier, check=True, stderr=subprocess.DEVNULL)
    shutil.copytree(earlier, whole)
    start = time.perf_counter()
    command = _command(table, previous, given)
    subprocess.run(command, cwd=whole, check=True, stderr=subprocess.DEVNULL)
    takes = time.perf_counter() - start
    dice, counts = random.Random(), Counter[str]()
    for run in range(given.runs):
        folder = top / "run"
        shutil.copytree(earlier, folder)
        while _goes_on(command, folder, takes, dice, counts):
            now = seen(folder)
            one = now == seen(whole) or now == seen(earlier) or "out.csv" not in now
            counts["mixed"] += not one
        ended, wanted = seen(folder), seen(whole)
        other_files = [name for name in {*ended, *wanted} if ended.get(name) != wanted.get(name)]
        for name in (*other_files, *_hidden(folder)):
            print(f"run {run + 1}: {name} is another, or should not be there")
        counts["differing"] += bool(other_files or _hidden(folder))
        shutil.rmtree(folder)
        print(f"run {run + 1}: {dict(counts)}", flush=True)
    return 1 if counts["mixed"] or counts["differing"] else 0


def _hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def _note(folder: Path) -> tuple[int, int] | None:
    """Return which note stands there, in which a run says what it publishes."""
    try:
        found = (folder / ".out.csv.publish").stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns


def _goes_on(
    command: list[str], folder: Path, takes: float, dice: random.Random, counts: Counter[str]
) -> bool:
    """Start a run; return True where it was killed, False where it ended."""
    before = _note(folder)
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)
    if dice.random() < 0.5:  # noqa: PLR2004 - half of them
        end = time.perf_counter() + dice.uniform(0.1, 1.1) * takes
        while process.poll() is None and time.perf_counter() < end:
            time.sleep(0.005)
        why = "at any moment"
    else:
        while process.poll() is None and _note(folder) in {None, before}:
            time.sleep(0.0002)
        time.sleep(dice.uniform(0, 0.003))
        why = "while publishing"
    was_killed = process.poll() is None
    process.kill()
    _, said = process.communicate()
    counts["goes on"] += "goes on after row" in said
    counts["published by the next run"] += "an interrupted run was complete" in said
    counts[f"killed {why}"] += was_killed
    if not was_killed and process.returncode:
        print(said)
        counts["failed"] += 1
    return was_killed


def _command(table: Path, previous: Path | None, given: argparse.Namespace) -> list[str]:
    screenkit = [sys.executable, "-c", "from screenkit.cli.app import main; main()"]
    command = [*screenkit, "batch", str(table), "-o", "out.csv", "--overwrite"]
    if given.by_rows:
        command += ["--decimal", "comma"]  # which columns do not know
    if not given.plain:
        command += ["--worklist", "w.csv", "--alerts-read-by", "Dr Reed"]
    return [*command, "--since", str(previous)] if previous else command


if __name__ == "__main__":
    sys.exit(main())
