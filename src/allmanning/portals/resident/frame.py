"""What every page of a resident has around it, and the case it is about."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation
from allmanning.cases.errors import CaseNotFoundError
from allmanning.cases.queries import CasePage, case_page
from allmanning.portals.design.access import person_of
from allmanning.portals.design.acting import band
from allmanning.portals.design.parts import Account, Link


def frame(request: HttpRequest, organisation: Organisation, **more: Any) -> dict[str, Any]:
    """The context of a page."""
    home = reverse("open:municipality", args=[organisation.slug])
    about = f"?kommun={organisation.slug}"
    return {
        "organisation": organisation,
        "home_url": home,
        "band": band(request),
        "account": Account(name=person_of(request).name, logout_url=reverse("open:logout")),
        "menu_links": _menu(request, organisation, home),
        "accessibility_url": reverse("open:accessibility") + about,
        "privacy_url": reverse("open:privacy") + about,
        "contact_url": f"{home}#kontakt",
        **more,
    }


def case_of(actor: Actor, municipality: str, case_id: UUID, *, page: str) -> CasePage:
    """The case at its own address; under another municipality's it does not exist."""
    found = case_page(actor, case_id, page=page)
    if found.case.organisation.slug != municipality:
        raise CaseNotFoundError
    return found


def language() -> str:
    """The reader's: "sv" or "en"."""
    return get_language() or "sv"


def _menu(request: HttpRequest, organisation: Organisation, home: str) -> tuple[Link, ...]:
    cases = reverse("resident:cases", args=[organisation.slug])
    others = reverse("resident:representations", args=[organisation.slug])
    found = band(request)
    mine = gettext("Mina ärenden") if found is None else gettext("Ärenden")
    return (
        Link(title=gettext("Tjänster"), url=home),
        Link(title=mine, url=cases, current=request.path == cases),
        Link(title=gettext("Ombud"), url=others, current=request.path == others),
    )
