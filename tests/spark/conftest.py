"""People as a table on disk, and a session of Spark for all tests."""

import csv
import os
import random
import sys

import pytest

from screenkit.cli.app import main


@pytest.fixture(scope="session")
def people(online_group, clear_candidate):
    """Invented people: each differs from the clear candidate in a few answers; some rows are no use."""
    dice = random.Random(11)
    items = [item for each in online_group.asked for item in each.items]
    found = []
    for number in range(240):
        told = {item.id: clear_candidate.get(item.id, "") for item in items}
        for item in dice.sample(items, 9):
            numbers = item.number and range(item.number.lowest, item.number.highest + 1, item.number.step)
            told[item.id] = dice.choice(["", "declined", "dont_know", *map(str, item.values or numbers)])
        found.append({"case_id": f"C-{number:03}", "notes": 'a "note",\nof two lines', **told})
    found[20]["acute_crisis"] = "maybe"
    found[30]["phq9_1"] = "7"
    found[30]["suicidal_ideation"] = "current_with_intent_or_plan"
    found[40]["case_id"] = "C-004"
    found[41]["case_id"] = "=1+1"
    found[200]["case_id"] = "C-020"  # its first row is of no use
    found[230]["case_id"] = " C-005 "
    found[231]["acute_crisis"] = "yes"
    return found


@pytest.fixture(scope="session")
def table(people, tmp_path_factory):
    """Write these people as CSV."""
    path = tmp_path_factory.mktemp("people") / "people.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(people[0]))
        writer.writeheader()
        writer.writerows(people)
    return path


@pytest.fixture(scope="session")
def session():
    """Start Spark on two cores of this machine."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - not everybody has it

    os.environ["PYSPARK_PYTHON"] = sys.executable
    built = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    built = built.config("spark.log.level", "OFF").config("spark.ui.showConsoleProgress", "false")
    started = built.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def here(table):
    """Screen the table on this machine: its results, and its rejects."""
    out = table.with_name("local.csv")
    with pytest.raises(SystemExit) as ended:
        main(["batch", str(table), "-o", str(out)])
    assert not ended.value.code

    def read(path):
        with path.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    return read(out), read(table.with_name("local.csv.rejects.csv"))
