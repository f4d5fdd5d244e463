"""What happens by itself: enough support makes a case for the board, and time that runs out closes."""

import logging
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from allmanning.accounts.actors import machine
from allmanning.accounts.models import Organisation
from allmanning.cases import assessing, outbox, stating
from allmanning.cases.desk import Desk, at_desk
from allmanning.cases.errors import CaseError
from allmanning.cases.models import Case, Fact, Publication
from allmanning.cases.public import ending
from allmanning.cases.public.writing import PLATFORM
from allmanning.packages.public import PublicSpec, value_of

State = Publication.State

log = logging.getLogger(__name__)


def due(today: date) -> list[tuple[UUID, int]]:
    """Publications, with their organisations, in which something is to happen; they are public, so anybody may look."""
    over = Q(state=State.COLLECTING) & (Q(until__lt=today) | Q(supports__gte=F("threshold")))
    left = ~Q(support_salt="") & (Q(until__lt=today) | Q(state__in=[State.ANSWERED, State.CLOSED]))
    found = Publication.objects.filter(over | left, published_on__isnull=False)
    return list(found.values_list("case_id", "organisation_id"))


def settle_due(today: date) -> int:
    """Settle all that is due; gives how many. One that fails does not stop the others."""
    found = due(today)
    for case_id, organisation in found:
        try:
            settle(case_id, organisation)
        except CaseError as error:
            log.warning("Case %s is not settled: %s", case_id, type(error).__name__)
    return len(found)


def settle(case_id: UUID, organisation: int) -> None:
    """Do what the rules say of the count and the day; safe to run any number of times."""
    actor = machine(Organisation.objects.get(pk=organisation))
    with at_desk(actor, case_id, "automate", Case.Status.DECIDED, *Case.OPEN) as desk:
        found = Publication.objects.select_for_update().get(case=desk.case)
        spec = desk.case.adoption.release.package.manifest.public
        if spec is not None and found.state == State.COLLECTING and _is_near(found, desk.today):
            _weigh(desk, spec, found)
        ending.forget_supporters(found.pk, desk.today)


def _is_near(found: Publication, today: date) -> bool:
    over = found.until is not None and found.until < today
    return over or (found.threshold is not None and found.supports >= found.threshold)


def _weigh(desk: Desk, spec: PublicSpec, found: Publication) -> None:
    """The package's rules say whether it is enough, and by when it is answered."""
    stated: dict[str, Any] = {spec.count: found.supports, spec.reached_on: desk.today.isoformat()}
    run = _with(desk, {spec.count: found.supports})
    if value_of(run.ruleset, run.facts, spec.reached):
        run = _with(desk, stated)
        _reach(desk, spec, found, run)
    elif found.until is not None and found.until < desk.today:
        found.state, found.closed_on = State.CLOSED, desk.today
        found.save(update_fields=["state", "closed_on"])
        desk.note("closed_without_support", supports=found.supports, threshold=found.threshold)
    else:
        return
    outbox.enqueue(desk.case, desk.now, outbox.TELL_FOLLOWERS)


def _reach(desk: Desk, spec: PublicSpec, found: Publication, run: assessing.Run) -> None:
    """A case for the board: the same case is opened again, with the day that the answer is due."""
    case = desk.case
    found.state, found.reached_on = State.REACHED, desk.today
    found.answer_by = value_of(run.ruleset, run.facts, spec.answer_by)  # type: ignore[assignment]
    found.save(update_fields=["state", "reached_on", "answer_by"])
    assessment = assessing.keep(case, run, desk.now)
    case.status, case.closed_at, case.due_on = Case.Status.SUBMITTED, None, found.answer_by
    case.assignee_id, case.assignee_name = None, ""
    case.agreement_id, case.executor_name = None, ""
    told = {"supports": found.supports, "threshold": found.threshold, "due_on": found.answer_by}
    desk.note("threshold_reached", assessment=assessment.pk, **told)


def _with(desk: Desk, stated: dict[str, Any]) -> assessing.Run:
    return stating.state(desk, stated, Fact.Source.PLATFORM, stated_by=PLATFORM)[0]
