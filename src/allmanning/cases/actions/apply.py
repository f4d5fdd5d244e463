"""What the applicant, or an ombud for them, does: begin, answer, sign and send, complete, withdraw, receive."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from allmanning import packages
from allmanning.accounts import actors
from allmanning.accounts.access import on_behalf_of
from allmanning.accounts.actors import Actor
from allmanning.accounts.authentication import HIGHEST_LEVEL
from allmanning.accounts.models import Organisation
from allmanning.accounts.permissions import Permission, PermissionDeniedError, require
from allmanning.cases import assessing, automation, clock, decisions, earlier, outbox, stating
from allmanning.cases.desk import Desk, at_desk, earlier_application
from allmanning.cases.errors import (
    EmptyTextError,
    IncompleteApplicationError,
    LoginLevelError,
    NotByOmbudError,
    StaleCaseError,
)
from allmanning.cases.files import keeping
from allmanning.cases.idempotency import once
from allmanning.cases.journal import Entry
from allmanning.cases.journal import write as write_journal
from allmanning.cases.models import Assessment, Case, Completion, Decision, Fact, Signature
from allmanning.cases.public import writing
from allmanning.catalogue.adoptions import adopted
from allmanning.lib.working_days import moved_deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What the case knows after some facts were stated. Send `version` back with the next ones."""

    version: int
    facts: Mapping[str, Any]
    assessment: packages.Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """The receipt: the case's number, and its decision when the automatic function took it at once."""

    case_id: UUID
    number: str
    decision_id: int | None

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"case_id": str(self.case_id)}

    @classmethod
    def from_json(cls, answer: Mapping[str, Any]) -> "Submitted":
        return cls(
            case_id=UUID(answer["case_id"]), number=answer["number"], decision_id=answer["decision_id"]
        )


def start_application(
    actor: Actor,
    organisation: Organisation,
    package_id: str,
    as_of: date,
    *,
    key: str,
    level: int = HIGHEST_LEVEL,
) -> UUID:
    """Begin an application for a month, or find the one already begun; gives the case's id.

    Raises NotAdoptedError when the organisation does not run the service, packages.NoParameterRowError for a month the
    package has no amounts for, and NotByOmbudError where the service lets no such ombud apply.
    """
    if actor.kind not in ("resident", "ombud"):
        raise PermissionDeniedError(Permission(False, "only a resident applies"))
    request = {"action": "start", "organisation": organisation.pk, "package": package_id, "as_of": as_of}
    answer = once(
        actor, key, request, lambda: {"case_id": str(_begin(actor, organisation, package_id, as_of, level))}
    )
    return UUID(answer["case_id"])


def save_facts(
    actor: Actor, case_id: UUID, stated: Mapping[str, Any], *, version: int | None = None
) -> Saved:
    """Autosave answers of a draft by path ("hyra", "barn[0].ålder"); None takes one back.

    A draft is the applicant's own paper: what it held on the way is not kept in the journal, only what is signed.
    """
    with at_desk(actor, case_id, "answer", Case.Status.DRAFT) as desk:
        result, _ = stating.state(desk, stated, Fact.Source.RESIDENT, version)
        return Saved(version=desk.case.version, facts=result.facts, assessment=result.assessment)


def submit(
    actor: Actor,
    case_id: UUID,
    *,
    version: int,
    key: str,
    method: str = "demo",
    level: int = HIGHEST_LEVEL,
) -> Submitted:
    """Sign and send what the check page showed at `version`; the automatic function decides when it may.

    Sent twice, from two tabs or by a retry, it is one case and both get the same receipt.
    """
    request = {"action": "submit", "case": str(case_id), "version": version}
    states = [status for status in Case.Status if status != Case.Status.WITHDRAWN]

    def sign_and_send() -> dict[str, Any]:
        with at_desk(actor, case_id, "submit", *states) as desk:
            _require_level(desk.case.adoption.release.package, level)
            return (_receipt(desk.case) or _send(desk, version, method)).to_json()

    return Submitted.from_json(once(actor, key, request, sign_and_send))


