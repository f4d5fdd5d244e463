"""The ways to a decision: accept, change, refuse; each ends at a page that shows exactly what will be signed."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from allmanning.accounts.actors import Actor
from allmanning.cases import actions
from allmanning.cases.actions.handle import takes_two
from allmanning.cases.errors import CaseError, OpenFactsError, WrongStateError
from allmanning.cases.models import Case, Completion
from allmanning.cases.queries import CasePage, case_page
from allmanning.lib import text
from allmanning.portals.caseworker import delegated, frame, letter, proposal, words
from allmanning.portals.caseworker.decision_forms import Wanted, change_form, refuse_form
from allmanning.portals.caseworker.forms import Form
from allmanning.portals.caseworker.guard import for_staff
from allmanning.portals.caseworker.meanwhile import changed_meanwhile
from allmanning.portals.design.signing import identify_first, method_of, written_before

WRONG = 422


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """GET: the proposal as it would be signed, or what was to be signed before its signer was sent to identify themselves.

    POST: sign what the page showed.
    """
    if request.method == "POST":
        return identify_first(request) or _decide(request, actor, case_id, posted(request.POST))
    page = case_page(actor, case_id, page="form")
    if (stopped := _stopped(request, actor, page)) is not None:
        return stopped
    written = written_before(request)
    if page.assessment.outcome is None and not written:
        return changed_meanwhile(request, actor, case_id, OpenFactsError(page.assessment.open))
    return signing(request, actor, page, posted(written), written.get("came_from", ""))


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Another outcome or amount; what is right goes on to signing, what is wrong stays with its text kept."""
    page = case_page(actor, case_id, page="form")
    if (stopped := _stopped(request, actor, page)) is not None:
        return stopped
    typed = _typed(request)
    form, wanted = change_form(page, typed)
    if typed is not None and form.is_right and "back" not in typed:
        return signing(request, actor, page, wanted, "change")
    context = {
        "fields": form.fields,
        "proposal": proposal.of_page(page),
        "judgements": len(page.assessment.judgements),
    }
    return _form(request, actor, page, "caseworker/change.html", form, context)


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """A refusal with its reasons."""
    page = case_page(actor, case_id, page="form")
    if (stopped := _stopped(request, actor, page)) is not None:
        return stopped
    if not page.package.manifest.decision.refused:
        raise Http404
    typed = _typed(request)
    form, wanted = refuse_form(page, typed)
    if typed is not None and form.is_right and "back" not in typed:
        return signing(request, actor, page, wanted, "refuse")
    context = {
        "fields": form.fields,
        "proposal": proposal.of_page(page),
        "completions": [_heard(row, page.today) for row in page.completions],
    }
    return _form(request, actor, page, "caseworker/refuse.html", form, context)


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The letter as PDF before it is decided; by POST with what was written, which does not belong in an address."""
    page = case_page(actor, case_id, page="preview")
    pdf = letter.as_pdf(actor, page, posted(request.POST))
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="utkast-{page.case.number}.pdf"'
    return answer


def posted(written: Mapping[str, str]) -> Wanted:
    """What the page before signing carried: öre and the package's own word, as they were shown."""
    amount = written.get("ore", "")
    return Wanted(
        outcome=written.get("outcome") or None,
        amount=int(amount) if amount.isascii() and amount.isdecimal() else None,
        reason=written.get("reason", "").replace("\r\n", "\n"),
    )


