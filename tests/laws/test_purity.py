"""L7, no clock and no chance: an assessment is made although neither can be had."""

import builtins
import os
import random
import socket
import time

from screenkit.content.load import load
from screenkit.engine.assess import assess
from screenkit.models.answers import Answers


class NoEnvironment(dict):
    """An environment that nobody may look at."""

    def __getitem__(self, name):
        raise AssertionError(f"the environment was read: {name}")

    get = __getitem__
    __contains__ = __getitem__
    __iter__ = __getitem__


def test_assessing_reads_no_clock_no_file_no_environment_and_no_dice(monkeypatch):
    content = load()
    before = assess(content, Answers({"suicidal_ideation": "passive"}))

    def forbidden(*_, **__):
        raise AssertionError("the engine looked outside")

    for module, names in {
        time: ("time", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime"),
        random: ("random", "randint", "choice", "getrandbits"),
        os: ("urandom", "getenv", "stat", "listdir"),
        socket: ("socket",),
        builtins: ("open", "input", "print"),
    }.items():
        for name in names:
            monkeypatch.setattr(module, name, forbidden)
    monkeypatch.setattr(os, "environ", NoEnvironment())
    after = assess(content, Answers({"suicidal_ideation": "passive"}))
    monkeypatch.undo()
    assert after == before
