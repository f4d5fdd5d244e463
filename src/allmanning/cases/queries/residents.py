"""The cases of one resident, or of the one whom an ombud acts for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import FETCH_RAISE, OuterRef, Subquery

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.cases.models import Case, Completion, Decision
from allmanning.packages.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCase:
    """A line in the list of one's own cases."""

    id: UUID
    number: str
    """Empty until the application is sent."""
    organisation: str
    organisation_slug: str
    package_id: str
    service: dict[str, str]
    """The service's name, {"sv": …, "en": …}."""
    month: date | None
    """The month applied for, where the service is about one."""
    status: str
    created_at: datetime
    submitted_at: datetime | None
    due_on: date | None
    outcome: Text | None
    amount: int | None
    """Öre."""
    decided_at: datetime | None
    is_served: bool
    ombud: str
    """Who began or sent it for the applicant; empty when they did themselves, and for a protected identity."""
    complete_by: date | None
    """When the municipality waits for an answer: by when."""


def own_cases(actor: Actor) -> tuple[OwnCase, ...]:
    """All cases and drafts of the one in whose name the actor acts, latest first, in one query."""
    latest = Decision.objects.filter(case=OuterRef("pk")).order_by("-pk")
    asked = Completion.objects.filter(case=OuterRef("pk"), answered_at=None)
    with acting(actor):
        cases = (
            Case.objects.all()
            .fetch_mode(FETCH_RAISE)
            .filter(applicant_id=actor.applicant)
            .select_related("organisation", "adoption__release")
            .annotate(
                outcome=Subquery(latest.values("outcome")[:1]),
                amount=Subquery(latest.values("amount")[:1]),
                served_on=Subquery(latest.values("served_on")[:1]),
                complete_by=Subquery(asked.values("due_on")[:1]),
            )
            .order_by("-created_at")
        )
        return tuple(_line(case) for case in cases)


def _line(case: Any) -> OwnCase:
    return OwnCase(
        id=case.pk,
        number=case.number,
        organisation=case.organisation.name,
        organisation_slug=case.organisation.slug,
        package_id=case.package_id,
        service=case.adoption.release.name,
        month=case.month,
        status=case.status,
        created_at=case.created_at,
        submitted_at=case.submitted_at,
        due_on=case.due_on,
        outcome=None if case.outcome is None else case.adoption.release.told(case.outcome),
        amount=case.amount,
        decided_at=case.closed_at if case.outcome is not None else None,
        is_served=case.served_on is not None,
        ombud=case.ombud_name,
        complete_by=case.complete_by,
    )
