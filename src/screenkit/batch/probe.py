"""Read a Parquet file once in a process of its own: a damaged one can end the process that reads it.

Run as a program with the file's name, it prints what is wrong with the file, one problem a line, as JSON.
"""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from screenkit.batch.parquet import damaged, opened_plan, read_through
from screenkit.errors import Problem, TableError

_REFUSED = 3


def probe(path: Path) -> None:
    """Let another process read a file to its end.

    Raises:
        TableError: when that process refuses the file, or does not survive it.

    """
    command = [sys.executable, "-P", "-m", "screenkit.batch.probe", str(path)]
    ran = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)  # noqa: S603
    if ran.returncode == 0:
        return
    if ran.returncode == _REFUSED:
        raise TableError(Problem(**json.loads(line)) for line in ran.stdout.splitlines())
    raise TableError([damaged(str(path), "the program that reads it broke down")])


def main() -> int:
    """Read the file that is named, and say whether it could be."""
    path = Path(sys.argv[1])
    try:
        plan, _ = opened_plan(path)
        read_through(str(path), plan)
    except TableError as error:
        for problem in error.problems:
            print(json.dumps(asdict(problem)))  # noqa: T201 - this is how it answers
        return _REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
