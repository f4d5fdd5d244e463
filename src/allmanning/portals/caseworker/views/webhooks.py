"""Other systems that are told what happens to cases: who, where, of what, and what did not arrive. For operators."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmanning.accounts.actors import Actor
from allmanning.accounts.models import Organisation
from allmanning.cases import clock
from allmanning.connectors.webhooks import events, subscriptions
from allmanning.connectors.webhooks.addresses import AddressRefusedError
from allmanning.connectors.webhooks.sealing import SealedSecretError
from allmanning.portals.caseworker import frame, systems
from allmanning.portals.caseworker.guard import at_work
from allmanning.portals.caseworker.systems import SystemForm, system_form
from allmanning.portals.design.access import public_page
from allmanning.portals.design.fields import Field, Option

WRONG = 422


@at_work
@require_safe
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All of them, and how each is doing."""
    found = subscriptions.standings(actor)
    several = len(subscriptions.operated(actor)) > 1
    context = frame.of_place(request, actor, _home(actor), "systems") | {
        "table": systems.table(found, with_organisation=several) if found else None
    }
    return render(request, "caseworker/webhooks.html", context)


@at_work
@require_safe
def webhook(request: HttpRequest, actor: Actor, webhook_id: int) -> HttpResponse:
    """One of them: its state, what did not arrive, and the last attempts."""
    standing = subscriptions.standing(actor, webhook_id)
    organisation = standing.subscription.organisation
    context = frame.of_place(request, actor, organisation, "systems") | {
        "system": systems.shown(standing, clock.now()),
        "dead": systems.tried(subscriptions.dead(actor, webhook_id)),
        "latest": systems.tried(subscriptions.latest(actor, webhook_id)),
        "shown": subscriptions.SHOWN,
    }
    return render(request, "caseworker/webhook.html", context)


