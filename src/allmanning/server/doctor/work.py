"""Work in the background: does somebody do it, and does it get done?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connections
from django.db.models import Count, Min, Q
from django.utils import timezone

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation
from allmanning.cases.models import Delivery
from allmanning.connectors.webhooks.models import Message
from allmanning.server.doctor.findings import WORK, Finding

# A worker gives a sign of life every ten seconds.
SILENT = timedelta(minutes=1)
WAITED = timedelta(minutes=15)

HEARTBEAT = "SELECT max(last_heartbeat) FROM procrastinate_workers"
FAILED = "SELECT count(*), min(task_name) FROM procrastinate_jobs WHERE status = 'failed'"


@dataclass(frozen=True, slots=True)
class Outbox:
    """What waits in the outbox: how many, since when the oldest, and how many nobody will try again."""

    waiting: int
    oldest: datetime | None
    failed: int


def everywhere(name: str) -> Actor:
    """A machine that serves every organisation, for counting; it reads no contents."""
    places = frozenset(Organisation.objects.values_list("pk", flat=True))
    return Actor(kind="machine", person_id=None, name=name, serves=places)


def outbox() -> Outbox:
    """Of all organisations together."""
    with acting(everywhere("operations")):
        found = Delivery.objects.exclude(status=Delivery.Status.DONE).aggregate(
            waiting=Count("pk", filter=Q(status=Delivery.Status.WAITING)),
            oldest=Min("created_at", filter=Q(status=Delivery.Status.WAITING)),
            failed=Count("pk", filter=Q(status=Delivery.Status.FAILED)),
        )
    return Outbox(**found)


def worker() -> Iterator[Finding]:
    """A worker has given a sign of life."""
    with connections["default"].cursor() as cursor:
        cursor.execute(HEARTBEAT)
        last = cursor.fetchone()[0]
    if last is None or timezone.now() - last > SILENT:
        since = (
            "There is no worker"
            if last is None
            else f"No worker has been heard of since {last:%Y-%m-%d %H:%M}"
        )
        hint = "Start one: `allmanning manage procrastinate worker`. Letters and notices wait until then; none is lost."
        yield Finding("allmanning.E121", WORK, f"{since}.", hint)


def outbox_is_emptied() -> Iterator[Finding]:
    """Nothing waits for long, and nothing was given up."""
    found = outbox()
    if found.oldest and timezone.now() - found.oldest > WAITED:
        what = f"{found.waiting} deliveries wait, the oldest since {found.oldest:%Y-%m-%d %H:%M}."
        hint = "Read the worker's log. More workers may share the work: each takes its own jobs."
        yield Finding("allmanning.W122", WORK, what, hint)
    if found.failed:
        what = f"{found.failed} deliveries have failed for good."
        hint = "Read the worker's log for the cause, mend it, and send them again from the operator's page."
        yield Finding("allmanning.W123", WORK, what, hint)


def jobs() -> Iterator[Finding]:
    """No job has ended in failure."""
    with connections["default"].cursor() as cursor:
        cursor.execute(FAILED)
        count, example = cursor.fetchone()
    if count:
        what = f"{count} jobs have failed, among them {example}."
        yield Finding(
            "allmanning.W124",
            WORK,
            what,
            "Read the worker's log, and see allmanning manage procrastinate shell.",
        )


def others_are_told() -> Iterator[Finding]:
    """Every event reached the systems that asked for it."""
    with acting(everywhere("operations")):
        dead = Message.objects.filter(state=Message.State.DEAD).count()
    if dead:
        what = f"{dead} events could not be delivered to other systems."
        hint = "An operator sees which under Andra system, and sends them again or gives them up."
        yield Finding("allmanning.W125", WORK, what, hint)


CHECKS = (worker, outbox_is_emptied, jobs, others_are_told)
