"""Guardians and representatives of companies, recorded by who was shown that they are."""

from dataclasses import asdict, dataclass
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmanning.accounts import representations
from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation, Representation
from allmanning.accounts.representations import NotForYouToGiveError, RepresentationError
from allmanning.cases.idempotency import once
from allmanning.lib import text
from allmanning.portals.caseworker import frame, recording_forms, words
from allmanning.portals.caseworker.guard import for_staff
from allmanning.portals.caseworker.recording_forms import RecordForm

WRONG = 422
LONGEST_KEY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One that is recorded, in words."""

    id: int
    ombud: str
    represented: str
    kind: str
    reference: str
    holds: str
    recorded: str
    can_end: bool


@for_staff
@require_safe
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What has been recorded here, and what of it still holds."""
    organisation = _home(actor)
    found = representations.recorded(actor, organisation.pk)
    context = frame.of_place(request, actor, organisation, "ombud") | {
        "lines": tuple(_line(row) for row in found)
    }
    return render(request, "caseworker/recorded.html", context)


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Record one."""
    organisation, form = _home(actor), recording_forms.blank()
    if request.method == "POST":
        form = recording_forms.filled(request.POST.dict(), organisation.pk, timezone.localdate())
        form = _recorded(request, actor, form)
        if form.extent is not None:
            messages.success(request, gettext("Ombudet är inskrivet och kan göra ärenden från och med nu."))
            return redirect("caseworker:recorded")
    key = request.POST.get("key") or uuid4()
    context = frame.of_place(request, actor, organisation, "ombud") | {"form": form, "key": key}
    return render(
        request, "caseworker/record_new.html", context, status=WRONG if request.method == "POST" else 200
    )


@for_staff
@require_POST
def revoke(request: HttpRequest, actor: Actor, representation_id: int) -> HttpResponse:
    """End it now, when it is no longer so."""
    representations.revoke(actor, representation_id)
    messages.success(request, gettext("Ombudet är borttaget och kan inte göra fler ärenden."))
    return redirect("caseworker:recorded")


def _recorded(request: HttpRequest, actor: Actor, form: RecordForm) -> RecordForm:
    """The form again if it could not be recorded; with its extent if it was, once for each key."""
    kind, shown, extent = form.kind, form.shown, form.extent
    if kind is None or shown is None or extent is None:
        return form
    asked = {"action": "record_representation", "kind": kind} | asdict(extent) | asdict(shown)
    key = request.POST.get("key", "")[:LONGEST_KEY]
    try:
        once(
            actor, key, asked, lambda: {"representation": representations.record(actor, kind, shown, extent)}
        )
    except RepresentationError as error:
        return recording_forms.refused(form, error)
    return form


def _home(actor: Actor) -> Organisation:
    """The first organisation where the actor handles cases."""
    if not actor.organisations:
        raise NotForYouToGiveError
    with acting(actor):
        return Organisation.objects.get(pk=min(actor.organisations))


def _line(row: Representation) -> Line:
    holds = row.state(timezone.localdate()) in ("in_force", "coming")
    return Line(
        id=row.pk,
        ombud=row.ombud_name,
        represented=row.represented_name,
        kind=words.ombud(row.kind),
        reference=row.reference,
        holds=_state(row),
        recorded=f"{words.moment(row.given_at)}, {row.given_by}",
        can_end=holds,
    )


def _state(row: Representation) -> str:
    match row.state(timezone.localdate()):
        case "revoked":
            return gettext("Återkallat")
        case "ended":
            return gettext("Har upphört")
        case _ if row.valid_to is not None:
            day = text.short_day(row.valid_to, words.language())
            return gettext("Till och med %(day)s") % {"day": day}
        case _:
            return gettext("Tills vidare")
