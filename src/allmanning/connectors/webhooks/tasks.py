"""The worker's jobs: look for what is due, send it, and in the night forget what was delivered long ago.

What to send and when stands in the tables. A job that is lost is therefore nothing: the next look finds the same.
"""

from __future__ import annotations

import contextlib
import logging
from datetime import timedelta

from django.db import close_old_connections
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from allmanning.cases import clock

from . import waiting
from .deliver import deliver

QUEUE = "webhooks"
KEPT = timedelta(days=30)
JOBS_KEPT_HOURS = 6

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */10")
@app.task(name="webhooks.look", queue=QUEUE, queueing_lock="webhooks.look")
def look(timestamp: int) -> None:
    """A job for each subscription that has something to be sent, unless it has one already."""
    close_old_connections()
    for found in waiting.due(clock.now()):
        job = send.configure(queueing_lock=f"webhooks.send {found.subscription_id}")
        with contextlib.suppress(AlreadyEnqueued):
            job.defer(organisation_id=found.organisation_id, subscription_id=found.subscription_id)


@app.task(name="webhooks.send", queue=QUEUE)
def send(organisation_id: int, subscription_id: int) -> None:
    """What is due to one subscription."""
    close_old_connections()
    attempts = deliver(organisation_id, subscription_id)
    log.info("Webhook %s: %s attempts.", subscription_id, attempts)


@app.periodic(cron="40 2 * * *")
@app.task(name="webhooks.forget", queue=QUEUE, queueing_lock="webhooks.forget")
def forget(timestamp: int) -> None:
    """Messages that were delivered a month ago."""
    close_old_connections()
    waiting.forget(clock.now() - KEPT)


@app.periodic(cron="50 * * * *")
@app.task(name="webhooks.tidy", queue=QUEUE, queueing_lock="webhooks.tidy", pass_context=True)
async def tidy(context: JobContext, timestamp: int) -> None:
    """Our own finished jobs, of which there are some each minute."""
    await context.app.job_manager.delete_old_jobs(nb_hours=JOBS_KEPT_HOURS, queue=QUEUE)
