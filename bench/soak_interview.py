"""Kill interviews with SIGKILL at random moments and resume them until they are done: is everything there?

    .venv/bin/python bench/soak_interview.py                 200 interviews
    .venv/bin/python bench/soak_interview.py --runs 5 --seed 7

Each interview is `screenkit interview` in a process of its own, by plain lines at a terminal, kept in an
encrypted store. An answer counts as acknowledged once the next screen stands there. In the end every
acknowledged answer must be there, and the assessment that was kept must equal that of an interview nobody
disturbed. `sit FOLDER` is that process.
"""

import argparse
import contextlib
import json
import os
import random
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pydantic import TypeAdapter

from screenkit.assessment import Assessment
from screenkit.case.events import Event, Screened, Stamped
from screenkit.case.history import Screening, case_of
from screenkit.cli.app import main as run_screenkit
from screenkit.content.load import load
from screenkit.engine.assess import assess
from screenkit.engine.written import read_written, target_of
from screenkit.interview import flow
from screenkit.models.answers import Answers
from screenkit.models.content import Content
from screenkit.report.json import kept as json_of
from screenkit.store.access import create, open_store

ANSWERS = Path(__file__).parents[1] / "tests/engine/clear-candidate.yaml"
BEGUN = datetime(2026, 11, 2, 12, tzinfo=UTC)
INTENT = {
    "suicidal_ideation": "plan",
    "suicidal_intent": "yes",
    "means_access": "yes",
    "suicide_safety_assessment_done": "yes",
    "suicide_assessment_conclusion": "not_this_group_now",
}
_EVENTS: TypeAdapter[Event] = TypeAdapter(Event)
_PATIENCE = 20.0
_ENVIRONMENT = {**os.environ, "COLUMNS": "1000"}  # lines stay whole
_EARLY, _HALF = 0.1, 0.02


def screening_of(events: Sequence[Event]) -> Screening:
    """Return what the events of an interview add up to."""
    stamped = [Stamped(sequence=n, at=BEGUN, who="Dr Rivera", event=each) for n, each in enumerate(events, 1)]
    latest = case_of("C-00000", stamped).latest
    if latest is None:
        raise SystemExit("nothing was opened")
    return latest


# The program itself, with its encrypted store

PASSPHRASE = "four unrelated plain words"


def make_clinic(folder: Path) -> None:
    """Make an encrypted store, and the file with its passphrase beside it."""
    create(folder, passphrase=PASSPHRASE).store.close()
    (folder / "words").write_text(PASSPHRASE)
    (folder / "words").chmod(0o600)


def sit_down(folder: Path) -> None:
    """Run `screenkit interview`: begin where there is no case yet, else go on with it."""
    with open_store(folder, lambda: PASSPHRASE) as store:
        cases = [case_of(name, store.events(name)) for name in store.case_ids()]
    begun = [case.latest for case in cases if case.latest]
    if begun and not begun[0].is_open:
        print("THE END", flush=True)
        return
    how = ["--resume"] if begun else ["--only", "safety"]
    folder_options = ["--folder", str(folder), "--passphrase-file", str(folder / "words")]
    run_screenkit(["interview", "--plain", *how, *folder_options])
    print("THE END", flush=True)


def kept_in(folder: Path) -> list[Event]:
    """Return the events of the one case of a store; its chain is verified first."""
    with open_store(folder, lambda: PASSPHRASE) as store:
        verified = store.verify()
        if verified.problems or len(store.case_ids()) != 1:
            raise SystemExit(f"the store is damaged: {verified.problems}, {store.case_ids()}")
        return [each.event for each in store.events(store.case_ids()[0])]


# Somebody who answers, and somebody who pulls the plug


@dataclass
class Typist:
    """Reads a plain screen and types what belongs there; knows which answers were acknowledged."""

    answers: Mapping[str, str]
    texts: Mapping[str, str]
    acknowledged: dict[str, str] = field(default_factory=dict)
    _pending: tuple[str, str] | None = None

    def line_for(self, shown: str) -> str:
        """Return what to type at a screen; the answer typed before is acknowledged by it."""
        if self._pending:
            self.acknowledged[self._pending[0]] = self._pending[1]
            self._pending = None
        words = re.search(r"^Words: (.*)$", shown, re.MULTILINE)
        offered = words.group(1).split(", ") if words else []
        lines = shown.splitlines()
        item = next((self.texts[line] for line in lines if line in self.texts), None)
        if "No answer:" in shown and item:
            self._pending = (item, self.answers[item])
            return self._choice(item, shown)
        if "have seen this" in shown:
            return "seen"
        if "Who leads this interview?" in shown:
            return "Dr Rivera"
        return "on" if "on" in offered else "keep"

    def forget(self) -> None:
        """Take back what was typed last: it was never entered."""
        self._pending = None

    def _choice(self, item: str, shown: str) -> str:
        words = _labels()[item].get(self.answers[item])
        if words is None:
            return self.answers[item]
        chosen = re.search(rf"^(\d+)\. {re.escape(words)}$", shown, re.MULTILINE)
        return chosen.group(1) if chosen else "skip"


