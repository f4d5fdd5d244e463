"""What every call passes, whatever it is about: who, how often, in which format, how large; and what every answer carries."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from allmanning.accounts.clients import Spent, spend
from allmanning.portals.api.callers import SAFE, Caller, address_of, caller_of, remember
from allmanning.portals.api.problems import (
    NOT_ACCEPTABLE,
    TOO_LARGE,
    TOO_MANY,
    WRONG_METHOD,
    WRONG_TYPE,
    ProblemError,
    answer,
)
from allmanning.portals.design.access import machine_endpoint

type View = Callable[..., HttpResponseBase]

PER_MINUTE = {"client": 600, "person": 120, "address": 60}
MOST_BYTES = 256 * 1024
FORM = "application/x-www-form-urlencoded"


def gate(view: View, media_type: str = "application/json") -> View:
    """The access rule of every address of the interface. `media_type` is what the call takes."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase
        allowance: dict[str, str] = {}
        try:
            allowance |= _let_in(request)
            _read_format(request, media_type)
            if request.method == "HEAD":
                request.method = "GET"
            response = view(request, *args, **kwargs)
            if response.status_code == WRONG_METHOD.status:
                allowed = {"Allow": response.headers["Allow"]}
                raise ProblemError(WRONG_METHOD, _("Se huvudet Allow."), headers=allowed)
        except Exception as error:  # noqa: BLE001 - what nobody foresaw is answered too, and logged
            response = answer(request, error)
        for name, value in allowance.items():
            response[name] = value
        patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ("Authorization", "Cookie", "Accept-Language"))
        return response

    # Django's own check would answer with a page; `caller_of` makes the same check of who comes with a session.
    return machine_endpoint(csrf_exempt(guarded))


def _let_in(request: HttpRequest) -> dict[str, str]:
    """Find who calls and count the call; a key that is nobody's is paid for by its network address. Gives headers."""
    refused: ProblemError | None = None
    try:
        caller = caller_of(request)
    except ProblemError as error:
        caller, refused = Caller(address_of(request)), error
    kind, who = caller.bucket
    spent, limit = spend(kind, who), PER_MINUTE[kind]
    allowance = _told(spent, limit)
    if spent.used > limit:
        headers = allowance | {"Retry-After": str(spent.seconds_left)}
        raise ProblemError(
            TOO_MANY, _("Vänta så många sekunder som står i huvudet Retry-After."), headers=headers
        )
    if refused:
        refused.headers = {**allowance, **refused.headers}
        raise refused
    remember(request, caller)
    return allowance


def _told(spent: Spent, limit: int) -> dict[str, str]:
    return {
        "RateLimit-Policy": f'"minute";q={limit};w=60',
        "RateLimit": f'"minute";r={max(0, limit - spent.used)};t={spent.seconds_left}',
    }


def _read_format(request: HttpRequest, media_type: str) -> None:
    if not any(map(request.accepts, ("application/json", "application/problem+json"))):
        raise ProblemError(NOT_ACCEPTABLE, _("Skriv application/json i huvudet Accept."))
    if request.method in SAFE:
        return
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not str(length).isdecimal() or int(length) > MOST_BYTES:
        raise ProblemError(TOO_LARGE, _("Skicka högst 256 kB."))
    if int(length) and request.content_type != media_type:
        raise ProblemError(
            WRONG_TYPE, _("Se openapi.json för vad anropet tar."), headers={"Accept": media_type}
        )
