"""A system keyring for tests, which forgets when the test ends."""

from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend


class Memory(KeyringBackend):
    """Holds secrets in a mapping."""

    priority = 1

    def __init__(self):
        self.held = {}

    def get_password(self, service, username):
        return self.held.get((service, username))

    def set_password(self, service, username, password):
        self.held[service, username] = password

    def delete_password(self, service, username):
        del self.held[service, username]


@contextmanager
def in_memory():
    """Have the system's keyring be one in memory; what it holds."""
    memory, before = Memory(), keyring.get_keyring()
    keyring.set_keyring(memory)
    try:
        yield memory.held
    finally:
        keyring.set_keyring(before)
