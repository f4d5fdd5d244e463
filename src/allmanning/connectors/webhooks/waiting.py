"""The worker's side of the tables: what is due, one attempt at a time, and what came of it.

All that a worker must remember stands in the rows, so that any worker may go on where another died.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.cases import clock

from .events import PING
from .models import Message, Subscription
from .post import Answer

TRIES = 24
"""In some four days; then a person must look."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=8)
LONGEST_REST = timedelta(minutes=5)
LEASE = timedelta(minutes=2)
JITTER = (0.8, 1.2)


@dataclass(frozen=True, slots=True)
class Due:
    """A subscription with something to send."""

    organisation_id: int
    subscription_id: int


def due(moment: datetime) -> list[Due]:
    """Every subscription, of whatever organisation, that may be sent something now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, subscription_id FROM webhooks_due(%s)", [moment])
        return [Due(*row) for row in cursor.fetchall()]


def forget(before: datetime) -> int:
    """Delete what was delivered or given up before; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT webhooks_forget(%s)", [before])
        row = cursor.fetchone()
        return int(row[0]) if row else 0


def claim(actor: Actor, subscription_id: int) -> bool:
    """Make the subscription this worker's for a while. False: another has it."""
    now = clock.now()
    with acting(actor):
        free = Subscription.objects.filter(pk=subscription_id).filter(
            Q(busy_until=None) | Q(busy_until__lte=now)
        )
        return free.update(busy_until=now + LEASE) == 1


def release(actor: Actor, subscription_id: int) -> None:
    """Let others have it."""
    with acting(actor):
        Subscription.objects.filter(pk=subscription_id).update(busy_until=None)


def begin(actor: Actor, subscription_id: int) -> Message | None:
    """The next message that is due, its attempt noted before it is made; with subscription and organisation. None: nothing.

    Asked for every message, so that a pause or a removal bites at the next. After a crash it is tried again in its time.
    """
    now = clock.now()
    with acting(actor):
        awake = Q(rest_until=None) | Q(rest_until__lte=now)
        subscription = Subscription.objects.filter(awake, pk=subscription_id, removed_at=None, paused_at=None)
        message = _first_in_line(subscription, now)
        if message is None:
            return None
        message.attempts += 1
        message.attempted_at, message.due_at = now, now + wait(message.attempts)
        message.save(update_fields=["attempts", "attempted_at", "due_at"])
        return message


def conclude(actor: Actor, message: Message, answer: Answer) -> None:
    """Write down what came of the attempt, for the message and for its subscription."""
    now = clock.now()
    with acting(actor):
        subscription = Subscription.objects.filter(pk=message.subscription_id)
        written = Message.objects.filter(pk=message.pk)
        if not answer.error:
            written.update(state=Message.State.DELIVERED, delivered_at=now, answer=answer.status, error="")
            _is_back(subscription, now)
        else:
            # Somebody may have ended the subscription meanwhile; what they gave up stays given up.
            still = written.filter(state=Message.State.WAITING)
            still.update(state=_after_failure(message, answer), answer=answer.status, error=answer.error)
            _left_alone(subscription, message, answer, now)


def wait(attempts: int) -> timedelta:
    """How long after so many failed attempts: 10 s, 20 s, 40 s … 8 h, each a little more or less so that none come in step."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(attempts - 1, 20)
    more_or_less: float = secrets.SystemRandom().uniform(*JITTER)
    return min(doubled, LONGEST_WAIT) * more_or_less


def _first_in_line(subscription: QuerySet[Subscription], now: datetime) -> Message | None:
    """Not one that has an earlier one of the same case before it, on its way or dead."""
    earlier = Message.objects.filter(
        subscription=OuterRef("subscription"),
        case=OuterRef("case"),
        sequence__lt=OuterRef("sequence"),
        state__in=Message.OPEN,
    )
    waiting = Message.objects.filter(
        ~Exists(earlier), subscription__in=subscription, state=Message.State.WAITING, due_at__lte=now
    )
    ordered = waiting.select_related("subscription__organisation").order_by("due_at", "pk")
    return ordered.select_for_update(of=("self",)).first()


def _is_back(subscription: QuerySet[Subscription], now: datetime) -> None:
    if subscription.filter(failures__gt=0).update(failures=0, rest_until=None):
        # What waited for it need not wait on.
        late = Message.objects.filter(subscription__in=subscription, state=Message.State.WAITING)
        late.filter(due_at__gt=now).update(due_at=now)
    subscription.update(last_delivered_at=now)


def _after_failure(message: Message, answer: Answer) -> Message.State:
    if message.action == PING:
        return Message.State.DROPPED
    if answer.error == "gone" or message.attempts >= TRIES:
        return Message.State.DEAD
    return Message.State.WAITING


def _left_alone(
    subscription: QuerySet[Subscription], message: Message, answer: Answer, now: datetime
) -> None:
    """Pause where it is said to be gone for good; rest where nobody answers, so that no worker waits for it in vain."""
    if answer.error == "gone":
        subscription.update(paused_at=now, paused_because=Subscription.Pause.GONE)
    elif answer.is_down:
        rest = min(wait(message.attempts), LONGEST_REST)
        subscription.update(failures=F("failures") + 1, rest_until=now + rest)
