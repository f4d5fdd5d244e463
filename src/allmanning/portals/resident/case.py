"""The page of a case: where it stands, what happens next and by when, and the decision with all its reasons."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from allmanning.accounts.actors import Actor
from allmanning.accounts.permissions import may
from allmanning.cases import actions
from allmanning.cases.models import Case, ReadLog
from allmanning.cases.queries import CasePage, reads_of
from allmanning.portals.design.access import resident_page
from allmanning.portals.design.acting import acts_as
from allmanning.portals.resident import attaching, writing
from allmanning.portals.resident.decided import fact_sources, source_words, verdict
from allmanning.portals.resident.frame import case_of, frame, language
from allmanning.portals.resident.letters import again, is_writing, receives
from allmanning.portals.resident.settled import settled
from allmanning.portals.resident.story import moment, standing, steps
from allmanning.portals.resident.summary import groups


@resident_page
@require_safe
def case(request: HttpRequest, municipality: str, case_id: UUID) -> HttpResponse:
    """One page for the whole life of a case; a draft has its own."""
    actor = acts_as(request)
    page = case_of(actor, municipality, case_id, page="case")
    if page.case.status == Case.Status.DRAFT:
        return redirect("resident:go_on", municipality, case_id)
    is_served_here = may(actor, "serve", page.case).allowed
    if page.decision is not None and page.decision.served_on is None and is_served_here:
        page = _served(actor, page)
    template = "resident/decided.html" if page.decision is not None else "resident/case.html"
    return render(request, template, _context(request, page))


@resident_page
@require_safe
def reads(request: HttpRequest, municipality: str, case_id: UUID) -> HttpResponse:
    """Who has opened the case, and all that has happened to it."""
    actor = acts_as(request)
    page = case_of(actor, municipality, case_id, page="reads")
    context = frame(
        request,
        page.case.organisation,
        case=page.case,
        reads=[_read(row) for row in reads_of(actor, case_id) if row.actor_kind != "resident"],
        back_url=reverse("resident:case", args=[municipality, case_id]),
    )
    return render(request, "resident/reads.html", context)


def _served(actor: Actor, page: CasePage) -> CasePage:
    """The applicant has the decision on the screen: from now on the time to appeal runs."""
    actions.serve(actor, page.case.pk)
    if page.decision is not None:
        page.decision.served_on = page.today
    return page


def _context(request: HttpRequest, page: CasePage) -> dict[str, Any]:
    found, says = page.case, language()
    manifest = page.package.manifest
    target = manifest.decision.amount or manifest.decision.outcome
    whole = page.ruleset.reckoning(page.facts, target, says)
    line = settled(whole, page.assessment.bounds, says, decided=page.decision is not None)
    address = [found.organisation.slug, found.pk]
    actor = acts_as(request)
    publication = writing.of_page(actor, page)
    return frame(
        request,
        found.organisation,
        case=found,
        publication=publication,
        case_id=found.pk,
        municipality=found.organisation.slug,
        service=manifest.name.in_(says),
        month=found.as_of if manifest.period == "month" else None,
        standing=standing(page, says),
        steps=steps(page, says),
        line=line,
        sources=fact_sources(page, line, says),
        groups=groups(page.ruleset, page.facts, says, sources=source_words(page, says)),
        completions=page.completions,
        completion=page.open_completion if may(actor, "complete", found).allowed else None,
        verdict=verdict(page, page.decision, says) if page.decision else None,
        letters=page.letters,
        files=attaching.files(page.attachments, (page.case.organisation.slug, page.case.pk)),
        is_writing=is_writing(found.status, page.letters) and receives(actor),
        again_url=again(found.organisation.slug, found.pk, 1),
        can_withdraw=found.status in Case.OPEN
        and not (publication and publication.url)
        and may(actor, "withdraw", found).allowed,
        sent_by=found.ombud_name if found.representation_id else "",
        back_url=reverse("resident:cases", args=address[:1]),
    )


def _read(row: ReadLog) -> tuple[str, str, bool]:
    """Who, when, and whether it was a program."""
    return row.name, moment(row.read_at, language()), row.actor_kind == "machine"
