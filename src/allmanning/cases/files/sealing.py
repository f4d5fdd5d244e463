"""Encryption in pieces: a file of any size passes through a few hundred kilobytes of memory.

AES-256-GCM over pieces of 64 KiB. The nonce counts them and marks the last, and each is bound to the file's identity:
a piece that is changed, moved, left out, added or taken from another file does not open (the construction STREAM,
Hoang and others 2015). A file's key is used for that file alone, so no nonce ever returns.
"""

import io
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from allmanning.cases.files.errors import FileDamagedError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MARK = b"allmanning file 1\n"
PIECE = 64 * 1024
TAG = 16


class Readable(Protocol):
    """Anything that gives bytes."""

    def read(self, size: int, /) -> bytes: ...


def seal(plain: Readable, key: bytes, owner: bytes) -> Iterator[bytes]:
    """The encrypted file, piece by piece; `owner` is what it is bound to."""
    cipher = AESGCM(key)
    yield MARK
    for number, (piece, is_last) in enumerate(_pieces(plain, PIECE)):
        yield cipher.encrypt(_nonce(number, is_last=is_last), piece, MARK + owner)


def unseal(sealed: Readable, key: bytes, owner: bytes) -> Iterator[bytes]:
    """The plain file, piece by piece, each of them proved before it is given. Raises FileDamagedError."""
    cipher = AESGCM(key)
    if _filled(sealed, len(MARK)) != MARK:
        raise FileDamagedError
    for number, (piece, is_last) in enumerate(_pieces(sealed, PIECE + TAG)):
        try:
            yield cipher.decrypt(_nonce(number, is_last=is_last), piece, MARK + owner)
        except InvalidTag:
            raise FileDamagedError from None


def as_file(pieces: Iterator[bytes]) -> BinaryIO:
    """Pieces as a file to read from once, from its beginning to its end."""
    return io.BufferedReader(_Flow(pieces), PIECE)


class _Flow(io.RawIOBase):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        target = memoryview(buffer).cast("B")
        size = min(len(target), len(self._rest))
        target[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11) + (b"\x01" if is_last else b"\x00")


def _pieces(source: Readable, size: int) -> Iterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last; an empty file is one empty piece."""
    piece = _filled(source, size)
    for _ in count():
        following = _filled(source, size) if len(piece) == size else b""
        yield piece, not following
        if not following:
            return
        piece = following


def _filled(source: Readable, size: int) -> bytes:
    """As many bytes as asked for unless the source ends, however little it gives at a time."""
    parts: list[bytes] = []
    while size > 0 and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
