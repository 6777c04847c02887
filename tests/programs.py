"""Programs of the system that read what we write; outside CI a test that lacks one is skipped."""

import os
import shutil
import subprocess

import pytest


def said(*command):
    """What a program says; where it is missing the test is skipped, and in CI it fails."""
    if shutil.which(command[0]) is None:
        missing = f"this test needs the program {command[0]}"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
