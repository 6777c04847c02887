"""The system's keyring: keeps a key for a store on this computer, where its owner asks for that."""

import re
from types import ModuleType

from screenkit.errors import Problem, StoreError
from screenkit.store.keys import KEY_BYTES

_SERVICE = "screenkit"


def keep(entry: str, secret: bytes) -> None:
    """Put a key into the keyring under a name.

    Raises:
        StoreError: when there is no keyring here, or it refuses.

    """
    keyring = _keyring()
    try:
        keyring.set_password(_SERVICE, entry, secret.hex())
    except keyring.errors.KeyringError as error:
        raise StoreError([_refused(error)]) from None


def kept(entry: str) -> bytes:
    """Return the key that the keyring keeps under a name.

    Raises:
        StoreError: when there is no keyring here, it refuses, or has no such key.

    """
    keyring = _keyring()
    try:
        found = keyring.get_password(_SERVICE, entry)
    except keyring.errors.KeyringError as error:
        raise StoreError([_refused(error)]) from None
    if found is not None and re.fullmatch(f"[0-9a-f]{{{2 * KEY_BYTES}}}", found):
        return bytes.fromhex(found)
    raise StoreError([_problem("it holds no key for this store", "open the store by its passphrase")])


def remove(entry: str) -> None:
    """Take a key out of the keyring; one that is gone already is as good.

    Raises:
        StoreError: when there is no keyring here, or it refuses.

    """
    keyring = _keyring()
    try:
        keyring.delete_password(_SERVICE, entry)
    except keyring.errors.PasswordDeleteError:
        return
    except keyring.errors.KeyringError as error:
        raise StoreError([_refused(error)]) from None


def _keyring() -> ModuleType:
    try:
        import keyring  # noqa: PLC0415 - an extra, and slow to import
        import keyring.errors  # noqa: PLC0415
    except ImportError:
        do = "pip install 'screenkit[keyring]', or go on with the passphrase"
        raise StoreError([_problem("the package that speaks to it is not installed", do)]) from None
    return keyring


def _refused(error: Exception) -> Problem:
    if type(error).__name__ == "NoKeyringError":
        return _problem("this computer has none that screenkit can use", "go on with the passphrase")
    return _problem(f"it did not answer ({type(error).__name__})", "unlock it, or go on with the passphrase")


def _problem(what: str, do: str) -> Problem:
    return Problem("the system's keyring", what, do)
