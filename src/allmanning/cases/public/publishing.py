"""A decision to publish, and the answer once it is decided."""

from uuid import UUID

from allmanning.accounts.actors import Actor
from allmanning.cases import assessing, outbox, stating
from allmanning.cases.desk import Desk, at_desk
from allmanning.cases.errors import EmptyTextError, UnknownOutcomeError, WrongStateError
from allmanning.cases.idempotency import once
from allmanning.cases.models import Case, Decision, Fact, Publication
from allmanning.cases.public import ending
from allmanning.cases.public.writing import PLATFORM
from allmanning.packages.public import PublicSpec, value_of

State = Publication.State


def dated(desk: Desk, run: assessing.Run, outcome: str) -> assessing.Run:
    """The run that a decision stands on: one that publishes knows the day, so that its letter can say how long.

    Raises UnknownOutcomeError for an answer to what has no support yet, and for anything else to what has enough.
    """
    spec = desk.case.adoption.release.package.manifest.public
    if spec is None:
        return run
    is_reached = Publication.objects.filter(case=desk.case, state=State.REACHED).exists()
    if (outcome in spec.answers) != is_reached:
        raise UnknownOutcomeError(outcome)
    if outcome not in spec.published:
        return run
    published = {spec.published_on: desk.today.isoformat()}
    return stating.state(desk, published, Fact.Source.PLATFORM, stated_by=PLATFORM)[0]


def decided(desk: Desk, decision: Decision) -> None:
    """What a decision means for the text: it is published, or it is not. An answer is published by `answer`."""
    spec = desk.case.adoption.release.package.manifest.public
    found = Publication.objects.filter(case=desk.case).first() if spec else None
    if spec is None or found is None or found.state != State.WRITTEN:
        return
    if decision.outcome in spec.published:
        _publish(desk, spec, found, decision)
    else:
        found.state, found.closed_on = State.REFUSED, desk.today
        found.save(update_fields=["state", "closed_on"])


def answer(actor: Actor, case_id: UUID, text: str, *, key: str) -> None:
    """Publish the answer to what got enough support, once it is decided; it ends there. Raises EmptyTextError."""
    request = {"action": "publish_answer", "case": str(case_id), "text": text}
    once(actor, key, request, lambda: _answer(actor, case_id, text.strip()))


def take_down(actor: Actor, case_id: UUID, reason: str, *, key: str) -> None:
    """Nobody but the applicant and who handles the case reads it any more, with the reason. Raises EmptyTextError."""
    request = {"action": "take_down", "case": str(case_id), "reason": reason}
    once(actor, key, request, lambda: _take_down(actor, case_id, reason.strip()))


def _publish(desk: Desk, spec: PublicSpec, found: Publication, decision: Decision) -> None:
    ruleset = decision.assessment.ruleset
    facts = ruleset.check_facts(decision.assessment.facts)
    found.state, found.published_on = State.COLLECTING, desk.today
    found.until = value_of(ruleset, facts, spec.until)  # type: ignore[assignment]
    found.threshold = value_of(ruleset, facts, spec.threshold)  # type: ignore[assignment]
    if found.shows_name and not desk.case.applicant.protected_identity:
        found.author_name = desk.case.applicant.name
    found.save(update_fields=["state", "published_on", "until", "threshold", "author_name"])
    desk.note("published", until=found.until, threshold=found.threshold)
    outbox.enqueue(desk.case, desk.now, outbox.TELL_FOLLOWERS)


def _answer(actor: Actor, case_id: UUID, text: str) -> dict[str, str]:
    if not text:
        raise EmptyTextError
    with at_desk(actor, case_id, "decide", Case.Status.DECIDED) as desk:
        found = Publication.objects.filter(case=desk.case).first()
        if found is None or found.state != State.REACHED:
            raise WrongStateError("publish_answer", found.state if found else desk.case.status)
        found.outcome = desk.case.decisions.values_list("outcome", flat=True).last() or ""
        found.state, found.answer, found.closed_on = State.ANSWERED, text, desk.today
        found.save(update_fields=["state", "answer", "closed_on", "outcome"])
        desk.note("answer_published", text=text, outcome=found.outcome)
        outbox.enqueue(desk.case, desk.now, outbox.TELL_FOLLOWERS)
        ending.forget_supporters(found.pk, desk.today)
    return {"case": str(case_id)}


def _take_down(actor: Actor, case_id: UUID, reason: str) -> dict[str, str]:
    if not reason:
        raise EmptyTextError
    with at_desk(actor, case_id, "decide", Case.Status.DECIDED, *Case.OPEN) as desk:
        found = Publication.objects.filter(case=desk.case).first()
        if found is None or found.published_on is None:
            raise WrongStateError("take_down", found.state if found else desk.case.status)
        desk.note("taken_down", text=reason, published_on=found.published_on, supports=found.supports)
        found.state, found.published_on, found.closed_on = State.WITHDRAWN, None, desk.today
        found.answer, found.outcome = reason, ""
        found.save(update_fields=["state", "published_on", "closed_on", "answer", "outcome"])
        ending.forget_supporters(found.pk, desk.today)
    return {"case": str(case_id)}