_LABELS: dict[str, Mapping[str, str]] = {}


def _labels() -> Mapping[str, Mapping[str, str]]:
    if not _LABELS:
        _LABELS.update({name: item.values or {} for name, item in load().items.items()})
    return _LABELS


def sit(command: Sequence[str], typist: Typist, seconds: float, dice: random.Random) -> bool:
    """Lead the interview for some time, then kill it; return whether it came to its end before.

    The `seconds` are counted from the first screen on; now and then nobody waits for that.
    """
    ours, theirs = os.openpty()
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=_ENVIRONMENT)
    os.close(theirs)
    waits = dice.random() > _EARLY
    shown, deadline = "", time.monotonic() + (_PATIENCE if waits else seconds)
    try:
        while time.monotonic() < deadline:
            shown += _read(ours, deadline - time.monotonic())
            if shown and waits:
                waits, deadline = False, time.monotonic() + seconds
            if "Traceback" in shown:
                raise SystemExit(f"a traceback on the screen:\n{shown}")
            if "THE END" in shown:
                process.wait(_PATIENCE)
                return True
            if shown.endswith("> "):
                line = typist.line_for(shown)
                shown = ""
                half = dice.random() < _HALF
                os.write(ours, (line[:1] if half else f"{line}\n").encode())
                if half:
                    typist.forget()
        return False
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        os.close(ours)


def _read(terminal: int, seconds: float) -> str:
    if not select.select([terminal], [], [], max(seconds, 0))[0]:
        return ""
    try:
        return os.read(terminal, 65536).decode(errors="replace").replace("\r\n", "\n")
    except OSError:
        return ""


@dataclass(frozen=True)
class Outcome:
    """How often an interview was killed, how many answers were acknowledged, and which are missing."""

    kills: int
    acknowledged: int
    lost: Mapping[str, str]
    is_equal: bool


def soak(
    command: Sequence[str],
    events: Callable[[], Sequence[Event]],
    answers: Mapping[str, str],
    dice: random.Random,
    longest: float = 2.5,
) -> Outcome:
    """Kill and resume one interview until it is done; `events` reads what its store holds."""
    content = load()
    texts = {item.text: name for name, item in content.items.items()}
    typist = Typist(answers, texts)
    kills, acknowledged = 0, {}
    while not sit(command, typist, dice.uniform(0, longest), dice):
        kills += 1
        acknowledged |= typist.acknowledged
        typist = Typist(answers, texts)
    acknowledged |= typist.acknowledged
    kept = flow.resume(content, screening_of(events()))
    lost = {name: each for name, each in acknowledged.items() if str(kept.kept.get(name)) != each}
    undisturbed = assessed(content, {name: answers[name] for name in kept.kept})
    return Outcome(
        kills, len(acknowledged), lost, kept.assessment == undisturbed and is_kept(events(), undisturbed)
    )


def is_kept(events: Sequence[Event], undisturbed: Assessment) -> bool:
    """Say whether the assessment that was kept, where one was, is that of an undisturbed interview."""
    kept = [each.assessment for each in events if isinstance(each, Screened)]
    wanted = json_of(undisturbed)
    return all(without_case(each) == without_case(wanted) for each in kept)


def without_case(assessment: str) -> dict[str, object]:
    """Return an assessment in JSON without the id of its case, which is drawn anew for each."""
    return {key: each for key, each in json.loads(assessment).items() if key != "case_id"}


def assessed(content: Content, answers: Mapping[str, str]) -> Assessment:
    """Return what an interview nobody disturbed would find."""
    read = {name: read_written(target_of(content, name), each) for name, each in answers.items()}
    return assess(content, Answers(given=read))  # type: ignore[arg-type]


def answers_of(dice: random.Random) -> dict[str, str]:
    """Return the answers of somebody about whom nothing is in doubt, or of somebody in danger."""
    lines = (line.partition(": ") for line in ANSWERS.read_text().splitlines())
    clear = {name: value.strip('"') for name, _, value in lines if value and not name.startswith("#")}
    return {**clear, **INTENT} if dice.random() < 0.5 else clear  # noqa: PLR2004 - one in two


def main() -> None:
    """Run the soak, or one interview of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="?", choices=["sit"])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--longest", type=float, default=2.5, help="seconds until the plug is pulled, at most"
    )
    chosen = parser.parse_args()
    if chosen.what == "sit":
        sit_down(chosen.folder)
        return
    dice = random.Random(chosen.seed)
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        for run in range(chosen.runs):
            path = Path(folder) / str(run)
            make_clinic(path)
            command = [sys.executable, __file__, "sit", str(path)]
            outcomes.append(soak(command, partial(kept_in, path), answers_of(dice), dice, chosen.longest))
            print(run + 1, outcomes[-1], flush=True)
    bad = [each for each in outcomes if each.lost or not each.is_equal]
    kills, answers = sum(each.kills for each in outcomes), sum(each.acknowledged for each in outcomes)
    print(
        f"{len(outcomes)} interviews, killed {kills} times, {answers} answers acknowledged; wrong: {len(bad)}"
    )
    raise SystemExit(1 if bad else 0)


if __name__ == "__main__":
    main()
