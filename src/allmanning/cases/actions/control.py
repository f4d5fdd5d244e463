"""Four eyes: one signs a proposal, another confirms it or sends it back. The same person never does both."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from allmanning.accounts.actors import Actor
from allmanning.cases import assessing, decisions, stating
from allmanning.cases.actions.handle import (
    Decided,
    delegated,
    departure,
    sign_decision,
    take_or_own,
)
from allmanning.cases.canonical import digest
from allmanning.cases.desk import Desk, at_desk
from allmanning.cases.errors import EmptyTextError, SamePersonError, StaleCaseError, WrongStateError
from allmanning.cases.idempotency import once
from allmanning.cases.models import Case, Fact, Proposal, Signature


def propose(
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
) -> int:
    """Sign a decision that takes two people, as `decide` would; gives the proposal's id. The case waits for another.

    `changes` are facts by path; they are stated now, and stay also if the proposal is sent back.
    """
    request = {"action": "propose", "case": str(case_id), "version": version}
    request |= {"outcome": outcome, "amount": amount, "changes": dict(changes or {}), "reason": reason}

    def sign() -> dict[str, Any]:
        with at_desk(actor, case_id, "decide", *Case.HANDLED) as desk:
            if desk.case.version != version:
                raise StaleCaseError
            take_or_own(desk)
            result, changed = stating.state(desk, changes or {}, Fact.Source.CASEWORKER)
            verdict = departure(desk, result, outcome, amount, changed, reason)
            if changed:
                kept = assessing.keep(desk.case, result, desk.now)
                desk.note("facts_stated", changes=changed, reason=reason, assessment=kept.pk)
            return {"proposal": _keep(desk, verdict, method).pk}

    return int(once(actor, key, request, sign)["proposal"])


def confirm(actor: Actor, case_id: UUID, *, key: str, version: int, method: str = "demo") -> Decided:
    """Take the proposed decision, as another person with the right to: from then on it is hers, and the proposer is named."""
    request = {"action": "confirm", "case": str(case_id), "version": version}

    def sign() -> dict[str, Any]:
        with at_desk(actor, case_id, "decide", Case.Status.CONTROL) as desk:
            if desk.case.version != version:
                raise StaleCaseError
            proposal = _waiting(desk)
            if proposal.proposed_by_id == actor.person:
                raise SamePersonError
            verdict = delegated(
                desk,
                decisions.Verdict(
                    outcome=proposal.outcome,
                    amount=proposal.amount,
                    ground=desk.ground,
                    changes=tuple(proposal.changes),
                    reason=proposal.reason,
                ),
            )
            _answer(desk, proposal, Proposal.State.CONFIRMED)
            noted: Mapping[str, Any] = {"proposed_by": proposal.proposed_by_name, "proposal": proposal.pk}
            return sign_decision(desk, assessing.run(desk.case), verdict, method, **noted).to_json()

    return Decided.from_json(once(actor, key, request, sign))


def send_back(actor: Actor, case_id: UUID, reason: str) -> None:
    """Do not confirm, and say why; or take one's own proposal back. The case is again with who has it."""
    if not reason.strip():
        raise EmptyTextError
    with at_desk(actor, case_id, "decide", Case.Status.CONTROL) as desk:
        proposal = _waiting(desk)
        _answer(desk, proposal, Proposal.State.RETURNED, reason)
        desk.case.status = Case.Status.ASSESSING
        desk.note("control_returned", proposal=proposal.pk, reason=reason)


def _keep(desk: Desk, verdict: decisions.Verdict, method: str) -> Proposal:
    signed = {"outcome": verdict.outcome, "amount": verdict.amount, "changes": list(verdict.changes)}
    signature = Signature.objects.create(
        case=desk.case,
        person_id=desk.actor.person,
        name=desk.actor.name,
        purpose=Signature.Purpose.PROPOSAL,
        digest=digest(signed | {"reason": verdict.reason, "version": desk.case.version}),
        method=method,
        signed_at=desk.now,
    )
    proposal = Proposal.objects.create(
        case=desk.case,
        signature=signature,
        proposed_by_id=desk.actor.person,
        proposed_by_name=desk.actor.name,
        outcome=verdict.outcome,
        amount=verdict.amount,
        changes=list(verdict.changes),
        reason=verdict.reason,
        proposed_at=desk.now,
    )
    desk.case.status = Case.Status.CONTROL
    desk.note(
        "control_asked",
        proposal=proposal.pk,
        outcome=verdict.outcome,
        amount=verdict.amount,
        reason=verdict.reason,
        method=method,
    )
    return proposal


def _waiting(desk: Desk) -> Proposal:
    proposal = Proposal.objects.filter(case=desk.case, state=Proposal.State.WAITING).first()
    if proposal is None:
        raise WrongStateError("confirm", desk.case.status)
    return proposal


def _answer(desk: Desk, proposal: Proposal, state: Proposal.State, why: str = "") -> None:
    Proposal.objects.filter(pk=proposal.pk).update(
        state=state, answered_by=desk.actor.name, answered_at=desk.now, answer=why
    )
