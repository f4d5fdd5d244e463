"""What every page here gives its template: whose page it is, who reads it, and for a case its head and its parts."""

from dataclasses import replace
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation
from allmanning.accounts.roles import Role
from allmanning.cases.models import Case
from allmanning.cases.queries import CasePage, Filters
from allmanning.cases.retention.due import managed
from allmanning.portals.caseworker import keys, words, worklist
from allmanning.portals.caseworker.head import Tab, head, tabs
from allmanning.portals.design.parts import Account, Link

LAST_VIEW = "worklist"
LONGEST_VIEW = 200


def of_staff(request: HttpRequest, actor: Actor, organisation: Organisation) -> dict[str, Any]:
    """Whose page, who reads, and the way back to the list as it was last looked at."""
    role = words.roles(actor.roles_in(organisation.pk) or {mandate.role for mandate in actor.mandates})
    return {
        "organisation": organisation,
        "home_url": reverse("caseworker:worklist") + worklist.query(last_view(request)),
        "account": Account(name=actor.name, role=role, logout_url=reverse("open:logout")),
    }


type Place = Literal["worklist", "overview", "agreements", "delegation", "ombud", "retention", "systems"]


def of_place(request: HttpRequest, actor: Actor, organisation: Organisation, place: Place) -> dict[str, Any]:
    """The same with the menu, for pages that are about no single case."""
    links: tuple[tuple[Place, str, str, bool], ...] = (
        ("worklist", gettext("Ärenden"), reverse("caseworker:worklist"), actor.reads_cases),
        ("overview", gettext("Översikt"), reverse("caseworker:overview"), True),
        ("agreements", gettext("Avtal"), reverse("caseworker:agreements"), True),
        ("delegation", gettext("Delegation"), reverse("caseworker:delegation"), True),
        ("ombud", gettext("Ombud"), reverse("caseworker:recorded"), bool(actor.organisations)),
        ("retention", gettext("Gallring"), reverse("caseworker:retention"), bool(managed(actor))),
        (
            "systems",
            gettext("Andra system"),
            reverse("caseworker:webhooks"),
            bool(actor.where({Role.OPERATOR})),
        ),
    )
    menu = tuple(
        Link(title=title, url=url, current=name == place) for name, title, url, there in links if there
    )
    start = reverse("caseworker:worklist" if actor.reads_cases else "caseworker:overview")
    return of_staff(request, actor, organisation) | {"menu_links": menu, "home_url": start}


def of_case(request: HttpRequest, actor: Actor, page: CasePage, tab: Tab = "") -> dict[str, Any]:
    """The same with the case's head; the tabs only where the page is one of them."""
    top = head(actor, page)
    others = count_others(actor, page) if tab else None
    return of_staff(request, actor, page.case.organisation) | {
        "head": top,
        "urls": top.urls,
        "may": top.may,
        "tabs": tabs(page, tab, top.urls, others) if tab else (),
        "keys": keys.of_page(),
    }


def last_view(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """Tab, service and order of the list as this browser last showed it; a search is not kept."""
    kept = dict(parse_qsl(request.COOKIES.get(LAST_VIEW, "")[:LONGEST_VIEW]))
    return worklist.as_parameters(worklist.read_filters(kept), sorted_too=True)


def remember_view(request: HttpRequest, answer: HttpResponse, filters: Filters) -> None:
    """Keep how the list is looked at, so that the way back from a case leads to the same."""
    view = urlencode(worklist.as_parameters(replace(filters, text=""), sorted_too=True))
    if request.COOKIES.get(LAST_VIEW, "") != view:
        path = reverse("caseworker:worklist")
        answer.set_cookie(
            LAST_VIEW, view, path=path, httponly=True, samesite="Lax", secure=request.is_secure()
        )


def count_others(actor: Actor, page: CasePage) -> int:
    """How many other cases the applicant has here."""
    case = page.case
    with acting(actor):
        sent = Case.objects.filter(
            applicant=case.applicant, organisation=case.organisation, submitted_at__isnull=False
        )
        return sent.exclude(pk=case.pk).count()