def answer_completion(
    actor: Actor, case_id: UUID, text: str, stated: Mapping[str, Any] | None = None, *, key: str = ""
) -> None:
    """Answer what the caseworker asked for, in words, with changed facts and with files; the case goes back to where it was.

    Raises EmptyTextError when there is none of them.
    """
    request = {"action": "complete", "case": str(case_id), "text": text, "stated": dict(stated or {})}
    once(actor, key, request, lambda: _complete(actor, case_id, text, stated or {}))


def withdraw(actor: Actor, case_id: UUID) -> None:
    """Take the application back before it is decided. Of a draft the answers are deleted."""
    with at_desk(actor, case_id, "withdraw", Case.Status.DRAFT, *Case.OPEN) as desk:
        if desk.case.status == Case.Status.DRAFT:
            desk.case.facts.all().delete()
        keeping.drop(desk)
        writing.withdraw(desk)
        desk.case.status, desk.case.closed_at = Case.Status.WITHDRAWN, desk.now
        desk.note("withdrawn")


def serve(actor: Actor, case_id: UUID) -> None:
    """The applicant opened the decision: from this day the time to appeal is counted (FL (2017:900) 44 §)."""
    with at_desk(actor, case_id, "serve", Case.Status.DECIDED) as desk:
        unserved = Decision.objects.filter(case=desk.case, served_on=None)
        if unserved.update(served_on=desk.today):
            desk.note("served", served_on=desk.today)


@dataclass(frozen=True, slots=True)
class Application:
    """What there is to ask permission for before there is a case."""

    applicant_id: UUID
    organisation_id: int
    package_id: str
    ombud_id: UUID | None = None


def _require_kind(actor: Actor, package: packages.Package) -> None:
    """An ombud applies only where the service lets such an ombud."""
    if actor.trust is not None and actor.trust.kind not in package.manifest.representation.kinds:
        raise NotByOmbudError


def _sender(actor: Actor) -> dict[str, Any]:
    """Who begins or sends for the applicant, as the case keeps it; empty when the applicant does."""
    trust = actor.trust
    return {
        "representation_id": trust.representation if trust else None,
        "ombud_id": actor.person if trust else None,
        "ombud_name": actor.name if trust and not trust.is_protected else "",
    }


def _require_level(package: packages.Package, level: int) -> None:
    if level < package.manifest.login_level:
        raise LoginLevelError(package.manifest.login_level)


def _begin(actor: Actor, organisation: Organisation, package_id: str, as_of: date, level: int) -> UUID:
    now = clock.now()
    adoption = adopted(organisation, package_id, timezone.localdate(now))
    _require_level(adoption.release.package, level)
    if adoption.release.package.manifest.period == "month":
        as_of = as_of.replace(day=1)
    adoption.ruleset(as_of)
    application = Application(actor.applicant, organisation.pk, package_id)
    permission = require(actor, "answer", application)
    _require_kind(actor, adoption.release.package)
    case, is_new = Case.objects.get_or_create(
        organisation=organisation,
        applicant_id=application.applicant_id,
        package_id=package_id,
        as_of=as_of,
        status=Case.Status.DRAFT,
        defaults={"adoption": adoption, "created_at": now, **_sender(actor)},
    )
    if is_new:
        begun = {"release": adoption.release.digest, "adoption": adoption.pk, "as_of": as_of}
        entry = Entry(actor, "started", permission.ground, begun, representation=permission.representation)
        earlier.state(desk := Desk(case, actor, permission, now))
        writing.begin(desk)
        write_journal(case, now, [entry])
        case.save(update_fields=["journal_length", "journal_head", "version"])
    return case.pk


