"""Each request that creates something carries a key: sent again it gets the first answer, and nothing is done twice."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from allmanning.accounts.actors import Actor
from allmanning.cases.canonical import digest
from allmanning.cases.errors import IdempotencyMismatchError
from allmanning.cases.models import IdempotencyKey

# Waits for another transaction that holds the same key, so that of two simultaneous requests one answers for both.
CLAIM = """
INSERT INTO cases_idempotencykey (person_id, key, request_digest, created_at) VALUES (%s, %s, %s, now())
ON CONFLICT (person_id, key) DO NOTHING RETURNING id
"""


def claim(actor: Actor, key: str, request: Mapping[str, Any]) -> dict[str, Any] | None:
    """None: go on, and call `answer` before the transaction ends. Otherwise the answer this request got the first time."""
    request_digest = digest(request)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [actor.person, key, request_digest])
        if cursor.fetchone() is not None:
            return None
    earlier = IdempotencyKey.objects.get(person_id=actor.person, key=key)
    if earlier.request_digest != request_digest or earlier.response is None:
        raise IdempotencyMismatchError(key)
    return dict(earlier.response)


def answer(actor: Actor, key: str, response: Mapping[str, Any]) -> None:
    """What a replay of the claimed key is to get."""
    IdempotencyKey.objects.filter(person_id=actor.person, key=key).update(response=dict(response))
