"""`screenkit doctor`: a calm list with a word for each line, and an exit status a script can rest on."""

import json
import os

import pytest
from clinics import clinic, days_ago, jurisdictions, platform, region

from screenkit.cli import clock, surroundings
from screenkit.cli.options import clinic_folder
from screenkit.content.profile import write_clinic
from screenkit.store.access import create, create_unencrypted


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Keep a profile in a folder of its own, on the day of the tests."""
    monkeypatch.setattr(clock, "today", lambda: days_ago(0))

    def keep(found, folder=tmp_path / "clinic"):
        folder.mkdir(mode=0o700, parents=True)
        path = folder / "clinic.yaml"
        path.write_bytes(write_clinic(found))
        path.chmod(0o600)
        create(folder, passphrase="four unrelated plain words").store.close()
        return folder

    return keep


def told(ran, about):
    checks = json.loads(ran.out)["checks"]
    return [(check["word"], check["what"]) for check in checks if check["about"] == about]


def test_a_profile_in_order_is_fine_line_by_line(run, kept):
    ran = run("doctor", "--folder", kept(clinic()), "--strict")

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Riverside Practice\n  fine            1 leader on file\nDr Reed\n")
    assert ran.out.endswith("\nThe profile can be used, and there is nothing to look at today.\n")
    assert "look at this" not in ran.out


def test_how_the_cases_are_kept_is_seen_without_their_passphrase(run, kept, tmp_path):
    create_unencrypted(tmp_path / "open").close()
    there_is_none = "there is no store of cases here"

    encrypted = told(run("doctor", "--folder", kept(clinic()), "--json"), "Store")
    not_encrypted = told(run("doctor", "--folder", "open", "--json"), "Store")
    ((word, what),) = told(run("doctor", "--folder", "nowhere", "--json"), "Store")

    assert encrypted == [("fine", "the cases are encrypted; a passphrase opens them")]
    assert not_encrypted == [
        ("look at this", "the cases are NOT encrypted: whoever gets at the files reads them")
    ]
    assert (word, there_is_none in what) == ("look at this", True)


def test_findings_leave_with_0_and_with_strict_1(run, kept):
    folder = kept(clinic(jurisdictions=jurisdictions(checked_on=None)))
    ran = run("doctor", "--folder", folder)

    assert ran.status == 0
    assert "  look at this    never checked; every place counts as not known\n" in ran.out
    assert ran.out.endswith("\nThe profile can be used; 1 thing to look at.\n")
    assert run("doctor", "--folder", folder, "--strict").status == 1


def test_programs_read_the_same_list(run, kept):
    folder = kept(clinic(regions=(region(checked_on=None),), platforms=(platform(agreement="missing"),)))
    ran = run("doctor", "--folder", folder, "--json")
    found = json.loads(ran.out)

    assert (ran.status, found["schema"], found["usable"], found["day"]) == (
        0,
        "screenkit.doctor/1",
        True,
        "2026-11-25",
    )
    assert told(ran, "Numbers for Place US (US)") == [("look at this", "never checked; shown with a warning")]
    assert told(ran, "Platform Video") == [("look at this", "no agreement is on file")]
    assert {check["word"] for check in found["checks"]} == {"fine", "to know", "look at this"}
    assert all(check.keys() == {"about", "word", "what", "do"} for check in found["checks"])


def test_where_there_is_no_profile_the_command_that_makes_one_is_named(run, tmp_path):
    ran = run("doctor", "--folder", "nowhere")

    assert ran.status == 1
    assert ran.out.startswith(
        "Profile\n  cannot be used  there is no clinic.yaml in nowhere\n"
        "                  (run: screenkit init)\n"
    )
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_is_a_file_or_an_unreadable_profile_is_a_plain_line(run, tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "clinic" / "clinic.yaml").mkdir(parents=True)

    assert run("doctor", "--folder", "file").status == 1
    assert run("doctor", "--folder", "clinic").status == 1


def test_every_problem_of_a_profile_is_listed_and_the_rest_is_looked_over_all_the_same(run, kept):
    folder = kept(clinic())
    path = folder / "clinic.yaml"
    path.write_text(
        path.read_text().replace("home_state: US-NV", "home_state: US").replace("id: video", "id: Video!")
    )
    ran = run("doctor", "--folder", folder, "--json")
    unusable = [check for check in json.loads(ran.out)["checks"] if check["word"] == "cannot be used"]

    assert (ran.status, json.loads(ran.out)["usable"]) == (1, False)
    assert [check["about"].removeprefix(f"{path}:").partition(" ")[2] for check in unusable] == [
        "platforms.0.id"
    ]
    assert told(ran, "Program")
    assert told(ran, "SQLite")


def test_what_others_may_open_is_told_with_the_command_that_closes_it(run, kept):
    folder = kept(clinic())
    folder.chmod(0o755)
    (folder / "clinic.yaml").chmod(0o640)
    ran = run("doctor", "--folder", folder, "--json")
    dos = [check["do"] for check in json.loads(ran.out)["checks"] if check["about"] == "Folder"]

    assert dos[:2] == [f"run: chmod 700 '{folder}'", f"run: chmod 600 '{folder / 'clinic.yaml'}'"]


@pytest.mark.parametrize(
    "name", ["OneDrive - Clinic", "Dropbox", "Library/Mobile Documents/x", "Google Drive"]
)
def test_a_folder_that_is_copied_elsewhere_is_told(run, kept, tmp_path, name):
    ran = run("doctor", "--folder", kept(clinic(), tmp_path / name / "clinic"), "--json")

    assert told(ran, "Folder")[-1] == (
        "look at this",
        f"{tmp_path / name / 'clinic'} is copied to other computers, or lies on one",
    )


@pytest.mark.parametrize(
    ("version", "word"),
    [("3.51.2", "look at this"), ("3.51.3", "fine"), ("3.53", "fine"), ("3.9.0", "look at this")],
)
def test_an_sqlite_with_the_fault_that_damages_stores_is_told(monkeypatch, version, word):
    found = surroundings.import_module("sqlcipher3")
    monkeypatch.setattr(found, "sqlite_version", version)

    assert surroundings._sqlite().word == word


def test_the_sqlite_of_this_environment_has_the_fault_mended():
    assert surroundings._sqlite().word == "fine"


def test_a_missing_sqlcipher_is_told_and_stops_nothing(run, kept, monkeypatch):
    def missing(_):
        raise ImportError

    monkeypatch.setattr(surroundings, "import_module", missing)
    ran = run("doctor", "--folder", kept(clinic()), "--json")

    assert ran.status == 0
    assert told(ran, "SQLite") == [
        ("look at this", "SQLCipher cannot be loaded, so no encrypted store can be opened")
    ]


@pytest.mark.parametrize(
    ("columns", "rows", "word"), [(80, 24, "fine"), (79, 24, "look at this"), (200, 23, "look at this")]
)
def test_a_terminal_too_small_for_the_interview_is_told(monkeypatch, columns, rows, word):
    class Screen:
        encoding = "UTF-8"

        def isatty(self):
            return True

    monkeypatch.setattr(surroundings.sys, "stdout", Screen())
    monkeypatch.setattr(surroundings.shutil, "get_terminal_size", lambda: os.terminal_size((columns, rows)))

    assert [check.word for check in surroundings._terminal()] == [word]


def test_a_screen_that_is_not_utf_8_is_told(monkeypatch):
    class Screen:
        encoding = "cp1252"

        def isatty(self):
            return False

    monkeypatch.setattr(surroundings.sys, "stdout", Screen())

    assert [check.word for check in surroundings._terminal()] == ["look at this", "to know"]


def test_the_folder_is_the_one_named_or_the_usual_one_of_the_system(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    assert clinic_folder(tmp_path / "mine") == tmp_path / "mine"
    assert clinic_folder(None).name == "screenkit"
