"""Several decisions under one signature: each case in its own transaction, signed as the rules propose, or left with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.permissions import PermissionDeniedError
from allmanning.cases import assessing
from allmanning.cases.actions.handle import (
    AT_WORK,
    delegated,
    departure,
    sign_decision,
    take_or_own,
    takes_two,
)
from allmanning.cases.desk import Desk, at_desk
from allmanning.cases.errors import (
    CaseError,
    CaseNotFoundError,
    FourEyesError,
    IdempotencyMismatchError,
    NotDelegatedError,
    OpenFactsError,
    StaleCaseError,
    TakenError,
    TooManyError,
    WrongStateError,
)
from allmanning.cases.idempotency import once
from allmanning.cases.models import Case, IdempotencyKey

AT_ONCE = 50

type Left = Literal["open", "delegation", "denied", "state", "changed", "taken", "two", "unseen", "other"]
"""Why a case was not signed."""

_LEFT: Mapping[type[Exception], Left] = {
    CaseNotFoundError: "unseen",
    FourEyesError: "two",
    NotDelegatedError: "delegation",
    OpenFactsError: "open",
    PermissionDeniedError: "denied",
    StaleCaseError: "changed",
    TakenError: "taken",
    WrongStateError: "state",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a case: a decision, or the reason why not; neither for one that was never reached."""

    case_id: UUID
    decision_id: int | None = None
    left: Left | None = None


def sign_many(
    actor: Actor, shown: Mapping[UUID, int], *, batch: UUID, method: str = "demo"
) -> tuple[Answer, ...]:
    """Sign what the rules propose in each case, by id with the version that was shown; one's own cases and those nobody has.

    A case that cannot be signed hinders no other. The same batch sent again gets the same answers and signs nothing more.
    Raises TooManyError, and IdempotencyMismatchError for the same batch with other cases.
    """
    if len(shown) > AT_ONCE:
        raise TooManyError
    request = {"action": "sign_many", "shown": {str(case_id): version for case_id, version in shown.items()}}
    once(actor, _key(batch), request, lambda: {"cases": [str(case_id) for case_id in shown]})
    return tuple(
        _sign(actor, case_id, version, batch, len(shown), method) for case_id, version in shown.items()
    )


def signed_many(actor: Actor, batch: UUID) -> tuple[Answer, ...]:
    """The answers that a batch of the actor's own got, in its order; empty for one that there is not."""
    mine = IdempotencyKey.objects.filter(person_id=actor.person)
    with acting(actor):
        whole = mine.filter(key=_key(batch)).values_list("response", flat=True).first()
        if whole is None:
            return ()
        cases = [UUID(case_id) for case_id in whole["cases"]]
        keys = {_key(batch, case_id): case_id for case_id in cases}
        found = dict(mine.filter(key__in=keys).values_list("key", "response"))
    return tuple(_answer(case_id, found.get(key) or {}) for key, case_id in keys.items())


def require_settled(case: Case, proposed: assessing.Run) -> None:
    """Nothing in the case is open but the signature. Raises OpenFactsError or FourEyesError."""
    assessment = proposed.assessment
    if assessment.outcome is None or assessment.open:
        raise OpenFactsError(assessment.open)
    if takes_two(case, assessment.outcome):
        raise FourEyesError


def require_free(actor: Actor, case: Case) -> None:
    """One's own case, or nobody's; not even a team leader signs what somebody else is at work with unseen. Raises TakenError."""
    if case.assignee_id not in (None, actor.person_id):
        raise TakenError(case.assignee_name)


def why_left(error: Exception) -> Left:
    """The word that is kept for an error."""
    return _LEFT.get(type(error), "other")


def _sign(actor: Actor, case_id: UUID, version: int, batch: UUID, count: int, method: str) -> Answer:
    key = _key(batch, case_id)
    request = {"action": "sign_in_batch", "case": str(case_id), "version": version}

    def sign() -> dict[str, Any]:
        with at_desk(actor, case_id, "decide", *AT_WORK) as desk:
            return _decide(desk, version, method, batch=batch, together=count)

    try:
        return _answer(case_id, once(actor, key, request, sign))
    except IdempotencyMismatchError:
        raise
    except (CaseError, CaseNotFoundError, PermissionDeniedError) as error:
        # Kept as an answer too: sent again, it does not sign what was left the first time.
        left = why_left(error)
        return _answer(case_id, once(actor, key, request, lambda: {"left": left}))


def _decide(desk: Desk, version: int, method: str, **noted: Any) -> dict[str, Any]:
    if desk.case.version != version:
        raise StaleCaseError
    require_free(desk.actor, desk.case)
    take_or_own(desk)
    result = assessing.run(desk.case)
    require_settled(desk.case, result)
    verdict = delegated(desk, departure(desk, result, None, None, [], ""))
    return sign_decision(desk, result, verdict, method, **noted).to_json()


def _answer(case_id: UUID, kept: Mapping[str, Any]) -> Answer:
    return Answer(case_id=case_id, decision_id=kept.get("decision_id"), left=kept.get("left"))


def _key(batch: UUID, case_id: UUID | None = None) -> str:
    return f"batch:{batch}" if case_id is None else f"batch:{batch}:{case_id}"
