"""Allmänning's own pages: what it is, which municipalities run it, and what the law asks to be said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from allmanning.accounts.models import Organisation
from allmanning.catalogue.models import Adoption
from allmanning.lib.sorting import swedish_sort_key
from allmanning.portals.design.access import public_page
from allmanning.portals.open.frame import frame


@dataclass(frozen=True, slots=True)
class Offer:
    """A municipality and what it offers: (package id, name in the reader's language)."""

    organisation: Organisation
    services: tuple[tuple[str, str], ...]


@public_page
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The first page."""
    return render(request, "open/front.html", frame(request, offers=offers(timezone.localdate())))


@public_page
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Allmänning is, for whoever wants to know more."""
    return render(request, "open/about.html", frame(request))


@public_page
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement of the law (2018:1937), 13 §, and where to report what does not work."""
    organisation = _asked_about(request)
    organisations = [organisation] if organisation else in_order(Organisation.objects.all())
    context = frame(request, organisation, organisations=organisations)
    return render(request, "open/accessibility.html", context)


@public_page
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """How personal data is handled (GDPR 13)."""
    organisation = _asked_about(request)
    organisations = [organisation] if organisation else in_order(Organisation.objects.all())
    context = frame(request, organisation, organisations=organisations)
    return render(request, "open/privacy.html", context)


def offers(on: date) -> tuple[Offer, ...]:
    """Every municipality in Swedish order with the services it runs, in two queries."""
    running = (
        Adoption.objects.filter(valid_from__lte=on)
        .select_related("release")
        .order_by("organisation_id", "release__package_id", "-valid_from", "-pk")
        .distinct("organisation_id", "release__package_id")
    )
    by_organisation = {
        organisation: tuple(_named(adoptions))
        for organisation, adoptions in groupby(running, lambda adoption: adoption.organisation_id)
    }
    everyone = in_order(Organisation.objects.all())
    return tuple(Offer(organisation, by_organisation.get(organisation.pk, ())) for organisation in everyone)


def in_order(organisations: Iterable[Organisation]) -> list[Organisation]:
    """å, ä, ö last."""
    return sorted(organisations, key=lambda organisation: swedish_sort_key(organisation.name))


def said(words: dict[str, str]) -> str:
    """A name from the catalogue in the reader's language."""
    return words.get(get_language() or "sv") or words["sv"]


def _named(adoptions: Iterable[Adoption]) -> Iterator[tuple[str, str]]:
    named = [(adoption.release.package_id, said(adoption.release.name)) for adoption in adoptions]
    return iter(sorted(named, key=lambda pair: swedish_sort_key(pair[1])))


def _asked_about(request: HttpRequest) -> Organisation | None:
    slug = request.GET.get("kommun", "")
    return get_object_or_404(Organisation, slug=slug) if slug else None
