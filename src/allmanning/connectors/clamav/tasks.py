"""The worker's side: a waiting file is streamed to clamd, and the row says what came of it."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import close_old_connections
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from allmanning.accounts.actors import Actor, machine
from allmanning.accounts.models import Organisation
from allmanning.cases.files import keeping, scanning, sealing, storage
from allmanning.cases.files.errors import FileDamagedError
from allmanning.cases.models import Attachment

from . import scanner

LONGEST_WAIT = 600

log = logging.getLogger(__name__)


class UntilItAnswers(BaseRetryStrategy):
    """After 2, 4, 8 … seconds, at last every ten minutes, and never given up: a file is not forgotten while it waits."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        """When to try again."""
        return RetryDecision(retry_in={"seconds": min(LONGEST_WAIT, 2 ** min(job.attempts + 1, 20))})


@app.task(name=keeping.SCAN, queue=keeping.QUEUE, retry=UntilItAnswers())
def scan(attachment_id: str, organisation_id: int) -> None:
    """One file. A worker's thread serves no requests, so nothing else asks whether its connection still lives."""
    close_old_connections()
    look(UUID(attachment_id), organisation_id)


def look(attachment_id: UUID, organisation_id: int) -> None:
    """Scan and say what was found. May run any number of times; raises what kept it from looking."""
    actor = machine(Organisation.objects.get(pk=organisation_id), name="scanner")
    row = scanning.attempt(actor, attachment_id)
    if row is None:
        return
    if scanner.is_off():
        scanning.passed(actor, attachment_id, "")
        return
    try:
        _judge(actor, row)
    except FileDamagedError:
        scanning.refused(actor, attachment_id, "damaged", "")
    except Exception as error:
        # Only the kind of error, since its words might quote somebody's data.
        scanning.failed(actor, attachment_id, type(error).__name__)
        log.warning("A file could not be scanned and goes on waiting: %s", type(error).__name__)
        raise


def _judge(actor: Actor, row: Attachment) -> None:
    signatures = scanner.version()
    verdict = scanner.look_through(sealing.as_file(storage.pieces(row)))
    if not verdict.finding:
        scanning.passed(actor, row.pk, signatures)
    elif verdict.was_looked_through:
        scanning.infected(actor, row.pk, verdict.finding, signatures)
    else:
        scanning.refused(actor, row.pk, verdict.finding, signatures)
