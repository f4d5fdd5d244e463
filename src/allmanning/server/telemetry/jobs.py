"""Each job is counted, timed, logged and traced by the name of its task."""

import logging
import time
from typing import Any

from procrastinate import App
from procrastinate.job_context import JobContext

from allmanning.server.telemetry import context, metrics, traces

log = logging.getLogger("allmanning.job")


def observe(app: App) -> None:
    """Procrastinate calls this when its app is made (PROCRASTINATE_ON_APP_READY)."""
    app.worker_defaults["task_middleware"] = [observed]


def observed(call_next: Any, job: JobContext, worker: Any) -> Any:
    """Around every job, in the thread that runs it."""
    task = job.job.task_name
    started, outcome = time.perf_counter(), "failed"
    with context.doing(f"job-{job.job.id}"), traces.span("job", {}) as span:
        try:
            answer = call_next()
            outcome = "done"
            return answer
        finally:
            seconds = time.perf_counter() - started
            span.tell(f"job {task}", {"allmanning.task": task}, failed=outcome == "failed")
            metrics.job_done(task, outcome, seconds)
            fields = {"task": task, "outcome": outcome, "ms": round(seconds * 1000)}
            log.info("%s %s %s ms", *fields.values(), extra={"fields": fields})
