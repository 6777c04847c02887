"""Backups: both files of a store in one, encrypted in the age format for a passphrase or for recipients."""

import io
import tarfile
from collections.abc import Sequence
from types import ModuleType

from screenkit.errors import Problem, StoreError, WrongPassphraseError
from screenkit.store.folder import DATABASE, KEY_FILE

_WHERE = "the backup"


def seal(database: bytes, key_file: bytes, *, passphrase: str | None, recipients: Sequence[str]) -> bytes:
    """Return a backup file that opens with a passphrase, or with the identity of any one recipient.

    Raises:
        StoreError: when the extra is not installed, a recipient is none, or not exactly one way was chosen.

    """
    pyrage = _pyrage()
    if (passphrase is None) == (not recipients):
        raise StoreError([Problem(_WHERE, "it needs a passphrase or recipients, not both", "choose one")])
    packed = _packed({DATABASE: database, KEY_FILE: key_file})
    if passphrase is not None:
        return bytes(pyrage.passphrase.encrypt(packed, passphrase))
    try:
        return bytes(pyrage.encrypt(packed, [pyrage.x25519.Recipient.from_str(each) for each in recipients]))
    except pyrage.RecipientError:
        do = "a recipient begins with age1 and has 62 characters; copy it whole"
        raise StoreError([Problem(_WHERE, "a recipient is not one that age knows", do)]) from None


def unseal(sealed: bytes, *, passphrase: str | None, identity: str | None) -> tuple[bytes, bytes]:
    """Return the database and the key file out of a backup.

    Raises:
        WrongPassphraseError: when the passphrase or identity does not open it, or it is damaged.
        StoreError: when the extra is not installed, or the backup holds something else.

    """
    pyrage = _pyrage()
    try:
        if passphrase is not None:
            packed = pyrage.passphrase.decrypt(sealed, passphrase)
        else:
            packed = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str((identity or "").strip())])
    except pyrage.IdentityError:
        do = "an identity begins with AGE-SECRET-KEY-1; copy it whole"
        raise StoreError([Problem(_WHERE, "the identity is not one that age knows", do)]) from None
    except pyrage.DecryptError:
        what = "it does not open: another passphrase or identity made it, or the file is damaged"
        raise WrongPassphraseError([Problem(_WHERE, what, "try again, or take another copy")]) from None
    return _unpacked(bytes(packed))


def _packed(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o600
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def _unpacked(packed: bytes) -> tuple[bytes, bytes]:
    """Take the two files out by name; nothing is ever unpacked into a folder."""
    try:
        with tarfile.open(fileobj=io.BytesIO(packed), mode="r:") as archive:
            found = {name: archive.extractfile(name) for name in (DATABASE, KEY_FILE)}
            database, key_file = (file.read() if file else b"" for file in found.values())
    except (tarfile.TarError, KeyError):
        database = key_file = b""
    if not database or not key_file:
        raise StoreError([Problem(_WHERE, "it is no backup of a store", "take another file")])
    return database, key_file


def _pyrage() -> ModuleType:
    try:
        import pyrage  # noqa: PLC0415 - an extra
    except ImportError:
        what = "the package that encrypts backups is not installed"
        raise StoreError([Problem(_WHERE, what, "pip install 'screenkit[backup]'")]) from None
    return pyrage  # type: ignore[no-any-return]
