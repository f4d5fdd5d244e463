"""Where the encrypted files lie: STORAGES["attachments"], a folder or an S3-compatible store."""

import logging
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.utils import timezone

from allmanning.cases.files import keys, sealing
from allmanning.cases.models import Attachment

# So long an upload may be on its way between the storage and its row.
ON_ITS_WAY = timedelta(hours=1)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A stored file: where it lies, and its key, locked."""

    stored_as: str
    key_id: str
    locked_key: bytes = field(repr=False)


def put(plain: sealing.Readable, owner: UUID) -> Sealed:
    """Encrypt a file into the storage under a name that says nothing, for the attachment `owner`."""
    key = keys.new_key()
    key_id, locked = keys.lock(key, owner)
    name = secrets.token_hex(20)
    pieces = sealing.seal(plain, key, owner.bytes)
    stored_as = _storage().save(f"{name[:2]}/{name}", File(sealing.as_file(pieces)))
    _settle(stored_as)
    return Sealed(stored_as, key_id, locked)


def pieces(attachment: Attachment) -> Iterator[bytes]:
    """The plain file, piece by piece. Raises FileDamagedError, FileKeyError, and OSError when the storage does not answer."""
    key = keys.unlock(attachment.key_id, bytes(attachment.locked_key), attachment.pk)
    with _storage().open(attachment.stored_as) as sealed:
        yield from sealing.unseal(sealed, key, attachment.pk.bytes)


def forget(stored_as: str) -> None:
    """Delete a file. When the storage fails, in whatever way, it stays, unreadable without its row; `orphans` finds it."""
    if not stored_as:
        return
    try:
        _storage().delete(stored_as)
    except Exception:
        log.exception("A file that belongs to nothing any more could not be deleted.")


def orphans() -> Iterator[str]:
    """Stored files that no row knows, older than an hour; read as the owner of the tables, who sees all rows."""
    known = set(Attachment.objects.using("owner").exclude(stored_as="").values_list("stored_as", flat=True))
    newest = timezone.now() - ON_ITS_WAY
    for name in _stored():
        if name not in known and _storage().get_modified_time(name) < newest:
            yield name


def missing() -> Iterator[Attachment]:
    """Rows whose file is gone from the storage; read as the owner of the tables."""
    stored = set(_stored())
    for row in Attachment.objects.using("owner").exclude(stored_as="").iterator():
        if row.stored_as not in stored:
            yield row


def _stored() -> Iterator[str]:
    try:
        folders, _ = _storage().listdir("")
    except FileNotFoundError:  # nothing has ever been stored
        return
    for folder in folders:
        _, names = _storage().listdir(folder)
        yield from (f"{folder}/{name}" for name in names)


def _storage() -> Storage:
    return storages["attachments"]


def _settle(stored_as: str) -> None:
    """On a disk of our own: the row must not outlive the file when the power fails."""
    try:
        path = Path(_storage().path(stored_as))
    except NotImplementedError:
        return
    for place in (path, path.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