def signing(
    request: HttpRequest, actor: Actor, page: CasePage, wanted: Wanted, came_from: str
) -> HttpResponse:
    """What will be signed: outcome, amount, every item, what departs from the proposal, and the letter."""
    manifest, rules = page.package.manifest, page.assessment
    spec = manifest.decision
    outcome, amount = letter.decided(page, wanted)
    departures = proposal.departures(page, outcome, amount)
    overruled = outcome != rules.outcome
    right = delegated.right(actor, page, outcome, amount)
    context = frame.of_case(request, actor, page) | {
        "verdict": proposal.proposed(spec, outcome, amount),
        "contents": () if overruled else page.ruleset.contents(dict(page.facts), words.language()),
        "departures": departures,
        "items": () if overruled else proposal.items(page),
        "wanted": wanted,
        "came_from": came_from,
        "key": uuid4(),
        "version": page.case.version,
        "letter": letter.as_text(actor, page, wanted),
        "signer": actor.name,
        "delegation": words.capital(words.ground(right.ground))
        if right.line
        else words.role(manifest.delegation.level),
        "takes_two": takes_two(page.case, outcome),
        "may_sign": right.allowed or takes_two(page.case, outcome),
        "others": delegated.others(right),
        "appeal": _appeal(page, outcome),
        "derived": bool(rules.derived),
    }
    return render(request, "caseworker/sign.html", context)


def _decide(request: HttpRequest, actor: Actor, case_id: UUID, wanted: Wanted) -> HttpResponse:
    version = request.POST.get("version", "")
    proposes = "control" in request.POST
    try:
        (actions.propose if proposes else actions.decide)(
            actor,
            case_id,
            key=request.POST.get("key", "")[:100] or str(uuid4()),
            version=int(version) if version.isascii() and version.isdecimal() else -1,
            outcome=wanted.outcome,
            amount=wanted.amount,
            reason=wanted.reason,
            method=method_of(request),
        )
    except CaseError as error:
        return changed_meanwhile(request, actor, case_id, error, kept=wanted.reason)
    told = gettext("Beslutet är underskrivet. Brevet skrivs och läggs på den sökandes sida.")
    if proposes:
        told = gettext(
            "Förslaget är underskrivet. Det blir ett beslut när en annan person har bekräftat det."
        )
    messages.success(request, told)
    return redirect("caseworker:case", case_id)


def _typed(request: HttpRequest) -> dict[str, str] | None:
    """What was typed; back from signing the amount is öre again written in kronor."""
    if request.method != "POST":
        return None
    typed = request.POST.dict()
    wanted = posted(request.POST)
    if "back" in typed and wanted.amount is not None:
        typed["amount"] = text.amount(wanted.amount)
    return typed


def _form(
    request: HttpRequest, actor: Actor, page: CasePage, template: str, form: Form, context: dict[str, object]
) -> HttpResponse:
    status = 200 if form.is_right else WRONG
    return render(request, template, frame.of_case(request, actor, page) | context, status=status)


def _stopped(request: HttpRequest, actor: Actor, page: CasePage) -> HttpResponse | None:
    """A case that is decided already has no such page any more."""
    if page.case.status in Case.HANDLED:
        return None
    return changed_meanwhile(request, actor, page.case.pk, WrongStateError("decide", page.case.status))


def _heard(row: Completion, today: date) -> str:
    """Whether and when the applicant was asked, and answered (FL (2017:900) 25 §)."""
    asked = text.short_day(timezone.localdate(row.asked_at), words.language())
    if row.answered_at is not None:
        answered = text.short_day(timezone.localdate(row.answered_at), words.language())
        return gettext("Frågade den sökande %(asked)s. Svar kom %(answered)s.") % {
            "asked": asked,
            "answered": answered,
        }
    told = {"asked": asked, "due": text.short_day(row.due_on, words.language())}
    if row.due_on < today:
        return gettext("Frågade den sökande %(asked)s. Inget svar kom till den %(due)s.") % told
    return gettext("Frågade den sökande %(asked)s. Svar ska komma senast %(due)s.") % told


def _appeal(page: CasePage, outcome: str | None) -> str:
    appeal = page.package.manifest.appeal_of(outcome)
    if appeal.route == "none":
        return gettext("Beslutet kan inte överklagas.")
    told = {"weeks": appeal.weeks, "law": text.citation(appeal.law), "to": _instance(page, appeal.route)}
    return gettext("Beslutet kan överklagas till %(to)s inom %(weeks)s veckor (%(law)s).") % told


def _instance(page: CasePage, route: str) -> str:
    organisation = page.case.organisation
    named = organisation.county_board if route == "länsstyrelsen" else organisation.court
    return named or words.capital(route)
