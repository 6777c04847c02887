"""A step to a new version of the store: whole or not at all, after a checked copy, and never backwards."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from stores import MORNING, answer, everything, fill

from screenkit.errors import NotSavedError, StoreDamagedError, StoreError
from screenkit.store import schema

MORE = ("ALTER TABLE contents ADD COLUMN title TEXT", "CREATE INDEX by_who ON events (who)")


@pytest.fixture
def newer(monkeypatch):
    """A screenkit whose store has one version more."""

    def grow(*statements):
        monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, statements))

    return grow


def version(store):
    return store._records.connection.execute("PRAGMA user_version").fetchone()[0]


def test_a_store_is_brought_up_to_date_when_it_is_opened_and_a_copy_stays(made, newer, monkeypatch):
    with made.open() as store:
        fill(store)
        before = everything(store)
    released = schema.MIGRATIONS
    newer(*MORE)
    with made.open() as store:
        assert (version(store), everything(store), store.verify().problems) == (len(released) + 1, before, ())
    assert sorted(path.name for path in made.folder.iterdir()) == [
        "cases.db",
        "cases.db.before-2",
        "cases.key",
    ]
    assert (made.folder / "cases.db.before-2").stat().st_mode & 0o777 == 0o600

    made.database.write_bytes((made.folder / "cases.db.before-2").read_bytes())
    monkeypatch.setattr(schema, "MIGRATIONS", released)
    with made.open() as store:
        assert everything(store) == before


def test_the_next_step_takes_the_older_copy_away_and_a_purge_takes_all(made, newer):
    with made.open() as store:
        case_id = fill(store)[0]
    newer(*MORE)
    made.open().close()
    newer("CREATE TABLE more (one INTEGER) STRICT")
    with made.open() as store:
        assert [path.name for path in schema.copies_in(made.folder)] == ["cases.db.before-3"]
        store.purge(case_id, who="Dr Ada", at=MORNING, reason="asked for")
        assert schema.copies_in(made.folder) == ()
        assert version(store) == 3


def test_a_step_that_fails_leaves_the_store_as_it_was(made, newer):
    with made.open() as store:
        fill(store)
        before = everything(store)
    released = schema.MIGRATIONS
    newer(MORE[0], "CREATE TABLE events (again INTEGER)")
    with pytest.raises(StoreError):
        made.open()
    schema.MIGRATIONS = released
    with made.open() as store:
        assert (version(store), everything(store)) == (1, before)


def test_no_step_is_taken_without_a_copy(made, newer, monkeypatch):
    with made.open() as store:
        fill(store)
    before = made.database.read_bytes()
    newer(*MORE)

    def refuse(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(NotSavedError, match="No space left on device"):
        made.open()
    assert made.database.read_bytes() == before


def test_a_store_of_a_newer_screenkit_is_refused_by_name_and_left_alone(made, newer, monkeypatch):
    released = schema.MIGRATIONS
    newer(*MORE)
    made.open().close()
    before = made.database.read_bytes()
    monkeypatch.setattr(schema, "MIGRATIONS", released)
    with pytest.raises(
        StoreError, match=r"made by a newer screenkit \(store version 2\); this one reads up to 1"
    ):
        made.open()
    assert made.database.read_bytes() == before


def test_a_database_of_another_program_is_no_store(unencrypted):
    with unencrypted.open() as store:
        store._records.connection.execute("PRAGMA application_id = 7")
    with pytest.raises(StoreDamagedError, match="this is no store of cases that screenkit made"):
        unencrypted.open()


KILLED = """
import os, signal, sys
from pathlib import Path
from stores import PASSPHRASE
from screenkit.store import schema
from screenkit.store.access import open_store

def dying(after):
    for number in range(200):
        if number == after:
            os.kill(os.getpid(), signal.SIGKILL)
        yield f"CREATE TABLE more_{number} (one TEXT) STRICT"
        yield f"INSERT INTO more_{number} VALUES ('{'x' * 3000}')"

schema.MIGRATIONS = (*schema.MIGRATIONS, dying(int(sys.argv[2])))
open_store(Path(sys.argv[1]), lambda: PASSPHRASE)
"""


@pytest.mark.parametrize("after", [0, 1, 60, 199])
def test_killed_in_the_middle_of_a_step_the_store_is_as_it_was(made, newer, after):
    with made.open() as store:
        fill(store)
        before = everything(store)
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", KILLED, made.folder, str(after)], check=False, env=env)
    assert done.returncode == -9

    with made.open() as store:
        assert (version(store), everything(store), store.verify().problems) == (1, before, ())
        answer(store, store.case_ids()[0], "yes")
    newer(*MORE)
    with made.open() as store:
        assert (version(store), store.verify().problems) == (2, ())
