"""Supporting what others have published, taking it back, and following it; always in one's own name.

The page itself says that one supports it. A message would lie in the session, in the database, beside who it is.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from allmanning.accounts import actors
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation
from allmanning.cases import clock
from allmanning.cases.errors import CaseNotFoundError
from allmanning.cases.models import Publication
from allmanning.cases.public import following, reading, supporting
from allmanning.cases.public.errors import ClosedError, NotEligibleError
from allmanning.catalogue.adoptions import adopted
from allmanning.packages import FactError, Package
from allmanning.portals.design.access import person_of, resident_page
from allmanning.portals.design.fields import Field, question_field
from allmanning.portals.design.published import shown
from allmanning.portals.resident.answers import in_words, read_answer
from allmanning.portals.resident.frame import frame, language


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def support(request: HttpRequest, municipality: str, package_id: str, publication_id: UUID) -> HttpResponse:
    """What the rules ask of who supports, on one page; a POST supports."""
    actor, found = _of(request, municipality, package_id, publication_id)
    if not reading.is_open(found, clock.today()):
        return _closed(request, found)
    package = _package(found)
    fields = tuple(
        question_field(package.question(path), language()) for path in supporting.asked_of(actor, found)
    )
    refusal = ""
    if request.method == "POST":
        fields, stated = _read(request, package, fields)
        if not any(field.error for field in fields):
            try:
                supporting.support(actor, found.pk, stated)
            except NotEligibleError:
                refusal = gettext("Du kan inte stödja det här. Så här säger kommunens regler: %(rule)s")
                refusal %= {"rule": _rule(package)}
            except ClosedError:
                return _closed(request, found)
            else:
                return redirect(_address(found))
    context = frame(
        request,
        found.organisation,
        text=shown(found, clock.today(), language()),
        fields=fields,
        refusal=refusal,
        back_url=_address(found),
    )
    wrong = bool(refusal) or any(field.error for field in fields)
    return render(request, "resident/support.html", context, status=422 if wrong else 200)


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, municipality: str, package_id: str, publication_id: UUID) -> HttpResponse:
    """Asks first; a POST takes the support back."""
    actor, found = _of(request, municipality, package_id, publication_id)
    if request.method == "POST":
        try:
            supporting.take_back(actor, found.pk)
        except ClosedError:
            return _closed(request, found)
        return redirect(_address(found))
    context = frame(
        request,
        found.organisation,
        heading=gettext("Vill du ta tillbaka ditt stöd?"),
        text=found.title,
        confirm=gettext("Ta tillbaka stödet"),
        cancel_url=_address(found),
        back_url=_address(found),
        fields=(),
    )
    return render(request, "resident/withdraw.html", context)


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, municipality: str, package_id: str, publication_id: UUID) -> HttpResponse:
    """A POST follows, or stops following; opened as a page it only leads back."""
    actor, found = _of(request, municipality, package_id, publication_id)
    if request.method == "POST":
        (following.follow if request.POST.get("follow") else following.unfollow)(actor, found.pk)
    return redirect(_address(found))


def _of(
    request: HttpRequest, municipality: str, package_id: str, publication_id: UUID
) -> tuple[Actor, Publication]:
    organisation = get_object_or_404(Organisation, slug=municipality)
    found = reading.one(organisation, package_id, publication_id)
    if found is None:
        raise CaseNotFoundError
    return actors.resident(person_of(request)), found


def _package(found: Publication) -> Package:
    return adopted(found.organisation, found.package_id, clock.today()).release.package


def _rule(package: Package) -> str:
    """What the package says of who may support, in the reader's language."""
    spec = package.manifest.public
    graph = package.program.on(clock.today())
    return package.rule_text(graph, spec.supporter).in_(language()) if spec else ""


def _read(
    request: HttpRequest, package: Package, fields: tuple[Field, ...]
) -> tuple[tuple[Field, ...], dict[str, Any]]:
    """The fields as they were answered, and the values by name."""
    read: list[Field] = []
    stated: dict[str, Any] = {}
    for field in fields:
        question, typed = package.question(field.name), request.POST.get(field.name, "")
        found = read_answer(question, typed, language())
        error = found.error or ("" if found.value is not None else gettext("Svara på frågan."))
        if not error:
            try:
                package.as_of(clock.today()).check_facts({field.name: found.value})
            except FactError as wrong:
                error = in_words(wrong, question, language())
        read.append(replace(field, value=typed, error=error))
        stated[field.name] = found.value
    return tuple(read), stated


def _closed(request: HttpRequest, found: Publication) -> HttpResponse:
    messages.info(request, gettext("Tiden att stödja det här är slut."))
    return redirect(_address(found))


def _address(found: Publication) -> str:
    return reverse("open:publication", args=[found.organisation.slug, found.package_id, found.pk])
