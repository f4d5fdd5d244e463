"""What a page does by itself: change its language or appearance, and say what went wrong."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import i18n
from django.views.decorators.http import require_POST, require_safe

from allmanning.portals.design.access import open_to, staff_page

SCHEMES = ("auto", "light", "dark")
SCHEME_COOKIE = "color_scheme"
ONE_YEAR = 365 * 24 * 60 * 60


def scheme_of(request: HttpRequest | None) -> str:
    """light, dark, or auto (as the reader's own machine says)."""
    chosen = request.COOKIES.get(SCHEME_COOKIE, "auto") if request else "auto"
    return chosen if chosen in SCHEMES else "auto"


@open_to("public")
@require_POST
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Swedish or English from here on; `language` and `next` in the form."""
    return i18n.set_language(request)


@open_to("public")
@require_POST
def set_appearance(request: HttpRequest) -> HttpResponse:
    """Remember light or dark for a year, and go back to where the reader was."""
    chosen = request.POST.get("color_scheme", "auto")
    answer = redirect(_own_address(request))
    # The page's script writes the same cookie, so it cannot be kept from scripts; it holds no secret.
    answer.set_cookie(
        SCHEME_COOKIE,
        chosen if chosen in SCHEMES else "auto",
        max_age=ONE_YEAR,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return answer


@staff_page
@require_safe
def stay(request: HttpRequest) -> HttpResponse:
    """Asked for by a page that somebody says they still use; to open it is to use it."""
    return HttpResponse(status=204)


def _own_address(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else "/"


def problem(request: HttpRequest, status: int, *, what: str = "", what_to_do: str = "") -> HttpResponse:
    """The calm page for a status (400, 403, 404, 409, 413, 422, 500, 503), with this case's own words if given."""
    context = {"request": request, "what": what, "what_to_do": what_to_do}
    # From 500 on, what the context processors ask (sessions, people) may be the very thing that is down.
    asked = request if status < 500 else None
    return HttpResponse(render_to_string(f"{status}.html", context, asked), status=status)
