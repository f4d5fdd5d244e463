"""Attached files: does the scanner answer, and do the storage and the rows agree?"""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from allmanning.accounts.access import acting
from allmanning.cases.files import storage
from allmanning.cases.models import Attachment
from allmanning.connectors.clamav import scanner
from allmanning.server.doctor.findings import WORK, Finding
from allmanning.server.doctor.work import everywhere

WAITED = timedelta(minutes=15)


def scanner_answers() -> Iterator[Finding]:
    """Clamd can be asked; a demonstration may be without."""
    if scanner.is_off():
        return
    try:
        scanner.version()
    except scanner.ScannerError as error:
        hint = "Start clamd, or see to ALLMANNING_CLAMD. Until then attached files wait; none is let through."
        yield Finding("clamav.E101", WORK, str(error), hint)


def files_are_scanned() -> Iterator[Finding]:
    """No file has waited for long."""
    with acting(everywhere("operations")):
        late = Attachment.objects.filter(
            state=Attachment.State.WAITING, uploaded_at__lt=timezone.now() - WAITED
        ).count()
    if late:
        what = f"{late} attached files have waited for the scanner for more than a quarter of an hour."
        yield Finding(
            "files.W101", WORK, what, "Read the worker's log; each is tried again every ten minutes."
        )


def storage_agrees() -> Iterator[Finding]:
    """Every stored file has a row, and every row its file."""
    try:
        lost, gone = sum(1 for _ in storage.orphans()), sum(1 for _ in storage.missing())
    except OSError as error:
        hint = "See that the folder is there, or that ALLMANNING_S3_BUCKET and its neighbours are right."
        yield Finding("files.E102", WORK, f"The storage does not answer ({type(error).__name__}).", hint)
        return
    if lost:
        hint = "They cannot be read any more. Delete them as docs/do/take-files-in.md says."
        yield Finding("files.W103", WORK, f"{lost} stored files belong to nothing.", hint)
    if gone:
        hint = "Restore the storage from a backup; the rows say what is missing."
        yield Finding("files.E104", WORK, f"{gone} attached files are gone from the storage.", hint)


CHECKS = (scanner_answers, files_are_scanned, storage_agrees)
