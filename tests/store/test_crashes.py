"""Power cords, full disks and four programs at once: nothing that was acknowledged is lost."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from disks import small_disk
from stores import PASSPHRASE, answer, begin, everything, fill, make

from screenkit.errors import NotSavedError
from screenkit.store.access import open_store

HERE = Path(__file__).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(HERE.parent)}


def writer(made, case_id, name, seconds):
    command = [sys.executable, HERE / "writer.py", made.folder, case_id, name, str(seconds)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    )


def answers_of(store, case_id, name):
    return [int(each.event.answer) for each in store.events(case_id) if each.who == name]


@pytest.mark.slow
def test_four_programs_write_one_case_and_no_event_is_lost_or_refused(made):
    names = [f"writer_{number}" for number in range(4)]
    with made.open() as store:
        case_id = begin(store)
    writers = [writer(made, case_id, name, 1) for name in names]
    said = [each.communicate(timeout=60) for each in writers]

    assert [error for _, error in said] == [""] * 4
    with made.open() as store:
        for name, (output, _) in zip(names, said, strict=True):
            _, *numbers, _ = output.splitlines()
            assert answers_of(store, case_id, name) == [int(number) for number in numbers]
            assert numbers
        assert store.verify().problems == ()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["encrypted", "unencrypted"])
def test_killed_at_any_moment_every_acknowledged_event_is_still_there(tmp_path, kind):
    made = make(tmp_path / "store", kind)
    dice = random.Random(9)
    with made.open() as store:
        case_id = begin(store)
    for number in range(10):
        process = writer(made, case_id, f"writer_{number}", 60)
        assert process.stdout.readline() == "ready\n"
        time.sleep(dice.uniform(0, 0.05))
        process.kill()
        output = process.stdout.read()
        process.communicate()
        acknowledged = [int(line) for line in output.splitlines(keepends=True) if line.endswith("\n")]
        with made.open() as store:
            kept = answers_of(store, case_id, f"writer_{number}")
            assert kept[: len(acknowledged)] == acknowledged
            assert len(kept) <= len(acknowledged) + 1  # one may be kept and not yet acknowledged
            assert store.verify().problems == ()


def until_full(store, case_id):
    """Answer until the disk is full: how many answers were acknowledged, and what was said then."""
    acknowledged = 0
    while True:
        try:
            answer(store, case_id, str(acknowledged) * 200, expecting=1 + acknowledged)
        except NotSavedError as error:
            return acknowledged, str(error)
        acknowledged += 1


@pytest.mark.parametrize("kind", ["encrypted", "unencrypted"])
def test_a_disk_that_fills_up_is_named_and_the_same_event_is_kept_once_there_is_room(tmp_path, kind):
    with small_disk(tmp_path / "disk") as disk:
        made = make(disk / "store", kind)
        with made.open() as store:
            case_id = begin(store)
            (disk / "filler").write_bytes(bytes(90_000))
            acknowledged, told = until_full(store, case_id)
            assert told == f"{made.folder}: the disk is full — nothing was changed; make room and try again"
            assert acknowledged > 3
            assert len(store.events(case_id)) == 1 + acknowledged
            with pytest.raises(NotSavedError, match="the disk is full"):
                store.keep_content(os.urandom(250_000))

            (disk / "filler").unlink()
            answer(store, case_id, str(acknowledged) * 200, expecting=1 + acknowledged)
            kept = everything(store)
            assert store.verify().problems == ()
        with made.open() as store:
            assert everything(store) == kept
            assert [each.event.answer for each in store.events(case_id)[1:]] == [
                str(number) * 200 for number in range(acknowledged + 1)
            ]


def test_a_store_that_does_not_fit_is_not_made_by_half(tmp_path):
    with small_disk(tmp_path / "disk") as disk:
        (disk / "filler").write_bytes(bytes(230_000))
        with pytest.raises(NotSavedError):
            make(disk / "store", "encrypted")
        assert list((disk / "store").iterdir()) == []
        (disk / "filler").unlink()
        make(disk / "store", "encrypted").open().close()


LIMITED = """
import resource, signal, sys
from pathlib import Path
from stores import PASSPHRASE, answer
from screenkit.errors import NotSavedError
from screenkit.store.access import open_store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_store(Path(sys.argv[1]), lambda: PASSPHRASE) as store:
    case_id = store.case_ids()[0]
    size = Path(sys.argv[1], "cases.db").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 5 * 4096, resource.RLIM_INFINITY))
    kept = len(store.events(case_id))
    try:
        while True:
            kept += len(answer(store, case_id, "x" * 900, expecting=kept))
    except NotSavedError as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    kept += len(answer(store, case_id, "x" * 900, expecting=kept))
    print(kept, len(store.events(case_id)), len(store.verify().problems))
"""


def test_a_file_that_may_not_grow_is_as_good_as_a_full_disk(made):
    with made.open() as store:
        fill(store)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, made.folder],
        capture_output=True,
        text=True,
        check=True,
        env=ENVIRONMENT,
    )
    told, counted = done.stdout.splitlines()
    kept, there, problems = counted.split()

    assert told.startswith(f"{made.folder}: the folder, or a file of the store in it, cannot be written")
    assert int(kept) > 8
    assert (there, problems) == (kept, "0")


def test_a_journal_left_by_a_crash_is_undone_when_the_store_is_opened(made):
    with made.open() as store:
        fill(store)
        before = everything(store)
        connection = store._records.connection
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE big AS SELECT randomblob(200000) AS bytes")
        connection.execute("DELETE FROM events")
        torn = made.database.read_bytes(), (made.folder / "cases.db-journal").read_bytes()
        connection.execute("ROLLBACK")
    assert torn[0] != made.database.read_bytes()
    made.database.write_bytes(torn[0])
    (made.folder / "cases.db-journal").write_bytes(torn[1])

    with open_store(made.folder, lambda: PASSPHRASE) as store:
        assert (everything(store), store.verify().problems) == (before, ())
