"""Who has the case: take it, put it back, hand it over."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.permissions import may
from allmanning.accounts.staff import colleagues
from allmanning.cases import actions
from allmanning.cases.errors import CaseError
from allmanning.cases.models import Case
from allmanning.cases.queries import CasePage, case_page
from allmanning.portals.caseworker import frame
from allmanning.portals.caseworker.guard import for_staff
from allmanning.portals.caseworker.meanwhile import changed_meanwhile
from allmanning.portals.design.fields import Field, Option


@for_staff
@require_POST
def take(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Take a case nobody has."""
    try:
        actions.take(actor, case_id)
    except CaseError as error:
        return changed_meanwhile(request, actor, case_id, error)
    return redirect("caseworker:case", case_id)


@for_staff
@require_POST
def put_back(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Put one's own back for the others."""
    try:
        actions.put_back(actor, case_id)
    except CaseError as error:
        return changed_meanwhile(request, actor, case_id, error)
    messages.success(request, gettext("Ärendet ligger nu bland de ofördelade."))
    return redirect("caseworker:case", case_id)


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Hand over to a colleague, who is chosen with how much each has already."""
    page = case_page(actor, case_id, page="form")
    people = _people(actor, page)
    field = _field(_loads(actor, page), people)
    if request.method == "POST":
        chosen = request.POST.get("person", "")
        if chosen in {option.value for option in field.options}:
            return _give(request, actor, case_id, UUID(chosen), dict(people)[chosen])
        field = replace(field, error=gettext("Välj vem som ska ha ärendet."))
    context = frame.of_case(request, actor, page) | {"field": field, "fields": [field]}
    return render(request, "caseworker/hand_over.html", context, status=422 if field.error else 200)


def _give(request: HttpRequest, actor: Actor, case_id: UUID, person_id: UUID, name: str) -> HttpResponse:
    try:
        actions.assign(actor, case_id, person_id)
    except CaseError as error:
        return changed_meanwhile(request, actor, case_id, error)
    messages.success(request, gettext("%(name)s har nu ärendet.") % {"name": name})
    return redirect("caseworker:case", case_id)


def _people(actor: Actor, page: CasePage) -> list[tuple[str, str]]:
    """Everybody who may have it but those who cannot be given it: who has it now, and the applicant."""
    out = {page.case.assignee_id, page.case.applicant_id}
    mandate = may(actor, "assign", page.case).mandate
    found = (
        colleagues(actor, mandate.executor, page.case.package_id, mandate.executing)
        if mandate
        else colleagues(actor, page.case.organisation, page.case.package_id)
    )
    return [(str(pk), name) for pk, name in found if pk not in out]


def _field(loads: Mapping[str, int], people: list[tuple[str, str]]) -> Field:
    return Field(
        name="person",
        label=gettext("Vem ska ha ärendet?"),
        kind="choice",
        options=tuple(Option(pk, name, _told(loads.get(pk, 0))) for pk, name in people),
    )


def _told(count: int) -> str:
    return ngettext("%(n)s öppet ärende", "%(n)s öppna ärenden", count) % {"n": count}


def _loads(actor: Actor, page: CasePage) -> dict[str, int]:
    """How many open cases each colleague has."""
    with acting(actor):
        rows = Case.objects.filter(organisation=page.case.organisation, status__in=Case.OPEN)
        counted = rows.exclude(assignee=None).values_list("assignee").annotate(n=Count("pk")).order_by()
        return {str(pk): n for pk, n in counted}
