"""What every open page has around it: whose page it is, who is logged in, and the links of its foot."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from allmanning.accounts.models import Organisation, Person
from allmanning.portals.design.acting import band
from allmanning.portals.design.parts import Account, Link


def frame(request: HttpRequest, organisation: Organisation | None = None, **more: Any) -> dict[str, Any]:
    """The context of a page."""
    about = {"kommun": organisation.slug} if organisation else {}
    query = f"?{urlencode(about)}" if about else ""
    home = reverse("open:municipality", args=[organisation.slug]) if organisation else reverse("open:front")
    return {
        "organisation": organisation,
        "home_url": home,
        "band": band(request),
        "account": _account(request),
        "menu_links": _menu(request, organisation) if organisation else (),
        "accessibility_url": reverse("open:accessibility") + query,
        "privacy_url": reverse("open:privacy") + query,
        "contact_url": f"{home}#kontakt" if organisation else "",
        **more,
    }


def _account(request: HttpRequest) -> Account:
    if isinstance(request.user, Person):
        return Account(name=request.user.name, logout_url=reverse("open:logout"))
    login = reverse("open:login")
    here = request.get_full_path()
    return Account(login_url=login if here.startswith(login) else f"{login}?{urlencode({'next': here})}")


def _menu(request: HttpRequest, organisation: Organisation) -> tuple[Link, ...]:
    start = reverse("open:municipality", args=[organisation.slug])
    cases = reverse("resident:cases", args=[organisation.slug])
    mine = gettext("Mina ärenden") if band(request) is None else gettext("Ärenden")
    return (
        Link(title=gettext("Tjänster"), url=start, current=request.path == start),
        Link(title=mine, url=cases, current=request.path == cases),
        Link(title=gettext("Ombud"), url=reverse("resident:representations", args=[organisation.slug])),
    )
