"""A message's signature in the manner of Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`."""

import base64
import hashlib
import hmac
from collections.abc import Iterable

from .sealing import PREFIX


def headers(identity: str, timestamp: int, body: bytes, keys: Iterable[str]) -> dict[str, str]:
    """The three headers; one signature for each secret that is valid now, newest first. `timestamp`: Unix seconds."""
    return {
        "webhook-id": identity,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(_signature(identity, timestamp, body, key) for key in keys),
    }


def _signature(identity: str, timestamp: int, body: bytes, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{identity}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
