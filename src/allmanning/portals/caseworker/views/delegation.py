"""The board's delegation order: read by all who work there, recorded and ended by the board."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from allmanning.accounts import delegation_order
from allmanning.accounts.access import acting
from allmanning.accounts.actors import Actor
from allmanning.accounts.delegation_order import EndedAlreadyError, Line, NotYourBoardError
from allmanning.accounts.models import Organisation
from allmanning.accounts.roles import Role
from allmanning.cases.idempotency import once
from allmanning.catalogue.adoptions import services
from allmanning.catalogue.models import Release
from allmanning.portals.caseworker import delegation_lines, frame, words
from allmanning.portals.caseworker.delegation_forms import Delegates, end_form, line_form
from allmanning.portals.caseworker.guard import at_work
from allmanning.portals.design.signing import identify_first, method_of, written_before

WRONG = 422
LONGEST_KEY = 100


@at_work
@require_safe
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The whole order of one organisation, by service."""
    places = _organisations(actor, actor.places)
    organisation = _chosen(places, request.GET.get("owner", ""))
    today = timezone.localdate()
    lines = delegation_order.order(actor, organisation.pk)
    adopted = services(organisation, today)
    context = frame.of_place(request, actor, organisation, "delegation") | {
        "owners": places if len(places) > 1 else (),
        "services": delegation_lines.services(lines, adopted, _names(), today),
        "may_record": organisation.pk in actor.where({Role.BOARD}),
    }
    return render(request, "caseworker/delegation.html", context)


@at_work
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Record a line that the board has decided."""
    boards = _organisations(actor, actor.where({Role.BOARD}))
    if not boards:
        raise NotYourBoardError
    typed = _typed(request)
    owner = _chosen(boards, (typed or {}).get("owner") or request.GET.get("owner", ""))
    form = line_form(_delegates(actor, owner), timezone.localdate(), typed)
    if request.method == "POST" and form.line is not None:
        return identify_first(request) or _recorded(request, actor, owner, form.line)
    context = frame.of_place(request, actor, owner, "delegation") | {
        "form": form,
        "key": (typed or {}).get("key") or uuid4(),
        "owners": boards if len(boards) > 1 else (),
    }
    return render(request, "caseworker/delegation_new.html", context, status=_status(request))


@at_work
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, actor: Actor, line_id: int) -> HttpResponse:
    """Let a line end on a day."""
    line = delegation_order.line(actor, line_id)
    typed, today = _typed(request), timezone.localdate()
    form = end_form(line, today, typed)
    if request.method == "POST" and form.last_day is not None:
        reference = form.fields["reference"].value
        asked = {"action": "end_delegation", "line": line_id, "on": form.last_day, "reference": reference}
        return identify_first(request) or _ended(request, actor, line.organisation_id, asked)
    context = frame.of_place(request, actor, line.organisation, "delegation") | {
        "form": form,
        "key": (typed or {}).get("key") or uuid4(),
        "line": delegation_lines.shown(line, today),
        "service": _names().get(line.package_id, line.package_id),
    }
    return render(request, "caseworker/delegation_end.html", context, status=_status(request))


def _recorded(request: HttpRequest, actor: Actor, owner: Organisation, line: Line) -> HttpResponse:
    """Once for each key."""
    asked = {"action": "record_delegation", "organisation": owner.pk} | asdict(line)
    method = method_of(request)
    once(
        actor,
        _key(request),
        asked,
        lambda: {"line": delegation_order.record(actor, owner.pk, line, method=method)},
    )
    messages.success(request, gettext("Raden är inskriven. Den prövas när nästa beslut skrivs under."))
    return _back(owner.pk)


def _ended(request: HttpRequest, actor: Actor, owner: int, asked: dict[str, Any]) -> HttpResponse:
    def act() -> dict[str, Any]:
        delegation_order.end(
            actor,
            asked["line"],
            last_day=asked["on"],
            reference=asked["reference"],
            method=method_of(request),
        )
        return {"line": asked["line"]}

    try:
        once(actor, _key(request), asked, act)
    except EndedAlreadyError:
        messages.warning(request, gettext("Raden är redan avslutad."))
    else:
        messages.success(request, gettext("Raden är avslutad. Den står kvar bland avslutade rader."))
    return _back(owner)


def _back(owner: int) -> HttpResponse:
    return redirect(f"{reverse('caseworker:delegation')}?{urlencode({'owner': owner})}")


def _typed(request: HttpRequest) -> dict[str, str] | None:
    """What was sent now, or before the writer was sent to identify themselves."""
    return request.POST.dict() if request.method == "POST" else written_before(request) or None


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:LONGEST_KEY]


def _status(request: HttpRequest) -> int:
    return WRONG if request.method == "POST" else 200


def _delegates(actor: Actor, owner: Organisation) -> Delegates:
    adopted = services(owner, timezone.localdate())
    return Delegates(
        services=[(one.release.package_id, words.said(one.release.name)) for one in adopted],
        people=delegation_order.people(actor, owner.pk),
        elsewhere=delegation_order.elsewhere(actor, owner.pk),
    )


def _organisations(actor: Actor, ids: frozenset[int]) -> tuple[Organisation, ...]:
    with acting(actor):
        return tuple(Organisation.objects.filter(pk__in=ids).order_by("name"))


def _chosen(places: tuple[Organisation, ...], wanted: str) -> Organisation:
    """The one that was asked for, among the reader's own; the first until they choose."""
    return next((one for one in places if str(one.pk) == wanted), places[0])


def _names() -> dict[str, str]:
    """The services' names in the reader's language."""
    rows: Any = Release.objects.order_by("pk").values_list("package_id", "name")
    return {package_id: words.said(name) for package_id, name in rows}
