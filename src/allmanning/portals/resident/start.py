"""Beginning an application."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation
from allmanning.cases import actions
from allmanning.cases.models import Case
from allmanning.cases.queries import own_cases
from allmanning.catalogue.adoptions import adopted
from allmanning.lib import text
from allmanning.packages import NoParameterRowError, Package
from allmanning.portals.design.access import resident_page
from allmanning.portals.design.acting import acts_as
from allmanning.portals.design.signing import level_of
from allmanning.portals.resident import choosing
from allmanning.portals.resident.choosing import Choice
from allmanning.portals.resident.frame import frame, language
from allmanning.rules.program import NoLawError


@resident_page
def start(request: HttpRequest, municipality: str, package_id: str) -> HttpResponse:
    """A POST begins, or finds what was begun. Opened as a page (after logging in) it asks once more, and begins nothing.

    Who may apply for others says for whom in the form itself, so that no old page begins it for somebody else.
    """
    organisation = get_object_or_404(Organisation, slug=municipality)
    month = _month(request)
    package = adopted(organisation, package_id, timezone.localdate()).release.package
    found = choosing.choice(request, organisation, package)
    if request.method != "POST" or (found is not None and not found.is_answered):
        return _ask(request, organisation, package, month, found)
    if found is not None:
        choosing.take(request, municipality)
    return _begin(request, organisation, package_id, month)


def _ask(
    request: HttpRequest, organisation: Organisation, package: Package, month: date, found: Choice | None
) -> HttpResponse:
    manifest = package.manifest
    whom = found.field if found else None
    is_missing = whom is not None and "asked" in request.POST
    if whom is not None and is_missing:
        whom = replace(whom, error=gettext("Välj för vem du gör ansökan."))
    context = frame(
        request,
        organisation,
        package_id=manifest.id,
        service=manifest.name.in_(language()),
        month=month,
        is_monthly=manifest.period == "month",
        whom=whom,
        fields=(whom,) if whom else (),
        key=request.POST.get("key") or uuid4(),
    )
    return render(request, "resident/start.html", context, status=422 if is_missing else 200)


def _begin(request: HttpRequest, organisation: Organisation, package_id: str, month: date) -> HttpResponse:
    actor = acts_as(request)
    key = request.POST.get("key") or str(uuid4())
    try:
        case_id = actions.start_application(
            actor, organisation, package_id, month, key=key, level=level_of(request)
        )
    except (NoParameterRowError, NoLawError):
        words = gettext(
            "Det går inte att söka för %(month)s. Beloppen för den månaden finns inte. Välj en annan månad."
        )
        messages.warning(request, words % {"month": text.month(month, language())})
        return redirect("open:service", organisation.slug, package_id)
    if number := _earlier(actor, organisation, package_id, month):
        words = gettext(
            "Du har redan sökt för samma tid, i ärende %(number)s. Ansök igen bara om något har ändrats."
        )
        messages.info(request, words % {"number": number})
    return redirect("resident:go_on", organisation.slug, case_id)


def _earlier(actor: Actor, organisation: Organisation, package_id: str, month: date) -> str:
    """The number of an application that is already sent for the same time; empty when there is none."""
    same = (organisation.slug, package_id, month.replace(day=1))
    sent = (
        case.number
        for case in own_cases(actor)
        if (case.organisation_slug, case.package_id, case.month) == same
        and case.status in (*Case.OPEN, Case.Status.DECIDED)
    )
    return next(sent, "")


def _month(request: HttpRequest) -> date:
    """The first day of the month in the request, or today, which is what a service that is not monthly goes by."""
    written = request.POST.get("month") or request.GET.get("month", "")
    if not written:
        return timezone.localdate()
    try:
        return date.fromisoformat(written).replace(day=1)
    except ValueError:
        raise Http404 from None
