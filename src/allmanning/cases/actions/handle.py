"""What the caseworker does: take, hand over, state, ask, decide."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal
from uuid import UUID

from allmanning import packages
from allmanning.accounts.actors import Actor
from allmanning.accounts.delegation import Kind, right_to_decide
from allmanning.accounts.models import Membership
from allmanning.accounts.permissions import Permission, PermissionDeniedError, leads
from allmanning.accounts.roles import HANDLE
from allmanning.accounts.staff import covering
from allmanning.cases import assessing, decisions, outbox, stating
from allmanning.cases.actions.apply import Saved
from allmanning.cases.canonical import digest
from allmanning.cases.desk import Desk, at_desk
from allmanning.cases.errors import (
    AmountMissingError,
    EmptyTextError,
    FourEyesError,
    NotAColleagueError,
    NotDelegatedError,
    OpenFactsError,
    ReasonMissingError,
    StaleCaseError,
    TakenError,
    UnknownOutcomeError,
)
from allmanning.cases.idempotency import once
from allmanning.cases.models import Case, Completion, Fact, Signature
from allmanning.cases.public import publishing
from allmanning.catalogue.models import Release

AT_WORK = (Case.Status.SUBMITTED, Case.Status.ASSESSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The decision that was taken."""

    case_id: UUID
    decision_id: int
    outcome: str
    amount: int | None

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"case_id": str(self.case_id)}

    @classmethod
    def from_json(cls, answer: Mapping[str, Any]) -> "Decided":
        return cls(**(dict(answer) | {"case_id": UUID(answer["case_id"])}))


def take(actor: Actor, case_id: UUID) -> None:
    """Take a case nobody has. Of two who try, the second gets TakenError."""
    with at_desk(actor, case_id, "take", *Case.OPEN) as desk:
        _take(desk)


def put_back(actor: Actor, case_id: UUID) -> None:
    """Put a case of one's own back for the others; one that nobody has is left as it is."""
    with at_desk(actor, case_id, "take", *Case.HANDLED) as desk:
        if desk.case.assignee_id is None:
            return
        _require_own(desk)
        desk.case.assignee_id, desk.case.assignee_name = None, ""
        desk.case.agreement_id, desk.case.executor_name = None, ""
        if desk.case.status == Case.Status.ASSESSING:
            desk.case.status = Case.Status.SUBMITTED
        desk.note("put_back")


def assign(actor: Actor, case_id: UUID, person_id: UUID) -> None:
    """Hand a case over to a colleague: one's own, one that nobody has, or as team leader any."""
    with at_desk(actor, case_id, "assign", *Case.OPEN) as desk:
        case = desk.case
        if case.assignee_id == person_id:  # a second press
            return
        if case.assignee_id is not None:
            _require_own(desk)
        colleague = (
            Membership.objects.filter(
                covering(case.package_id), person_id=person_id, **_who_may_have_it(desk)
            )
            .select_related("person")
            .first()
        )
        if colleague is None:
            raise NotAColleagueError
        if person_id == case.applicant_id:
            raise PermissionDeniedError(
                Permission(False, "disqualified in one's own case, FL (2017:900) 16 §")
            )
        earlier = case.assignee_name
        _give(desk, person_id, colleague.person.name)
        desk.note("assigned", earlier=earlier, to=case.assignee_name)


def state_facts(
    actor: Actor, case_id: UUID, stated: Mapping[str, Any], *, reason: str = "", version: int | None = None
) -> Saved:
    """State judgements, or correct facts, as caseworker; the journal keeps what each was before."""
    with at_desk(actor, case_id, "state", *Case.HANDLED) as desk:
        take_or_own(desk)
        result, changes = stating.state(desk, stated, Fact.Source.CASEWORKER, version)
        if changes:
            assessment = assessing.keep(desk.case, result, desk.now)
            desk.note("facts_stated", changes=changes, reason=reason, assessment=assessment.pk)
        return Saved(version=desk.case.version, facts=result.facts, assessment=result.assessment)


