"""The second person: confirms what another has proposed, or sends it back."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from allmanning.accounts.actors import Actor
from allmanning.cases import actions
from allmanning.cases.errors import CaseError, WrongStateError
from allmanning.cases.queries import case_page, waiting_proposal
from allmanning.portals.caseworker import control, delegated, frame, letter, proposal
from allmanning.portals.caseworker.guard import for_staff
from allmanning.portals.caseworker.meanwhile import changed_meanwhile
from allmanning.portals.design.signing import identify_first, method_of

LONGEST_KEY = 100


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """GET: exactly what will be decided, and by whom it was proposed. POST: sign it in one's own name."""
    if request.method == "POST":
        return identify_first(request, alone=True) or _confirm(request, actor, case_id)
    page = case_page(actor, case_id, page="form")
    found = waiting_proposal(actor, case_id)
    if found is None:
        return changed_meanwhile(request, actor, case_id, WrongStateError("confirm", page.case.status))
    right = delegated.right(actor, page, found.outcome, found.amount)
    shown = control.waiting(actor, page, found)
    context = frame.of_case(request, actor, page)
    may_sign = context["may"].control and right.allowed and not shown.is_mine
    context |= {
        "waiting": shown,
        "departures": proposal.departures(page, found.outcome, found.amount),
        "letter": letter.as_text(actor, page, control.wanted(found)) if may_sign else None,
        "signer": actor.name,
        "may_sign": may_sign,
        "others": delegated.others(right),
        "not_delegated": not right.allowed,
        "key": uuid4(),
        "version": page.case.version,
    }
    return render(request, "caseworker/confirm.html", context)


@for_staff
@require_POST
def send_back(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Not confirmed, with the reason; or the proposer's own regret."""
    reason = request.POST.get("reason", "").replace("\r\n", "\n")
    try:
        actions.send_back(actor, case_id, reason)
    except CaseError as error:
        return changed_meanwhile(request, actor, case_id, error, kept=reason)
    messages.success(request, gettext("Förslaget är tillbaka hos den som har ärendet."))
    return redirect("caseworker:case", case_id)


def _confirm(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    version = request.POST.get("version", "")
    try:
        actions.confirm(
            actor,
            case_id,
            key=request.POST.get("key", "")[:LONGEST_KEY] or str(uuid4()),
            version=int(version) if version.isascii() and version.isdecimal() else -1,
            method=method_of(request),
        )
    except CaseError as error:
        return changed_meanwhile(request, actor, case_id, error)
    told = gettext("Beslutet är underskrivet. Brevet skrivs och läggs på den sökandes sida.")
    messages.success(request, told)
    return redirect("caseworker:case", case_id)
