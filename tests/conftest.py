"""Shared by all tests: the hypothesis profile, the shipped rules, a person about whom nothing is in doubt."""

import json
import os
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from screenkit.content.answers import read_answers
from screenkit.content.load import load
from screenkit.engine.assess import assess

TESTS = Path(__file__).parent
os.environ["SCREENKIT_CACHE"] = ""  # tests leave nothing in anybody's own folders
sys.path.insert(0, str(TESTS))  # the strategies are imported by name

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # started in the background: Ctrl-C must still be heard
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("person", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("person"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "person")


@pytest.fixture(scope="session")
def online_group():
    """The shipped rule set, with everything it speaks of."""
    return load()


@pytest.fixture(scope="session")
def clear_candidate(online_group):
    """Written answers under which every form of group is suitable and settled."""
    text = (TESTS / "engine" / "clear-candidate.yaml").read_bytes()
    given = read_answers(text, "clear-candidate.yaml", online_group).given
    return {name: str(answer) for name, answer in given.items()}


@pytest.fixture(scope="session")
def screen(online_group, clear_candidate):
    """Screen the clear candidate after some answers changed; None takes an answer away."""

    def screened(changes=None, *, of=clear_candidate, content=online_group):
        written = {name: value for name, value in {**of, **(changes or {})}.items() if value is not None}
        return assess(content, read_answers(json.dumps(written).encode(), "answers.json", content))

    return screened
