"""The keys of a store: one by chance, those derived from it, and how a secret wraps it."""

import secrets
import unicodedata
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """The master key of a store, and one key for each of its uses. None of them is ever printed."""

    master: bytes = field(repr=False)
    database: bytes = field(repr=False)
    chain: bytes = field(repr=False)
    key_file: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Cost:
    """How much work scrypt makes of a guess: 128 times n times r bytes of memory, p times over."""

    n: int
    r: int
    p: int


COST = Cost(n=2**16, r=8, p=1)
"""64 MiB and a fifth of a second a guess, in 2026."""


def keys_of(master: bytes, store_id: str) -> Keys:
    """Return the keys of a store, derived from its master key and bound to its id."""
    return Keys(
        master=master,
        database=_derived(master, store_id, b"screenkit database"),
        chain=_derived(master, store_id, b"screenkit chain"),
        key_file=_derived(master, store_id, b"screenkit key file"),
    )


def new_secret() -> bytes:
    """Return a key by chance."""
    return secrets.token_bytes(KEY_BYTES)


def stretched(secret: str, salt: bytes, cost: Cost) -> bytes:
    """Return the key that a passphrase or code stretches to; the same on every keyboard that can type it."""
    typed = unicodedata.normalize("NFKC", secret).encode(errors="surrogatepass")
    return Scrypt(salt=salt, length=KEY_BYTES, n=cost.n, r=cost.r, p=cost.p).derive(typed)


def wrapped(master: bytes, by: bytes) -> bytes:
    """Return the master key wrapped by another key (AES key wrap, RFC 3394)."""
    return aes_key_wrap(by, master)


def unwrapped(kept: bytes, by: bytes) -> bytes | None:
    """Return the master key, or None where it was not this key that wrapped it."""
    try:
        return aes_key_unwrap(by, kept)
    except InvalidUnwrap:
        return None


def _derived(master: bytes, store_id: str, use: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=store_id.encode(), info=use).derive(master)
