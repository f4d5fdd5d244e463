"""The outbox: a case writes what is to be done in its own transaction; a worker above claims it and does it.

A job carries only the ids of delivery and organisation. A connector registers the task under its name:

    @app.task(name="letters.write_decision")
    def write_decision(delivery_id: int, organisation_id: int) -> None: ...
"""

from datetime import datetime

from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.cases.errors import DeliveryNotFoundError
from allmanning.cases.models import Case, Decision, Delivery

WRITE_DECISION = "letters.write_decision"
SEND_RECEIPT = "letters.send_receipt"
ASK_FOR_COMPLETION = "letters.ask_for_completion"
TELL_FOLLOWERS = "cases.tell_followers"


def enqueue(case: Case, now: datetime, task: str, decision: Decision | None = None) -> None:
    """An outbox row and its job, committed or forgotten together with the case."""
    delivery = Delivery.objects.create(
        organisation_id=case.organisation_id, case=case, task=task, decision=decision, created_at=now
    )
    defer(delivery)


def defer(delivery: Delivery) -> None:
    """The job for a delivery, on Django's own connection and so in the same transaction; one at a time for each case."""
    job = app.configure_task(
        delivery.task, lock=f"case {delivery.case_id}", queue="deliveries", allow_unknown=True
    )
    job.defer(delivery_id=delivery.pk, organisation_id=delivery.organisation_id)


def attempt(actor: Actor, delivery_id: int) -> Delivery | None:
    """Note an attempt before the outside call, so that a crash leaves a trace. None: it is already done."""
    with acting(actor):
        waiting = Delivery.objects.filter(pk=delivery_id).exclude(status=Delivery.Status.DONE)
        if waiting.update(attempts=F("attempts") + 1, attempted_at=timezone.now()) == 1:
            return Delivery.objects.get(pk=delivery_id)
        if not Delivery.objects.filter(pk=delivery_id).exists():
            raise DeliveryNotFoundError(delivery_id)
        return None


def done(actor: Actor, delivery_id: int) -> None:
    """The delivery is made."""
    with acting(actor):
        Delivery.objects.filter(pk=delivery_id).update(
            status=Delivery.Status.DONE, done_at=timezone.now(), error=""
        )


def failed(actor: Actor, delivery_id: int, error: str, *, final: bool = False) -> None:
    """The attempt failed; `final` when nobody will try again without a person looking at it."""
    status = Delivery.Status.FAILED if final else Delivery.Status.WAITING
    with acting(actor):
        Delivery.objects.filter(pk=delivery_id).update(status=status, error=error[:400])
