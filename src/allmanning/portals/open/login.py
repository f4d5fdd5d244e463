"""Logging in and out. A demonstration lets anybody be one of its invented people; elsewhere a login must be configured."""

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from allmanning.accounts.login import demo_person
from allmanning.accounts.models import DemoLogin, Organisation, Person
from allmanning.portals.design.access import public_page
from allmanning.portals.open.frame import frame
from allmanning.portals.open.front import said

STAFF_START = "/handlaggning/"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to be, and what to try as them."""

    id: UUID
    name: str
    story: str


@dataclass(frozen=True, slots=True)
class DemoTown:
    """The people of one municipality."""

    municipality: str
    residents: tuple[DemoPerson, ...]
    staff: tuple[DemoPerson, ...]


@public_page
@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    """Choose whom to be, in a demonstration."""
    if not settings.DEMO:
        return render(request, "open/login_missing.html", frame(request), status=503)
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST":
        return _enter(request, wanted)
    return render(request, "open/login.html", frame(request, people=demo_towns(), next=wanted))


@public_page
def log_out(request: HttpRequest) -> HttpResponse:
    """A POST logs out; an address that is only opened asks first."""
    if request.method == "POST":
        logout(request)
        return redirect("open:front")
    if not isinstance(request.user, Person):
        return redirect("open:front")
    return render(request, "open/logout.html", frame(request, cancel_url=reverse("open:front")))


def demo_towns() -> tuple[DemoTown, ...]:
    """Everybody one can be, municipality by municipality, in the order of the stories."""
    logins = DemoLogin.objects.select_related("organisation").order_by("organisation_id", "order", "name")
    return tuple(
        _at_home(organisation, tuple(group))
        for organisation, group in groupby(logins, lambda one: one.organisation)
    )


def way_in(request: HttpRequest, chosen: DemoLogin, wanted: str) -> str:
    """Where to go once logged in: where one was heading if it is ours and meant for such a person, else to one's start."""
    if chosen.is_staff:
        return wanted if _rule_of(request, wanted) == "staff" else STAFF_START
    if _rule_of(request, wanted) in {"resident", "public"}:
        return wanted
    return reverse("open:municipality", args=[chosen.organisation.slug])


def _enter(request: HttpRequest, wanted: str) -> HttpResponse:
    try:
        person_id = UUID(request.POST.get("person", ""))
    except ValueError:
        raise Http404 from None
    chosen = DemoLogin.objects.select_related("organisation").filter(person_id=person_id).first()
    if chosen is None:
        raise Http404
    login(request, demo_person(chosen))
    return redirect(way_in(request, chosen, wanted))


def _rule_of(request: HttpRequest, address: str) -> str:
    """The access rule of one of our own addresses; empty for any other, so that nobody is led elsewhere."""
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None) or not address.startswith("/"):
        return ""
    try:
        match = resolve(address.partition("?")[0])
    except Resolver404:
        return ""
    return str(getattr(match.func, "access", ""))


def _at_home(organisation: Organisation, logins: tuple[DemoLogin, ...]) -> DemoTown:
    people = [(one.is_staff, DemoPerson(one.person_id, one.name, said(one.story))) for one in logins]
    return DemoTown(
        municipality=organisation.name,
        residents=tuple(person for is_staff, person in people if not is_staff),
        staff=tuple(person for is_staff, person in people if is_staff),
    )
