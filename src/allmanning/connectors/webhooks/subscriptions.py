"""The operator's door: who is told what, and what became of it. Every function asks first whether the actor may."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.roles import Role
from allmanning.cases import clock
from allmanning.cases.idempotency import once

from . import addresses, sealing
from .events import ACTIONS, PING
from .models import Message, Subscription

OVERLAP = timedelta(hours=24)
"""How long the previous secret is signed with after a new one was made."""
SHOWN = 50
LONGEST_NAME = 100


class NotOperatorError(PermissionDenied):
    """Only an operator of the municipality decides which systems are told of its cases."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class SubscriptionNotFoundError(Http404):
    """There is no such subscription, or it is not yours."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an operator wants: which system, where, and told of what (the journal's words)."""

    name: str
    address: str
    actions: Sequence[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """A subscription, and how many messages wait and are dead."""

    subscription: Subscription
    waiting: int
    dead: int


def operated(actor: Actor) -> frozenset[int]:
    """The organisations whose subscriptions the actor manages; NotOperatorError when there are none."""
    found = actor.where({Role.OPERATOR})
    if actor.kind != "staff" or not found:
        raise NotOperatorError
    return found


def standings(actor: Actor) -> list[Standing]:
    """All that are not removed, by name."""
    organisations = operated(actor)
    with acting(actor):
        return _standings(_kept(organisations))


def standing(actor: Actor, subscription_id: int) -> Standing:
    """One of them; SubscriptionNotFoundError."""
    organisations = operated(actor)
    with acting(actor):
        for found in _standings(_kept(organisations).filter(pk=subscription_id)):
            return found
        raise SubscriptionNotFoundError


def dead(actor: Actor, subscription_id: int) -> list[Message]:
    """What could not be delivered, the oldest first, at most SHOWN."""
    operated(actor)
    with acting(actor):
        return list(_dead(subscription_id).order_by("happened_at", "pk")[:SHOWN])


def latest(actor: Actor, subscription_id: int) -> list[Message]:
    """The last attempts, the newest first."""
    operated(actor)
    with acting(actor):
        tried = Message.objects.filter(subscription=subscription_id, attempted_at__isnull=False)
        return list(tried.order_by("-attempted_at", "-pk")[:10])


def subscribe(actor: Actor, organisation_id: int, wish: Wish, *, origin: str, key: str = "") -> int:
    """Begin telling another system, from now on; gives the id. `origin`: our own address, such as https://host/.

    Raises AddressRefusedError for an address that nothing may be sent to.
    """
    if organisation_id not in operated(actor):
        raise NotOperatorError
    addresses.resolve(wish.address)

    def begin() -> dict[str, int]:
        made = Subscription.objects.create(
            organisation_id=organisation_id,
            name=wish.name,
            address=wish.address,
            actions=_known(wish.actions),
            origin=origin,
            sealed_secret=sealing.seal(sealing.new_secret(), organisation_id),
            created_at=clock.now(),
            created_by=actor.name,
        )
        return {"subscription": made.pk}

    request = {"action": "subscribe", "organisation": organisation_id, **asdict(wish)}
    return int(once(actor, key, request, begin)["subscription"])


def change(actor: Actor, subscription_id: int, wish: Wish, *, origin: str) -> None:
    """Another name, address or choice of events; what waits already goes to the new address."""
    addresses.resolve(wish.address)
    with _one(actor, subscription_id) as one:
        one.update(
            name=wish.name, address=wish.address, actions=_known(wish.actions), origin=origin, rest_until=None
        )


def pause(actor: Actor, subscription_id: int) -> None:
    """Send nothing until it is resumed. What happens meanwhile is kept, and sent then."""
    with _one(actor, subscription_id) as one:
        one.filter(paused_at=None).update(paused_at=clock.now(), paused_because=Subscription.Pause.PERSON)


def resume(actor: Actor, subscription_id: int) -> None:
    """Send again, first what has waited."""
    with _one(actor, subscription_id) as one:
        one.update(paused_at=None, paused_because="", rest_until=None, failures=0)


def remove(actor: Actor, subscription_id: int) -> None:
    """End it for good: its secret is erased, and what waits is never sent."""
    with _one(actor, subscription_id) as one:
        one.update(removed_at=clock.now(), removed_by=actor.name, sealed_secret="", sealed_previous="")
        waiting = Message.objects.filter(subscription=subscription_id, state__in=Message.OPEN)
        waiting.update(state=Message.State.DROPPED, handled_by=actor.name)


def secret(actor: Actor, subscription_id: int) -> str:
    """The secret in clear, to be carried to the receiver; SealedSecretError."""
    found = standing(actor, subscription_id).subscription
    return sealing.unseal(found.sealed_secret, found.organisation_id)


def edition(subscription: Subscription) -> str:
    """Names the secret as it is now, without telling it."""
    return hashlib.sha256(subscription.sealed_secret.encode()).hexdigest()[:16]


def renew_secret(actor: Actor, subscription_id: int, seen: str) -> None:
    """A new secret. For OVERLAP everything is signed with both, so that the receiver can change in peace.

    `seen` is the edition on the page: sent twice, the one that receivers have would be lost.
    """
    with _one(actor, subscription_id) as one:
        found = one.get()
        if edition(found) != seen:
            return
        one.update(
            sealed_previous=found.sealed_secret,
            previous_until=clock.now() + OVERLAP,
            sealed_secret=sealing.seal(sealing.new_secret(), found.organisation_id),
        )


def ping(actor: Actor, subscription_id: int) -> None:
    """Send a test: tried once, and what came of it stands among the last attempts."""
    now = clock.now()
    with _one(actor, subscription_id) as one:
        found = one.get()
        underway = Message.objects.filter(subscription=found, action=PING, state=Message.State.WAITING)
        if underway.exists():
            return
        # Before everything that waits: whoever tests wants to know now.
        Message.objects.create(
            organisation_id=found.organisation_id,
            subscription=found,
            action=PING,
            happened_at=now,
            due_at=found.created_at,
        )
        one.update(rest_until=None)


def send_again(actor: Actor, subscription_id: int, messages: Iterable[int] | None = None) -> int:
    """Let dead messages be tried from the beginning: these, or all; gives how many."""
    with _one(actor, subscription_id) as one:
        found = _chosen(subscription_id, messages)
        again = found.update(
            state=Message.State.WAITING, attempts=0, due_at=clock.now(), handled_by=actor.name
        )
        one.update(rest_until=None)
        return again


def give_up(actor: Actor, subscription_id: int, messages: Iterable[int] | None = None) -> int:
    """Never send these dead messages, or any; what waited behind them in their cases goes on. Gives how many."""
    with _one(actor, subscription_id):
        found = _chosen(subscription_id, messages)
        return found.update(state=Message.State.DROPPED, handled_by=actor.name)


@contextmanager
def _one(actor: Actor, subscription_id: int) -> Iterator[QuerySet[Subscription]]:
    """The subscription, locked, in one transaction; as a query, so that only what is named is written."""
    organisations = operated(actor)
    with acting(actor):
        one = _kept(organisations).filter(pk=subscription_id)
        if one.select_for_update(no_key=True).first() is None:
            raise SubscriptionNotFoundError
        yield one


def _standings(mine: QuerySet[Subscription]) -> list[Standing]:
    found = list(mine.select_related("organisation"))
    open_ = Message.objects.filter(subscription__in=[one.pk for one in found], state__in=Message.OPEN)
    counted = open_.order_by().values_list("subscription", "state").annotate(Count("pk"))
    counts = {(subscription, state): count for subscription, state, count in counted}
    states = (Message.State.WAITING, Message.State.DEAD)
    return [Standing(one, *(counts.get((one.pk, state), 0) for state in states)) for one in found]


def _kept(organisations: frozenset[int]) -> QuerySet[Subscription]:
    return Subscription.objects.filter(organisation__in=organisations, removed_at=None)


def _dead(subscription_id: int) -> QuerySet[Message]:
    return Message.objects.filter(subscription=subscription_id, state=Message.State.DEAD)


def _chosen(subscription_id: int, messages: Iterable[int] | None) -> QuerySet[Message]:
    found = _dead(subscription_id)
    return found if messages is None else found.filter(pk__in=messages)


def _known(actions: Iterable[str]) -> list[str]:
    wanted = frozenset(actions)
    return [action for action in ACTIONS if action in wanted]
