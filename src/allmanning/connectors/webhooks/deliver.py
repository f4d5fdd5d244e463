"""Send what is due to one subscription: one message at a time, in order for each case, for a limited while."""

import time

from allmanning.accounts.actors import Actor, machine
from allmanning.accounts.models import Organisation
from allmanning.cases import clock

from . import waiting
from .events import CONTENT_TYPE, body, event_id
from .models import Message, Subscription
from .post import Answer, post
from .sealing import SealedSecretError, unseal
from .signing import headers

SECONDS = 20.0
"""After so long others get their turn, however much is left; what is left is found again within ten seconds."""


def deliver(organisation_id: int, subscription_id: int) -> int:
    """Send until nothing more may be sent now; gives how many attempts were made. Nothing while another worker is at it."""
    actor = machine(Organisation.objects.get(pk=organisation_id), name="webhooks")
    if not waiting.claim(actor, subscription_id):
        return 0
    attempts, until = 0, time.monotonic() + SECONDS
    try:
        while time.monotonic() < until and _send_next(actor, subscription_id):
            attempts += 1
    finally:
        waiting.release(actor, subscription_id)
    return attempts


def valid_secrets(subscription: Subscription) -> list[str]:
    """The secret, and for a while after a new one was made the previous one."""
    sealed = [subscription.sealed_secret]
    if subscription.previous_until is not None and clock.now() < subscription.previous_until:
        sealed.append(subscription.sealed_previous)
    return [unseal(one, subscription.organisation_id) for one in sealed]


def _send_next(actor: Actor, subscription_id: int) -> bool:
    message = waiting.begin(actor, subscription_id)
    if message is None:
        return False
    waiting.conclude(actor, message, _sent(message))
    return True


def _sent(message: Message) -> Answer:
    subscription = message.subscription
    written = body(message, subscription)
    timestamp = int(clock.now().timestamp())
    try:
        signed = headers(event_id(message), timestamp, written, valid_secrets(subscription))
    except SealedSecretError:
        return Answer(None, "secret")
    named = {"Content-Type": CONTENT_TYPE, "User-Agent": "Allmanning-Webhooks/1"}
    return post(subscription.address, named | signed, written)
