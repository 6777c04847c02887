"""A clinic's folder with an encrypted store and a profile, and cases to put into it."""

import shutil
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from stories import answered

from screenkit.case.amend import followed, newly_alerted, screened
from screenkit.case.answers import answers_of
from screenkit.case.events import Opened
from screenkit.case.history import case_of
from screenkit.cli import clock
from screenkit.content import load as loading
from screenkit.content import snapshot as contents
from screenkit.content.snapshot import load_snapshot, snapshot
from screenkit.engine.assess import assess
from screenkit.models.answers import Answers
from screenkit.report.json import kept as to_json
from screenkit.store.access import create, create_unencrypted, open_store

HERE = Path(__file__).parent
PASSPHRASE = "four unrelated plain words"


def profile_into(folder):
    shutil.copy(HERE.parents[1] / "content" / "profiles" / "good.yaml", folder / "clinic.yaml")


@pytest.fixture(scope="session")
def encrypted(tmp_path_factory):
    """One empty encrypted store, made once; its recovery code."""
    folder = tmp_path_factory.mktemp("encrypted") / "clinic"
    created = create(folder, passphrase=PASSPHRASE)
    created.store.close()
    profile_into(folder)
    return folder, created.recovery_code


@pytest.fixture(scope="session")
def in_the_open(tmp_path_factory):
    """One empty store without encryption, made once: it opens in no time, and the commands are the same."""
    folder = tmp_path_factory.mktemp("open") / "clinic"
    create_unencrypted(folder).close()
    profile_into(folder)
    return folder


@pytest.fixture(scope="module", autouse=True)
def read_once():
    """Read each content once for all of these tests: it is the same bytes every time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(contents, "load_snapshot", cache(load_snapshot))
        patched.setattr(loading, "load", cache(loading.load))
        yield


class Clinic:
    """A clinic's folder, and what is done to its store behind the commands' back."""

    def __init__(self, folder, content, run):
        self.folder, self._content, self._run = folder, content, run
        self.passphrase = folder.parent / "passphrase"
        self.passphrase.write_text(f"{PASSPHRASE}\n")
        self.passphrase.chmod(0o600)

    def open(self):
        return open_store(self.folder, lambda: PASSPHRASE)

    def run(self, *arguments, typed=None):
        """Run a command with this folder and passphrase."""
        door = ("--folder", self.folder, "--passphrase-file", self.passphrase)
        return self._run(*arguments, *door, typed=typed)

    def screen(self, written, *more, case_id=None, who="Dr Reed", days_ago=0, content=None):
        """Keep a whole screening, with the alerts it raises, its assessment, and further events."""
        content = content or self._content
        at = clock.now() - timedelta(days=days_ago)
        with self.open() as store:
            kept = store.keep_content(snapshot(content))
            case_id = case_id or store.new_case()
            known = store.events(case_id) if case_id in store.case_ids() else ()
            told = [Opened(rules=content.ruleset.id, content=kept), *answered(written)]
            added = store.append(case_id, told, who=who, at=at, expecting=len(known))
            case = case_of(case_id, (*known, *added))
            found = assess(content, answers_of(content, case.latest, case_id))
            alerts = newly_alerted(assess(content, Answers({})), found)
            ended = (
                screened(content, followed(case, alerts), found, to_json(found))
                if alerts
                else screened(content, case, found, to_json(found))
            )
            store.append(case_id, [*alerts, ended, *more], who=who, at=at, expecting=None)
        return case_id

    def spelled(self, answer):
        """Write an answer into a file of its own, as an answer file spells it."""
        path = self.folder.parent / "answer.txt"
        path.write_text(f"{answer}\n")
        return path

    def events(self, case_id):
        with self.open() as store:
            return [stamped.event for stamped in store.events(case_id)]

    def case(self, case_id):
        with self.open() as store:
            return case_of(case_id, store.events(case_id))


@pytest.fixture
def clinic(in_the_open, tmp_path, online_group, run, monkeypatch):
    """A clinic with an empty store of its own."""
    monkeypatch.setenv("COLUMNS", "200")
    shutil.copytree(in_the_open, tmp_path / "clinic")
    return Clinic(tmp_path / "clinic", online_group, run)


@pytest.fixture
def locked_clinic(encrypted, tmp_path, online_group, run):
    """A clinic with an empty encrypted store of its own."""
    shutil.copytree(encrypted[0], tmp_path / "locked")
    return Clinic(tmp_path / "locked", online_group, run)


@pytest.fixture
def reason(tmp_path):
    """Write a reason into a file."""

    def written(text="It was misheard."):
        path = tmp_path / "reason.txt"
        path.write_text(text)
        return path

    return written
