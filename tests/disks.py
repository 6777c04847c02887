"""A disk so small that it fills up."""

import contextlib
import os
import subprocess

import pytest


@contextlib.contextmanager
def small_disk(folder):
    """A disk of 256 kB; where this may not be made, the test is skipped, and in CI it fails."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        missing = "this test needs to mount a small disk, which only root may do"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def fill(disk):
    """Take every byte that is left, in a file of its own."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(1024))
    return filler
