"""Listing the files of a case, and opening one."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.permissions import require
from allmanning.cases.errors import CaseNotFoundError
from allmanning.cases.files import storage
from allmanning.cases.files.errors import FileNotReadableError
from allmanning.cases.models import Attachment
from allmanning.cases.reading import note_reading


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """A file to stream to a browser; `pieces` can be gone through once."""

    name: str
    media_type: str
    size: int
    pieces: Iterator[bytes]


def attachments(actor: Actor, case_id: UUID) -> tuple[Attachment, ...]:
    """What is known of each file the actor may see, in the order they came; the page it belongs to logs the reading."""
    with acting(actor):
        return tuple(Attachment.objects.filter(case_id=case_id).defer("locked_key"))


def open_attachment(actor: Actor, case_id: UUID, attachment_id: UUID) -> OpenFile:
    """A file that is scanned and clean; logged as a reading.

    Raises FileNotReadableError before that, and FileDamagedError when its beginning is not what was stored.
    """
    with acting(actor):
        row = Attachment.objects.select_related("case").filter(pk=attachment_id, case_id=case_id).first()
        if row is None:
            raise CaseNotFoundError
        require(actor, "read", row.case)
        if not row.may_be_read:
            raise FileNotReadableError(row.state)
        note_reading(actor, row.case, "file")
    pieces = storage.pieces(row)
    # The first is proved before anything is answered, so that a damaged file is an error and not half a file.
    first = next(pieces)
    return OpenFile(name=row.name, media_type=row.media_type, size=row.size, pieces=chain([first], pieces))
