"""Handing out a case: the file, and a line in the journal that says who, to whom, and which file it was."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any
from uuid import UUID

from allmanning.accounts.actors import Actor
from allmanning.cases.bundles.collecting import Values, collect, package
from allmanning.cases.bundles.packing import checksum, pack
from allmanning.cases.desk import at_desk
from allmanning.cases.errors import EmptyTextError
from allmanning.cases.files import storage
from allmanning.cases.models import Attachment, Case, Letter

HANDED_OUT = "handed_out"

type Report = Callable[[Values], bytes]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A file to send: `content` stands at its beginning."""

    name: str
    content: IO[bytes]
    sha256: str


def hand_out(actor: Actor, case_id: UUID, *, to: str, report: Report) -> Bundle:
    """The whole case as one file; `to` says to whom and why, and stands in the journal. `report` writes the readable page.

    What stays behind: drafts, keys to requests, and what is on its way out. Raises EmptyTextError, PermissionDeniedError.
    """
    if not to.strip():
        raise EmptyTextError
    states = [status for status in Case.Status if status != Case.Status.DRAFT]
    with at_desk(actor, case_id, "hand_out", *states) as desk:
        values = collect(desk.case)
        content = pack(values, package(desk.case), report(values), _others(desk.case))
        digest = checksum(content)
        content.seek(0)
        desk.note(HANDED_OUT, reason=to.strip(), sha256=digest)
        return Bundle(f"{desk.case.number}.zip", content, digest)


def letter_name(number: int, row: dict[str, Any]) -> str:
    """Where a letter lies in the file; by its place in the table."""
    return f"letters/{number:03}-{row['kind']}-{row['language']}.pdf".lower()


def file_name(row: dict[str, Any]) -> str:
    """Where a sent-in file lies."""
    return f"files/{row['id']}"


def _others(case: Case) -> Iterator[tuple[str, bytes]]:
    letters = Letter.objects.filter(case=case).order_by("pk")
    for number, letter in enumerate(letters.iterator(), 1):
        yield letter_name(number, {"kind": letter.kind, "language": letter.language}), bytes(letter.pdf)
    for file in Attachment.objects.filter(case=case).order_by("pk"):
        # Nothing leaves the storage before the scanner has passed it; of the others only the row goes along.
        if file.may_be_read:
            yield file_name({"id": file.pk}), b"".join(storage.pieces(file))
