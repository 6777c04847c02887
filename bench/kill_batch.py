"""Kill batch runs at random moments, start them again with the same command, and compare what they end with.

    python bench/kill_batch.py TABLE [--runs 20]

Every run must end byte for byte as one that nobody killed.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def files(folder: Path) -> dict[str, bytes]:
    """Return what a run has left in its folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def main() -> int:
    """Return 0 when every run ended alike."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("table", type=Path)
    parser.add_argument("--runs", type=int, default=20)
    given = parser.parse_args()
    dice, differing, went_on, kills = random.Random(), 0, 0, 0
    with tempfile.TemporaryDirectory() as top:
        whole = Path(top) / "whole"
        whole.mkdir()
        start = time.perf_counter()
        subprocess.run(_command(given.table, whole), check=True, stderr=subprocess.DEVNULL)
        takes = time.perf_counter() - start
        for run in range(given.runs):
            folder = Path(top) / f"run-{run}"
            folder.mkdir()
            ended = False
            while not ended:
                process = subprocess.Popen(_command(given.table, folder), stderr=subprocess.PIPE, text=True)
                try:
                    _, said = process.communicate(timeout=dice.uniform(0.2, 1.1) * takes)
                    ended = True
                    went_on += "goes on after row" in said
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.communicate()
                    kills += 1
            differing += files(folder) != files(whole)
    print(f"{given.runs} runs, {kills} kills, {went_on} ended from a journal, {differing} ended otherwise")
    return 1 if differing else 0


def _command(table: Path, folder: Path) -> list[str]:
    screenkit = [sys.executable, "-c", "from screenkit.cli.app import main; main()"]
    return [*screenkit, "batch", str(table), "-o", str(folder / "out.csv")]


if __name__ == "__main__":
    sys.exit(main())
