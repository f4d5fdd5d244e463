"""Who acts for whom: what one has given and received, giving consent, taking it back, and choosing for whom one acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmanning.accounts import actors, representations
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation, Person, Representation
from allmanning.accounts.representations import (
    NotForYouToGiveError,
    RepresentationError,
    RepresentationNotFoundError,
)
from allmanning.accounts.roles import Errand
from allmanning.cases.idempotency import once
from allmanning.catalogue.adoptions import services
from allmanning.lib import personnummer, text
from allmanning.portals.design.access import person_of, resident_page
from allmanning.portals.design.acting import acts_as, band, called, choose
from allmanning.portals.resident import trusting
from allmanning.portals.resident.choosing import MYSELF, NAME, number
from allmanning.portals.resident.frame import frame, language
from allmanning.portals.resident.trusting import ConsentForm

WRONG = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A representation in the reader's words."""

    id: int
    name: str
    kind: str
    errands: tuple[str, ...]
    where: str
    until: str
    state: str
    """Empty while it holds."""
    holds: bool
    can_end: bool
    is_chosen: bool = False


@resident_page
@require_safe
def listing(request: HttpRequest, municipality: str) -> HttpResponse:
    """What one has received, to choose from; what one has given; and the way to give."""
    organisation = get_object_or_404(Organisation, slug=municipality)
    person = person_of(request)
    myself, names = actors.resident(person), _services(organisation)
    chosen = _chosen(request)
    context = frame(
        request,
        organisation,
        received=[_standing(row, names, chosen, mine=False) for row in representations.received(myself)],
        given=[_standing(row, names, chosen, mine=True) for row in representations.given(myself)],
        is_acting=band(request) is not None,
        myself=MYSELF,
        choice=NAME,
        may_give=_is_adult(person),
    )
    return render(request, "resident/representations.html", context)


@resident_page
@require_POST
def change(request: HttpRequest, municipality: str) -> HttpResponse:
    """From here on act for another, or for oneself again."""
    typed = request.POST.get(NAME, "")
    choose(request, municipality, None if typed == MYSELF else number(typed))
    return redirect("resident:cases", municipality)


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, municipality: str) -> HttpResponse:
    """An adult's own consent. The number of the ombud is in the form only, and the answer is the same whoever has it."""
    organisation = get_object_or_404(Organisation, slug=municipality)
    person = person_of(request)
    if not _is_adult(person):
        raise NotForYouToGiveError
    form = trusting.blank(tuple(_services(organisation).items()))
    if request.method == "POST":
        chosen = {name: request.POST.getlist(name) for name in ("services", "errands")}
        form = trusting.filled(form, request.POST.dict(), chosen, timezone.localdate(), organisation.pk)
        form = _given(request, person, form)
        if form.extent is not None:
            messages.success(
                request, gettext("%(name)s får nu göra det du har valt.") % {"name": form.extent.ombud_name}
            )
            return redirect("resident:representations", municipality)
    back = reverse("resident:representations", args=[municipality])
    key = request.POST.get("key") or uuid4()
    context = frame(request, organisation, form=form, back_url=back, key=key)
    return render(request, "resident/give.html", context, status=WRONG if request.method == "POST" else 200)


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, municipality: str, representation_id: int) -> HttpResponse:
    """Asks first; a POST ends it at once, by either party."""
    organisation = get_object_or_404(Organisation, slug=municipality)
    myself = actors.resident(person_of(request))
    row, mine = _own(myself, representation_id)
    back = reverse("resident:representations", args=[municipality])
    if request.method == "POST":
        representations.revoke(myself, representation_id)
        messages.success(request, gettext("Det gäller inte längre."))
        return redirect(back)
    name = row.ombud_name if mine else called(row.represented_name)
    heading = (
        gettext("Ska %(name)s inte längre vara ditt ombud?") % {"name": name}
        if mine
        else gettext("Vill du sluta vara ombud för %(name)s?") % {"name": name}
    )
    context = frame(
        request,
        organisation,
        heading=heading,
        text=gettext("Det slutar gälla direkt. Det som redan är gjort står kvar."),
        confirm=gettext("Ta tillbaka") if mine else gettext("Sluta vara ombud"),
        cancel_url=back,
        back_url=back,
        danger=True,
        fields=(),
    )
    return render(request, "resident/withdraw.html", context)