def _complete(actor: Actor, case_id: UUID, text: str, stated: Mapping[str, Any]) -> dict[str, Any]:
    with at_desk(actor, case_id, "complete", Case.Status.COMPLETION) as desk:
        case = desk.case
        files = keeping.send(desk)
        if not (text.strip() or stated or files):
            raise EmptyTextError
        result, changes = stating.state(desk, stated, Fact.Source.RESIDENT)
        assessment = assessing.keep(case, result, desk.now)
        Completion.objects.filter(case=case, answered_at=None).update(answer=text, answered_at=desk.now)
        case.status = Case.Status.ASSESSING if case.assignee_id else Case.Status.SUBMITTED
        noted: dict[str, Any] = {"text": text, "changes": changes, "assessment": assessment.pk}
        desk.note("completion_answered", **noted, **_of_files(files))
        return {"assessment": assessment.pk}


def _receipt(case: Case) -> Submitted | None:
    """The receipt of a case that was already sent."""
    if case.status == Case.Status.DRAFT:
        return None
    first = case.decisions.filter(is_automatic=True).values_list("pk", flat=True).first()
    return Submitted(case_id=case.pk, number=case.number, decision_id=first)


def _send(desk: Desk, version: int, method: str) -> Submitted:
    case = desk.case
    if case.version != version:
        raise StaleCaseError
    _require_kind(desk.actor, case.adoption.release.package)
    for name, value in _sender(desk.actor).items():
        setattr(case, name, value)
    # A draft may lie for long: what an earlier decision says is read again on the day of sending.
    read_again = earlier.state(desk)
    writing.send(desk)
    result = assessing.run(case)
    if result.assessment.next is not None:
        raise IncompleteApplicationError(result.assessment.next)
    number, files = keeping.send_numbered(desk)
    case.number = number
    case.status, case.submitted_at = Case.Status.SUBMITTED, desk.now
    target = timedelta(days=case.adoption.release.package.manifest.handling.target_days)
    case.due_on = moved_deadline(desk.today + target)
    assessment = assessing.keep(case, result, desk.now)
    _sign(desk, assessment.facts_digest, method)
    signed = {"number": number, "facts": assessment.facts_digest, "method": method, "due_on": case.due_on}
    changed = {"changes": list(read_again)} if read_again else {}
    desk.note("submitted", **signed, **changed, **_of_files(files))
    decision = _decide_if_allowed(desk, assessment, result)
    if decision is None:  # otherwise the decision itself is the receipt
        outbox.enqueue(case, desk.now, outbox.SEND_RECEIPT)
    return Submitted(case_id=case.pk, number=number, decision_id=decision.pk if decision else None)


def _of_files(sent: keeping.Files) -> dict[str, Any]:
    """What the journal notes of files, where there are any."""
    return {"files": sent} if sent else {}


def _sign(desk: Desk, digest: str, method: str) -> None:
    Signature.objects.create(
        case=desk.case,
        person_id=desk.actor.person,
        name=desk.actor.name,
        purpose=Signature.Purpose.APPLICATION,
        digest=digest,
        method=method,
        representation_id=desk.permission.representation,
        signed_at=desk.now,
    )


def _decide_if_allowed(desk: Desk, assessment: Assessment, result: assessing.Run) -> Decision | None:
    case, proposed = desk.case, result.assessment
    function = actors.machine(case.organisation, name="the automatic function")
    ground = automation.ground(case)
    desk.note_by(
        function,
        "assessed",
        ground,
        assessment=assessment.pk,
        outcome=proposed.outcome,
        amount=proposed.amount,
    )
    hindrances = automation.hindrances(
        case, proposed, desk.today, earlier_application=earlier_application(case)
    )
    if hindrances or proposed.outcome is None:
        desk.note_by(function, "left_to_a_person", ground, hindrances=hindrances)
        return None
    with on_behalf_of(case.organisation_id):
        verdict = decisions.Verdict(outcome=proposed.outcome, amount=proposed.amount, ground=ground)
        decision = decisions.write(desk, assessment, result, verdict)
    desk.note_by(
        function, "decided", ground, decision=decision.pk, outcome=decision.outcome, amount=decision.amount
    )
    return decision
