"""To a login provider and back, and what to tell somebody who was not let in."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmanning.accounts.authentication import DEMO, Serves, authentication, log_in
from allmanning.accounts.models import Organisation, Person
from allmanning.connectors.login import flow
from allmanning.connectors.login.errors import LoginError, Reason
from allmanning.connectors.login.models import LoginProvider
from allmanning.portals.design.access import public_page
from allmanning.portals.open.frame import frame
from allmanning.portals.open.login import demo_authentication
from allmanning.portals.open.way_in import rule_of, way_in


@dataclass(frozen=True, slots=True)
class Telling:
    """What the page says."""

    status: int
    title: str | Promise
    what: str | Promise


ASK = _("Ring eller besök din kommun om det händer igen. Där får du hjälp på samma villkor.")
AT_FAULT = _("Felet är inte ditt. Tala om för kommunen att det hände, så att de kan rätta det.")
TOLD: dict[Reason, Telling] = {
    "cancelled": Telling(
        403, _("Inloggningen avbröts"), _("Du är inte inloggad. Försök igen när du vill, eller på ett annat sätt.")
    ),
    "lost": Telling(
        400,
        _("Inloggningen hann bli för gammal"),
        _("Den tog för lång tid, eller så begärdes den i en annan webbläsare än den här. Börja om här."),
    ),
    "down": Telling(503, _("Inloggningen svarar inte"), _("Försök igen om en stund, eller på ett annat sätt.")),
    "distrusted": Telling(
        403, _("Inloggningen gick inte att lita på"), _("Svaret var fel eller för gammalt. Försök igen.")
    ),
    "claim": Telling(502, _("Inloggningen sade inte vem du är"), AT_FAULT),
    "number": Telling(502, _("Inloggningen sade inte vem du är"), AT_FAULT),
    "name": Telling(502, _("Inloggningen sade inte vad du heter"), AT_FAULT),
    "level": Telling(
        403,
        _("Du behöver identifiera dig säkrare"),
        _("Välj ett annat sätt att logga in, till exempel med en e-legitimation."),
    ),
    "not_asked": Telling(
        403,
        _("Du behöver identifiera dig på nytt"),
        _("Inloggningen svarade med vem som var inloggad tidigare, utan att fråga igen. Logga ut där och försök igen."),
    ),
    "stranger": Telling(
        403,
        _("Du har ingen roll här"),
        _("Inloggningen gick bra, men du är inte upplagd som medarbetare. Be den som leder arbetet att lägga upp dig."),
    ),
    "another": Telling(
        403,
        _("Du identifierade dig som någon annan"),
        _("Ingenting är underskrivet, och den som var inloggad är utloggad. Logga in som dig själv och börja om."),
    ),
}  # fmt: skip


@public_page
@never_cache
@require_safe
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """To the provider. Whoever was logged in is not any more: the next one shall not find their session."""
    provider = flow.active(key)
    logout(request)
    serves: Serves = provider.serves  # type: ignore[assignment]
    wanted = way_in(request, request.GET.get("next", ""), provider.organisation, serves)
    return _or_told(request, provider.organisation, lambda: flow.begin(request, provider, wanted))


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """The same person once more, before they sign; in a demonstration, by a press."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    wanted = wanted if rule_of(request, wanted) in {"staff", "resident"} else reverse("open:front")
    found = authentication(request)
    if found is None or not isinstance(request.user, Person):
        return redirect("open:login")
    if found.method == DEMO:
        return _press(request, request.user, wanted)
    provider = LoginProvider.objects.select_related("organisation").filter(key=found.provider).first()
    if provider is None or not provider.is_active:
        return _refused(request, None, LoginError("down", found.provider))
    person = str(request.user.pk)
    return _or_told(
        request,
        provider.organisation,
        lambda: flow.begin(request, provider, wanted, again=person, signs=wanted.partition("?")[0]),
    )


@public_page
@never_cache
@require_safe
def back(request: HttpRequest, key: str) -> HttpResponse:
    """Back from an OpenID provider."""
    provider = flow.active(key)
    return _arrived(request, provider.organisation, lambda: flow.finish(request, provider))


@public_page
@csrf_exempt
@never_cache
@require_POST
def saml_post(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Back from a SAML provider, by its own form."""
    return flow.receive(request, organization_slug)


@public_page
@never_cache
@require_safe
def saml_back(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """The same, now with our own cookies."""
    provider = flow.active(organization_slug)
    return _arrived(request, provider.organisation, lambda: flow.finish_saml(request, organization_slug))


@public_page
@require_safe
def saml_metadata(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Our side, as XML."""
    provider = flow.active(organization_slug)
    return _or_told(request, provider.organisation, lambda: flow.metadata(request, organization_slug))


@public_page
@require_safe
def saml_log_out(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """A provider that wants to log somebody out: they are asked, as everybody who opens the page for it."""
    return redirect("open:logout")


def _press(request: HttpRequest, person: Person, wanted: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "open/again.html", frame(request, person=person.name, next=wanted))
    log_in(request, person, demo_authentication(signs=wanted), again=True)
    _identified(request)
    return redirect(wanted)


def _or_told(
    request: HttpRequest, organisation: Organisation, step: Callable[[], HttpResponse]
) -> HttpResponse:
    try:
        return step()
    except LoginError as error:
        return _refused(request, organisation, error)


def _arrived(
    request: HttpRequest, organisation: Organisation, step: Callable[[], HttpResponse]
) -> HttpResponse:
    answer = _or_told(request, organisation, step)
    found = authentication(request)
    if answer.status_code == HTTPStatus.FOUND and found and found.signs:
        _identified(request)
    return answer


def _identified(request: HttpRequest) -> None:
    messages.success(request, gettext("Du har identifierat dig. Läs igenom en gång till och skriv under."))


def _refused(request: HttpRequest, organisation: Organisation | None, error: LoginError) -> HttpResponse:
    told = TOLD[error.reason]
    context = frame(request, organisation, told=told, ask=ASK)
    return render(request, "open/login_refused.html", context, status=told.status)