def _given(request: HttpRequest, person: Person, form: ConsentForm) -> ConsentForm:
    """The form again if it could not be given; with its extent if it was."""
    extent, myself = form.extent, actors.resident(person)
    if extent is None:
        return form
    asked: Mapping[str, Any] = {
        "action": "consent", "to": extent.ombud_number, "name": extent.ombud_name, "where": extent.organisation,
        "errands": list(extent.errands), "packages": list(extent.packages), "until": extent.valid_to,
    }  # fmt: skip
    key = request.POST.get("key", "")[:100]
    try:
        once(myself, key, asked, lambda: {"representation": representations.give(myself, person, extent)})
    except RepresentationError as error:
        return trusting.refused(replace(form, extent=None), error)
    return form


def _own(myself: Actor, representation_id: int) -> tuple[Representation, bool]:
    """One's own, given or received, and whether it is given."""
    for rows, mine in ((representations.given(myself), True), (representations.received(myself), False)):
        for row in rows:
            if row.pk == representation_id and _can_end(row, mine=mine):
                return row, mine
    raise RepresentationNotFoundError


def _can_end(row: Representation, *, mine: bool) -> bool:
    """A child ends no guardianship; everything else either ends, while it lasts."""
    lasts = row.state(timezone.localdate()) in ("in_force", "coming")
    return lasts and (not mine or row.kind == Representation.Kind.CONSENT)


def _chosen(request: HttpRequest) -> int | None:
    trust = acts_as(request).trust
    return trust.representation if trust else None


def _is_adult(person: Person) -> bool:
    number_ = person.personnummer
    return number_ is not None and personnummer.comes_of_age(number_) <= timezone.localdate()


def _services(organisation: Organisation) -> dict[str, str]:
    says = language()
    found = services(organisation, timezone.localdate())
    return {one.release.package_id: one.release.name.get(says) or one.release.name["sv"] for one in found}


def _standing(row: Representation, names: Mapping[str, str], chosen: int | None, *, mine: bool) -> Standing:
    state = row.state(timezone.localdate())
    return Standing(
        id=row.pk,
        name=row.ombud_name if mine else called(row.represented_name),
        kind=_kind(row, mine=mine),
        errands=tuple(_errands(row.tasks)),
        where=_where(row, names),
        until=text.day(row.valid_to, language()) if row.valid_to else "",
        state=_state(state, row.valid_from),
        holds=state == "in_force",
        can_end=_can_end(row, mine=mine),
        is_chosen=row.pk == chosen,
    )


def _kind(row: Representation, *, mine: bool) -> str:
    match row.kind:
        case Representation.Kind.GUARDIAN:
            return gettext("Vårdnadshavare eller förmyndare")
        case Representation.Kind.COMPANY:
            return gettext("Företrädare för ett företag")
        case _:
            return gettext("Med ditt samtycke") if mine else gettext("Med personens samtycke")


def _errands(tasks: Sequence[str]) -> list[str]:
    says = {
        Errand.READ: gettext("läsa ärenden"),
        Errand.APPLY: gettext("ansöka, skriva under och återkalla"),
        Errand.COMPLETE: gettext("svara när mer behövs"),
        Errand.LETTERS: gettext("ta emot brev och beslut"),
    }
    return [words for errand, words in says.items() if errand in tasks]


def _where(row: Representation, names: Mapping[str, str]) -> str:
    which = (
        text.joined([names.get(package, package) for package in row.packages], language())
        if row.packages
        else gettext("alla tjänster")
    )
    return f"{row.organisation.name}: {which}" if row.organisation else which


def _state(state: str, first: date) -> str:
    match state:
        case "revoked":
            return gettext("Återkallat")
        case "ended":
            return gettext("Har upphört")
        case "coming":
            return gettext("Börjar gälla %(day)s") % {"day": text.day(first, language())}
        case _:
            return ""
