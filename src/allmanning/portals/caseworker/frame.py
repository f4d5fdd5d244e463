"""What every page here gives its template: whose page it is, who reads it, and for a case its head and its parts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation
from allmanning.cases.models import Case
from allmanning.cases.queries import CasePage
from allmanning.portals.caseworker import keys
from allmanning.portals.caseworker.head import Tab, head, tabs
from allmanning.portals.design.parts import Account


def of_staff(actor: Actor, organisation: Organisation) -> dict[str, Any]:
    """Whose page, and who reads."""
    role = gettext("gruppledare") if organisation.pk in actor.leads else gettext("handläggare")
    return {
        "organisation": organisation,
        "home_url": reverse("caseworker:worklist"),
        "account": Account(name=actor.name, role=role, logout_url=reverse("open:logout")),
    }


def of_case(actor: Actor, page: CasePage, tab: Tab = "") -> dict[str, Any]:
    """The same with the case's head; the tabs only where the page is one of them."""
    top = head(actor, page)
    others = count_others(actor, page) if tab else None
    return of_staff(actor, page.case.organisation) | {
        "head": top,
        "urls": top.urls,
        "may": top.may,
        "tabs": tabs(page, tab, top.urls, others) if tab else (),
        "keys": keys.of_page(),
    }


def count_others(actor: Actor, page: CasePage) -> int:
    """How many other cases the applicant has here."""
    case = page.case
    with acting(actor):
        sent = Case.objects.filter(
            applicant=case.applicant, organisation=case.organisation, submitted_at__isnull=False
        )
        return sent.exclude(pk=case.pk).count()
