"""What a file is, by its content; what it is called decides nothing. What is not on the list is not taken in."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import puremagic

from allmanning.cases.files.errors import FileRefusedError
from allmanning.cases.files.naming import harmless
from allmanning.cases.files.receiving import Received

MOST_PAGES = 200
MOST_PIXELS = 64_000_000
WAIT_SECONDS = 30
INSIDE = Path(__file__).with_name("inside.py")

# Four types that every caseworker can open and that hold text or a picture and nothing else. Not HEIC (telephones send JPEG
# when asked for it), not office documents (macros, archives), nothing that a browser would run.
EXTENSIONS: Mapping[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """A file that may be taken in."""

    name: str
    """Harmless, and ending in what the file is."""
    media_type: str
    size: int
    sha256: str


def inspect(received: Received) -> Inspected:
    """Raises FileRefusedError with the reason. A second of another process's work at most, mostly a fifth."""
    name = received.name or ""
    media_type = _media_type(received)
    found = _inside(received, media_type)
    if "refused" in found:
        raise FileRefusedError(found["refused"], name)
    if found.get("pages", 0) > MOST_PAGES:
        raise FileRefusedError("pages", name, MOST_PAGES)
    if found.get("width", 0) * found.get("height", 0) > MOST_PIXELS:
        raise FileRefusedError("pixels", name, MOST_PIXELS)
    return Inspected(
        name=harmless(name, EXTENSIONS[media_type]),
        media_type=media_type,
        size=received.size or 0,
        sha256=received.sha256,
    )


def _media_type(received: Received) -> str:
    """By the first and last bytes."""
    received.plain.seek(0)
    try:
        found = puremagic.magic_stream(received.plain)
    except puremagic.PureError:
        found = []
    for match in found:
        if match.mime_type in EXTENSIONS:
            return str(match.mime_type)
    raise FileRefusedError("unknown", received.name or "")


def _inside(received: Received, media_type: str) -> dict[str, Any]:
    """What the child process says; if it came to grief, the file is what it came to grief on."""
    received.plain.seek(0)
    os.lseek(received.plain.fileno(), 0, os.SEEK_SET)  # where the child begins to read
    try:
        child = subprocess.run(  # noqa: S603 - our own script, and a word from our own list
            [sys.executable, "-I", INSIDE, media_type, str(MOST_PAGES)],
            stdin=received.plain,
            capture_output=True,
            timeout=WAIT_SECONDS,
            env={},
            check=True,
        )
        found: dict[str, Any] = json.loads(child.stdout)
    except (subprocess.SubprocessError, ValueError):
        return {"refused": "damaged"}
    return found
