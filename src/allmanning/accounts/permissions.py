"""One function answers who may do what with a case, and says on what ground. Pages, API and jobs all go through it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, get_args
from uuid import UUID

from django.core.exceptions import PermissionDenied

from allmanning.accounts.actors import Actor, Mandate, Trust
from allmanning.accounts.roles import Errand, Role, Task

type Action = Literal[
    "read", "answer", "submit", "complete", "withdraw", "serve",
    "take", "assign", "state", "ask", "decide", "hold", "hand_out", "automate", "deliver",
]  # fmt: skip

ACTIONS: tuple[Action, ...] = get_args(Action.__value__)

_APPLICANT = frozenset({"read", "answer", "submit", "complete", "withdraw", "serve"})
_MACHINE = frozenset({"read", "automate", "deliver", "hand_out"})
_SYSTEM = frozenset({"read"})
# To hold a case back from removal and to hand it out is the owner's alone; no agreement has a clause for it.
_HANDLING = frozenset({"read", "take", "assign", "state", "ask", "decide", "hold", "hand_out"})

# By which errand an ombud may do what the applicant may. To be served starts the time to appeal, so reading is not enough.
_ERRANDS: Mapping[str, tuple[Errand, ...]] = {
    "read": tuple(Errand),
    "answer": (Errand.APPLY,),
    "submit": (Errand.APPLY,),
    "withdraw": (Errand.APPLY,),
    "complete": (Errand.COMPLETE,),
    "serve": (Errand.LETTERS,),
}

# The first that allows it is the ground. Whoever is not here sees no case.
_ROLES: Mapping[Role, frozenset[str]] = {
    Role.TEAM_LEADER: _HANDLING,
    Role.CASEWORKER: _HANDLING,
    Role.AUDITOR: frozenset({"read"}),
}

# By which clause of an agreement; the first that it has is the ground.
_CLAUSES: Mapping[str, tuple[Task, ...]] = {
    "read": (Task.READ, Task.HANDLE, Task.DECIDE),
    "take": (Task.HANDLE, Task.DECIDE),
    "assign": (Task.HANDLE, Task.DECIDE),
    "state": (Task.HANDLE,),
    "ask": (Task.HANDLE,),
    "decide": (Task.DECIDE,),
}


class CaseOwned(Protocol):
    """What permission depends on: whose case it is, who owns it, and which service it is about."""

    @property
    def organisation_id(self) -> int: ...
    @property
    def applicant_id(self) -> UUID: ...
    @property
    def package_id(self) -> str: ...
    @property
    def ombud_id(self) -> UUID | None: ...


@dataclass(frozen=True, slots=True)
class Permission:
    """The answer and the ground it stands on; the ground is written in the journal beside the act."""

    allowed: bool
    ground: str
    mandate: Mandate | None = None
    """The agreement it stands on, where the case is another organisation's."""
    clause: str = ""
    """The clause of that agreement or representation: the task, and the package it is about."""
    trust: Trust | None = None
    """The representation it stands on, where somebody acts for the applicant."""

    @property
    def agreement(self) -> int | None:
        """The agreement's number."""
        return self.mandate.agreement if self.mandate else None

    @property
    def representation(self) -> int | None:
        """The representation's number."""
        return self.trust.representation if self.trust else None


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
        case "ombud":
            return _ombud_may(actor.trust, action, case)
        case "staff":
            return _staff_may(actor, action, case)
        case "machine":
            own = case.organisation_id in actor.serves
            return Permission(
                own and action in _MACHINE, "machine of the organisation" if own else "machine elsewhere"
            )
        case "system":
            own = case.organisation_id in actor.reads
            return Permission(
                own and action in _SYSTEM, "system of the organisation" if own else "system elsewhere"
            )


class CaseAssigned(Protocol):
    """Who owns a case, which service it is about, and under which agreement it is handled."""

    @property
    def organisation_id(self) -> int: ...
    @property
    def package_id(self) -> str: ...
    @property
    def agreement_id(self) -> int | None: ...


def leads(actor: Actor, case: CaseAssigned) -> bool:
    """Whether the actor may reach into a case that somebody else has: as team leader where it is handled, or of its owner."""
    if Role.TEAM_LEADER in actor.roles_in(case.organisation_id, case.package_id):
        return True
    return any(
        mandate.agreement == case.agreement_id
        and mandate.role == Role.TEAM_LEADER
        and case.package_id in mandate.packages
        for mandate in actor.mandates
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


def _ombud_may(trust: Trust | None, action: Action, case: CaseOwned) -> Permission:
    """By the representation they act by, and by no other; what is their own they do in their own name."""
    if trust is None or trust.represented != case.applicant_id:
        return Permission(False, "not the one represented")
    stands_on = f"representation {trust.representation}"
    if trust.organisation not in (None, case.organisation_id):
        return Permission(False, f"{stands_on} holds in another organisation")
    if trust.packages and case.package_id not in trust.packages:
        return Permission(False, f"{stands_on} does not cover {case.package_id}")
    errand = next((errand for errand in _ERRANDS.get(action, ()) if errand in trust.errands), None)
    if errand is None:
        return Permission(False, f"{stands_on} gives no right to {action}")
    clause = f"{errand.value} {case.package_id}"
    return Permission(True, f"{stands_on}: {clause}, {trust.kind}", clause=clause, trust=trust)


def _staff_may(actor: Actor, action: Action, case: CaseOwned) -> Permission:
    """By one's own role in the organisation; else by an agreement that the organisation has with one's own."""
    if actor.person_id == case.applicant_id:
        return Permission(False, "disqualified in one's own case, FL (2017:900) 16 §")
    if actor.person_id == case.ombud_id:
        return Permission(False, "disqualified as the applicant's ombud, FL (2017:900) 16 §")
    roles = actor.roles_in(case.organisation_id, case.package_id)
    for role, actions in _ROLES.items():
        if role in roles and action in actions:
            return Permission(True, f"{role.said} of the organisation")
    mandates = [mandate for mandate in actor.mandates if mandate.owner == case.organisation_id]
    for mandate in sorted(mandates, key=lambda one: one.agreement):
        if permission := _by_agreement(mandate, action, case):
            return permission
    return Permission(False, _why_not(actor, mandates, action, case))


def _by_agreement(mandate: Mandate, action: Action, case: CaseOwned) -> Permission | None:
    if case.package_id not in mandate.packages:
        return None
    task = next((task for task in _CLAUSES.get(action, ()) if task in mandate.tasks), None)
    if task is None:
        return None
    clause = f"{task.value} {case.package_id}"
    stands_on = f"agreement {mandate.agreement}: {clause}, {mandate.council_decision}"
    return Permission(True, f"{stands_on}; {mandate.role.said} of {mandate.executor_name}", mandate, clause)


def _why_not(actor: Actor, mandates: list[Mandate], action: Action, case: CaseOwned) -> str:
    if roles := actor.roles_in(case.organisation_id, case.package_id):
        return f"{_listed(roles)} of the organisation may not {action}"
    if (roles := actor.roles_in(case.organisation_id)) and not mandates:
        return f"{_listed(roles)} of the organisation, and not for {case.package_id}"
    if not mandates:
        return "not employed by the organisation, and no agreement in force with one's own"
    numbers = ", ".join(str(mandate.agreement) for mandate in sorted(mandates, key=lambda one: one.agreement))
    return f"agreement {numbers} has no clause to {action} {case.package_id}"


def _listed(roles: frozenset[Role]) -> str:
    return ", ".join(sorted(role.said for role in roles))
