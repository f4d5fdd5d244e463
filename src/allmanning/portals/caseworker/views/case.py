"""The case: why it is with a person, the evidence beside the reckoning, and what can be done."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from allmanning.accounts.actors import Actor
from allmanning.cases.models import Case, Completion
from allmanning.cases.queries import CasePage, case_page, waiting_proposal
from allmanning.lib import text
from allmanning.portals.caseworker import (
    attached,
    control,
    evidence,
    frame,
    hindrances,
    keys,
    outcome,
    proposal,
    published,
    words,
)
from allmanning.portals.caseworker.beside import beside
from allmanning.portals.caseworker.guard import for_staff
from allmanning.portals.caseworker.head import Urls


@for_staff
@require_safe
def case(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Everything that is needed to decide, on one page."""
    page = case_page(actor, case_id)
    context = frame.of_case(request, actor, page, "case")
    reckoning = beside(page)
    context |= {
        "proposal": proposal.of_page(page),
        "evidence": evidence.evidence(page, reckoning.lines, may_change=context["may"].decide),
        "reckoning": reckoning.row,
        "items": proposal.items(page),
        "conditions": proposal.conditions(page),
        "judgements": len(page.assessment.judgements),
        "asked": _asked(page.open_completion, page),
        "answer": evidence.answer(page),
        "files": attached.files(page),
        "delay_claim": _delay_claim(page),
        "publication": published.beside(actor, page),
    }
    if page.decision is not None:
        context |= {"outcome": outcome.outcome(page), "post": outcome.post(actor, page)}
        return render(request, "caseworker/decided.html", context)
    if page.case.status == Case.Status.WITHDRAWN:
        return render(request, "caseworker/withdrawn.html", context)
    if page.case.status == Case.Status.CONTROL and (found := waiting_proposal(actor, case_id)):
        context["waiting"] = control.waiting(actor, page, found)
    context |= {"hindrances": _hindrances(page, context["urls"]), "keys": keys.of_case(context["may"])}
    return render(request, "caseworker/case.html", context)


def _hindrances(page: CasePage, urls: Urls) -> tuple[hindrances.Hindrance, ...]:
    return hindrances.hindrances(page, urls.judge, urls.complete, urls.others)


def _asked(row: Completion | None, page: CasePage) -> dict[str, Any] | None:
    """What the case waits for."""
    if row is None:
        return None
    return {
        "text": row.text,
        "by": row.asked_by,
        "when": words.moment(row.asked_at),
        "due": text.day(row.due_on, words.language()),
        "is_late": row.due_on < page.today,
    }


def _delay_claim(page: CasePage) -> str:
    """The day from which the party may demand a decision, once it has come (FL (2017:900) 12 §)."""
    day = page.delay_claim_from
    return text.day(day, words.language()) if day is not None and day <= page.today else ""
