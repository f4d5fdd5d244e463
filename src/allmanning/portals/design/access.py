"""Who may open an address: one rule beside each view. A house test finds the view that says nothing.

    @resident_page
    def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
        actor = actors.resident(person_of(request))

A rule lets in; what the person may then see or do is asked of `accounts.permissions`, case by case.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext

from allmanning.accounts.authentication import Ended, authentication, ended
from allmanning.accounts.models import Person
from allmanning.cases.errors import LoginLevelError

type Rule = Literal["public", "resident", "staff", "machine"]
type View = Callable[..., HttpResponseBase]


class TwoRulesError(TypeError):
    """The view has an access rule already. Keep one of them."""

    def __init__(self, view: View) -> None:
        super().__init__(f"{view.__module__}.{getattr(view, '__name__', view)}: {self.__doc__}")


class NobodyHereError(PermissionDenied):
    """Nobody is logged in."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def open_to(rule: Rule) -> Callable[[View], View]:
    """Only tells the rule; for the four below and for views that enforce it in another way."""

    def tell(view: View) -> View:
        told: Any = view
        if hasattr(view, "access"):
            raise TwoRulesError(view)
        told.access = rule
        return view

    return tell


def public_page(view: View) -> View:
    """Everybody may open it."""
    return open_to("public")(_of_its_own(view))


def resident_page(view: View) -> View:
    """Somebody who is logged in, in their own cases."""
    return open_to("resident")(_logged_in(view, at_work=False))


def staff_page(view: View) -> View:
    """Somebody who is logged in to work, and has not left the page alone for too long.

    The view asks `accounts.staff.staff`, which refuses who works nowhere.
    """
    return open_to("staff")(_logged_in(view, at_work=True))


def machine_endpoint(view: View) -> View:
    """Another system, which the view itself recognises."""
    return open_to("machine")(_of_its_own(view))


def person_of(request: HttpRequest) -> Person:
    """Who is logged in, on a page that only opens for somebody."""
    if not isinstance(request.user, Person):
        raise NobodyHereError
    return request.user


def _of_its_own(view: View) -> View:
    """A function of its own to carry the rule, so that a view of Django's is not marked for everybody."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return opened


def _logged_in(view: View, *, at_work: bool) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_login(request)
        if why := ended(request, at_work=at_work):
            logout(request)
            messages.info(request, _told(why))
            return _to_login(request)
        found = authentication(request)
        if found is None or found.serves == ("residents" if at_work else "staff"):
            return _to_login(request)
        try:
            answer = view(request, *args, **kwargs)
        except LoginLevelError as error:
            return _to_login(request, niva=str(error.level))
        # What one person has read, the next at the same machine must not find with the back button.
        patch_cache_control(answer, private=True, no_store=True)
        return answer

    return guarded


def _to_login(request: HttpRequest, **asked: str) -> HttpResponse:
    """A piece of a page cannot hold the login: htmx is told to go there with the whole page."""
    url = f"{settings.LOGIN_URL}?{urlencode(asked | {'next': request.get_full_path()}, safe='/')}"
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def _told(why: Ended) -> str:
    if why == "idle":
        return gettext("Du har loggats ut, eftersom sidan inte har använts på en stund. Logga in igen.")
    return gettext("Din inloggning gäller inte längre. Logga in igen.")
