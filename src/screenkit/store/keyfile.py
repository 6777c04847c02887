"""The key file beside the cases: what opens the store, and records that tell a slip from damage."""

import hashlib
import hmac
import json
import secrets
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from screenkit.errors import NotSavedError, OutputError, Problem, StoreDamagedError, StoreError
from screenkit.files import write_whole
from screenkit.models.base import Model
from screenkit.store import keys
from screenkit.store.keys import Cost, Keys

SCHEMA = "screenkit.key/1"

Hex = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{2})+$")]
"""Bytes, written in hexadecimal."""


class TypedSlot(Model):
    """The master key, wrapped by what somebody types: the passphrase or the recovery code."""

    kind: Literal["passphrase", "recovery"]
    n: int = Field(ge=2**14, le=2**20)
    r: int = Field(ge=8, le=16)
    p: int = Field(ge=1, le=4)
    salt: Hex
    wrapped: Hex


class KeyringSlot(Model):
    """The master key, wrapped by a key that the system's keyring keeps under a name."""

    kind: Literal["keyring"] = "keyring"
    entry: str
    wrapped: Hex


class OpenSlot(Model):
    """The master key in the open: the store was made without encryption, on purpose."""

    kind: Literal["open"] = "open"
    key: Hex = Field(repr=False)


Slot = Annotated[TypedSlot | KeyringSlot | OpenSlot, Field(discriminator="kind")]


class KeyFile(Model):
    """What the key file says.

    `check` is made with the store's own key, so that a file put together from parts does not pass; `checksum`
    with none, so that damage shows before anybody is told that a passphrase is wrong.
    """

    schema_name: Literal["screenkit.key/1"] = Field(default="screenkit.key/1", alias="schema")
    store: str
    encrypted: bool
    slots: tuple[Slot, ...]
    check: str
    checksum: str

    def slot(self, kind: str) -> Slot | None:
        """Return the slot of a kind, where there is one."""
        return next((slot for slot in self.slots if slot.kind == kind), None)


def typed_slot(kind: Literal["passphrase", "recovery"], secret: str, master: bytes) -> TypedSlot:
    """Wrap the master key by what somebody types."""
    salt, cost = secrets.token_bytes(16), keys.COST
    wrapped = keys.wrapped(master, keys.stretched(secret, salt, cost))
    return TypedSlot(kind=kind, n=cost.n, r=cost.r, p=cost.p, salt=salt.hex(), wrapped=wrapped.hex())


def opened_by_typing(slot: TypedSlot, secret: str) -> bytes | None:
    """Return the master key, or None where the secret is another one."""
    stretched = keys.stretched(secret, bytes.fromhex(slot.salt), Cost(slot.n, slot.r, slot.p))
    return keys.unwrapped(bytes.fromhex(slot.wrapped), stretched)


def sealed(held: Keys, store_id: str, slots: tuple[Slot, ...], *, encrypted: bool) -> KeyFile:
    """Put a key file together, with its check record and its checksum."""
    bare = KeyFile(store=store_id, encrypted=encrypted, slots=slots, check="", checksum="")
    checked = bare.model_copy(update={"check": _check(bare, held)})
    return checked.model_copy(update={"checksum": _checksum(checked)})


def is_of(file: KeyFile, held: Keys) -> bool:
    """Return whether a key file was put together by the holder of these keys."""
    return hmac.compare_digest(file.check, _check(file, held))


def write_key_file(path: Path, file: KeyFile, *, overwrite: bool) -> None:
    """Write the key file whole or not at all, readable by its owner only.

    Raises:
        NotSavedError: when the folder or the disk does not take it; what was there before still is.

    """
    try:
        write_whole(path, written(file), overwrite=overwrite)
    except OutputError as error:
        raise NotSavedError(error.problems) from None


def written(file: KeyFile) -> bytes:
    """Return a key file as it is written."""
    return (json.dumps(_content(file), indent=2) + "\n").encode()


def read_key_file(path: Path) -> KeyFile:
    """Read the key file.

    Raises:
        StoreDamagedError: when any of it is not as it was written.
        StoreError: when a newer screenkit wrote it, or it cannot be read.

    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StoreError([_unreadable(path, error)]) from None
    return parse_key_file(path, content)


def parse_key_file(path: Path, content: bytes) -> KeyFile:
    """Return what the content of a key file says; it raises as `read_key_file` does."""
    try:
        read = json.loads(content)
        _refuse_newer(path, read)
        file = KeyFile.model_validate_json(json.dumps(read))
    except (ValidationError, ValueError, RecursionError):
        raise StoreDamagedError([_damaged(path)]) from None
    if _checksum(file) != file.checksum:
        raise StoreDamagedError([_damaged(path)])
    return file


def _content(file: KeyFile) -> dict[str, object]:
    return file.model_dump(mode="json", by_alias=True)


def _canonical(file: KeyFile, *, without: tuple[str, ...]) -> bytes:
    said = {name: value for name, value in _content(file).items() if name not in without}
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def _check(file: KeyFile, held: Keys) -> str:
    return hmac.digest(held.key_file, _canonical(file, without=("check", "checksum")), "sha256").hex()


def _checksum(file: KeyFile) -> str:
    return hashlib.sha256(_canonical(file, without=("checksum",))).hexdigest()


def _refuse_newer(path: Path, content: object) -> None:
    """Name a newer screenkit, where the file as a whole is sound enough to believe it."""
    if not isinstance(content, dict):
        return
    schema = content.get("schema")
    if isinstance(schema, str) and schema.startswith("screenkit.key/") and schema != SCHEMA:
        said = {name: value for name, value in content.items() if name != "checksum"}
        summed = hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
        if summed == content.get("checksum"):
            what = f"the key file was made by a newer screenkit ({schema}); this one reads {SCHEMA}"
            raise StoreError([Problem(str(path), what, "update screenkit")])


def _damaged(path: Path) -> Problem:
    return Problem(
        str(path),
        "the key file is damaged; no passphrase can open the store with it",
        "put a copy of cases.key back from a backup; cases.db is of no use without it",
    )


def _unreadable(path: Path, error: OSError) -> Problem:
    reason = error.strerror or type(error).__name__
    return Problem(str(path), f"the key file cannot be read ({reason})", "check who may read it")
