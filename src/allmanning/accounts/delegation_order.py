"""The delegation order as its board keeps it: lines are recorded and ended, never edited."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.utils import timezone

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.delegation import KINDS, Kind
from allmanning.accounts.models import Agreement, Delegation
from allmanning.accounts.roles import HANDLE, Role, Task
from allmanning.lib.sorting import swedish_sort_key

# Members of the board see no cases, and so no colleagues' rows; the database itself looks for whose board it is.
PEOPLE = "SELECT person, called FROM app_delegates(%s)"


class OrderError(ValueError):
    """Something about the line stands in the way."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class NotYourBoardError(PermissionDenied):
    """Only a member of the organisation's own board may write in its delegation order."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class LineNotFoundError(Http404):
    """There is no such line in a delegation order of yours."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class ReferenceMissingError(OrderError):
    """Write which decision of the board it stands on."""


class NoOutcomeError(OrderError):
    """A line names at least one kind of outcome."""


class AmountBelowZeroError(OrderError):
    """The highest amount cannot be below zero. Leave it out for any amount."""


class LastBeforeFirstError(OrderError):
    """The line would end before it begins. Choose its first day or a later one."""


class NoDelegateError(OrderError):
    """Name somebody who handles cases here, or a role that an agreement in force lets decide in the service."""


class EndedAlreadyError(OrderError):
    """The line is ended already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What the board has decided: to a role (with `employer`, elsewhere) or to a person; amount in öre, None is any."""

    package_id: str
    outcomes: tuple[Kind, ...]
    valid_from: date
    reference: str
    role: Role | None = None
    employer: int | None = None
    person: UUID | None = None
    highest_amount: int | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A role in an organisation that may decide by an agreement in force, and in which services."""

    employer: int
    name: str
    role: Role
    packages: frozenset[str]


def order(actor: Actor, organisation: int) -> tuple[Delegation, ...]:
    """Every line that was ever in the order, by service; empty to those who do not work there."""
    with acting(actor):
        lines = Delegation.objects.filter(organisation=organisation)
        return tuple(lines.select_related("employer", "organisation"))


def line(actor: Actor, line_id: int) -> Delegation:
    """One line of an order that the actor's board keeps."""
    with acting(actor):
        found = Delegation.objects.filter(pk=line_id).select_related("employer", "organisation").first()
    if found is None or found.organisation_id not in actor.places:
        raise LineNotFoundError
    _demand_board(actor, found.organisation_id)
    return found


def people(actor: Actor, organisation: int) -> tuple[tuple[UUID, str], ...]:
    """Id and name of those who handle cases there, in Swedish order; nobody to who is not of its board."""
    with acting(actor), connection.cursor() as cursor:
        cursor.execute(PEOPLE, [organisation])
        return tuple(sorted(cursor.fetchall(), key=lambda row: swedish_sort_key(row[1])))


def elsewhere(actor: Actor, organisation: int) -> tuple[Elsewhere, ...]:
    """The roles of others that agreements in force let decide for the organisation."""
    with acting(actor):
        agreements = Agreement.objects.in_force(timezone.localdate()).filter(
            owner=organisation, tasks__contains=[Task.DECIDE]
        )
        return tuple(
            Elsewhere(one.executor_id, one.executor.name, Role(role), frozenset(one.packages))
            for one in agreements.select_related("executor").order_by("executor__name", "pk")
            for role in one.roles
        )


def record(actor: Actor, organisation: int, wanted: Line, *, method: str) -> int:
    """Write a line that the board has decided; gives its number. `method`: how and when the actor was identified."""
    _demand_board(actor, organisation)
    _check(wanted)
    with acting(actor):
        name = _named(actor, organisation, wanted)
        return Delegation.objects.create(
            organisation_id=organisation,
            package_id=wanted.package_id,
            role=wanted.role.value if wanted.role else "",
            person_id=wanted.person,
            person_name=name,
            employer_id=wanted.employer,
            outcomes=[kind for kind in KINDS if kind in wanted.outcomes],
            highest_amount=wanted.highest_amount,
            valid_from=wanted.valid_from,
            valid_to=wanted.valid_to,
            reference=wanted.reference.strip(),
            recorded_by=actor.name,
            recorded_at=timezone.now(),
            recorded_method=method,
        ).pk


def end(actor: Actor, line_id: int, *, last_day: date, reference: str, method: str) -> None:
    """Let a line hold to `last_day` and no longer, never longer than it did; it bites on everybody's next signature."""
    found = line(actor, line_id)
    if not reference.strip():
        raise ReferenceMissingError
    if last_day < found.valid_from:
        raise LastBeforeFirstError
    if found.ended_at is not None or (found.valid_to is not None and found.valid_to < last_day):
        raise EndedAlreadyError
    with acting(actor):
        ended = Delegation.objects.filter(pk=line_id, ended_at=None).update(
            valid_to=last_day,
            ended_reference=reference.strip(),
            ended_by=actor.name,
            ended_at=timezone.now(),
            ended_method=method,
        )
        if not ended:  # a colleague was there at the same moment
            raise EndedAlreadyError


def _demand_board(actor: Actor, organisation: int) -> None:
    if Role.BOARD not in actor.roles_in(organisation):
        raise NotYourBoardError


def _check(wanted: Line) -> None:
    if not wanted.reference.strip():
        raise ReferenceMissingError
    if not wanted.outcomes or not set(wanted.outcomes) <= set(KINDS):
        raise NoOutcomeError
    if wanted.highest_amount is not None and wanted.highest_amount < 0:
        raise AmountBelowZeroError
    if wanted.valid_to is not None and wanted.valid_to < wanted.valid_from:
        raise LastBeforeFirstError


def _named(actor: Actor, organisation: int, wanted: Line) -> str:
    """The person's name, empty for a role; refuses whoever cannot be given it."""
    if wanted.person is not None:
        name = dict(people(actor, organisation)).get(wanted.person)
        if name is None or wanted.role or wanted.employer:
            raise NoDelegateError
        return name
    if wanted.role not in HANDLE:
        raise NoDelegateError
    if wanted.employer is not None and not any(
        (one.employer, one.role) == (wanted.employer, wanted.role) and wanted.package_id in one.packages
        for one in elsewhere(actor, organisation)
    ):
        raise NoDelegateError
    return ""