@at_work
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Tell another system, from now on."""
    place = _place(request, actor)
    form = _form(request, None)
    if form.wish is not None and not place.error:
        try:
            made = subscriptions.subscribe(
                actor, int(place.value), form.wish, origin=_origin(request), key=request.POST.get("key", "")
            )
        except AddressRefusedError as error:
            form = form.refused(error.fault)
        else:
            messages.success(request, gettext("Systemet får veta vad som händer från och med nu."))
            return redirect("caseworker:webhook_secret", made)
    context = frame.of_place(request, actor, _home(actor), "systems") | {
        "form": form,
        "place": place if len(place.options) > 1 else None,
        "question": systems.told(),
        "key": request.POST.get("key") or str(uuid4()),
    }
    return _formed(request, context)


@at_work
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, actor: Actor, webhook_id: int) -> HttpResponse:
    """Another name, address or choice of events."""
    standing = subscriptions.standing(actor, webhook_id)
    form = system_form(standing.subscription) if request.method != "POST" else _form(request, standing)
    if form.wish is not None:
        try:
            subscriptions.change(actor, webhook_id, form.wish, origin=_origin(request))
        except AddressRefusedError as error:
            form = form.refused(error.fault)
        else:
            messages.success(request, gettext("Ändringen är sparad."))
            return redirect("caseworker:webhook", webhook_id)
    organisation = standing.subscription.organisation
    context = frame.of_place(request, actor, organisation, "systems") | {
        "form": form,
        "question": systems.told(),
        "system": systems.shown(standing, clock.now()),
    }
    return _formed(request, context)


@at_work
@require_http_methods(["GET", "HEAD", "POST"])
def secret(request: HttpRequest, actor: Actor, webhook_id: int) -> HttpResponse:
    """Show the secret to carry to the receiver, or make a new one. Shown in the answer to a POST alone, and kept nowhere."""
    standing = subscriptions.standing(actor, webhook_id)
    told, failed = "", False
    if request.method == "POST":
        if request.POST.get("do") == "renew":
            subscriptions.renew_secret(actor, webhook_id, request.POST.get("edition", ""))
            standing = subscriptions.standing(actor, webhook_id)
        try:
            told = subscriptions.secret(actor, webhook_id)
        except SealedSecretError:
            failed = True
    organisation = standing.subscription.organisation
    context = frame.of_place(request, actor, organisation, "systems") | {
        "system": systems.shown(standing, clock.now()),
        "edition": subscriptions.edition(standing.subscription),
        "secret": told,
        "failed": failed,
    }
    return render(request, "caseworker/webhook_secret.html", context)


@at_work
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, actor: Actor, webhook_id: int) -> HttpResponse:
    """End it for good, once asked again."""
    standing = subscriptions.standing(actor, webhook_id)
    if request.method == "POST":
        subscriptions.remove(actor, webhook_id)
        messages.success(request, gettext("Systemet är borttaget och får inte veta något mer."))
        return redirect("caseworker:webhooks")
    context = frame.of_place(request, actor, standing.subscription.organisation, "systems") | {
        "system": systems.shown(standing, clock.now())
    }
    return render(request, "caseworker/webhook_remove.html", context)


@at_work
@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest, actor: Actor, webhook_id: int) -> HttpResponse:
    """Never send what did not arrive, all of it or one, once asked again."""
    standing = subscriptions.standing(actor, webhook_id)
    chosen = _chosen(request)
    if request.method == "POST":
        given_up = subscriptions.give_up(actor, webhook_id, chosen)
        told = ngettext("%(n)s händelse skickas aldrig.", "%(n)s händelser skickas aldrig.", given_up)
        messages.success(request, told % {"n": given_up})
        return redirect("caseworker:webhook", webhook_id)
    dead = subscriptions.dead(actor, webhook_id)
    context = frame.of_place(request, actor, standing.subscription.organisation, "systems") | {
        "system": systems.shown(standing, clock.now()),
        "dead": systems.tried(one for one in dead if chosen is None or one.pk in chosen),
        "all": chosen is None,
        "shown": subscriptions.SHOWN,
    }
    return render(request, "caseworker/webhook_give_up.html", context)


@at_work
@require_POST
def act(request: HttpRequest, actor: Actor, webhook_id: int) -> HttpResponse:
    """What needs no further question: pause, resume, a test, to send again."""
    match request.POST.get("do"):
        case "pause":
            subscriptions.pause(actor, webhook_id)
            told = gettext("Pausat. Det som händer sparas och skickas när du startar igen.")
        case "resume":
            subscriptions.resume(actor, webhook_id)
            told = gettext("Startat. Det som har väntat skickas nu.")
        case "ping":
            subscriptions.ping(actor, webhook_id)
            told = gettext("Ett prov skickas inom tio sekunder. Ladda om sidan för att se svaret.")
        case "again":
            subscriptions.send_again(actor, webhook_id, _chosen(request))
            told = gettext("Skickas igen inom tio sekunder.")
        case _:
            subscriptions.standing(actor, webhook_id)
            told = ""
    if told:
        messages.success(request, told)
    return redirect("caseworker:webhook", webhook_id)


@public_page
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema that every event names."""
    answer = JsonResponse(events.schema(), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Type"] = "application/schema+json"
    return answer


def _form(request: HttpRequest, standing: subscriptions.Standing | None) -> SystemForm:
    typed = request.POST.dict() if request.method == "POST" else None
    return system_form(standing.subscription if standing else None, typed, request.POST.getlist("actions"))


def _formed(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    status = WRONG if request.method == "POST" else 200
    return render(request, "caseworker/webhook_form.html", context, status=status)


def _place(request: HttpRequest, actor: Actor) -> Field:
    """Which of the operator's organisations it is for; the only one is chosen already."""
    mine = Organisation.objects.filter(pk__in=subscriptions.operated(actor)).order_by("name")
    options = tuple(Option(str(one.pk), one.name) for one in mine)
    value = options[0].value if len(options) == 1 else request.POST.get("organisation", "")
    is_wrong = request.method == "POST" and value not in {option.value for option in options}
    error = gettext("Välj ett av alternativen.") if is_wrong else ""
    return Field(
        name="organisation",
        label=gettext("Vems ärenden?"),
        kind="choice",
        options=options,
        value=value,
        error=error,
    )


def _chosen(request: HttpRequest) -> list[int] | None:
    """The messages that are named; None for all."""
    named = (request.POST if request.method == "POST" else request.GET).getlist("message")
    return (
        [int(one) for one in named if one.isascii() and one.isdecimal() and len(one) < 18] if named else None
    )


def _home(actor: Actor) -> Organisation:
    return Organisation.objects.get(pk=min(subscriptions.operated(actor)))


def _origin(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")
