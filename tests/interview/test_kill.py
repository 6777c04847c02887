"""Interviews killed at random moments and resumed until they are done; the long soak stands in bench/."""

import importlib.util
import random
import sys
from pathlib import Path

import pytest

SOAK = Path(__file__).parents[2] / "bench/soak_interview.py"


@pytest.fixture(scope="module")
def bench():
    spec = importlib.util.spec_from_file_location("soak_interview", SOAK)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3])
def test_a_killed_interview_loses_nothing_that_was_acknowledged(bench, tmp_path, seed):
    dice = random.Random(seed)  # noqa: S311 - dice
    path = tmp_path / "journal.jsonl"
    command = [sys.executable, str(SOAK), "lead", str(path)]
    answers = bench.answers_of(dice) | bench.INTENT
    outcome = bench.soak(command, bench.Journal(path).events, answers, dice, 2.5)
    assert outcome.kills > 0
    assert outcome.acknowledged == len(bench.Journal(path).events()) - _others(bench.Journal(path).events())
    assert (outcome.lost, outcome.is_equal) == ({}, True)


def _others(events):
    """How many events are no first answers."""
    return sum(each.kind != "answered" for each in events)


def test_half_a_last_line_counts_for_nothing_and_is_written_over(bench, tmp_path):
    journal = bench.Journal(tmp_path / "journal.jsonl")
    opened = bench.Opened(rules="online-group", content="0" * 64)
    journal.keep([opened])
    with (tmp_path / "journal.jsonl").open("ab") as file:
        file.write(b'{"kind": "answered", "item": "age_')
    assert journal.events() == [opened]
    journal.keep([opened])
    assert journal.events() == [opened, opened]
