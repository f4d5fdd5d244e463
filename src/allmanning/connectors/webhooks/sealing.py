"""A subscription's secret, made and kept: encrypted with a key that is not in the database, and bound to its organisation."""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PREFIX = "whsec_"
SECRET_BYTES = 32
NONCE_BYTES = 12
PURPOSE = b"allmanning webhooks 1"


class SealedSecretError(ValueError):
    """No key opens the webhook's secret. Put the key it was sealed with last in ALLMANNING_WEBHOOK_KEY, or make a new secret."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def new_secret() -> str:
    """A fresh secret as receivers are given it: whsec_ and base64 of 32 random bytes."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def seal(secret: str, organisation_id: int) -> str:
    """The secret encrypted with the first key; base64 of nonce and ciphertext."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_keys()[0]).encrypt(nonce, secret.encode(), _owner(organisation_id))
    return base64.b64encode(nonce + sealed).decode()


def unseal(sealed: str, organisation_id: int) -> str:
    """The secret again; SealedSecretError when none of the keys made it, or it is another organisation's."""
    raw = base64.b64decode(sealed)
    for key in _keys():
        try:
            return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _owner(organisation_id)).decode()
        except (InvalidTag, ValueError):
            continue
    raise SealedSecretError


def _keys() -> list[bytes]:
    return [
        HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(written.encode())
        for written in settings.WEBHOOK_KEYS or [settings.SECRET_KEY]
    ]


def _owner(organisation_id: int) -> bytes:
    return f"organisation {organisation_id}".encode()
