"""Whether the delegation order lets somebody take a decision; asked at the signature itself, not only by pages."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Delegation, Organisation, Person
from allmanning.accounts.permissions import CaseOwned, Permission
from allmanning.accounts.roles import HANDLE, Role

type Kind = Literal["granted", "partly", "refused"]

KINDS: tuple[Kind, ...] = ("granted", "partly", "refused")


class NotADelegationError(ValueError):
    """A line names one role that handles cases, or one person; at least one kind of outcome; and the board's decision."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """Whether somebody may take a decision, on what line, and if not who may."""

    allowed: bool
    ground: str
    """Written on the decision: the board's decision to delegate, or the package's own level."""
    line: Delegation | None = None
    others: tuple[Delegation, ...] = ()
    """Lines in force that would let another take it; with employer read."""


def delegate(
    organisation: Organisation,
    package_id: str,
    *,
    to: Role | Person,
    valid_from: date,
    reference: str,
    outcomes: Collection[Kind] = KINDS,
    highest_amount: int | None = None,
    valid_to: date | None = None,
    employer: Organisation | None = None,
) -> Delegation:
    """Write a line of the delegation order (amount in öre); runs as the owner of the tables, once the board has decided it."""
    if not outcomes or not set(outcomes) <= set(KINDS) or not reference.strip():
        raise NotADelegationError
    if isinstance(to, Role) and to not in HANDLE:
        raise NotADelegationError
    return Delegation.objects.using("owner").create(
        organisation_id=organisation.pk,
        package_id=package_id,
        role=to.value if isinstance(to, Role) else "",
        person_id=to.pk if isinstance(to, Person) else None,
        person_name=to.name if isinstance(to, Person) else "",
        employer_id=employer.pk if employer else None,
        outcomes=[kind for kind in KINDS if kind in outcomes],
        highest_amount=highest_amount,
        valid_from=valid_from,
        valid_to=valid_to,
        reference=reference.strip(),
    )


def right_to_decide(
    actor: Actor,
    permission: Permission,
    case: CaseOwned,
    kind: Kind,
    amount: int | None,
    on: date,
    *,
    level: str,
) -> Right:
    """Run it inside `acting`; one query. `level` is the package's own, which holds where the order has no line for it.

    An order whose lines have all ended lets nobody decide: it is not as if there were none.
    """
    lines = order(case.organisation_id, case.package_id)
    return right_by(lines, actor, permission, case, kind, amount, on, level=level)


def order(organisation_id: int, package_id: str) -> tuple[Delegation, ...]:
    """Every line of an organisation's delegation order for a service, also those that have ended."""
    lines = Delegation.objects.filter(organisation=organisation_id, package_id=package_id)
    return tuple(lines.select_related("employer"))


def right_by(
    lines: Collection[Delegation],
    actor: Actor,
    permission: Permission,
    case: CaseOwned,
    kind: Kind,
    amount: int | None,
    on: date,
    *,
    level: str,
) -> Right:
    """The same by an order that is already read, for a list of cases."""
    if not lines:
        return Right(allowed=True, ground=f"delegation: {level}")
    covering = tuple(line for line in lines if _covers(line, kind, amount, on))
    mine = next((line for line in covering if _is_mine(line, actor, permission, case)), None)
    if mine is not None:
        return Right(allowed=True, ground=f"delegation order: {mine.reference}", line=mine)
    return Right(allowed=False, ground="no line of the delegation order", others=covering)


def told(line: Delegation) -> str:
    """A line in words: team leader of Norrhamn, granted and refused, at most 10 000 kr (SN 2025-06-18 § 41)."""
    who = line.person_name or Role(line.role).said
    if line.employer is not None:
        who += f" of {line.employer.name}"
    most = "" if line.highest_amount is None else f", at most {line.highest_amount // 100} kr"
    return f"{who}: {', '.join(line.outcomes)}{most} ({line.reference})"


def _covers(line: Delegation, kind: Kind, amount: int | None, on: date) -> bool:
    if (
        kind not in line.outcomes
        or line.valid_from > on
        or (line.valid_to is not None and line.valid_to < on)
    ):
        return False
    return amount is None or line.highest_amount is None or amount <= line.highest_amount


def _is_mine(line: Delegation, actor: Actor, permission: Permission, case: CaseOwned) -> bool:
    """A person's own line; or the role, held where the permission comes from: in the organisation, or with who acts for it."""
    if line.person_id is not None:
        return line.person_id == actor.person_id
    acts_for = permission.mandate.executor if permission.mandate else case.organisation_id
    employer = line.employer_id or case.organisation_id
    return employer == acts_for and Role(line.role) in actor.roles_in(employer, case.package_id)
