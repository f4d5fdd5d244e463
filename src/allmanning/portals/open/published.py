"""What residents have published and support: the list of a service, and a page for each. Open to everybody."""

from typing import cast, get_args
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from allmanning.accounts import actors
from allmanning.accounts.models import Organisation, Person
from allmanning.cases import clock
from allmanning.cases.public import following, reading, supporting
from allmanning.catalogue.adoptions import NotAdoptedError, adopted
from allmanning.catalogue.models import Release
from allmanning.portals.design.access import public_page
from allmanning.portals.design.parts import Filter, Pages
from allmanning.portals.design.published import shown
from allmanning.portals.open.frame import frame
from allmanning.portals.open.front import said

LONGEST_QUERY = 200


@public_page
@require_safe
def listing(request: HttpRequest, municipality: str, package_id: str) -> HttpResponse:
    """Everything published, to search, sort and choose from."""
    organisation, release = _service(municipality, package_id)
    today, says = clock.today(), get_language() or "sv"
    query = request.GET.get("q", "")[:LONGEST_QUERY].replace("\x00", "")
    show = request.GET.get("show", "")
    sort = request.GET.get("sort", "")
    page = request.GET.get("page", "")
    found = reading.listed(
        organisation,
        package_id,
        today,
        text=query,
        show=cast(reading.Show, show if show in get_args(reading.Show.__value__) else "all"),
        sort=cast(reading.Sort, sort if sort in get_args(reading.Sort.__value__) else "newest"),
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1,
    )
    kept = tuple((name, value) for name, value in (("q", query), ("show", show), ("sort", sort)) if value)
    context = frame(
        request,
        organisation,
        service=said(release.name),
        summary=said(release.summary),
        package_id=package_id,
        rows=[shown(row, today, says) for row in found.rows],
        query=query,
        is_narrowed=bool(kept),
        choices=_choices(show, sort),
        pages=Pages(number=found.page, count=found.pages, kept=kept),
    )
    return render(request, "open/publications.html", context)


@public_page
@require_safe
def publication(
    request: HttpRequest, municipality: str, package_id: str, publication_id: UUID
) -> HttpResponse:
    """One text, its support, what has happened, and the answer."""
    organisation, release = _service(municipality, package_id)
    found = reading.one(organisation, package_id, publication_id)
    if found is None:
        raise Http404
    actor = actors.resident(request.user) if isinstance(request.user, Person) else None
    context = frame(
        request,
        organisation,
        service=said(release.name),
        package_id=package_id,
        publication_id=found.pk,
        text=shown(found, clock.today(), get_language() or "sv", release.told(found.outcome)),
        supported=actor is not None and supporting.supports(actor, found),
        followed=actor is not None and following.follows(actor, found.pk),
        login_url=f"{reverse('open:login')}?{urlencode({'next': request.path})}",
    )
    return render(request, "open/publication.html", context)


def _service(municipality: str, package_id: str) -> tuple[Organisation, Release]:
    """The municipality and the release it runs; a service without a public side has no such pages."""
    organisation = get_object_or_404(Organisation, slug=municipality)
    release = adopted(organisation, package_id, clock.today()).release
    if release.package.manifest.public is None:
        raise NotAdoptedError(organisation, package_id, clock.today())
    return organisation, release


def _choices(show: str, sort: str) -> tuple[Filter, Filter]:
    shows = (
        ("", gettext("Alla")),
        ("collecting", gettext("Samlar stöd")),
        ("reached", gettext("Väntar på svar")),
        ("ended", gettext("Avslutade")),
    )
    sorts = (
        ("", gettext("Nyast först")),
        ("supported", gettext("Mest stöd först")),
        ("ending", gettext("Kortast tid kvar")),
    )
    return (
        Filter(name="show", label=gettext("Visa"), options=shows, value=show),
        Filter(name="sort", label=gettext("Ordning"), options=sorts, value=sort),
    )
