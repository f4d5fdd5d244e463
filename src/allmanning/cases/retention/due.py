"""What has had its time, and what is kept and why: figures and case numbers, never whose case it is."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args
from uuid import UUID

from django.db import connection

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor, machine
from allmanning.accounts.models import Organisation
from allmanning.accounts.permissions import Permission, PermissionDeniedError
from allmanning.accounts.roles import Role
from allmanning.cases.models import RetentionPlan

type State = Literal[
    "due", "not_yet", "file", "kept", "held", "unserved", "appealable", "delivering", "open"
]  # fmt: skip
STATES: tuple[State, ...] = get_args(State.__value__)

RETENTION = "SELECT case_id, number, package_id, last_note_on, due_on, state FROM cases_retention(%s, %s)"
MANAGES = frozenset({Role.TEAM_LEADER, Role.OPERATOR})


@dataclass(frozen=True, slots=True)
class Line:
    """One case: when its time is out, and whether it may be removed."""

    case_id: UUID
    number: str
    package_id: str
    last_note_on: date
    due_on: date
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a removal on a day would take, oldest first, and what it would leave."""

    organisation: Organisation
    on: date
    due: tuple[Line, ...]
    kept: dict[State, int]
    """How many are left, by the reason."""
    plans: tuple[RetentionPlan, ...]
    """The decisions in force."""
    unplanned: tuple[str, ...]
    """Services with no decision, of which nothing is removed."""

    @property
    def by_year(self) -> list[tuple[str, int, int]]:
        """Service, year of the last note, and how many are due; oldest first."""
        counted = Counter((line.package_id, line.last_note_on.year) for line in self.due)
        return sorted(((*key, count) for key, count in counted.items()), key=lambda row: (row[1], row[0]))


def managed(actor: Actor) -> frozenset[int]:
    """The organisations whose removals the actor sees and has made."""
    return actor.where(MANAGES, wholly=True)


def manages_retention(actor: Actor, organisation: int) -> bool:
    """Whether the actor may see what is due, and have it removed: as operator, or team leader of every service."""
    return organisation in managed(actor)


def require_management(actor: Actor, organisation: int) -> None:
    """PermissionDeniedError for everybody else."""
    if not manages_retention(actor, organisation):
        raise PermissionDeniedError(
            Permission(
                False,
                "only an operator of the organisation, or a team leader of all its services, removes cases",
            )
        )


def today() -> date:
    """The database's day, by which it removes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_today()")
        found: date = cursor.fetchone()[0]
    return found


def preview(organisation: Organisation, on: date) -> Preview:
    """What would be removed on a day; asked as the organisation's machine, so the caller has checked who asks."""
    with acting(machine(organisation)), connection.cursor() as cursor:
        cursor.execute(RETENTION, [organisation.pk, on])
        lines = [Line(*row) for row in cursor.fetchall()]
        cursor.execute(
            "SELECT DISTINCT package_id FROM cases_case WHERE organisation_id = %s AND submitted_at IS NOT NULL",
            [organisation.pk],
        )
        used = {package_id for (package_id,) in cursor.fetchall()}
    plans = plans_in_force(organisation, on)
    states: Counter[State] = Counter(line.state for line in lines)
    return Preview(
        organisation=organisation,
        on=on,
        due=tuple(line for line in lines if line.state == "due"),
        kept={state: states[state] for state in STATES[1:] if states[state]},
        plans=plans,
        unplanned=tuple(sorted(used - {plan.package_id for plan in plans})),
    )


def plans_in_force(organisation: Organisation, on: date) -> tuple[RetentionPlan, ...]:
    """For each service the latest decision that has begun."""
    begun = RetentionPlan.objects.filter(organisation=organisation, valid_from__lte=on)
    return tuple(begun.order_by("package_id", "-valid_from", "-pk").distinct("package_id"))