def ask_for_completion(
    actor: Actor,
    case_id: UUID,
    text: str,
    due_on: date,
    *,
    kind: Literal["completion", "communication"] = "completion",
    key: str = "",
) -> None:
    """Ask the applicant for what is missing, or what they say of what is there; the case waits for the answer."""
    if not text.strip():
        raise EmptyTextError
    request = {"action": "ask", "case": str(case_id), "kind": kind, "text": text, "due_on": due_on}
    once(actor, key, request, lambda: _ask(actor, case_id, kind, text, due_on))


def decide(
    actor: Actor,
    case_id: UUID,
    *,
    key: str,
    version: int,
    outcome: str | None = None,
    amount: int | None = None,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
    method: str = "demo",
) -> Decided:
    """Decide and sign: as the rules propose, or with another outcome, amount (öre) or changed facts and the reason why.

    `version` is the case's when the page was shown; facts changed since then refuse the decision (StaleCaseError).
    """
    request: dict[str, Any] = {"action": "decide", "case": str(case_id), "outcome": outcome, "amount": amount}
    request |= {"version": version, "changes": dict(changes or {}), "reason": reason}

    def sign() -> dict[str, Any]:
        with at_desk(actor, case_id, "decide", *Case.HANDLED) as desk:
            if desk.case.version != version:
                raise StaleCaseError
            take_or_own(desk)
            result, changed = stating.state(desk, changes or {}, Fact.Source.CASEWORKER)
            verdict = delegated(desk, departure(desk, result, outcome, amount, changed, reason))
            if takes_two(desk.case, verdict.outcome):
                raise FourEyesError
            return sign_decision(desk, result, verdict, method).to_json()

    return Decided.from_json(once(actor, key, request, sign))


def _ask(actor: Actor, case_id: UUID, kind: str, text: str, due_on: date) -> dict[str, Any]:
    with at_desk(actor, case_id, "ask", *AT_WORK) as desk:
        take_or_own(desk)
        asked = Completion.objects.create(
            case=desk.case,
            kind=kind,
            text=text,
            asked_by=actor.name,
            asked_at=desk.now,
            due_on=due_on,
            executor_name=desk.executor_name,
        )
        desk.case.status = Case.Status.COMPLETION
        desk.note("completion_asked", kind=kind, text=text, due_on=due_on)
        outbox.enqueue(desk.case, desk.now, outbox.ASK_FOR_COMPLETION)
        return {"completion": asked.pk}


def departure(
    desk: Desk,
    result: assessing.Run,
    outcome: str | None,
    amount: int | None,
    changed: list[dict[str, Any]],
    reason: str,
) -> decisions.Verdict:
    """What is decided and where it departs from what the rules propose."""
    release, proposed = desk.case.adoption.release, result.assessment
    decided = outcome if outcome is not None else proposed.outcome
    if decided is None:
        raise OpenFactsError(proposed.open)
    if outcome is not None and outcome not in outcomes(release):
        raise UnknownOutcomeError(outcome)
    if amount is None:
        amount = _amount(release, decided, proposed)
    if decided != proposed.outcome:
        changed = [*changed, {"what": "outcome", "from": proposed.outcome, "to": decided}]
    if amount != proposed.amount:
        changed = [*changed, {"what": "amount", "from": proposed.amount, "to": amount}]
    if changed and not reason.strip():
        raise ReasonMissingError
    return decisions.Verdict(
        outcome=decided, amount=amount, ground=desk.ground, changes=tuple(changed), reason=reason
    )


def delegated(desk: Desk, verdict: decisions.Verdict) -> decisions.Verdict:
    """The verdict with the delegation it stands on, or NotDelegatedError that says who may."""
    release = desk.case.adoption.release
    right = right_to_decide(
        desk.actor,
        desk.permission,
        desk.case,
        kind_of(release, verdict.outcome),
        verdict.amount,
        desk.today,
        level=release.package.manifest.delegation.level,
    )
    if not right.allowed:
        raise NotDelegatedError(right)
    return replace(verdict, ground=f"{verdict.ground}; {right.ground}")


