"""The benchmark's table: sixty columns of an invented intake, the same bytes for the same number of rows.

python bench/peers/table.py ROWS FILE [--damaged]   one cell in five thousand then holds what is no answer
"""

import argparse
import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

MOOD = [f"p{n}" for n in range(1, 10)]
WORRY = [f"a{n}" for n in range(1, 8)]
READINESS = [f"g{n}" for n in range(1, 11)]
HISTORY = {
    "si_active": 0.06,
    "si_plan": 0.04,
    "attempt_12m": 0.05,
    "psychosis": 0.03,
    "mania": 0.03,
    "substance_daily": 0.08,
    "withdrawal_risk": 0.03,
    "violence_history": 0.10,
    "violence_recent": 0.04,
    "domestic_abuse": 0.05,
    "psych_hosp_6m": 0.06,
    "medicated": 0.45,
    "prior_group": 0.30,
    "group_dropout": 0.12,
    "can_commit": 0.90,
    "wants_group": 0.88,
    "hearing": 0.06,
    "interpreter": 0.10,
}
"""Questions of yes or no, and how many say yes."""
CHOICES = {
    "gender": "female male nonbinary undisclosed",
    "language": "en es zh ar pl other",
    "modality": "in_person online either",
    "attachment": "secure anxious avoidant disorganised",
    "problem": "depression anxiety grief trauma personality eating addiction other",
    "cluster": "none A B C mixed",
    "support": "none low medium high",
    "availability": "day evening weekend none",
}
NAMES = (
    "Alex Smith",
    "O'Neil, Sam",
    "José García",
    "李雷",
    "Zoë Müller",
    "Fatima Al-Sayed",
    'Jan "JJ" Kowalski',
)
REFERRERS = ("GP", "self", "hospital, ward 3", "school")
NOTES = (
    "",
    'Feels low, "empty" since March',
    "Sleep poor; works nights",
    "Referred by GP, wants group\nPrefers evenings",
    "Señora Núñez pidió grupo — en español",
    "患者希望参加小组治疗",
    "No notes",
    'Says: "I\'m fine", but tearful',
    "Line one\nline two\nline three, with comma",
    "Ângela 🙂 likes groups",
    "Long history of depression. " * 6,
)
GOALS = (
    "",
    "Cope better",
    "Make friends, feel less alone",
    "Return to work",
    '"Be myself"',
    "Schlaf verbessern; Ängste",
)

ANSWERS = ["age", *MOOD, *WORRY, *READINESS, *HISTORY, *CHOICES]
COLUMNS = ["candidate_id", "intake_date", "clinic", *ANSWERS, "name", "referrer", "notes", "goals"]

_AT_ONCE = 50_000
"""Rows drawn together; another number draws other rows."""

DIGESTS = {
    1_000: "2d0bad9d449c6561dc65d89afd7e448c39194898144d56b1aa652374ddd61d2c",
    1_000_000: "63cc88287616aa3360626db644231d5d883e28b3b692fbba328ac0562e5dce04",
}
"""SHA-256 of the table of so many rows: figures of different days are about the same bytes."""


@dataclass(frozen=True)
class Drawn:
    """How one column is drawn: its values with their weights, and the share left empty."""

    values: Sequence[str]
    weights: Sequence[float]
    empty: float

    def cells(self, dice: Random, rows: int) -> list[str]:
        """Return a column of so many rows."""
        total = sum(self.weights)
        shares = [weight / total * (1 - self.empty) for weight in self.weights]
        return dice.choices([*self.values, ""], [*shares, self.empty], k=rows)


def answers() -> Iterator[Drawn]:
    """Yield how each column of answers is drawn, in the order of the columns."""
    yield Drawn([str(age) for age in range(16, 80)], [1] * 64, 0.01)
    for _ in (*MOOD, *WORRY):
        yield Drawn("0123", [40, 32, 18, 10], 0.05)
    for _ in READINESS:
        yield Drawn("01234", [5, 12, 28, 32, 23], 0.05)
    for share in HISTORY.values():
        yield Drawn(["yes", "no"], [share, 1 - share], 0.02)
    for words in CHOICES.values():
        values = words.split()
        yield Drawn(values, range(len(values) + 1, 1, -1), 0.02)


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table."""
    dice = Random(1)
    days = [f"2026-{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 29)]
    clinics = [f"clinic{n}" for n in range(20)]
    for start in range(0, count, _AT_ONCE):
        size = min(_AT_ONCE, count - start)
        columns = [
            [f"C{n:08d}" for n in range(start, start + size)],
            dice.choices(days, k=size),
            dice.choices(clinics, k=size),
            *(drawn.cells(dice, size) for drawn in answers()),
            *(dice.choices(texts, k=size) for texts in (NAMES, REFERRERS, NOTES, GOALS)),
        ]
        yield from zip(*columns, strict=True)


def damaged(undamaged: Iterator[tuple[str, ...]], one_in: int = 5_000) -> Iterator[tuple[str, ...]]:
    """Yield rows of which one answer in so many is none: a word, a fraction, a number out of range."""
    dice = Random(2)
    first = COLUMNS.index(ANSWERS[0])
    for row in undamaged:
        spoiled = [n for n in range(first, first + len(ANSWERS)) if dice.random() * one_in < 1]
        cells = list(row)
        for n in spoiled:
            cells[n] = dice.choice(("two", "99", "1.5", "maybe", "-1", "2 or 3"))
        yield tuple(cells)


def write(path: Path, count: int, *, spoiled: bool = False) -> str:
    """Write a table and return the SHA-256 of its bytes."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(damaged(rows(count)) if spoiled else rows(count))
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if not spoiled and digest != DIGESTS.get(count, digest):
        raise SystemExit(f"{path}: not the bytes that all figures are about")
    return digest


def main() -> None:
    """Write the table that is asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("rows", type=int)
    options.add_argument("file", type=Path)
    options.add_argument("--damaged", action="store_true")
    asked = options.parse_args()
    print(write(asked.file, asked.rows, spoiled=asked.damaged))


if __name__ == "__main__":
    main()
