"""What the worker does for the outbox itself, besides what connectors do for each delivery."""

import logging

from procrastinate import App, JobContext
from procrastinate.contrib.django import app

# A worker tells every ten seconds that it lives; one that has been silent for so long was killed.
SILENT_SECONDS = 30.0

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
