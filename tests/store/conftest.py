"""Shared by the tests of the store: one of each kind, and quick keys."""

import pytest
from stores import make

from screenkit.store import keys


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch):
    """Scrypt with the least cost a key file may name: a test guesses no passphrase."""
    monkeypatch.setattr(keys, "COST", keys.Cost(n=2**14, r=8, p=1))


@pytest.fixture(params=["encrypted", "unencrypted"])
def made(request, tmp_path):
    """A new store of each kind."""
    return make(tmp_path / "store", request.param)


@pytest.fixture
def encrypted(tmp_path):
    return make(tmp_path / "store", "encrypted")


@pytest.fixture
def unencrypted(tmp_path):
    return make(tmp_path / "store", "unencrypted")
