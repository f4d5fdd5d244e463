"""One function answers who may do what with a case, and says on what ground. Pages, API and jobs all go through it."""

from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from django.core.exceptions import PermissionDenied

from allmanning.accounts.actors import Actor

type Action = Literal[
    "read", "answer", "submit", "complete", "withdraw", "serve",
    "take", "assign", "state", "ask", "decide", "automate", "deliver",
]  # fmt: skip

_APPLICANT = frozenset({"read", "answer", "submit", "complete", "withdraw", "serve"})
_STAFF = frozenset({"read", "take", "assign", "state", "ask", "decide"})
_MACHINE = frozenset({"read", "automate", "deliver"})


class CaseOwned(Protocol):
    """What permission depends on: whose case it is, and who owns it."""

    @property
    def organisation_id(self) -> int: ...
    @property
    def applicant_id(self) -> UUID: ...


@dataclass(frozen=True, slots=True)
class Permission:
    """The answer and the ground it stands on; the ground is written in the journal beside the act."""

    allowed: bool
    ground: str


class PermissionDeniedError(PermissionDenied):
    """The actor may not do this with the case. Log in as somebody who may, or ask a team leader."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(f"{self.__doc__} ({permission.ground})")
        self.permission = permission


def may(actor: Actor, action: Action, case: CaseOwned) -> Permission:
    """Whether the actor may, by their relation to the case alone; the state of the case is the action's own matter."""
    match actor.kind:
        case "resident":
            return _applicant_may(actor, action, case)
        case "staff":
            return _staff_may(actor, action, case)
        case "machine":
            own = case.organisation_id in actor.organisations
            return Permission(
                own and action in _MACHINE, "machine of the organisation" if own else "machine elsewhere"
            )


def require(actor: Actor, action: Action, case: CaseOwned) -> Permission:
    """The permission, or PermissionDeniedError."""
    permission = may(actor, action, case)
    if not permission.allowed:
        raise PermissionDeniedError(permission)
    return permission


def _applicant_may(actor: Actor, action: Action, case: CaseOwned) -> Permission:
    if actor.person_id != case.applicant_id:
        return Permission(False, "not the applicant")
    return Permission(action in _APPLICANT, "the applicant")


def _staff_may(actor: Actor, action: Action, case: CaseOwned) -> Permission:
    if case.organisation_id not in actor.organisations:
        return Permission(False, "not employed by the organisation")
    if actor.person_id == case.applicant_id:
        return Permission(False, "disqualified in one's own case, FL (2017:900) 16 §")
    role = "team leader" if case.organisation_id in actor.leads else "caseworker"
    return Permission(action in _STAFF, f"{role} of the organisation")
