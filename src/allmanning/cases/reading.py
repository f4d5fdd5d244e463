"""Reading is an act too: permitted, and logged (lag (2001:454) 10 §)."""

from collections.abc import Iterable
from datetime import datetime

from allmanning.accounts.actors import Actor
from allmanning.accounts.permissions import require
from allmanning.cases import clock
from allmanning.cases.models import Case, ReadLog


def note_reading(actor: Actor, case: Case, page: str) -> None:
    """Require the right to read, and write who read what.

    A draft is seen by nobody but its applicant, so it is not logged; nor for an ombud who began it themselves.
    """
    note_readings(actor, [case], page)


def note_readings(actor: Actor, cases: Iterable[Case], page: str) -> None:
    """The same of a list whose contents are shown; one statement."""
    now = clock.now()
    read = [row for case in cases if (row := _read(actor, case, page, now))]
    if read:
        ReadLog.objects.bulk_create(read)


def _read(actor: Actor, case: Case, page: str, now: datetime) -> ReadLog | None:
    permission = require(actor, "read", case)
    if case.status == Case.Status.DRAFT and permission.representation in (None, case.representation_id):
        return None
    return ReadLog(
        case=case,
        person_id=actor.person_id,
        actor_kind=actor.kind,
        name=actor.name,
        page=page,
        ground=permission.ground,
        agreement_id=permission.agreement,
        representation_id=permission.representation,
        read_at=now,
    )
