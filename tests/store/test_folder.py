"""Where a store lies: for its owner only, never through a link, readable where it cannot be written."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from stores import MORNING, PASSPHRASE, begin, everything, fill, make

from screenkit.errors import StoreError
from screenkit.store import access
from screenkit.store.access import create, create_unencrypted, open_store

NOBODY = 65534


def modes(folder):
    return {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in [folder, *folder.iterdir()]}


@pytest.mark.parametrize("kind", ["encrypted", "unencrypted"])
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o777])
def test_folder_files_and_journal_are_for_their_owner_only_under_any_umask(tmp_path, kind, mask):
    before = os.umask(mask)
    try:
        made = make(tmp_path / "store", kind)
        with made.open() as store:
            case_id = begin(store)
            assert modes(made.folder) == {"store": "0o700", "cases.db": "0o600", "cases.key": "0o600"}
            store._records.connection.execute("BEGIN IMMEDIATE")
            store._records.connection.execute("DELETE FROM events WHERE case_id = ?", (case_id,))
            assert modes(made.folder)["cases.db-journal"] == "0o600"
            store._records.connection.execute("ROLLBACK")
            assert store.notices == ()
    finally:
        os.umask(before)


def test_files_that_others_may_read_are_closed_and_a_folder_is_reported(made):
    made.database.chmod(0o644)
    made.key_file.chmod(0o666)
    made.folder.chmod(0o755)
    with made.open() as store:
        assert modes(made.folder) == {"store": "0o755", "cases.db": "0o600", "cases.key": "0o600"}
        assert [str(each) for each in store.notices] == [
            (
                f"{made.folder}: other accounts of this computer may read or change it"
                " — chmod 700 the folder, if nobody else needs it"
            )
        ]


@pytest.mark.parametrize("name", ["cases.db", "cases.key", "cases.db-journal"])
def test_a_link_in_the_place_of_a_file_is_refused(made, tmp_path, name):
    elsewhere = tmp_path / name
    if (made.folder / name).exists():
        (made.folder / name).rename(elsewhere)
    (made.folder / name).symlink_to(elsewhere)

    with pytest.raises(
        StoreError, match=f"{name}: this is no plain file, and a store is never opened through"
    ):
        made.open()


def test_a_link_in_the_place_of_the_folder_is_refused_and_where_it_leads_is_named(made, tmp_path):
    (tmp_path / "link").symlink_to(made.folder)

    with pytest.raises(StoreError, match=f"a symbolic link.*name the folder it leads to: {made.folder}"):
        open_store(tmp_path / "link", lambda: PASSPHRASE)
    with pytest.raises(StoreError, match="a symbolic link"):
        create_unencrypted(tmp_path / "link")


def test_a_store_is_never_made_over_another_or_over_what_is_left_of_one(made):
    before = modes(made.folder), made.database.read_bytes()
    with pytest.raises(StoreError, match=r"there is a store here already \(cases\.db and cases\.key\)"):
        create(made.folder, passphrase=PASSPHRASE)
    assert (modes(made.folder), made.database.read_bytes()) == before
    made.key_file.unlink()
    with pytest.raises(StoreError, match=r"there is a store here already \(cases\.db\)"):
        create_unencrypted(made.folder)


def test_a_store_may_lie_in_a_folder_that_holds_other_things(tmp_path):
    (tmp_path / "clinic.yaml").write_text("leaders: []\n")
    tmp_path.chmod(0o755)
    with create_unencrypted(tmp_path) as store:
        fill(store)
    assert modes(tmp_path)[tmp_path.name] == "0o755"


def test_a_store_that_could_not_be_made_leaves_nothing_behind(tmp_path, monkeypatch):
    def refuse(path, content):
        if path.name == "cases.key":
            raise access.OutputError([])
        written(path, content)

    written = access.write_whole
    monkeypatch.setattr(access, "write_whole", refuse)
    with pytest.raises(access.NotSavedError):
        create_unencrypted(tmp_path / "store")
    assert list((tmp_path / "store").iterdir()) == []


READ_ONLY = """
import os, sys
from pathlib import Path
from stores import MORNING, PASSPHRASE, answer, everything
from screenkit.errors import NotSavedError
from screenkit.store.access import open_store
folder = Path(sys.argv[1])
if os.getuid() == 0:
    os.setgid(65534), os.setuid(65534)
with open_store(folder, lambda: PASSPHRASE) as store:
    print(len(store.case_ids()), len(store.verify().problems), len(everything(store)[0]))
    for write in (
        lambda: answer(store, store.case_ids()[0], "yes"),
        lambda: store.keep_content(b"new"),
        lambda: store.purge(store.case_ids()[0], who="x", at=MORNING, reason="y"),
    ):
        try:
            write()
        except NotSavedError as error:
            print(error)
"""


@pytest.mark.parametrize("file_mode", [0o400, 0o600], ids=["read-only files", "read-only folder"])
def test_reading_works_where_nothing_can_be_written_and_writing_names_the_folder(made, file_mode):
    with made.open() as store:
        fill(store)
    everybody = [made.folder, made.database, made.key_file]
    if os.getuid() == 0:
        for path in (*everybody, *made.folder.parents[:3]):
            os.chown(path, NOBODY, NOBODY) if path in everybody else path.chmod(0o755)
    for path, mode in zip(everybody, (0o500, file_mode, file_mode), strict=True):
        path.chmod(mode)

    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, made.folder], capture_output=True, text=True, check=False, env=env
    )
    assert done.stderr == ""
    counted, *told = done.stdout.splitlines()
    assert counted == "3 0 3"
    assert (
        told
        == [
            (
                f"{made.folder}: the folder, or a file of the store in it, cannot be written"
                " — nothing was changed; check the folder, its permissions and the disk, and try again"
            )
        ]
        * 3
    )
    made.folder.chmod(0o700)


def test_a_store_stays_where_it_is_when_the_program_goes_elsewhere(made, monkeypatch):
    monkeypatch.chdir(made.folder.parent)
    with open_store(Path(made.folder.name), lambda: PASSPHRASE) as store:
        monkeypatch.chdir("/")
        case_id = begin(store)
        store.purge(case_id, who="Dr Ada", at=MORNING, reason="asked for")
        assert (store.folder, store.verify().problems) == (made.folder, ())


def test_reading_leaves_the_files_as_they_were(made):
    with made.open() as store:
        fill(store)
    before = made.database.read_bytes(), made.key_file.read_bytes(), modes(made.folder)
    with made.open() as store:
        everything(store)
        store.verify()
    assert (made.database.read_bytes(), made.key_file.read_bytes(), modes(made.folder)) == before
