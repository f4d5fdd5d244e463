"""Row-level security: each transaction tells the database who acts, and the policies show only that actor's rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from allmanning.accounts.actors import Actor

_acting: ContextVar[Actor | None] = ContextVar("acting", default=None)

# Local to the transaction, so that a pooled connection forgets the actor at commit and at rollback alike.
SETTINGS = ("person", "organisations", "audited", "agreements", "limited", "services", "representation")
TELL = "SELECT " + ", ".join(f"set_config('app.{name}', %s, true)" for name in SETTINGS)


class AnotherActorError(RuntimeError):
    """A transaction has one actor. Leave the outer `acting` before another begins."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """One transaction as one actor; inside another `acting` of the same actor it adds nothing."""
    outer = _acting.get()
    if outer is not None:
        if outer != actor:
            raise AnotherActorError
        yield
        return
    token = _acting.set(actor)
    try:
        # durable: when `acting` ends without an exception, what was written is committed.
        with transaction.atomic(durable=True):
            _tell(actor)
            yield
        if connection.in_atomic_block:  # only inside a test's own transaction, which would remember the actor
            _tell(None)
    finally:
        _acting.reset(token)


@contextmanager
def on_behalf_of(organisation_id: int) -> Iterator[None]:
    """Within `acting`: the organisation answers the actor, with rows that only its own staff may write.

    For the automatic function and receipts in the applicant's own transaction. Run none but our own statements in it.
    """
    actor = _acting.get()
    if actor is None:
        raise AnotherActorError
    _tell(actor, organisation_id)
    yield
    _tell(actor)


def _tell(actor: Actor | None, *answering: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TELL, told(actor, *answering))


def told(actor: Actor | None, *answering: int) -> list[str]:
    """What the database is told of an actor, in the order of SETTINGS; of nobody, nothing."""
    if actor is None:
        return ["", *["{}"] * (len(SETTINGS) - 2), ""]
    agreements = {mandate.agreement for mandate in actor.mandates}
    organisations = actor.organisations.union(answering)
    limited = actor.limited.difference(answering)
    services = {f"{place}:{package}" for place in limited for package in actor.services_in(place)}
    lists = (organisations, actor.audits, agreements, limited, services)
    arrays = ("{%s}" % ",".join(map(str, sorted(each))) for each in lists)  # noqa: UP031
    representation = str(actor.trust.representation) if actor.trust else ""
    return [str(actor.person_id or ""), *arrays, representation]
