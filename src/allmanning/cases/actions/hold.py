"""Holding a closed case back from removal, such as while a court looks at it, and letting it go again."""

from uuid import UUID

from allmanning.accounts.actors import Actor
from allmanning.cases.desk import Desk, at_desk
from allmanning.cases.errors import EmptyTextError, WrongStateError
from allmanning.cases.models import Case, Event

CLOSED = (Case.Status.DECIDED, Case.Status.WITHDRAWN)
HELD, RELEASED = "held", "released"


def hold(actor: Actor, case_id: UUID, reason: str) -> None:
    """From now on the case is not removed, whatever its age, until somebody releases it."""
    _note(actor, case_id, reason, HELD)


def release(actor: Actor, case_id: UUID, reason: str) -> None:
    """The case may be removed again, when its years have passed since this note."""
    _note(actor, case_id, reason, RELEASED)


def is_held(events: list[Event] | tuple[Event, ...]) -> bool:
    """Whether the last word on it was to hold."""
    words = [event.action for event in events if event.action in (HELD, RELEASED)]
    return bool(words) and words[-1] == HELD


def _note(actor: Actor, case_id: UUID, reason: str, action: str) -> None:
    if not reason.strip():
        raise EmptyTextError
    with at_desk(actor, case_id, "hold", *CLOSED) as desk:
        if _held(desk) == (action == HELD):
            raise WrongStateError(action, desk.case.status)
        desk.note(action, reason=reason.strip())


def _held(desk: Desk) -> bool:
    said = Event.objects.filter(case=desk.case, action__in=(HELD, RELEASED))
    return is_held(tuple(said.order_by("sequence")))
