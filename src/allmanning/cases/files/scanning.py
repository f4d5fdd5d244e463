"""What a scanner above this room does with a file: takes it up, says what it found, or that it could not look.

The row itself is the outbox: as long as it waits, nobody reads the file, whatever becomes of the job.
"""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import F

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.cases import clock
from allmanning.cases.desk import at_desk
from allmanning.cases.files import storage
from allmanning.cases.models import Attachment, Case

SENT = [status for status in Case.Status if status != Case.Status.DRAFT]


def attempt(actor: Actor, attachment_id: UUID) -> Attachment | None:
    """Note an attempt before the file is read, so that a crash leaves a trace. None: it is scanned, or taken away."""
    with acting(actor):
        waiting = Attachment.objects.filter(pk=attachment_id, state=Attachment.State.WAITING)
        if waiting.update(attempts=F("attempts") + 1, attempted_at=clock.now()) == 0:
            return None
        return waiting.first()


def failed(actor: Actor, attachment_id: UUID, error: str) -> None:
    """Nobody has looked at it; it goes on waiting."""
    with acting(actor):
        Attachment.objects.filter(pk=attachment_id, state=Attachment.State.WAITING).update(error=error[:200])


def passed(actor: Actor, attachment_id: UUID, scanner: str) -> None:
    """Nothing was found; `scanner` says by which signatures, empty where scanning is off in a demonstration."""
    with acting(actor):
        Attachment.objects.filter(pk=attachment_id, state=Attachment.State.WAITING).update(
            state=Attachment.State.CLEAN, scanner=scanner[:100], scanned_at=clock.now(), error=""
        )


def infected(actor: Actor, attachment_id: UUID, finding: str, scanner: str) -> None:
    """Something was found: the file is deleted, the row stays and says so."""
    _condemn(actor, attachment_id, Attachment.State.INFECTED, finding, scanner)


def refused(actor: Actor, attachment_id: UUID, finding: str, scanner: str) -> None:
    """It cannot be looked through, now or ever: deleted too."""
    _condemn(actor, attachment_id, Attachment.State.REFUSED, finding, scanner)


def _condemn(actor: Actor, attachment_id: UUID, state: Attachment.State, finding: str, scanner: str) -> None:
    with acting(actor):
        # Locked, so that whoever sends the case at this moment either notes this state in the journal, or is noted here.
        waiting = Attachment.objects.select_for_update().filter(
            pk=attachment_id, state=Attachment.State.WAITING
        )
        row = waiting.first()
        if row is None:
            return
        Attachment.objects.filter(pk=row.pk).update(
            state=state,
            stored_as="",
            finding=finding[:200],
            scanner=scanner[:100],
            scanned_at=clock.now(),
            error="",
        )
        if row.sent_at is not None:
            with at_desk(actor, row.case_id, "deliver", *SENT) as desk:
                desk.note(f"file_{state}", file=str(row.pk), sha256=row.sha256, finding=finding)
        transaction.on_commit(partial(storage.forget, row.stored_as))
