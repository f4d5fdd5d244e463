"""Reading is an act too: permitted, and logged (lag (2001:454) 10 §)."""

from allmanning.accounts.actors import Actor
from allmanning.accounts.permissions import require
from allmanning.cases import clock
from allmanning.cases.models import Case, ReadLog


def note_reading(actor: Actor, case: Case, page: str) -> None:
    """Require the right to read, and write who read what. A draft is seen by nobody but its applicant, so it is not logged."""
    permission = require(actor, "read", case)
    if case.status == Case.Status.DRAFT:
        return
    ReadLog.objects.create(
        case=case,
        person_id=actor.person_id,
        actor_kind=actor.kind,
        name=actor.name,
        page=page,
        ground=permission.ground,
        agreement_id=permission.agreement,
        read_at=clock.now(),
    )
