"""Each request that creates something carries a key: sent again it gets the first answer, and nothing is done twice."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.cases.canonical import digest
from allmanning.cases.errors import IdempotencyMismatchError
from allmanning.cases.models import IdempotencyKey

# Waits for another transaction that holds the same key, so that of two simultaneous requests one answers for both.
CLAIM = """
INSERT INTO cases_idempotencykey (person_id, key, request_digest, created_at) VALUES (%s, %s, %s, now())
ON CONFLICT (person_id, key) DO NOTHING RETURNING id
"""


def once(
    actor: Actor, key: str, request: Mapping[str, Any], act: Callable[[], Mapping[str, Any]]
) -> Mapping[str, Any]:
    """Do it in one transaction, or give the answer it gave the first time. An empty key asks for no memory."""
    with acting(actor):
        if not key:
            return act()
        if actor.trust is not None:  # the same form, sent in one's own name, is another request
            request = {**request, "representation": actor.trust.representation}
        request_digest = digest(request)
        if not _claimed(actor, key, request_digest):
            return _earlier(actor, key, request_digest)
        response = dict(act())
        IdempotencyKey.objects.filter(person_id=actor.person, key=key).update(response=response)
        return response


def _claimed(actor: Actor, key: str, request_digest: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [actor.person, key, request_digest])
        return cursor.fetchone() is not None


def _earlier(actor: Actor, key: str, request_digest: str) -> Mapping[str, Any]:
    earlier = IdempotencyKey.objects.get(person_id=actor.person, key=key)
    if earlier.request_digest != request_digest or earlier.response is None:
        raise IdempotencyMismatchError(key)
    return dict(earlier.response)
