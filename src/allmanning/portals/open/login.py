"""Choosing how to log in, and logging out. A demonstration lets anybody be one of its invented people."""

import time
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from allmanning.accounts import authentication
from allmanning.accounts.authentication import DEMO, HIGHEST_LEVEL, Authentication
from allmanning.accounts.login import demo_person
from allmanning.accounts.models import DemoLogin, Organisation, Person
from allmanning.connectors.login.models import LoginProvider
from allmanning.portals.design.access import public_page
from allmanning.portals.open.frame import frame
from allmanning.portals.open.front import said
from allmanning.portals.open.way_in import rule_of, way_in


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


@dataclass(frozen=True, slots=True)
class Way:
    """One login to press: for whom, and where it leads."""

    name: str
    url: str
    is_for_staff: bool
    is_for_residents: bool


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality's logins; without them, the way to them."""

    organisation: Organisation
    url: str
    ways: tuple[Way, ...]


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """The logins that fit where one is heading; a POST is the demonstration's, and exists nowhere else."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST":
        return _enter(request, wanted)
    if not settings.DEMO and not LoginProvider.objects.filter(is_active=True).exists():
        return render(request, "open/login_missing.html", frame(request), status=503)
    organisation = _organisation(request, wanted)
    level = _level(request)
    context = frame(
        request,
        organisation,
        towns=towns(request, wanted, organisation, level),
        is_demo=settings.DEMO,
        people=demo_towns() if settings.DEMO else (),
        next=wanted,
        higher=level > 2,
        front_url=reverse("open:login") + (f"?{urlencode({'next': wanted})}" if wanted else ""),
    )
    return render(request, "open/login.html", context)


@public_page
def log_out(request: HttpRequest) -> HttpResponse:
    """A POST logs out; an address that is only opened asks first."""
    if request.method == "POST":
        logout(request)
        return redirect("open:front")
    if not isinstance(request.user, Person):
        return redirect("open:front")
    return render(request, "open/logout.html", frame(request, cancel_url=reverse("open:front")))


def towns(
    request: HttpRequest, wanted: str, organisation: Organisation | None, level: int
) -> tuple[Town, ...]:
    """The municipalities with a login that leads where one is heading; of the one asked about or the only one, its logins."""
    rows = LoginProvider.objects.select_related("organisation").filter(is_active=True, level__gte=level)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    rule = rule_of(request, wanted)
    fitting = [row for row in rows if _fits(row, rule)]
    found = [(home, tuple(group)) for home, group in groupby(fitting, lambda row: row.organisation)]
    return tuple(_town(home, group, wanted, shown=len(found) == 1) for home, group in found)


def demo_towns() -> tuple[DemoTown, ...]:
    """Everybody one can be, municipality by municipality, in the order of the stories."""
    logins = DemoLogin.objects.select_related("organisation").order_by("organisation_id", "order", "name")
    return tuple(
        _at_home(organisation, tuple(group))
        for organisation, group in groupby(logins, lambda one: one.organisation)
    )


def demo_authentication(signs: str = "") -> Authentication:
    """As whoever a demonstration lets in was identified."""
    return Authentication(at=time.time(), method=DEMO, level=HIGHEST_LEVEL, signs=signs)


def _enter(request: HttpRequest, wanted: str) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    try:
        person_id = UUID(request.POST.get("person", ""))
    except ValueError:
        raise Http404 from None
    chosen = DemoLogin.objects.select_related("organisation").filter(person_id=person_id).first()
    if chosen is None:
        raise Http404
    authentication.log_in(request, demo_person(chosen), demo_authentication())
    return redirect(way_in(request, wanted, chosen.organisation, "staff" if chosen.is_staff else "residents"))


def _organisation(request: HttpRequest, wanted: str) -> Organisation | None:
    """Whose logins to show: of the municipality that is named, or whose page one is heading for."""
    slug = request.GET.get("kommun") or wanted.lstrip("/").partition("/")[0]
    return Organisation.objects.filter(slug=slug).first()


def _level(request: HttpRequest) -> int:
    written = request.GET.get("niva", "")
    return int(written) if written in {"3", "4"} else 2


def _fits(row: LoginProvider, rule: str) -> bool:
    if rule == "staff":
        return row.is_for_staff
    return row.is_for_residents if rule == "resident" else True


def _town(organisation: Organisation, rows: tuple[LoginProvider, ...], wanted: str, *, shown: bool) -> Town:
    onwards = {"next": wanted} if wanted else {}
    url = f"{reverse('open:login')}?{urlencode({'kommun': organisation.slug} | onwards)}"
    query = f"?{urlencode(onwards)}" if onwards else ""
    ways = tuple(
        Way(
            row.name,
            reverse("open:login_begin", args=[row.key]) + query,
            row.is_for_staff,
            row.is_for_residents,
        )
        for row in rows
    )
    return Town(organisation, url, ways if shown else ())


def _at_home(organisation: Organisation, logins: tuple[DemoLogin, ...]) -> DemoTown:
    people = [(one.is_staff, DemoPerson(one.person_id, one.name, said(one.story))) for one in logins]
    return DemoTown(
        municipality=organisation.name,
        residents=tuple(person for is_staff, person in people if not is_staff),
        staff=tuple(person for is_staff, person in people if is_staff),
    )
