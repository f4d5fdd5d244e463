"""Writing a decision, whoever takes it."""

from dataclasses import dataclass
from typing import Any

from allmanning.cases import reasons
from allmanning.cases.assessing import Run
from allmanning.cases.desk import Desk
from allmanning.cases.models import Assessment, Case, Decision, Signature
from allmanning.cases.outbox import WRITE_DECISION, enqueue


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """An outcome and who stands for it; without a signature it is the automatic function."""

    outcome: str
    amount: int | None
    ground: str
    signature: Signature | None = None
    changes: tuple[dict[str, Any], ...] = ()
    reason: str = ""


def write(desk: Desk, assessment: Assessment, result: Run, verdict: Verdict) -> Decision:
    """The decision with its reasons, the closed case, and the letter on its way. The caller notes it in the journal."""
    case, signature = desk.case, verdict.signature
    appeal = case.adoption.release.package.manifest.appeal_of(verdict.outcome)
    decision = Decision.objects.create(
        case=case,
        assessment=assessment,
        signature=signature,
        outcome=verdict.outcome,
        amount=verdict.amount,
        is_automatic=signature is None,
        taken_by_id=signature.person_id if signature else None,
        taken_by_name=signature.name if signature else "",
        ground=verdict.ground,
        agreement_id=desk.permission.agreement,
        executor_name=desk.executor_name,
        changes=list(verdict.changes),
        reason=verdict.reason,
        **reasons.told(result),
        appeal_route=appeal.route,
        appeal_weeks=appeal.weeks,
        appeal_law=appeal.law,
        decided_at=desk.now,
    )
    case.status, case.closed_at = Case.Status.DECIDED, desk.now
    enqueue(case, desk.now, WRITE_DECISION, decision)
    return decision
