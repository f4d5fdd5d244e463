"""What the worker does, and how the tests look at what came of it."""

from datetime import timedelta

from django.db import connection

from allmanning.accounts.access import acting
from allmanning.cases import clock
from allmanning.connectors.webhooks import waiting
from allmanning.connectors.webhooks.deliver import deliver
from allmanning.connectors.webhooks.models import Message, Subscription
from tests.people import MACHINE


def work() -> int:
    """One look by the worker and what it leads to; gives how many attempts were made."""
    commit()
    return sum(deliver(one.organisation_id, one.subscription_id) for one in waiting.due(clock.now()))


def work_when_due(subscription_id: int) -> int:
    """The same at the stored moment when something is tried next."""
    heads: dict[object, Message] = {}
    for message in messages(subscription_id):
        if message.state in Message.OPEN:
            heads.setdefault(message.case_id, message)
    due = [message.due_at for message in heads.values() if message.state == Message.State.WAITING]
    moments = (min(due), subscription(subscription_id).rest_until, clock.now())
    with clock.at(max(filter(None, moments)) + timedelta(seconds=1)):
        return work()


def commit() -> None:
    """What the end of a transaction does to the trigger, where the test's own transaction never ends."""
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS announce IMMEDIATE; SET CONSTRAINTS announce DEFERRED")


def messages(subscription_id: int) -> list[Message]:
    commit()
    with acting(MACHINE):
        return list(Message.objects.filter(subscription=subscription_id).order_by("pk"))


def states(subscription_id: int) -> list[str]:
    return [message.state for message in messages(subscription_id)]


def subscription(subscription_id: int) -> Subscription:
    with acting(MACHINE):
        return Subscription.objects.get(pk=subscription_id)
