"""Cases that somebody chose to sign together: what the rules propose in each, and what still hinders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import FETCH_RAISE, Prefetch
from django.utils import timezone

from allmanning import packages
from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.delegation import Right, order, right_by
from allmanning.accounts.models import Delegation
from allmanning.accounts.permissions import PermissionDeniedError, may, require
from allmanning.cases import assessing
from allmanning.cases.actions.handle import AT_WORK, kind_of
from allmanning.cases.actions.many import Left, require_free, require_settled, signed_many, why_left
from allmanning.cases.desk import another_sent
from allmanning.cases.errors import CaseError, CaseNotFoundError, NotDelegatedError, WrongStateError
from allmanning.cases.models import Case, Decision, Fact
from allmanning.cases.reading import note_readings

type Order = tuple[Delegation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A chosen case: what the rules propose over its facts as they stand, and what hinders a signature."""

    case: Case
    """With organisation, applicant and release read."""
    assessment: packages.Assessment
    has_earlier: bool
    """The applicant has sent another application for the same time."""
    right: Right | None
    """What the delegation order says of the reader; None while there is nothing to sign."""
    left: Left | None
    """Why it cannot be signed together with others; None when it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What became of a case; `case` is None for one that the reader may not see."""

    case: Case | None
    decision: Decision | None
    left: Left | None


def proposed(actor: Actor, case_ids: Sequence[UUID]) -> tuple[Proposed, ...]:
    """The cases in the order they were chosen, each logged as a reading; CaseNotFoundError when the reader may see none.

    The number of statements is the same for fifty as for one.
    """
    today = timezone.localdate()
    with acting(actor):
        found = {case.pk: case for case in _cases(case_ids)}
        cases = [found[case_id] for case_id in case_ids if case_id in found]
        if not cases:
            raise CaseNotFoundError
        note_readings(actor, cases, "many")
        orders = {of: order(*of) for of in {(case.organisation_id, case.package_id) for case in cases}}
        return tuple(
            _proposed(actor, case, orders[case.organisation_id, case.package_id], today) for case in cases
        )


def signed(actor: Actor, batch: UUID) -> tuple[Became, ...]:
    """What became of each case of a batch of the actor's own; empty for one that there is not."""
    answers = signed_many(actor, batch)
    with acting(actor):
        cases = Case.objects.select_related("applicant", "organisation", "adoption__release")
        found = cases.in_bulk([answer.case_id for answer in answers])
        decided = Decision.objects.defer("circumstances", "items").in_bulk(
            [answer.decision_id for answer in answers if answer.decision_id]
        )
    return tuple(
        Became(
            case=found.get(answer.case_id),
            decision=decided.get(answer.decision_id or 0),
            left=answer.left,
        )
        for answer in answers
    )


def _cases(case_ids: Sequence[UUID]) -> list[Case]:
    cases = (
        Case.objects.all()
        .fetch_mode(FETCH_RAISE)
        .filter(pk__in=case_ids, submitted_at__isnull=False)
        .select_related("organisation", "applicant", "adoption__release")
        .prefetch_related(Prefetch("facts", Fact.objects.order_by("pk")))
    )
    return list(cases.annotate(has_earlier=another_sent()))


def _proposed(actor: Actor, case: Case, lines: Order, today: date) -> Proposed:
    result = assessing.run_over(case, tuple(case.facts.all()))
    right, left = None, None
    try:
        require(actor, "decide", case)
        if case.status not in AT_WORK:
            raise WrongStateError("decide", case.status)
        require_free(actor, case)
        require_settled(case, result)
        right = _right(actor, case, result.assessment, lines, today)
        if not right.allowed:
            raise NotDelegatedError(right)
    except (CaseError, PermissionDeniedError) as error:
        left = why_left(error)
    return Proposed(
        case=case,
        assessment=result.assessment,
        has_earlier=case.has_earlier,  # type: ignore[attr-defined]
        right=right,
        left=left,
    )


def _right(actor: Actor, case: Case, assessment: packages.Assessment, lines: Order, today: date) -> Right:
    release = case.adoption.release
    return right_by(
        lines,
        actor,
        may(actor, "decide", case),
        case,
        kind_of(release, assessment.outcome or ""),
        assessment.amount,
        today,
        level=release.package.manifest.delegation.level,
    )
