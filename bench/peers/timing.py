"""Run programs in turns, and tell how long each took and how much memory it held at most."""

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

LIBRARIES = (
    "polars",
    "duckdb",
    "zen-engine",
    "rule-engine",
    "panzi-json-logic",
    "common-expression-language",
)


@dataclass(frozen=True)
class Took:
    """The seconds of each run of one program, and the most memory any of them held, in megabytes."""

    seconds: tuple[float, ...]
    memory: float

    @property
    def median(self) -> float:
        """The median of the runs, in seconds."""
        return statistics.median(self.seconds)


def in_turns(commands: Mapping[str, Sequence[str]], times: int) -> dict[str, Took]:
    """Run each command so many times, all of them in turns, every other time in the opposite order.

    Whole processes are measured, from their start to their end. A program that fails ends everything.
    """
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    memory = dict.fromkeys(commands, 0.0)
    for turn in range(times):
        for name in list(commands)[:: -1 if turn % 2 else 1]:
            took, held = run(name, commands[name])
            seconds[name].append(took)
            memory[name] = max(memory[name], held)
    return {name: Took(tuple(each), memory[name]) for name, each in seconds.items()}


def run(name: str, command: Sequence[str]) -> tuple[float, float]:
    """Run one command; return its seconds and its peak memory in megabytes."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    told = process.stderr.read() if process.stderr else ""
    _, status, used = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{name} failed:\n{told[-2000:]}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return took, used.ru_maxrss / unit


def said(command: Sequence[str]) -> dict[str, float]:
    """Run a command that prints JSON, and return it."""
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def machine() -> str:
    """Return what the figures were taken on."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    model = next(
        (line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine()
    )
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    gigabytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"{os.cpu_count()} cores ({model}), {gigabytes:.0f} GB, load {os.getloadavg()[0]:.1f}, "
        f"{platform.system()}, Python {platform.python_version()}, {libraries}"
    )
