"""Files on a case: added and taken away while they are somebody's own, sent with the application or the answer."""

import json
from functools import partial
from typing import Any, Literal
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Sum
from procrastinate.contrib.django import app

from allmanning.accounts.actors import Actor
from allmanning.cases import numbers
from allmanning.cases.desk import Desk, at_desk
from allmanning.cases.errors import CaseNotFoundError
from allmanning.cases.files import storage
from allmanning.cases.files.errors import FileRefusedError
from allmanning.cases.files.inspecting import Inspected, inspect
from allmanning.cases.files.receiving import Received
from allmanning.cases.models import Attachment, Case, Completion

# The task of the scanner above this room; called with (attachment_id: str, organisation_id: int).
SCAN = "clamav.scan"
QUEUE = "files"

type While = Literal["answer", "complete"]
"""What the sender is doing: filling in the application, or answering what was asked."""

type Files = list[dict[str, Any]]
"""For the journal: [{"file": id, "name", "type", "size", "sha256", "state"}]."""

STATES = {"answer": Case.Status.DRAFT, "complete": Case.Status.COMPLETION}
PRESENT = (Attachment.State.WAITING, Attachment.State.CLEAN)

SENT = """
WITH sent AS (
    UPDATE cases_attachment SET sent_at = %s WHERE case_id = %s AND sent_at IS NULL
    RETURNING id AS file, name, media_type AS type, size, sha256, state
)
"""
TOLD = "coalesce((SELECT jsonb_agg(to_jsonb(sent)) FROM sent), '[]')::text"
DROP = "DELETE FROM cases_attachment WHERE case_id = %s AND sent_at IS NULL RETURNING stored_as"


def attach(actor: Actor, case_id: UUID, received: Received, doing: While) -> UUID:
    """Inspect, encrypt, store and have it scanned; gives the attachment's id, the same when the same file comes again.

    Raises FileRefusedError. What is attached is the sender's own until the application or the answer is sent.
    """
    _refuse_unfit(received)
    found = inspect(received)
    made = uuid4()
    received.plain.seek(0)
    sealed = storage.put(received.plain, made)
    kept = None
    try:
        kept = _keep(actor, case_id, Attachment(pk=made), found, sealed, doing)
    finally:
        if kept != made:
            storage.forget(sealed.stored_as)
    return kept


def remove(actor: Actor, case_id: UUID, attachment_id: UUID, doing: While) -> None:
    """Take back a file that is not sent yet. One that is gone already is no trouble."""
    with at_desk(actor, case_id, doing, STATES[doing]) as desk:
        row = Attachment.objects.filter(case=desk.case, pk=attachment_id).first()
        if row is None:
            return
        if row.sent_at is not None:
            raise CaseNotFoundError
        row.delete()
        _forget_after(row.stored_as)


def send(desk: Desk) -> Files:
    """Hand the sender's own files in with what is being sent; gives what the journal notes of them."""
    with connection.cursor() as cursor:
        cursor.execute(f"{SENT} SELECT {TOLD}", [desk.now, desk.case.pk])
        return _told(cursor.fetchone()[0])


def send_numbered(desk: Desk) -> tuple[str, Files]:
    """The same and the case's number in one statement, since intake counts them."""
    organisation, year = desk.case.organisation, desk.today.year
    with connection.cursor() as cursor:
        cursor.execute(
            f"{SENT} SELECT {numbers.NEXT}, {TOLD}", [desk.now, desk.case.pk, organisation.pk, year]
        )
        count, told = cursor.fetchone()
    return numbers.written(organisation, year, count), _told(told)


def drop(desk: Desk) -> None:
    """Delete what was never sent, when the case is withdrawn."""
    with connection.cursor() as cursor:
        cursor.execute(DROP, [desk.case.pk])
        for (stored_as,) in cursor.fetchall():
            _forget_after(stored_as)


def _refuse_unfit(received: Received) -> None:
    name = received.name or ""
    if not received.size:
        raise FileRefusedError("empty", name)
    if received.is_too_big:
        raise FileRefusedError("too_big", name, settings.FILE_MAX_BYTES)


def _keep(
    actor: Actor, case_id: UUID, row: Attachment, found: Inspected, sealed: storage.Sealed, doing: While
) -> UUID:
    with at_desk(actor, case_id, doing, STATES[doing]) as desk:
        there = Attachment.objects.filter(case=desk.case, state__in=PRESENT)
        if same := there.filter(sha256=found.sha256).first():
            return same.pk
        _refuse_crowd(desk, found)
        row.organisation_id, row.case = desk.case.organisation_id, desk.case
        row.uploaded_by_id, row.uploaded_at = actor.person, desk.now
        row.completion = Completion.objects.filter(case=desk.case, answered_at=None).first()
        row.name, row.media_type = found.name, found.media_type
        row.size, row.sha256 = found.size, found.sha256
        row.stored_as, row.key_id, row.locked_key = sealed.stored_as, sealed.key_id, sealed.locked_key
        row.save(force_insert=True)
        job = app.configure_task(SCAN, queue=QUEUE, allow_unknown=True)
        job.defer(attachment_id=str(row.pk), organisation_id=row.organisation_id)
        return row.pk


def _refuse_crowd(desk: Desk, found: Inspected) -> None:
    there = Attachment.objects.filter(case=desk.case).aggregate(files=Count("pk"), size=Sum("size"))
    if there["files"] >= settings.CASE_MAX_FILES:
        raise FileRefusedError("case_many", found.name, settings.CASE_MAX_FILES)
    if (there["size"] or 0) + found.size > settings.CASE_MAX_BYTES:
        raise FileRefusedError("case_full", found.name, settings.CASE_MAX_BYTES)


def _forget_after(stored_as: str) -> None:
    """Once the row is gone for certain: a file without a row can be found and deleted, a row without its file cannot be mended."""
    transaction.on_commit(partial(storage.forget, stored_as))


def _told(rows: str) -> Files:
    found: Files = json.loads(rows)
    return found
