"""Soak a store: four programs on one case, kill -9 at any moment, flipped bits; says what held.

Run with the python of the environment screenkit is installed in:

    python bench/soak_store.py --seconds 60 --kills 100 --flips 5000
"""

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from screenkit.case.events import Answered, Opened
from screenkit.errors import StoreError
from screenkit.store.access import create, create_unencrypted, open_store
from screenkit.store.cases import Store

PASSPHRASE = "harbour lantern willow"
MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def opened(folder: Path) -> Store:
    """Open a store of the soak."""
    return open_store(folder, lambda: PASSPHRASE)


def made(folder: Path, kind: str) -> str:
    """Make a store with one case, and return the case's id."""
    if kind == "encrypted":
        create(folder, passphrase=PASSPHRASE).store.close()
    else:
        create_unencrypted(folder).close()
    with opened(folder) as store:
        case_id = store.new_case()
        begun = Opened(rules="online-group", content=store.keep_content(b"the rules"))
        store.append(case_id, [begun], who="soak", at=MOMENT, expecting=0)
    return case_id


def write(folder: Path, case_id: str, name: str, seconds: float) -> None:
    """Append numbered answers until the time is over; print each once it is kept, and the longest wait."""
    longest, number, ends = 0.0, 0, time.monotonic() + seconds
    with opened(folder) as store:
        while time.monotonic() < ends:
            began = time.monotonic()
            event = Answered(item=name, answer=str(number))
            store.append(case_id, [event], who=name, at=MOMENT, expecting=None)
            longest = max(longest, time.monotonic() - began)
            print(number, flush=True)
            number += 1
    print(f"longest {longest:.3f}", flush=True)


def writer(folder: Path, case_id: str, name: str, seconds: float) -> subprocess.Popen[str]:
    """Start a writer as a program of its own."""
    command = [sys.executable, __file__, "--write", str(folder), case_id, name, str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def kept_by(store: Store, case_id: str, name: str) -> list[str]:
    """Return the answers of one writer, as the store has them."""
    kept = (each.event for each in store.events(case_id) if each.who == name)
    return [event.answer for event in kept if isinstance(event, Answered)]


def soak_writers(folder: Path, kind: str, seconds: float) -> str:
    """Let four programs write one case at the same time."""
    case_id = made(folder, kind)
    names = [f"writer_{number}" for number in range(4)]
    said = [each.communicate() for each in [writer(folder, case_id, name, seconds) for name in names]]
    errors, lost, counts, waits = 0, 0, [], []
    with opened(folder) as store:
        for name, (output, error) in zip(names, said, strict=True):
            lines = output.splitlines()
            numbers = [line for line in lines if line.isdigit()]
            errors += bool(error)
            lost += kept_by(store, case_id, name) != numbers
            counts.append(len(numbers))
            waits += [float(line.split()[1]) for line in lines if line.startswith("longest")]
        problems = len(store.verify().problems)
    return (
        f"{kind}: 4 writers, {seconds:.0f} s: {sum(counts)} events {counts}, errors {errors},"
        f" writers that lost an event {lost}, longest wait {max(waits, default=0):.3f} s, problems {problems}"
    )


def soak_kills(folder: Path, kind: str, kills: int) -> str:
    """Kill a writer at a random moment, again and again, and look for what it was told is kept."""
    case_id = made(folder, kind)
    acknowledged, lost, problems, journals = 0, 0, 0, 0
    for number in range(kills):
        process = writer(folder, case_id, f"writer_{number}", 600)
        heard = process.stdout or sys.stdin
        first = heard.readline()
        time.sleep(random.uniform(0, 0.1))
        process.send_signal(signal.SIGKILL)
        output = first + heard.read()
        process.communicate()
        journals += (folder / "cases.db-journal").exists()
        told = [line[:-1] for line in output.splitlines(keepends=True) if line.endswith("\n")]
        with opened(folder) as store:
            kept = kept_by(store, case_id, f"writer_{number}")
            problems += len(store.verify().problems)
        acknowledged += len(told)
        lost += kept[: len(told)] != told
    return (
        f"{kind}: {kills} kills (-9), {journals} in the middle of a change: {acknowledged} acknowledged"
        f" events, kills that lost one {lost}, problems {problems}"
    )


def soak_flips(folder: Path, flips: int) -> str:
    """Flip bits of an unencrypted store, one at a time, and hold what is read against what was there."""
    case_id = made(folder, "unencrypted")
    database = folder / "cases.db"
    with opened(folder) as store:
        answers = [Answered(item=f"item_{number}", answer="several_days") for number in range(90)]
        store.append(case_id, answers, who="soak", at=MOMENT, expecting=1)
        before = store.events(case_id)
    whole, found, changed = database.read_bytes(), 0, 0
    for place in random.sample(range(len(whole) * 8), flips):
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        database.write_bytes(flipped)
        try:
            with opened(folder) as store:
                found += bool(store.verify().problems)
                changed += store.events(case_id) != before
        except StoreError:
            found += 1
    return (
        f"unencrypted: {flips} flipped bits of {len(whole)} bytes: noticed {found} times, misread {changed}"
    )


def main() -> None:
    """Run what was asked for, and print a line for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--flips", type=int, default=5000)
    parser.add_argument("--write", nargs=4, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write:
        folder, case_id, name, seconds = asked.write
        write(Path(folder), case_id, name, float(seconds))
        return
    with tempfile.TemporaryDirectory() as place:
        for kind in ("encrypted", "unencrypted"):
            print(soak_writers(Path(place, f"writers-{kind}"), kind, asked.seconds), flush=True)
            print(soak_kills(Path(place, f"kills-{kind}"), kind, asked.kills), flush=True)
        print(soak_flips(Path(place, "flips"), asked.flips), flush=True)


if __name__ == "__main__":
    main()