def kind_of(release: Release, outcome: str) -> Kind:
    """What an outcome of a release means."""
    spec = release.package.manifest.decision
    if outcome in spec.granted:
        return "granted"
    return "refused" if outcome in spec.refused else "partly"


def takes_two(case: Case, outcome: str) -> bool:
    """Whether the package asks for a second person to confirm this outcome."""
    return outcome in case.adoption.release.package.manifest.delegation.four_eyes


def outcomes(release: Release) -> tuple[str, ...]:
    """Every outcome a decision on this release may have."""
    spec = release.package.manifest.decision
    return (*spec.granted, *spec.partly, *spec.refused)


def _amount(release: Release, outcome: str, proposed: packages.Assessment) -> int | None:
    """The amount that follows when nobody gave one: none, nothing, or what the rules propose."""
    spec = release.package.manifest.decision
    amount = spec.follows(outcome, proposed.amount)
    if spec.amount is not None and amount is None:
        raise AmountMissingError
    return amount


def sign_decision(
    desk: Desk, result: assessing.Run, verdict: decisions.Verdict, method: str, **noted: Any
) -> Decided:
    """Keep the run, sign, write the decision and note it; `noted` stands beside it in the journal."""
    result = publishing.dated(desk, result, verdict.outcome)
    assessment = assessing.keep(desk.case, result, desk.now)
    signed = {"facts": assessment.facts_digest, "outcome": verdict.outcome, "amount": verdict.amount}
    signature = Signature.objects.create(
        case=desk.case,
        person_id=desk.actor.person,
        name=desk.actor.name,
        purpose=Signature.Purpose.DECISION,
        digest=digest(signed | {"changes": list(verdict.changes), "reason": verdict.reason}),
        method=method,
        signed_at=desk.now,
    )
    decision = decisions.write(desk, assessment, result, replace(verdict, signature=signature))
    publishing.decided(desk, decision)
    desk.note(
        "decided",
        decision=decision.pk,
        outcome=decision.outcome,
        amount=decision.amount,
        changes=decision.changes,
        reason=decision.reason,
        method=method,
        **noted,
    )
    return Decided(
        case_id=desk.case.pk, decision_id=decision.pk, outcome=decision.outcome, amount=decision.amount
    )


def _take(desk: Desk) -> None:
    case = desk.case
    if case.assignee_id == desk.actor.person_id:
        return
    if case.assignee_id is not None:
        raise TakenError(case.assignee_name)
    _give(desk, desk.actor.person_id, desk.actor.name)
    desk.note("taken")


def _give(desk: Desk, person_id: UUID | None, name: str) -> None:
    case = desk.case
    case.assignee_id, case.assignee_name = person_id, name
    case.agreement_id, case.executor_name = desk.permission.agreement, desk.executor_name
    if case.status == Case.Status.SUBMITTED:
        case.status = Case.Status.ASSESSING


def _who_may_have_it(desk: Desk) -> dict[str, Any]:
    """Those who handle cases where the actor does: in the organisation itself, or in the one that acts for it."""
    mandate = desk.permission.mandate
    if mandate is None:
        return {"organisation_id": desk.case.organisation_id, "role__in": HANDLE}
    return {"organisation_id": mandate.executor, "role__in": mandate.executing}


def take_or_own(desk: Desk) -> None:
    """A case nobody has becomes the actor's by the first act upon it."""
    if desk.case.assignee_id is None:
        _take(desk)
    _require_own(desk)


def _require_own(desk: Desk) -> None:
    if desk.case.assignee_id != desk.actor.person_id and not leads(desk.actor, desk.case):
        raise TakenError(desk.case.assignee_name)
