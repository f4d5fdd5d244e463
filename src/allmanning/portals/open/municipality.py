"""A municipality's own first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from allmanning.accounts.models import Organisation
from allmanning.catalogue.adoptions import services
from allmanning.portals.design.access import public_page
from allmanning.portals.open.frame import frame
from allmanning.portals.open.front import said


@public_page
@require_safe
def start(request: HttpRequest, municipality: str) -> HttpResponse:
    """What one can apply for, one's own cases, and how to reach a person."""
    organisation = get_object_or_404(Organisation, slug=municipality)
    offered = [
        (adoption.release.package_id, said(adoption.release.name), said(adoption.release.summary))
        for adoption in services(organisation, timezone.localdate())
    ]
    return render(request, "open/municipality.html", frame(request, organisation, services=offered))
