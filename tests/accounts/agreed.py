"""An agreement: Norrhamn does something with the travel cases of Mittköping."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.agreements import Terms, draft
from allmanning.accounts.models import AgreementSignature
from allmanning.accounts.roles import Role, Task
from allmanning.accounts.staff import staff
from tests.people import CILLA, EVA, GUSTAV, MITTKOPING, NORRHAMN, person
from tests.travel_package import PACKAGE_ID

TODAY = timezone.localdate
ALL_TASKS = (Task.READ, Task.HANDLE, Task.DECIDE)


def terms(**changed: Any) -> Terms:
    plain: dict[str, Any] = {
        "executor": NORRHAMN,
        "packages": [PACKAGE_ID],
        "tasks": ALL_TASKS,
        "roles": [Role.CASEWORKER, Role.TEAM_LEADER],
        "valid_from": date(2025, 7, 1),
        "council_decision": "KF 2025-06-16 § 88",
    }
    return Terms(**(plain | changed))


def drafted(**changed: Any) -> int:
    return draft(EVA, MITTKOPING, terms(**changed))


def agreed(**changed: Any) -> int:
    """An agreement that both have signed; in force unless its days say otherwise."""
    agreement = drafted(**changed)
    for actor in (EVA, GUSTAV):
        with acting(actor):  # as `sign` does, but also for what has ended already
            AgreementSignature.objects.create(
                agreement_id=agreement,
                role=Role.TEAM_LEADER,
                organisation_id=min(actor.signs),
                person_id=actor.person,
                name=actor.name,
            )
    return agreement


def cilla() -> Actor:
    """Cilla as she is at this request."""
    return staff(person(CILLA))


def days(count: int) -> date:
    return TODAY() + timedelta(days=count)
