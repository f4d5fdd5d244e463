"""What the worker does for the outbox itself, besides what connectors do for each delivery."""

import logging

from django.db import close_old_connections
from procrastinate import App, JobContext, RetryStrategy
from procrastinate.contrib.django import app

from allmanning.cases import clock, outbox
from allmanning.cases.public import following, settling

# A worker tells every ten seconds that it lives; one that has been silent for so long was killed.
SILENT_SECONDS = 30.0

# After 12 s, 14 s, 18 s, 26 s … in all a day and a half; then a person must look.
RETRY = RetryStrategy(max_attempts=16, wait=10, exponential_wait=2)

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="cases.take_up_again", queue="deliveries", queueing_lock="take_up_again", pass_context=True)
async def take_up_again(context: JobContext, timestamp: int) -> None:
    """Every minute: jobs of a worker that was killed wait for another."""
    await release(context.app, SILENT_SECONDS)


async def release(worker: App, silent: float) -> int:
    """Let others take up what workers have in hand that were silent for so many seconds; gives how many jobs.

    Safe at any time: every task here may run twice.
    """
    jobs = list(await worker.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent))
    for job in jobs:
        await worker.job_manager.retry_job(job)
        log.warning("Job %s of a worker that has ended is taken up again.", job.id)
    return len(jobs)


@app.periodic(cron="*/5 * * * *")
@app.task(name="cases.settle_publications", queue="deliveries", queueing_lock="settle_publications")
def settle_publications(timestamp: int) -> None:
    """Every fifth minute: published texts whose time is over, or that have enough support and nobody has noted it."""
    close_old_connections()
    settling.settle_due(clock.today())


@app.task(name=outbox.TELL_FOLLOWERS, queue="deliveries", retry=RETRY)
def tell_followers(delivery_id: int, organisation_id: int) -> None:
    """Who follows a published text is told where it stands."""
    close_old_connections()
    following.tell(delivery_id, organisation_id)
