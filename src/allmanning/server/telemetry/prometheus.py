"""The figures themselves. `metrics.figures` imports them, when somebody asked for them and the library knows the folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from django.db import DatabaseError, connections
from django.db.models import Count
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from allmanning.accounts.access import acting
from allmanning.cases.models import Case
from allmanning.server.doctor.work import HEARTBEAT, everywhere, outbox

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
JOBS = """
SELECT queue_name, status::text, count(*) FROM procrastinate_jobs
WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What each process counts into its own files of the folder, so that any of them can tell of all."""

    folder: Path
    requests: Counter
    durations: Histogram
    jobs: Counter
    job_durations: Histogram

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """Make the folder if need be, and count into it."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        own = CollectorRegistry()
        return cls(
            folder,
            Counter("allmanning_requests", "Requests", ("method", "route", "status"), registry=own),
            Histogram("allmanning_request_seconds", "Until the answer", ("method", "route"), registry=own, buckets=SECONDS),
            Counter("allmanning_jobs_run", "Jobs that have ended", ("task", "outcome"), registry=own),
            Histogram("allmanning_job_seconds", "Of each job", ("task",), registry=own, buckets=SECONDS),
        )  # fmt: skip

    def exposition(self) -> tuple[bytes, str]:
        """Of every process, and of the database as it stands; with its content type."""
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=str(self.folder))  # type: ignore[no-untyped-call]
        registry.register(Database())
        return generate_latest(registry), CONTENT_TYPE_LATEST


class Database:
    """Figures that stand in the database, asked for at each reading. No municipality is told apart from another."""

    def collect(self) -> Iterator[Metric]:
        """Only that it is down, when it is."""
        try:
            found = [*_work(), *_cases()]
        except DatabaseError:
            yield GaugeMetricFamily("allmanning_database_up", "Whether the database answers", 0)
            return
        yield GaugeMetricFamily("allmanning_database_up", "Whether the database answers", 1)
        yield from found


def _work() -> Iterator[Metric]:
    with connections["default"].cursor() as cursor:
        cursor.execute(HEARTBEAT)
        heard: datetime | None = cursor.fetchone()[0]
        cursor.execute(JOBS)
        rows = cursor.fetchall()
    if heard:
        yield GaugeMetricFamily(
            "allmanning_worker_silent_seconds", "Since a worker was heard of", _since(heard)
        )
    jobs = GaugeMetricFamily("allmanning_jobs", "Jobs that are not done", labels=("queue", "status"))
    for queue, status, count in rows:
        jobs.add_metric((queue, status), count)
    yield jobs
    waiting = outbox()
    oldest = _since(waiting.oldest) if waiting.oldest else 0.0
    yield GaugeMetricFamily("allmanning_outbox_waiting", "Deliveries that wait", waiting.waiting)
    yield GaugeMetricFamily("allmanning_outbox_oldest_seconds", "Age of the oldest that waits", oldest)
    yield GaugeMetricFamily(
        "allmanning_outbox_failed", "Deliveries that have failed for good", waiting.failed
    )


def _cases() -> Iterator[Metric]:
    with acting(everywhere("metrics")):
        open_cases = Case.objects.filter(status__in=Case.OPEN)
        counted = dict(open_cases.values_list("status").annotate(Count("pk")).order_by("status"))
    cases = GaugeMetricFamily("allmanning_open_cases", "Cases that are not closed", labels=("status",))
    for status in Case.OPEN:
        cases.add_metric((status.value,), counted.get(status, 0))
    yield cases


def _since(moment: datetime) -> float:
    return max(0.0, (timezone.now() - moment).total_seconds())
