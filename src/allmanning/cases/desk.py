"""Every act upon a case goes over one desk: permission, one transaction, the case locked, the journal written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.permissions import Action, Permission, require
from allmanning.cases import clock, journal
from allmanning.cases.errors import CaseNotFoundError, WrongStateError
from allmanning.cases.models import Case


@dataclass(slots=True)
class Desk:
    """A case being acted upon. What is noted is written to the journal, and the case saved, when the act ends."""

    case: Case
    actor: Actor
    permission: Permission
    now: datetime
    entries: list[journal.Entry] = field(default_factory=list)

    @property
    def ground(self) -> str:
        return self.permission.ground

    @property
    def executor_name(self) -> str:
        """The organisation that acts on behalf of the owner; empty when it is the owner itself."""
        return self.permission.mandate.executor_name if self.permission.mandate else ""

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def note(self, action: str, **payload: Any) -> None:
        """Something the actor did."""
        self.entries.append(
            journal.Entry(
                self.actor,
                action,
                self.ground,
                payload,
                self.permission.agreement,
                self.permission.representation,
            )
        )

    def note_by(self, actor: Actor, action: str, ground: str, **payload: Any) -> None:
        """Something another did in the same transaction, such as the automatic function."""
        self.entries.append(journal.Entry(actor, action, ground, payload))


@contextmanager
def at_desk(actor: Actor, case_id: UUID, action: Action, *states: str) -> Iterator[Desk]:
    """The case, locked and permitted, in one of the states; all of it is written or none."""
    with acting(actor):
        case = _locked(case_id) or _refused(actor, case_id, action)
        permission = require(actor, action, case)
        if case.status not in states:
            raise WrongStateError(action, case.status)
        desk = Desk(case, actor, permission, clock.now())
        yield desk
        journal.write(case, desk.now, desk.entries)
        case.save(force_update=True)


def earlier_application(case: Case) -> bool:
    """Whether the applicant has sent another application for the same period. Asked in the query that locks the case."""
    return bool(case.has_earlier)  # type: ignore[attr-defined]


def another_sent() -> Exists:
    """For a query over cases: the same asked of each."""
    others = Case.objects.filter(
        applicant=OuterRef("applicant"),
        organisation=OuterRef("organisation"),
        package_id=OuterRef("package_id"),
        as_of=OuterRef("as_of"),
        submitted_at__isnull=False,
    ).exclude(status=Case.Status.WITHDRAWN)
    return Exists(others.exclude(pk=OuterRef("pk")))


def _locked(case_id: UUID) -> Case | None:
    """The case, if it is there for the actor to act on."""
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("organisation", "adoption__release", "applicant")
        .annotate(has_earlier=another_sent())
        .filter(pk=case_id)
        .first()
    )


def _refused(actor: Actor, case_id: UUID, action: Action) -> Case:
    """Says why: a case that may be read is refused on its ground, any other is not there."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise CaseNotFoundError
    require(actor, action, case)
    raise CaseNotFoundError
