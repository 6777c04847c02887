"""The whole interview in a real terminal, kept in an encrypted store: begun, stopped, gone on with, ended."""

import os
import sys
import time

import pexpect
import pytest
from clinics import clinic
from disks import fill, small_disk

from screenkit.case.history import case_of
from screenkit.content.profile import write_clinic
from screenkit.store.access import create, open_store

PROGRAM = [sys.executable, "-c", "from screenkit.cli.app import main; main()"]
PASSPHRASE = "four unrelated plain words"
CANARY = "Quillfeather"


class Sitting:
    """`screenkit interview --plain` in a terminal, answered line by line."""

    def __init__(self, folder, *options):
        words = folder.parent / "words"
        words.write_text(PASSPHRASE)
        words.chmod(0o600)
        environment = {**os.environ, "TERM": "dumb", "COLUMNS": "80"}
        kept = ["--folder", str(folder), "--passphrase-file", str(words)]
        self._program = pexpect.spawn(
            PROGRAM[0],
            [*PROGRAM[1:], "interview", *kept, *options],
            env=environment,
            encoding="utf-8",
            timeout=30,
            dimensions=(24, 80),
        )
        self._program.delaybeforesend = None

    def see(self, wanted):
        """Wait for some words and the next prompt; return what was shown in between."""
        self._program.expect_exact(wanted)
        self._program.expect_exact("\r\n> ")
        time.sleep(0.05)
        return self._program.before

    def say(self, line):
        self._program.sendline(line)

    def end(self):
        self._program.expect(pexpect.EOF)
        self._program.close()
        return self._program.before

    def stop(self):
        self._program.send("\x03")
        return self.end()

    @property
    def status(self):
        return self._program.exitstatus


@pytest.fixture
def folder(tmp_path):
    """A clinic's folder with an empty encrypted store."""
    place = tmp_path / "clinic"
    create(place, passphrase=PASSPHRASE).store.close()
    return place


def only_case(folder):
    with open_store(folder, lambda: PASSPHRASE) as store:
        (name,) = store.case_ids()
        assert store.verify().problems == ()
        return case_of(name, store.events(name))


def begin(sitting):
    sitting.see("Who leads this interview?")
    sitting.say("Dr Reed")
    sitting.see("about 2")
    sitting.say("on")


def test_what_was_answered_is_kept_in_an_encrypted_case_and_the_way_back_is_named(folder):
    sitting = Sitting(folder, "--only", "safety", "--until-settled")
    begin(sitting)
    sitting.see("Before we begin")
    sitting.say("on")
    sitting.see("Can you talk freely right now")
    sitting.say("1")
    sitting.see("2 of about")
    told = sitting.stop()

    case = only_case(folder)
    assert "1 answer is kept in case" in " ".join(told.split())
    assert f"screenkit interview --resume --case {case.id} --folder {folder}" in " ".join(told.split())
    assert case.latest.answers == {"alone_and_free_to_talk": "yes"}
    assert {each.who for each in case.events} == {"Dr Reed"}


def test_an_interview_refuses_to_begin_where_there_is_no_store(tmp_path):
    (tmp_path / "empty").mkdir()
    sitting = Sitting(tmp_path / "empty")
    told = " ".join(sitting.end().split())

    assert sitting.status == 1
    assert "there is no store of cases here yet" in told
    assert "--out FILE" in told


def test_a_disk_that_fills_up_in_mid_interview_is_named_and_the_interview_goes_on_once_there_is_room(
    tmp_path,
):
    with small_disk(tmp_path / "disk") as disk:
        create(disk / "clinic", passphrase=PASSPHRASE).store.close()
        (tmp_path / "clinic").symlink_to(disk / "clinic")
        sitting = Sitting(disk / "clinic", "--only", "safety")
        begin(sitting)
        sitting.see("Before we begin")
        sitting.say("on")
        filler = fill(disk)
        sitting.see("Can you talk freely right now")
        sitting.say("1")
        told = sitting.see("The answers could not be saved")
        sitting.say("retry")
        sitting.see("The answers could not be saved")
        filler.unlink()
        sitting.say("retry")
        sitting.see("2 of about")
        sitting.stop()

        assert "disk is full" in " ".join(told.split())
        assert only_case(disk / "clinic").latest.answers == {"alone_and_free_to_talk": "yes"}


def test_a_name_in_a_note_stands_in_no_byte_of_what_is_left_and_in_no_message(folder):
    (folder / "clinic.yaml").write_bytes(write_clinic(clinic()))
    sitting = Sitting(folder, "--only", "safety", "--by", "leader-1")
    sitting.see("about 2")
    sitting.say("on")
    sitting.see("Where are you right now?")
    sitting.say("not known")
    sitting.see("Before we begin")
    sitting.say("on")
    sitting.see("Can you talk freely right now")
    sitting.say("note")
    sitting.see("ote")
    sitting.say(f"Her sister {CANARY} may hear")
    sitting.see("Can you talk freely right now")
    told = sitting.stop()
    case = only_case(folder)

    assert [each.text for each in case.latest.notes] == [f"Her sister {CANARY} may hear"]
    assert CANARY not in told
    for path in folder.iterdir():
        assert CANARY.encode() not in path.read_bytes()
