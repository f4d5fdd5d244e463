"""The keys that lock files: in the environment, never in the database.

Each file has a key of its own, kept locked in its row. The first key of ALLMANNING_FILE_KEY locks new ones; the others
open what they once locked, so that a key can be changed without touching a file.
"""

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from allmanning.cases.files.errors import FileDamagedError, FileKeyError

KEY_BYTES = 32
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class MasterKey:
    """Locks the keys of files. Its id is a digest, so that it says nothing of the key and needs no bookkeeping."""

    id: str
    secret: bytes = field(repr=False)


def keyring(written: str) -> tuple[MasterKey, ...]:
    """The keys as an operator writes them, base64 of 32 bytes each with white space or commas between. Raises FileKeyError."""
    return tuple(_key(word) for word in written.replace(",", " ").split())


def new_key() -> bytes:
    """For one file, never used for another."""
    return secrets.token_bytes(KEY_BYTES)


def lock(key: bytes, owner: UUID) -> tuple[str, bytes]:
    """The id of the key in use, and a file's key locked with it for this one owner."""
    ring = keyring(settings.FILE_KEY)
    if not ring:
        raise FileKeyError
    nonce = secrets.token_bytes(NONCE_BYTES)
    return ring[0].id, nonce + AESGCM(ring[0].secret).encrypt(nonce, key, owner.bytes)


def unlock(key_id: str, locked: bytes, owner: UUID) -> bytes:
    """A file's own key. Raises FileKeyError without the key that locked it, FileDamagedError when the row was changed."""
    master = next((key for key in keyring(settings.FILE_KEY) if key.id == key_id), None)
    if master is None:
        raise FileKeyError
    try:
        return AESGCM(master.secret).decrypt(locked[:NONCE_BYTES], locked[NONCE_BYTES:], owner.bytes)
    except InvalidTag:
        raise FileDamagedError from None


def _key(word: str) -> MasterKey:
    try:
        secret = base64.urlsafe_b64decode(word.replace("+", "-").replace("/", "_").rstrip("=") + "=")
    except (binascii.Error, ValueError):
        raise FileKeyError from None
    if len(secret) != KEY_BYTES:
        raise FileKeyError
    return MasterKey(hashlib.sha256(secret).hexdigest()[:16], secret)
