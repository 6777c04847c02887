"""Interviews killed at random moments and resumed until they are done; the long soak stands in bench/."""

import importlib.util
import random
import sys
from functools import partial
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
    dice = random.Random(seed)
    folder = tmp_path / "clinic"
    bench.make_clinic(folder)
    command = [sys.executable, str(SOAK), "sit", str(folder)]
    answers = bench.answers_of(dice) | bench.INTENT
    outcome = bench.soak(command, partial(bench.kept_in, folder), answers, dice, 2.5)
    answered = {each.item for each in bench.kept_in(folder) if each.kind == "answered"}

    assert outcome.kills > 0
    # a kill between the commit and the next screen leaves an answer that is kept and was never acknowledged
    assert len(answered) - outcome.kills <= outcome.acknowledged <= len(answered)
    assert (outcome.lost, outcome.is_equal) == ({}, True)
